"""From findings and verdict to clues, open-vocabulary emotions and the four parts, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from backends.base import Clue, EmotionScore, Measure, Modality, Rationale
from backends.cascade.findings import Finding, Hedge, total_seconds
from backends.cascade.phrases import Phrases
from backends.cascade.reason import CLAIMED, SURE, Opinion, Verdict
from backends.cascade.transient import TransientEmotion, transient_emotions
from backends.reading.basic_emotions import BASIC, GOEMOTIONS_TO_BASIC

MOST_EMOTIONS = 6
"""EMER's raters gave one to nine words a clip; more than six of ours would be guesses."""
AROUSED = 0.6
"""Sum of the supports for "animated" or "subdued" from which the word is claimed."""
LEAST_NAMED = 0.01
"""What would be shown as 0% is not named."""

Quoted = Mapping[Modality, str]
"""What each modality says by itself, in words."""

CLAUSES_A_SENTENCE = 2
MOMENTS = frozenset({"voice", "action", "moment"})
"""Topics whose findings are told together where they happen more than once."""
MOST_TOLD = 5
"""Of one topic. A clip of a minute has dozens of moments; the clues list them all."""


def clue(finding: Finding, phrases: Phrases) -> Clue:
    """A finding as a clue of the explanation, with its number and what is usual."""
    name, usual = phrases.measure(finding)
    measure = Measure(name=name, value=finding.value, unit=phrases.unit(finding.unit), usual=usual)
    supports: dict[str, float] = {}
    for emotion, weight in finding.supports.items():
        word = phrases.word(emotion)
        supports[word] = max(weight, supports.get(word, 0.0))
    return Clue(
        modality=finding.modality,
        text=phrases.sentence(phrases.clause(finding)),
        start=round(finding.start, 3),
        end=round(finding.end, 3),
        measure=measure,
        supports=supports,
        person=finding.person,
    )


def emotions(verdict: Verdict, findings: Sequence[Finding], phrases: Phrases) -> list[EmotionScore]:
    """Open-vocabulary emotions with scores 0..1, the strongest first; none if none is clear.

    The claimed basic emotions keep their share of the evidence. The words of the clip add their
    own finer emotions, scored by their probability times the share that words have in the merge;
    prosody adds "animated" or "subdued", scored by the measurements that say so times the voice's
    share. Where no emotion is claimed for the whole clip, the transient ones are named.
    """
    named = verdict.emotions or [one.emotion for one in transient_emotions(verdict, findings)]
    if not named:
        return []
    scores = {emotion: verdict.share(emotion) for emotion in named}
    parts = {opinion.modality: verdict.part(opinion) for opinion in verdict.opinions}
    prosody: dict[str, float] = {}
    for finding in findings:
        for word, weight in finding.supports.items():
            if word in GOEMOTIONS_TO_BASIC and word not in BASIC:
                score = weight * parts.get(Modality.LEXICAL, 0.0)
                if score >= CLAIMED or (score > 0 and GOEMOTIONS_TO_BASIC[word] in scores):
                    scores[word] = max(score, scores.get(word, 0.0))
            elif word in ("animated", "subdued"):
                prosody[word] = prosody.get(word, 0.0) + weight
    heard = parts.get(Modality.ACOUSTIC, 0.0)
    aroused = {word: weight for word, weight in prosody.items() if weight >= AROUSED}
    scores |= {word: min(weight, 1.0) * heard for word, weight in aroused.items() if heard > 0}
    words: dict[str, float] = {}
    for emotion, score in scores.items():
        word = phrases.word(emotion)
        words[word] = max(score, words.get(word, 0.0))
    worth = [(word, score) for word, score in words.items() if score >= LEAST_NAMED]
    ranked = sorted(worth, key=lambda item: -item[1])[:MOST_EMOTIONS]
    return [EmotionScore(word=word, score=round(min(score, 1.0), 3)) for word, score in ranked]


def part(modality: Modality, findings: Sequence[Finding], phrases: Phrases) -> str | None:
    """One part of the rationale from its findings, in their order; None where there are none."""
    mine = [finding for finding in findings if finding.modality is modality]
    sentences: list[str] = []
    for (topic, _), group in groupby(mine, key=lambda finding: (finding.topic, finding.group)):
        whole = list(group)
        if topic == "course":
            sentences.append(_course(whole, phrases))
            continue
        told = _longest(whole)
        clauses = [phrases.tell(*alike) for alike in _by_kind(told)]
        for i in range(0, len(clauses), CLAUSES_A_SENTENCE):
            sentences.append(phrases.list_clauses(clauses[i : i + CLAUSES_A_SENTENCE]))
    return phrases.paragraph(modality, sentences) if sentences else None


def _course(stretches: Sequence[Finding], phrases: Phrases) -> str:
    """What changes in time, in one sentence: first this, then that; or, where it changes so often
    that nobody could follow, how long it is what, and when at the longest."""
    if len(stretches) <= MOST_TOLD:
        following = [phrases.clause(f, "next") for f in stretches[1:]]
        return phrases.then([phrases.tell(stretches[0]), *following])
    modality = stretches[0].modality
    alike: dict[str, list[Finding]] = {}
    for one in stretches:
        emotion = "" if one.hedge is Hedge.SOMEWHAT else str(one.facts["emotion"])
        alike.setdefault(emotion, []).append(one)
    told = []
    for emotion, several in sorted(alike.items(), key=lambda item: -total_seconds(item[1])):
        longest = max(several, key=lambda f: f.seconds)
        section, key = ("often", "emotion") if emotion else ("unclear", modality)
        facts = {"emotion": phrases.word(emotion), "seconds": total_seconds(several)}
        when = phrases.when(longest.start, longest.end)
        told.append(phrases.say(section, key, **facts, when=when))
    parts = phrases.list_words(told)
    return phrases.say("often", modality, count=len(stretches), parts=parts)


def _longest(findings: list[Finding]) -> list[Finding]:
    """As many as a reader can follow, those that last longest, in their order; all are clues."""
    ranked = sorted(findings, key=lambda finding: -finding.seconds)[:MOST_TOLD]
    return [finding for finding in findings if finding in ranked]


def _by_kind(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Moments of one kind together, at the place of the first; other findings each alone."""
    together: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        key = (finding.kind, finding.side) if finding.topic in MOMENTS else number
        together.setdefault(key, []).append(finding)
    return list(together.values())


def conclusion(verdict: Verdict, findings: Sequence[Finding], phrases: Phrases) -> str:
    """What follows from all opinions: where they agree, where they disagree, what is transient."""
    parts = _signs(transient_emotions(verdict, findings), phrases)
    quoted = {one.modality: _opinion(one, findings, phrases) for one in verdict.opinions}
    sentences = [_claim(verdict, quoted, parts, phrases), *_remarks(verdict, quoted, phrases)]
    if parts and verdict.emotions:
        sentences.append(phrases.say("conclusion", "in_part", signs=parts))
    return phrases.paragraph("conclusion", sentences)


def _signs(found: Sequence[TransientEmotion], phrases: Phrases) -> str:
    """What the face, then the voice shows in parts of the clip, with the times; may be empty."""
    clauses = []
    for modality, group in groupby(found, key=lambda one: one.modality):
        told = [
            phrases.say(
                "transient",
                "emotion",
                emotion=phrases.word(one.emotion),
                when=phrases.list_words([phrases.when(f.start, f.end) for f in one.stretches]),
            )
            for one in group
        ]
        clauses.append(phrases.say("transient", modality, emotions=phrases.list_words(told)))
    return phrases.list_clauses(clauses)


def _claim(verdict: Verdict, quoted: Quoted, parts: str, phrases: Phrases) -> str:
    say = phrases.say
    if not verdict.shares.any():
        return say("conclusion", "nothing")
    if parts and not verdict.emotions:
        return say("conclusion", "only_in_part", signs=parts)
    if not verdict.emotions:
        strongest = verdict.strongest
        percent = 100 * verdict.share(strongest)
        kind = "weak" if verdict.opinions[0].weight < SURE else "unclear"
        return say("conclusion", kind, emotion=phrases.word(strongest), percent=percent)
    words = [phrases.word(emotion) for emotion in verdict.emotions]
    if words[0] == phrases.word("neutral") and len(words) == 1:
        claim = say("conclusion", "seems_neutral")
    elif len(words) == 1:
        claim = say("conclusion", "seems", emotions=words[0])
    elif verdict.divided:
        kind = "divided" if len(words) == 2 else "divided_mixed"
        claim = say("conclusion", kind, first=words[0], second=words[1], third=words[-1])
    else:
        rest = phrases.list_words([word for word in words[1:] if word != phrases.word("neutral")])
        kind = "seems_mixed" if rest else "seems_partly"
        claim = say("conclusion", kind, first=words[0], rest=rest)
    speaking = [one for one in verdict.opinions if one.speaks and one.leading in verdict.emotions]
    if verdict.disagreement or verdict.divided or not speaking:
        return claim
    reasons = phrases.list_clauses([quoted[opinion.modality] for opinion in speaking])
    return say("conclusion", "because", claim=claim, reasons=reasons)


def _remarks(verdict: Verdict, quoted: Quoted, phrases: Phrases) -> list[str]:
    """Disagreement, and how the words are to be taken given the other two (EMER's third step)."""
    remarks = []
    if verdict.disagreement:
        first, second = verdict.disagreement
        remarks.append(
            phrases.say(
                "conclusion",
                "disagree",
                first=phrases.say("name", first.modality),
                second=phrases.say("name", second.modality),
                first_reading=quoted[first.modality],
                second_reading=quoted[second.modality],
                first_part=100 * verdict.part(first),
                second_part=100 * verdict.part(second),
            )
        )
    words = next((one for one in verdict.opinions if one.modality is Modality.LEXICAL), None)
    others = [one.modality for one in verdict.opinions if one is not words]
    if words is None or not others or not verdict.emotions or words in (verdict.disagreement or ()):
        return remarks
    names = phrases.list_words([phrases.say("name", modality) for modality in sorted(others)])
    if words.leading == "neutral":
        if verdict.emotions[0] != "neutral":
            remarks.append(phrases.say("conclusion", "plain_words", others=names))
    elif words.speaks and words.leading not in verdict.emotions:
        label = phrases.word(words.leading)
        remarks.append(phrases.say("conclusion", "words_against", label=label, others=names))
    return remarks


def _opinion(opinion: Opinion, findings: Sequence[Finding], phrases: Phrases) -> str:
    """What a modality says by itself. What a face does moves its figure away from the clues'."""
    acts = any(f.topic == "action" and f.supports for f in findings)
    seen = opinion.modality is Modality.VISUAL
    return phrases.say(
        "opinion",
        "visual_acting" if seen and acts else opinion.modality,
        emotion=phrases.word(opinion.leading),
        percent=100 * opinion.probability,
    )


def compose(findings: Sequence[Finding], verdict: Verdict | None, phrases: Phrases) -> Rationale:
    """The four parts; the conclusion only once the verdict is known."""
    return Rationale(
        visual=part(Modality.VISUAL, findings, phrases),
        acoustic=part(Modality.ACOUSTIC, findings, phrases),
        lexical=part(Modality.LEXICAL, findings, phrases),
        conclusion=conclusion(verdict, findings, phrases) if verdict else None,
    )
