"""What a system answered for many clips, in the tables that the field releases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from backends.reading.emotion_list import EmotionList, parse
from backends.words import Sentence, Words
from demo.ground_truth import columns
from demo.ground_truth.clip_names import Names
from demo.ground_truth.codes import Kind
from demo.ground_truth.columns import Field

_SAY = Words(__file__)

Text = TypeVar("Text", str, EmotionList)


@dataclass(frozen=True)
class Predictions:
    """Answers by clip name. An empty cell is an answer too: no words, an empty rationale."""

    words: dict[str, EmotionList]
    """Open-vocabulary emotions: columns `openset`, and lists of several words in the others."""
    rationales: dict[str, str]
    labels: dict[str, str]
    """One word, in small letters: columns `emotions`, `emotion`, `label`, `discrete`."""
    problems: list[Sentence]
    """One sentence for every row that is left out, with file and line, and on labels that are no
    words."""
    kind: Kind = Kind.WORDS
    """What its labels are."""

    @cached_property
    def names(self) -> dict[str, None]:
        """The full names of the clips, each once."""
        return dict.fromkeys([*self.words, *self.labels, *self.rationales])

    def named_as(self, truth: Predictions) -> Predictions:
        """The same with the names that another table has for these clips.

        Clips are the same that agree in as much of the path as both give. Where a name can be
        several clips, or several names one clip, it stays as it is, which is told in `problems`.
        """
        if self.names.keys() <= truth.names.keys():
            return self
        theirs = Names(truth.names)
        meant = {name: theirs.meant(name) for name in self.names}
        ours: dict[str, list[str]] = defaultdict(list)
        for name, found in meant.items():
            if len(found) == 1:
                ours[found[0]].append(name)
        renamed = {names[0]: name for name, names in ours.items() if len(names) == 1}
        unclear = {name: found for name, found in meant.items() if len(found) > 1}
        unclear |= {name: names for name, names in ours.items() if len(names) > 1}
        problems = [
            _SAY("dataset.ambiguous", name=name, names=names[:3]) for name, names in unclear.items()
        ]

        def named(texts: Mapping[str, Text]) -> dict[str, Text]:
            return {renamed.get(name, name): text for name, text in texts.items()}

        return Predictions(
            named(self.words), named(self.rationales), named(self.labels),
            [*self.problems, *problems], self.kind,
        )  # fmt: skip


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
    return Predictions(words, dict(of(Field.RATIONALE)), labels, table.problems, table.kind)
