"""What a system answered for many clips, in the tables that the field releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backends.reading.emotion_list import EmotionList, parse
from backends.words import Sentence
from demo.ground_truth import columns
from demo.ground_truth.columns import Field


@dataclass(frozen=True)
class Predictions:
    """Answers by clip name. An empty cell is an answer too: no words, an empty rationale."""

    words: dict[str, EmotionList]
    """Open-vocabulary emotions: columns `openset`, and lists of several words in the others."""
    rationales: dict[str, str]
    labels: dict[str, str]
    """One word, in small letters: columns `emotions`, `emotion`, `label`, `discrete`."""
    problems: list[Sentence]
    """One sentence for every row that is left out, with file and line."""


def read(path: Path) -> Predictions:
    """Read a table `name,openset`, `name,reason` or `name,<label>`, or of several of them.

    Its columns are those of ground truths (`demo.ground_truth.columns`), so labels of a set can be
    read with it as well. Raises GroundTruthError where the file is no such table.
    """
    table = columns.read(path)

    def of(field: Field) -> Mapping[str, str]:
        """In whatever language; English, the first, counts where a clip has several."""
        by_language = [table.texts.get((field, one), {}) for one in columns.LANGUAGES]
        return {name: text for texts in reversed(by_language) for name, text in texts.items()}

    labels, words = {}, {}
    for name, text in of(Field.LABEL).items():
        listed = parse(text)
        if len(listed.words) == 1 and not listed.unparsed:
            labels[name] = listed.words[0]
        else:
            words[name] = listed
    words |= {name: parse(text) for name, text in of(Field.EMOTIONS).items()}
    return Predictions(words, dict(of(Field.RATIONALE)), labels, table.problems)
