"""An answer as tiers of annotations, as ELAN and Praat take them: one for each thing that is told
of each person, in order of time, none of them over another.

Times are whole milliseconds, which is what ELAN counts in, given in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from backends.base import Clue, Explanation, Merged, Modality, Person, Stretch
from demo.percents import shares
from demo.take_away.taken import Taken, plain

SURE = 0.5
"""From this share on an emotion is named as it is; below it with a question mark."""

Kind = Literal["emotion", "text"]
"""Whether a tier holds words for emotions, out of a closed list, or any text."""


@dataclass(frozen=True)
class Mark:
    """What is told from `start` to `end` (s): whole milliseconds, at least one apart."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Tier:
    """A row of marks, in order of time, none over another."""

    name: str
    kind: Kind
    person: str
    """Letter of whom it is about; "" where it is of nobody, or of the only one."""
    marks: tuple[Mark, ...]


def mark(start: float, end: float, text: str) -> Mark:
    """A mark with its times in whole milliseconds, and its text as every format can hold it.

    It lasts a millisecond at least: neither program takes what lasts not at all.
    """
    first = max(0, round(1000 * start))
    last = max(first + 1, round(1000 * end))
    return Mark(first / 1000, last / 1000, plain(text))


def vocabulary(taken: Taken) -> list[str]:
    """What the tiers of emotions may hold: the basic ones, those of the answer, and each of them
    with a question mark."""
    answer = taken.answer
    said = [
        *answer.emotions,
        *(emotion for stretch in answer.course for emotion in stretch.emotions),
        *(emotion for piece in answer.merged for emotion in piece.emotions),
        *(emotion for person in answer.people for emotion in person.emotions),
    ]
    words = [*taken.say["basic"].values(), *(plain(emotion.word) for emotion in said)]
    unsure = [taken.say["tier"]["unsure"].format(word=word) for word in words]
    return list(dict.fromkeys([*words, *unsure]))


def tiers(taken: Taken) -> list[Tier]:
    """All that the answer tells of times. A tier that would be empty is left out."""
    made = [*_conclusion(taken), *_merged(taken), *_words(taken), *_courses(taken), *_clues(taken)]
    return [tier for tier in made if tier.marks]


def rows(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Marks in as few rows as it takes for none to lie over another, each in order of time."""
    placed: list[list[Mark]] = []
    for one in sorted(marks, key=lambda one: (one.start, one.end)):
        free = next((row for row in placed if row[-1].end <= one.start), None)
        if free is None:
            placed.append(free := [])
        free.append(one)
    return placed


def _tiers(name: str, kind: Kind, person: str, marks: Iterable[Mark]) -> list[Tier]:
    """One tier, or several with numbers where its marks lie over each other."""
    full = [one for one in marks if one.text]
    return [
        Tier(name if not at else f"{name} {at + 1}", kind, person, tuple(row))
        for at, row in enumerate(rows(full))
    ]


def _conclusion(taken: Taken) -> list[Tier]:
    """The emotions of the whole, and the sentence that sums it up."""
    answer, clip, say = taken.answer, taken.clip, taken.say["tier"]
    told = weights(answer, say)
    found = _tiers(say["answer"], "text", "", [mark(clip.start, clip.end, told)])
    said = answer.rationale.conclusion or ""
    return found + _tiers(say["conclusion"], "text", "", [mark(clip.start, clip.end, said)])


def _merged(taken: Taken) -> list[Tier]:
    say = taken.say["tier"]
    return _strongest_and_weights(say["merged"], "", taken.answer.merged, say)


def _words(taken: Taken) -> list[Tier]:
    say, answer = taken.say["tier"], taken.answer
    words = answer.transcript.words if answer.transcript else []
    found = _tiers(say["words"], "text", "", [mark(one.start, one.end, one.text) for one in words])
    speakers = [mark(one.start, one.end, one.person or say["somebody"]) for one in answer.turns]
    return found + _tiers(say["speaker"], "text", "", speakers)


def _courses(taken: Taken) -> list[Tier]:
    """What each modality says over time, of each person."""
    say, found = taken.say["tier"], []
    for modality in Modality:
        course = [one for one in taken.answer.course if one.modality is modality]
        for person in sorted({one.person or "" for one in course}):
            pieces = [one for one in course if (one.person or "") == person]
            name = f"{say[modality.value]} {person}".strip()
            found += _strongest_and_weights(name, person, pieces, say)
    return found


def _clues(taken: Taken) -> list[Tier]:
    say, found = taken.say["tier"], []
    for modality in Modality:
        clues = [one for one in taken.answer.clues if one.modality is modality]
        for person in sorted({one.person or "" for one in clues}):
            marks = [_clue(one) for one in clues if (one.person or "") == person]
            name = say["clues"].format(of=f"{say[modality.value]} {person}".strip())
            found += _tiers(name, "text", person, marks)
    return found


def _clue(clue: Clue) -> Mark:
    return mark(clue.start, clue.end, clue.text)


def _strongest_and_weights(
    name: str, person: str, pieces: Sequence[Stretch | Merged], say: Mapping[str, str]
) -> list[Tier]:
    """The strongest emotion of each piece, out of the vocabulary; and beside it all of them."""
    told = [
        (
            mark(one.start, one.end, _strongest(one, say)),
            mark(one.start, one.end, weights(one, say)),
        )
        for one in pieces
        if one.emotions
    ]
    weighed = say["weights"].format(of=name)
    return [
        *_tiers(name, "emotion", person, [strongest for strongest, _ in told]),
        *_tiers(weighed, "text", person, [all_of_it for _, all_of_it in told]),
    ]


def _strongest(one: Stretch | Merged, say: Mapping[str, str]) -> str:
    """The strongest emotion; with a question mark where it has less than half of the evidence."""
    first = one.emotions[0]
    return first.word if first.score >= SURE else say["unsure"].format(word=first.word)


def weights(told: Explanation | Person | Merged | Stretch, say: Mapping[str, str]) -> str:
    """Emotions with their shares: "fearful 36%, angry 27%, open 37%"; without where none add up."""
    whole, rest = shares(told)
    if rest is None:
        return say["comma"].join(one.word for one in told.emotions)
    parts = [
        say["share"].format(word=one.word, share=share)
        for one, share in zip(told.emotions, whole, strict=True)
    ]
    if rest:
        parts.append(say["share"].format(word=say["open"], share=rest))
    return say["comma"].join(parts)
