"""From findings to clues, measurements and the parts, in words: what stands out comes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from backends.base import Clue, Measure, Measurement, Modality, Rationale, Sentence
from backends.cascade.findings import Finding, Hedge, total_seconds
from backends.cascade.phrases import Phrases
from backends.cascade.salience import Alike, standing_out

CLAUSES_A_SENTENCE = 2
MOST_STRETCHES = 5
"""Stretches of a course that are told one after the other; more are summed up."""
MOST_AT_TIMES = 3
"""Readings that a summed up course names besides the main one."""
GAP = 0.1
"""Seconds between two stretches that are told as following each other."""


def clue(finding: Finding, phrases: Phrases) -> Clue:
    """A finding as a clue of the explanation, with its number and what is usual."""
    supports: dict[str, float] = {}
    for emotion, weight in finding.supports.items():
        word = phrases.word(emotion)
        supports[word] = max(weight, supports.get(word, 0.0))
    clause = phrases.clause(finding)
    if finding.named and finding.person:
        clause = phrases.of(finding.person, clause)
    return Clue(
        modality=finding.modality,
        text=phrases.sentence(clause),
        start=round(finding.start, 3),
        end=round(finding.end, 3),
        measure=_measure(finding, phrases),
        supports=supports,
        person=finding.person,
    )


def clues(findings: Sequence[Finding], phrases: Phrases) -> list[Clue]:
    """What is not as in most clips, as clues."""
    return [clue(finding, phrases) for finding in findings if not finding.usual]


def measurements(findings: Sequence[Finding], phrases: Phrases) -> list[Measurement]:
    """What is as in most clips, as numbers for a table."""
    return [
        Measurement(modality=finding.modality, **dict(_measure(finding, phrases)))
        for finding in findings
        if finding.usual
    ]


def _measure(finding: Finding, phrases: Phrases) -> Measure:
    name, usual = phrases.measure(finding)
    return Measure(name=name, value=finding.value, unit=phrases.unit(finding.unit), usual=usual)


def part(modality: Modality, findings: Sequence[Finding], phrases: Phrases) -> str | None:
    """One part of the rationale, what stands out first; None where nothing was received."""
    if all(finding.modality is not modality for finding in findings):
        return None
    clauses = list(_clauses(modality, findings, phrases))
    return phrases.paragraph(modality, clauses or [phrases.say("nothing", modality)])


def sentences(findings: Sequence[Finding], phrases: Phrases) -> list[Sentence]:
    """The sentences of all parts, each with the moments of the findings that it tells."""
    return [
        Sentence(modality=modality, text=text, moments=_moments(told))
        for modality in Modality
        if (clauses := _clauses(modality, findings, phrases))
        for text, told in zip(
            phrases.sentences(modality, list(clauses)), clauses.values(), strict=True
        )
    ]


def _moments(told: Sequence[Finding]) -> list[tuple[float, float]]:
    return list(dict.fromkeys((round(one.start, 3), round(one.end, 3)) for one in told))


def _clauses(
    modality: Modality, findings: Sequence[Finding], phrases: Phrases
) -> dict[str, list[Finding]]:
    """The sentences of one part, not yet written out, each with the findings that it tells: those
    of nobody by name, then person by person."""
    mine = [finding for finding in findings if finding.modality is modality]
    made = _of_one([one for one in mine if not one.named], phrases)
    for person in dict.fromkeys(one.person for one in mine if one.named and one.person):
        own = _of_one([one for one in mine if one.named and one.person == person], phrases)
        if not own:
            own = {phrases.say("nothing", modality): [one for one in mine if one.person == person]}
        (first, told), *others = own.items()
        made |= {phrases.of(person, first): told, **dict(others)}
    return made


def _of_one(mine: Sequence[Finding], phrases: Phrases) -> dict[str, list[Finding]]:
    """The same for one person, or for one clip."""
    made: dict[str, list[Finding]] = {}
    for topic, group in groupby(standing_out(mine), key=lambda alike: _sentence_of(alike[0])):
        alike = list(group)
        if topic == "course":
            course = [one for several in alike for one in several]
            made.setdefault(_course(course, phrases), []).extend(course)
            continue
        clauses: dict[str, list[Finding]] = {}
        for clause, several in zip(_told(alike, phrases), alike, strict=True):
            clauses.setdefault(clause, []).extend(several)
        ordered = list(clauses)
        for i in range(0, len(ordered), CLAUSES_A_SENTENCE):
            together = ordered[i : i + CLAUSES_A_SENTENCE]
            told = [one for clause in together for one in clauses[clause]]
            made.setdefault(phrases.list_clauses(together), []).extend(told)
    return made


def _told(alike: Sequence[Alike], phrases: Phrases) -> Iterator[str]:
    """One clause for the findings of each kind; of acts at one time, the last tells the time."""
    times = [phrases.times(several) for several in alike]
    for several, now, after in zip(alike, times, [*times[1:], ""], strict=True):
        same = several[0].topic == "action" and now == after
        yield phrases.tell(*several, when="" if same else None)


def _sentence_of(finding: Finding) -> str:
    """Findings of equal answers share sentences: a course has its own, and so has who is seen."""
    return finding.topic if finding.topic in ("course", "who") else ""


def _course(stretches: Sequence[Finding], phrases: Phrases) -> str:
    """What changes in time, in one sentence: first this, then that; or, where it changes so often
    that nobody could follow, what it mostly is and what at times."""
    first, *others = stretches
    if not others:
        return phrases.tell(first)
    if len(stretches) > MOST_STRETCHES:
        return _often(stretches, phrases)
    unclear = all(one.hedge is Hedge.SOMEWHAT for one in stretches)
    told = []
    for at, one in enumerate(stretches):
        section = "perhaps" if unclear else "next" if at else "first"
        told.append(phrases.clause(one, section, _when(stretches, at, phrases)).strip())
    if unclear:
        return phrases.say("unclear", first.modality, parts=phrases.then(told))
    return phrases.then(told)


def _when(stretches: Sequence[Finding], at: int, phrases: Phrases) -> str:
    """When one of several stretches is. Where they follow each other, each bound is told once."""
    one = stretches[at]
    if any(after.start - before.end > GAP for before, after in pairwise(stretches)):
        return phrases.say("when", "aside", when=phrases.when(one.start, one.end))
    if at == len(stretches) - 1:
        return ""
    return phrases.say("when", "up_to", end=one.end)


def _often(stretches: Sequence[Finding], phrases: Phrases) -> str:
    alike: dict[str, list[Finding]] = {}
    for one in stretches:
        emotion = "" if one.hedge is Hedge.SOMEWHAT else str(one.facts["emotion"])
        alike.setdefault(emotion, []).append(one)
    ranked = sorted(alike.items(), key=lambda item: -total_seconds(item[1]))
    told = []
    for emotion, several in ranked:
        longest = max(several, key=lambda one: one.seconds)
        when = phrases.when(longest.start, longest.end)
        kind = "emotion" if emotion else "unclear"
        told.append(phrases.say("often", kind, emotion=phrases.word(emotion), when=when))
    parts = []
    if total_seconds(ranked[0][1]) >= total_seconds(stretches) / 2:
        parts.append(phrases.say("often", "mostly", what=told.pop(0)))
    if told:
        parts.append(
            phrases.say("often", "at_times", what=phrases.list_words(told[:MOST_AT_TIMES]))
        )
    return phrases.say("often", stretches[0].modality, parts=phrases.list_clauses(parts))


def parts(findings: Sequence[Finding], conclusion: str | None, phrases: Phrases) -> Rationale:
    """The four parts; `conclusion` only once it is known."""
    return Rationale(
        visual=part(Modality.VISUAL, findings, phrases),
        acoustic=part(Modality.ACOUSTIC, findings, phrases),
        lexical=part(Modality.LEXICAL, findings, phrases),
        conclusion=conclusion,
    )
