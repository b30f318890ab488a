"""What a sentence says about a face, a voice or words: which aspect, and which value of it.

"Her eyebrows shoot up" and "the brows are raised" share few letters, and "he is loud" and "he is
soft" are near neighbours for a sentence embedding. So both are read against a lexicon: one aspect
("the brows") with one of its values ("raised"). The lexicon is data, `aspects.<language>.toml`;
its format is told at the head of the English file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property

from backends.base import Language, Modality
from backends.reading.aspect_entries import AspectEntry, EmotionEntries
from backends.reading.circumstances import QUOTED as QUOTED  # what is a quotation
from backends.reading.circumstances import Circumstances
from backends.reading.nearest import grouped, nearest
from backends.reading.readings import EMOTION, NOT, figure
from backends.reading.readings import Reading as Reading  # what `read` gives
from backends.reading.word_forms import forms
from backends.words import Words

LEXICONS = Words(__file__, "aspects")
"""The lexicons of all languages that have one."""

_COMMON = re.compile(r"\{([a-z_]+)\}")
_PASSED_OVER = re.compile(r"(?:\(\?:\\w\+ \)|\[\^，。；\])(?:\{\d+,\d+\}|\?)\??")
"""How a lexicon writes "some words, whichever": `(?:\\w+ ){0,3}?`, or `[^，。；]{0,3}`."""
CALM = "calm"
"""The family of the words for no emotion, and the value of a face or voice that shows none."""


class Lexicon(Circumstances):
    """The aspects of one language, with what a sentence of it needs to be taken apart."""

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
    negator: str
    denied_after: str
    elsewhere: dict[Modality, str]
    figure: str
    against: list[tuple[str, str]]
    and_between: str
    implied: dict[str, str]
    boundary: str
    part_of: str
    common: dict[str, str]
    emotions: EmotionEntries
    aspect: list[AspectEntry]

    def read(self, text: str, modality: Modality) -> frozenset[Reading]:
        """Everything that `text` says about the aspects of a modality.

        Quoted words count only for aspects that are `quoted`. Of other things than the person, such
        as music, nothing is read.
        """
        found = set(self._quoted(text, modality))
        text = self._bare(text)
        elsewhere = self.elsewhere.get(modality)
        if elsewhere and re.search(elsewhere, text) and not self.subject(text, modality):
            return frozenset(self._ambient(text, modality))
        found |= {*self._aspects(text, modality), *self._emotions(text, modality)}
        named = {one.value for one in found if one.aspect == EMOTION} - {CALM}
        if any(not value.startswith(NOT) for value in named) and not re.search(self.hint, text):
            # "A caring, everyday reminder" is not plain: the emotion that is named decides. Words
            # that are mostly plain, with a hint of caring, are both.
            found.discard(Reading("plain", "plain"))
        return frozenset(found)

    def in_words(self, readings: frozenset[Reading]) -> frozenset[Reading]:
        """What figures of `readings` say in words ("around 106 Hz": low)."""
        return frozenset().union(*(entry.banded(readings) for entry in self.aspect))

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
        """Whether both can't be true: opposite values, denial, figures far apart, or `against`."""
        if one.aspect != other.aspect:
            return self._against(one, other) or self._against(other, one)
        if one.far(other):
            return True
        if NOT + one.value == other.value or one.value == NOT + other.value:
            return True
        return frozenset((one.value, other.value)) in self._opposites.get(one.aspect, ())

    def bears_out(self, truth: Reading, clue: Reading) -> bool:
        """Whether a clue says what `truth` says; a denial is also said by what excludes it."""
        if truth.same(clue):
            return True
        denied = truth.value.removeprefix(NOT)
        if truth.aspect != clue.aspect or denied == truth.value or clue.value.startswith(NOT):
            return False
        return frozenset((denied, clue.value)) in self._opposites.get(truth.aspect, ())

    def denies(self, text: str) -> bool:
        """Whether anything in `text` is denied."""
        return re.search(f"{self.negator}|{self.denied_after}", text.lower()) is not None

    def title(self, aspect: str, modality: Modality) -> str:
        """The aspect in words a person knows ("the smile")."""
        if aspect == EMOTION:
            return self.emotions.titles[modality]
        return next(entry.title for entry in self.aspect if entry.key == aspect)

    def _aspects(self, text: str, modality: Modality) -> Iterator[Reading]:
        groups = grouped(list(self._subjects(text, modality)), text, self.and_between, self.part_of)
        for entry, alone, near, number in self._compiled:
            if entry.modality != modality:
                continue
            for value, pattern in alone.items():
                for hit in pattern.finditer(text):
                    yield Reading(entry.key, self._negated(value, text, hit))
            for value, pattern in near.items():
                for hit in pattern.finditer(text):
                    if entry.key in nearest(groups, hit, text, self.boundary):
                        yield Reading(entry.key, self._negated(value, text, hit))
            for hit in number.finditer(text) if number else ():
                if hit["low"]:
                    yield figure(entry.key, hit)

    def _quoted(self, text: str, modality: Modality) -> Iterator[Reading]:
        quoted = " ".join(QUOTED.findall(text)).replace("’", "'").lower()
        for entry, alone, _, _ in self._compiled:
            if entry.quoted and entry.modality == modality:
                for value, pattern in alone.items():
                    if pattern.search(quoted):
                        yield Reading(entry.key, value)

    def _ambient(self, text: str, modality: Modality) -> Iterator[Reading]:
        for entry, alone, _, _ in self._compiled:
            if entry.ambient and entry.modality == modality:
                for value, pattern in alone.items():
                    yield from (
                        Reading(entry.key, self._negated(value, text, hit))
                        for hit in pattern.finditer(text)
                    )

    def _against(self, one: Reading, other: Reading) -> bool:
        """Whether a value of `against` stands beside another aspect's: calm beside an anger."""
        if other.value.startswith(NOT) or other.value in self.emotions.mild:
            return False
        value, others = f"{one.aspect}.{one.value}", (other.aspect, f"{other.aspect}.{other.value}")
        return any((value, against) in self.against for against in others)

    def _negated(self, value: str, text: str, hit: re.Match[str]) -> str:
        """The value that is found by `hit`, or its denial: after "not", or before "is absent"."""
        before, after = text[: hit.start()], text[hit.end() :]
        denied = re.search(self.negator + "$", before) or re.match(self.denied_after, after)
        if not denied and not self._denied_within(text, hit):
            return value
        return value.removeprefix(NOT) if value.startswith(NOT) else NOT + value

    def _denied_within(self, text: str, hit: re.Match[str]) -> bool:
        """Whether one of the words that a pattern passes over denies: "the jaw does not drop"."""
        passed = [hit.span(at) for at in range(1, hit.re.groups + 1) if hit[at]]
        return any(
            start <= denial.start() < end
            for start, end in passed
            for denial in re.finditer(self.negator, text)
        )

    def _emotions(self, text: str, modality: Modality) -> frozenset[Reading]:
        if not re.search(self.emotions.frames.get(modality, ""), text):
            return frozenset()
        return self.emotions_in(text)

    def _subjects(self, text: str, modality: Modality) -> Iterator[tuple[re.Match[str], str]]:
        for key, subject_modality, pattern in self._of:
            if subject_modality == modality:
                yield from ((hit, key) for hit in pattern.finditer(text))

    def _pattern(self, pattern: str) -> re.Pattern[str]:
        """A pattern at word ends, `common` words put in; those that it passes over are groups."""
        while _COMMON.search(pattern):
            pattern = _COMMON.sub(lambda name: f"(?:{self.common[name[1]]})", pattern)
        pattern = _PASSED_OVER.sub(r"(\g<0>)", pattern)
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
        """The listed words of each family, and those of our word table that mean the same."""
        alike = self.emotions.meanings
        return {
            family: self._pattern("|".join([words, *forms(alike.get(family, ()))]))
            for family, words in self.emotions.words.items()
        }

    @cached_property
    def _compiled(
        self,
    ) -> list[
        tuple[
            AspectEntry,
            dict[str, re.Pattern[str]],
            dict[str, re.Pattern[str]],
            re.Pattern[str] | None,
        ]
    ]:
        return [
            (
                entry,
                {value: self._pattern(words) for value, words in entry.alone.items()},
                {value: self._pattern(words) for value, words in entry.values.items()},
                _compiled(entry.number.replace("{n}", self.figure)) if entry.number else None,
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
