"""What a judge rates: clue overlap and label overlap, 1 to 10, and grouping of words by meaning.

The two overlaps are those of EMER (Lian et al., arXiv 2306.15401 v1 to v3): sum up the emotional
descriptions of truth and prediction, or take out their emotion words, then rate the overlap. The
published figures come from a judge that is retired and from prompts that are not these, so ours
stand beside them only with the judge's name. Grouping is that of v4 to v6 and MER2024-OV.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from backends.base import Language
from backends.words import Words
from demo.metrics.judge import Judge

LOWEST, HIGHEST = 1, 10

_PROMPTS = Words(__file__, "judge_prompts")


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Rating(_Form):
    """The judge first writes down what it compares, then rates: the order helps it and explains."""

    truth: list[str]
    prediction: list[str]
    score: Annotated[int, Field(strict=True, ge=LOWEST, le=HIGHEST)]


class _Grouping(_Form):
    groups: list[list[str]]


@dataclass(frozen=True)
class Judged:
    """One rating, and what the judge compared to come to it."""

    score: int | None
    """1 to 10; None where the judge's answer could not be read."""
    truth: tuple[str, ...]
    """The judge's summary of the truth: emotional statements, or emotion words."""
    said: tuple[str, ...]
    """The same of the prediction."""
    judge: str


def clue_overlap(judge: Judge, truth: str, said: str, language: Language = "en") -> Judged:
    """How far two rationales agree in their emotional descriptions.

    An empty prediction has the lowest score, unasked. Raises JudgeError where the judge can't be
    asked, ValueError where the truth is empty: there is nothing to agree with.
    """
    return _rate(judge, "clue", truth, said, language)


def label_overlap(judge: Judge, truth: str, said: str, language: Language = "en") -> Judged:
    """How far the emotions that two texts name agree; the texts may be rationales or word lists.

    Empty texts and errors as in `clue_overlap`.
    """
    return _rate(judge, "label", truth, said, language)


def group_words(
    judge: Judge, words: Collection[str], language: Language = "en"
) -> list[list[str]] | None:
    """The words in groups of the same meaning, each word in exactly one; None if unparsed.

    The order of `words` does not matter, so the judge's cache is the stored grouping. A word that
    the judge forgot stays alone, and one that it made up is dropped. Raises JudgeError where the
    judge can't be asked.
    """
    asked = sorted({word.strip().casefold() for word in words} - {""})
    if len(asked) < 2:
        return [[word] for word in asked]
    answer = judge.ask(_prompt("group", language, words="\n".join(asked)), _Grouping)
    if answer is None:
        return None
    left = dict.fromkeys(asked)
    groups = []
    for group in answer.groups:
        known = {word.strip().casefold() for word in group} & left.keys()
        for word in known:
            del left[word]
        if known:
            groups.append(sorted(known))
    return groups + [[word] for word in left]


def _rate(
    judge: Judge, kind: Literal["clue", "label"], truth: str, said: str, language: Language
) -> Judged:
    if not truth.strip():
        raise ValueError("an empty truth can't be judged")
    if not said.strip():
        return Judged(LOWEST, (), (), judge.name)
    answer = judge.ask(_prompt(kind, language, truth=truth, prediction=said), _Rating)
    if answer is None:
        return Judged(None, (), (), judge.name)
    return Judged(answer.score, tuple(answer.truth), tuple(answer.prediction), judge.name)


def _prompt(kind: str, language: Language, **texts: str) -> str:
    prompts = _PROMPTS.table(language)
    fenced = {name: _harmless(text) for name, text in texts.items()}
    asked = str(prompts[kind]).format(fence=prompts["fence"].strip(), **fenced)
    return asked.strip()


def _harmless(text: str) -> str:
    """A text that can't close the tag around it, nor open another."""
    return text.strip().replace("<", "‹").replace(">", "›")
