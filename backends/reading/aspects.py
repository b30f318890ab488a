"""What a sentence says about a face, a voice or words: which aspect, and which value of it.

"Her eyebrows shoot up" and "the brows are raised" share few letters, and "he is loud" and "he is
soft" are near neighbours for a sentence embedding. So both are read against a lexicon: one aspect
("the brows") with one of its values ("raised"). The lexicon is data, `aspects.<language>.toml`;
its format is told at the head of the English file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from pydantic import BaseModel, ConfigDict, Field

from backends.base import Language, Modality
from backends.words import Words

LEXICONS = Words(__file__, "aspects")
"""The lexicons of all languages that have one."""

EMOTION = "emotion"
"""The aspect whose values are the families of `[emotions]`."""
NOT = "not "
"""How the value begins that is denied: "not loud" is the opposite of "loud"."""
NUMBER = "number"
"""The value of an aspect that is told in figures, e.g. of the pitch in Hz."""
TOLERANCE = 1.1
"""Figures this factor apart still say the same: a tenth, or under two semitones of pitch."""
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』")


@dataclass(frozen=True)
class Reading:
    """One aspect and what is said of it. `low` and `high` are set where `value` is NUMBER."""

    aspect: str
    value: str
    low: float = 0.0
    high: float = 0.0

    def same(self, other: Reading) -> bool:
        """Whether both say the same of the same aspect."""
        if (self.aspect, self.value) != (other.aspect, other.value):
            return False
        return self.low <= other.high * TOLERANCE and other.low <= self.high * TOLERANCE


class _Aspect(BaseModel):
    """One entry of the lexicon; the English file's head tells what each field is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    modality: Modality
    title: str
    of: str = ""
    values: dict[str, str] = Field(default_factory=dict)
    alone: dict[str, str] = Field(default_factory=dict)
    opposite: list[tuple[str, str]] = Field(default_factory=list)
    number: str = ""


class _Emotions(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    titles: dict[Modality, str]
    frames: dict[Modality, str]
    words: dict[str, str]
    pleasant: list[str]
    unpleasant: list[str]


class Lexicon(BaseModel):
    """The aspects of one language, with what a sentence of it needs to be taken apart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    word: str
    """How a pattern is bounded, with {} for it: at word ends, or not at all."""
    opener: str
    clause_opener: str
    unfinished: str
    attached: str
    dependent: str
    sentence_end: str
    separator: str
    subject_lead: str
    carried: str
    ignore: list[str]
    negator: str
    and_between: str
    implied: dict[str, str]
    emotions: _Emotions
    aspect: list[_Aspect]

    def read(self, text: str, modality: Modality) -> frozenset[Reading]:
        """Everything that `text` says about the aspects of a modality; quoted words don't count."""
        text = self._bare(text)
        found = set(self._aspects(text, modality)) | set(self._emotions(text, modality))
        if any(one.aspect == EMOTION and not one.value.startswith(NOT) for one in found):
            # "A caring, everyday reminder" is not plain: the emotion that is named decides.
            found.discard(Reading("plain", "plain"))
        return frozenset(found)

    def emotions_in(self, text: str) -> frozenset[Reading]:
        """The families of the emotion words in `text`, whatever they are said of."""
        text = self._bare(text)
        return frozenset(
            Reading(EMOTION, self._negated(family, text, hit))
            for family, pattern in self._families.items()
            for hit in pattern.finditer(text)
        )

    def subject(self, text: str, modality: Modality) -> str:
        """The last thing that `text` speaks of, with its article ("his brows"); "" if none."""
        subjects = [hit.end() for hit, _ in self._subjects(text.lower(), modality)]
        if not subjects:
            return ""
        lead = re.search(self.subject_lead + r"\s*\S*$", text[: max(subjects)], re.IGNORECASE)
        return lead.group() if lead else text[: max(subjects)].split()[-1]

    def opposite(self, one: Reading, other: Reading) -> bool:
        """Whether both speak of the same aspect and say opposite things."""
        if one.aspect != other.aspect:
            names_one = not any(reading.value.startswith(NOT) for reading in (one, other))
            return names_one and {one.aspect, other.aspect} == {EMOTION, "plain"}
        if NOT + one.value == other.value or one.value == NOT + other.value:
            return True
        return frozenset((one.value, other.value)) in self._opposites.get(one.aspect, ())

    def title(self, aspect: str, modality: Modality) -> str:
        """The aspect in words a person knows ("the smile")."""
        if aspect == EMOTION:
            return self.emotions.titles[modality]
        return next(entry.title for entry in self.aspect if entry.key == aspect)

    def _bare(self, text: str) -> str:
        text = QUOTED.sub("“”", text.replace("’", "'").lower())
        for pattern in self.ignore:
            text = re.sub(pattern, "", text)
        return text

    def _aspects(self, text: str, modality: Modality) -> Iterator[Reading]:
        groups = _grouped(list(self._subjects(text, modality)), text, self.and_between)
        for entry, alone, near, number in self._compiled:
            if entry.modality != modality:
                continue
            for value, pattern in alone.items():
                for hit in pattern.finditer(text):
                    yield Reading(entry.key, self._negated(value, text, hit))
            for value, pattern in near.items():
                for hit in pattern.finditer(text):
                    if entry.key in _nearest(groups, hit):
                        yield Reading(entry.key, self._negated(value, text, hit))
            for hit in number.finditer(text) if number else ():
                if hit["low"]:
                    low = float(hit["low"])
                    yield Reading(entry.key, NUMBER, low, float(hit["high"] or low))

    def _negated(self, value: str, text: str, hit: re.Match[str]) -> str:
        """The value that is found by `hit`, or its denial after a "not"."""
        return NOT + value if re.search(self.negator + "$", text[: hit.start()]) else value

    def _emotions(self, text: str, modality: Modality) -> frozenset[Reading]:
        if not re.search(self.emotions.frames[modality], text):
            return frozenset()
        return self.emotions_in(text)

    def _subjects(self, text: str, modality: Modality) -> Iterator[tuple[re.Match[str], str]]:
        for key, subject_modality, pattern in self._of:
            if subject_modality == modality:
                yield from ((hit, key) for hit in pattern.finditer(text))

    def _pattern(self, pattern: str) -> re.Pattern[str]:
        return _compiled(self.word.format(f"(?:{pattern})"))

    @cached_property
    def _of(self) -> list[tuple[str, Modality, re.Pattern[str]]]:
        return [
            (entry.key, entry.modality, self._pattern(entry.of))
            for entry in self.aspect
            if entry.of
        ]

    @cached_property
    def _families(self) -> dict[str, re.Pattern[str]]:
        return {family: self._pattern(words) for family, words in self.emotions.words.items()}

    @cached_property
    def _compiled(
        self,
    ) -> list[
        tuple[
            _Aspect, dict[str, re.Pattern[str]], dict[str, re.Pattern[str]], re.Pattern[str] | None
        ]
    ]:
        return [
            (
                entry,
                {value: self._pattern(words) for value, words in entry.alone.items()},
                {value: self._pattern(words) for value, words in entry.values.items()},
                _compiled(entry.number) if entry.number else None,
            )
            for entry in self.aspect
        ]

    @cached_property
    def _opposites(self) -> dict[str, set[frozenset[str]]]:
        pairs = {entry.key: {frozenset(pair) for pair in entry.opposite} for entry in self.aspect}
        feelings = self.emotions
        pairs[EMOTION] = {
            frozenset((one, other)) for one in feelings.pleasant for other in feelings.unpleasant
        }
        return pairs


@cache
def lexicon(language: Language) -> Lexicon:
    """The lexicon of a language, read once; the English one where it has none.

    Raises pydantic.ValidationError where its file is not as the English file's head says.
    """
    return Lexicon.model_validate(LEXICONS.table(language))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


Group = tuple[int, int, set[str]]


def _grouped(subjects: list[tuple[re.Match[str], str]], text: str, between: str) -> list[Group]:
    """Subjects as (start, end, aspects); "eyes and mouth" is one group, so both are wide open."""
    groups: list[Group] = []
    for hit, key in sorted(subjects, key=lambda subject: subject[0].span()):
        if groups:
            start, end, keys = groups[-1]
            if hit.start() < end or re.fullmatch(between, text[end : hit.start()]):
                groups[-1] = (start, max(end, hit.end()), keys | {key})
                continue
        groups.append((hit.start(), hit.end(), {key}))
    return groups


def _nearest(groups: list[Group], hit: re.Match[str]) -> set[str]:
    """The aspects whose subject stands nearest to a value."""
    if not groups:
        return set()
    return min(groups, key=lambda group: max(group[0] - hit.end(), hit.start() - group[1], 0))[2]
