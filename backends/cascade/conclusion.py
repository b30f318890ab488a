"""What follows from the modalities together, told no more surely than the clues behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from backends.base import EmotionScore, Modality, State
from backends.cascade.findings import Finding, Hedge
from backends.cascade.phrases import Phrases
from backends.cascade.reason import SURE, Opinion, Verdict, merge
from backends.cascade.shares import shares
from backends.cascade.transient import TransientEmotion, transient_emotions
from backends.reading.basic_emotions import GOEMOTIONS_TO_BASIC

WEIGHS_MORE = 0.1
"""Difference between the parts of two modalities from which one is said to count for more."""
MOST_SIGNS = 2
"""Kinds of acts of the face that are named as signs."""


@dataclass(frozen=True)
class Conclusion:
    """What opinions come to: named emotions, the share that is open (0..1), and the sentences."""

    verdict: Verdict
    emotions: list[EmotionScore]
    open: float
    state: State
    claims: tuple[str, ...]
    """Its sentences, not yet written out."""
    text: str


def conclude(
    opinions: Sequence[Opinion],
    findings: Sequence[Finding],
    phrases: Phrases,
    who: str | None = None,
) -> Conclusion:
    """Weigh the opinions of some modalities, and tell it; `findings` are those of the same ones.

    `who`: letter of the person whom they are of, where several are told apart.
    """
    verdict = merge(opinions)
    emotions, left = shares(verdict, findings, phrases)
    state = State.READ if emotions else State.NOT_CLEAR if opinions else State.NOT_READABLE
    claims = _claims(verdict, findings, phrases, who)
    text = phrases.paragraph("conclusion", claims)
    return Conclusion(verdict, emotions, left, state, tuple(claims), text)


def told(verdict: Verdict, findings: Sequence[Finding], phrases: Phrases) -> str:
    """The conclusion in words: the claim, its reasons, what speaks against it, what is passing."""
    return phrases.paragraph("conclusion", _claims(verdict, findings, phrases, None))


def _claims(
    verdict: Verdict, findings: Sequence[Finding], phrases: Phrases, who: str | None
) -> list[str]:
    passing = _passing(transient_emotions(verdict, findings), phrases)
    sentences = [_claim(verdict, findings, passing, phrases, who)]
    if passing and verdict.emotions:
        sentences.append(phrases.say("conclusion", "in_part", signs=passing))
    return sentences


def plainly(modality: Modality, findings: Sequence[Finding]) -> set[str]:
    """The basic emotions that a modality's clues tell without a hedge."""
    found: set[str] = set()
    for one in findings:
        if one.modality is not modality:
            continue
        if one.topic == "course" and one.hedge is not Hedge.SOMEWHAT:
            found.add(str(one.facts["emotion"]))
        elif one.topic == "meaning" and one.kind == "speaks_of":
            found |= {GOEMOTIONS_TO_BASIC[label] for label in one.supports}
    return found


def _quotable(opinion: Opinion, findings: Sequence[Finding]) -> bool:
    """Whether an opinion, and a clue of its modality, name its emotion without a hedge."""
    return opinion.speaks and opinion.leading in plainly(opinion.modality, findings)


def _nothing_clear(
    verdict: Verdict, findings: Sequence[Finding], passing: str, phrases: Phrases
) -> str:
    say = phrases.say
    if not verdict.shares.any():
        return say("conclusion", "nothing")
    if passing:
        return say("conclusion", "only_in_part", signs=passing)
    strongest = verdict.strongest
    kind = "weak" if verdict.opinions[0].weight < SURE else "unclear"
    percent = 100 * verdict.share(strongest)
    claim = say("conclusion", kind, emotion=phrases.noun(strongest), percent=percent)
    reasons = [*_signs([strongest], findings, phrases)]
    return _because(claim, reasons, phrases) if reasons else claim


def _claim(
    verdict: Verdict,
    findings: Sequence[Finding],
    passing: str,
    phrases: Phrases,
    who: str | None,
) -> str:
    say = phrases.say
    if not verdict.emotions:
        clause = _nothing_clear(verdict, findings, passing, phrases)
        return phrases.of(who, clause) if who else clause
    speaking = [one for one in verdict.opinions if _quotable(one, findings)]
    sure = _surely(verdict, speaking, findings)
    claim = (_seems if sure else _may_be)(verdict, phrases, who or phrases.say("people", "this"))
    change = [*_change(verdict, findings, phrases)]
    signs = [*_signs(verdict.emotions, findings, phrases)]
    quoted = [*speaking, *_hinting(verdict, speaking)]
    named = verdict.emotions[:1]
    if verdict.divided and not any(one.leading in named for one in quoted):
        named = verdict.emotions[:2]  # what speaks for either is a reason, and against none
    reasons = [
        _opinion(one, phrases, perhaps=one not in speaking)
        for one in quoted
        if one.leading in named and not (change and one.modality is Modality.VISUAL)
    ]  # what the face turns from and to says what it looks like
    reasons += [*change, *signs]
    if reasons:
        claim = _because(claim, reasons, phrases)
    others = [one for one in quoted if one.leading not in named]
    if not others:
        return claim if reasons or sure else say("conclusion", "no_sign", claim=claim)
    against = phrases.list_clauses(
        [_opinion(one, phrases, perhaps=one not in speaking) for one in others]
    )
    claim = say("conclusion", "against", claim=claim, against=against)
    return claim + _weighed(verdict, speaking, phrases)


def _because(claim: str, reasons: Sequence[str], phrases: Phrases) -> str:
    return phrases.say("conclusion", "because", claim=claim, reasons=phrases.list_clauses(reasons))


def _hinting(verdict: Verdict, speaking: Sequence[Opinion]) -> list[Opinion]:
    """Where two emotions lead together and one has a plain reason: what is hard to tell and leans
    to the other, so that a reader learns why it is named at all."""
    if not verdict.divided or not speaking:
        return []
    open_ones = set(verdict.emotions[:2]) - {one.leading for one in speaking}
    return [
        one
        for one in verdict.opinions
        if one.hedge is Hedge.SOMEWHAT and one.weight >= SURE and one.leading in open_ones
    ]


def _surely(verdict: Verdict, speaking: Sequence[Opinion], findings: Sequence[Finding]) -> bool:
    """Whether the leading emotion may be told without a hedge: it has half of the evidence or more,
    and a modality says so plainly, or an act of the face that is a sign of nothing else."""
    first = verdict.emotions[0]
    if Hedge.of(verdict.share(first)) is Hedge.SOMEWHAT:
        return False
    acts = [one for one in findings if one.topic == "action"]
    return any(one.leading == first for one in speaking) or any(
        set(act.supports) == {first} for act in acts
    )


def _seems(verdict: Verdict, phrases: Phrases, who: str) -> str:
    first, *rest = verdict.emotions
    named = [phrases.word(emotion) for emotion in rest if emotion != "neutral"]
    if named:
        names = phrases.list_words(named)
        return phrases.say(
            "conclusion", "seems_mixed", who=who, first=phrases.word(first), rest=names
        )
    kind = "seems_neutral" if first == "neutral" else "seems_partly" if rest else "seems"
    return phrases.say("conclusion", kind, who=who, first=phrases.word(first))


def _may_be(verdict: Verdict, phrases: Phrases, who: str) -> str:
    first, *rest = [phrases.word(emotion) for emotion in verdict.emotions]
    if not rest:
        return phrases.say("conclusion", "may_be", who=who, first=first)
    if verdict.divided:
        return phrases.say("conclusion", "divided", who=who, first=first, second=rest[0])
    return phrases.say(
        "conclusion", "may_rather", who=who, first=first, rest=phrases.list_words(rest)
    )


def _change(verdict: Verdict, findings: Sequence[Finding], phrases: Phrases) -> Iterator[str]:
    """When the face turns from one to the other of the two emotions that are named first."""
    pair = verdict.emotions[:2]
    course = [f for f in findings if f.kind == "looks" and f.facts["emotion"] in pair]
    turns = [
        (one, other)
        for one, other in pairwise(course)
        if one.facts["emotion"] != other.facts["emotion"]
    ]
    if len(turns) != 1:  # none, or too many for one sentence
        return
    before, after = turns[0]
    hedged = Hedge.SOMEWHAT in (before.hedge, after.hedge)
    yield phrases.say(
        "conclusion",
        "perhaps_turns" if hedged else "turns",
        first=phrases.word(str(before.facts["emotion"])),
        second=phrases.word(str(after.facts["emotion"])),
        start=after.start,
    )


def _signs(emotions: Sequence[str], findings: Sequence[Finding], phrases: Phrases) -> Iterator[str]:
    """Which acts of the face go with the emotions that are named."""
    named = [emotion for emotion in emotions if emotion != "neutral"]
    signs: dict[str, tuple[str, ...]] = {}
    for act in findings:
        fitting = tuple(emotion for emotion in named if emotion in act.supports)
        if act.topic == "action" and fitting:
            signs[act.kind] = fitting
    told_of = sorted(signs, key=lambda kind: named.index(signs[kind][0]))[:MOST_SIGNS]
    for fitting, group in groupby(told_of, key=signs.__getitem__):
        kinds = [phrases.say("sign", kind) for kind in group]
        yield phrases.say(
            "sign",
            "fit" if len(kinds) > 1 else "fits",
            emotions=phrases.either([phrases.noun(emotion) for emotion in fitting]),
            signs=phrases.list_words(kinds),
        )


def _weighed(verdict: Verdict, speaking: Sequence[Opinion], phrases: Phrases) -> str:
    """Which of two that say different things counts for more, if one does."""
    first, second = (
        speaking[0],
        next((one for one in speaking if one.leading != speaking[0].leading), None),
    )
    if second is None:
        return ""
    more = verdict.part(first) - verdict.part(second) >= WEIGHS_MORE
    name = phrases.say("name", first.modality)
    return phrases.say("conclusion", "counts_more", name=name) if more else ""


def _passing(found: Sequence[TransientEmotion], phrases: Phrases) -> str:
    """What the face, then the voice shows in parts of the clip, with the times; may be empty."""
    clauses = []
    for modality, group in groupby(found, key=lambda one: one.modality):
        shown = [
            phrases.say(
                "transient",
                "emotion",
                emotion=phrases.word(one.emotion),
                when=phrases.list_words([phrases.when(f.start, f.end) for f in one.stretches]),
            )
            for one in group
        ]
        clauses.append(phrases.say("transient", modality, emotions=phrases.list_words(shown)))
    return phrases.list_clauses(clauses)


def _opinion(opinion: Opinion, phrases: Phrases, *, perhaps: bool = False) -> str:
    """What a modality says by itself, plainly or as hard to tell as it is."""
    section = "opinion_perhaps" if perhaps else "opinion"
    return phrases.say(section, opinion.modality, emotion=phrases.word(opinion.leading))
