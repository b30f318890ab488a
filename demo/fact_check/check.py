"""A rationale held against a clip: its claims, each with its mark and what is measured."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from backends.base import Claim, Explanation, Language, Mark, Measure, Modality, Rationale, State
from backends.measured import Measured, MeasuredFace, Span
from backends.reading.readings import NUMBER
from backends.words import Words
from demo.fact_check import face, moments, pose, voice, words
from demo.fact_check.claims import QUOTE, Stated, stated
from demo.fact_check.tone import figure
from demo.fact_check.verdict import Verdict, unmeasured

SAY = Words(__file__)
_BEST = (Mark.BORNE_OUT, Mark.NOT_FOUND, Mark.CONTRADICTED, Mark.UNMEASURABLE, Mark.NOT_RECEIVED)
"""Of several people who may be meant: one of whom it holds is enough."""


def check(
    rationale: Rationale,
    measured: Measured,
    language: Language,
    received: Collection[Modality] | None = None,
    told_in: Language | None = None,
) -> list[Claim]:
    """The claims of a rationale in reading order, held against what is measured in its clip.

    `received`: what whoever wrote it got of the clip; None: whatever there is. A claim about
    anything else is marked so, whether or not it happens to hold. `language` is that of the text;
    what is measured is told in the same, or in `told_in`.
    """
    there = _there(measured)
    got = there if received is None else there & frozenset(received)
    told = told_in or language
    return [_checked(one, measured, (language, told), got) for one in stated(rationale, language)]


def of_explanation(said: Explanation, measured: Measured, language: Language) -> Explanation:
    """The same answer with its claims checked, by what it says that it received."""
    claims = check(written(said), measured, language, received(said))
    return said.model_copy(update={"claims": claims})


def written(said: Explanation) -> Rationale:
    """All that was written, what is made up of a modality that was not received too."""
    made_up = {modality.value: text for modality, text in said.written_anyway.items()}
    return said.rationale.model_copy(update=made_up)


def received(said: Explanation) -> frozenset[Modality]:
    """Which modalities whoever answered got. Words may be heard where there is sound."""
    got = said.received
    there = {
        Modality.VISUAL: bool(got.frame_times),
        Modality.ACOUSTIC: got.sound_seconds > 0,
        Modality.LEXICAL: got.text is not None or got.sound_seconds > 0,
    }
    return frozenset(
        modality
        for modality, is_there in there.items()
        if is_there and said.state.get(modality.value) is not State.NOT_RECEIVED
    )


def _there(measured: Measured) -> frozenset[Modality]:
    there = {
        Modality.VISUAL: measured.has_picture,
        Modality.ACOUSTIC: measured.has_sound,
        Modality.LEXICAL: measured.has_sound or measured.transcript is not None,
    }
    return frozenset(modality for modality, is_there in there.items() if is_there)


def _checked(
    claim: Stated,
    measured: Measured,
    languages: tuple[Language, Language],
    got: Collection[Modality],
) -> Claim:
    language, told_in = languages
    moment = moments.told(claim, measured, language)
    window = moments.window(moment, measured, claim, language)
    if claim.modality not in got:
        verdict = Verdict(Mark.NOT_RECEIVED, f"not_received_{claim.modality}", window)
    elif claim.reading is None:
        verdict = unmeasured(claim.reason, window)
    elif claim.compared in ("elsewhere", "most") and claim.reading.aspect != QUOTE:
        verdict = unmeasured(claim.compared, window)
    else:
        verdict = _verdict(claim, measured, window)
    start, end = verdict.span
    return Claim(
        text=claim.text,
        part=claim.part,
        place=claim.place,
        modality=claim.modality,
        aspect=claim.reading.aspect if claim.reading else claim.reason,
        value=claim.reading.value if claim.reading else "",
        person=claim.person,
        compared=claim.compared,
        quote=claim.quote,
        moment=moment,
        mark=verdict.mark,
        said=said(verdict, measured, told_in),
        measure=_measure(verdict, told_in),
        start=round(max(0.0, start), 3),
        end=round(max(0.0, start, end), 3),
    )


def _verdict(claim: Stated, measured: Measured, window: Span) -> Verdict:
    assert claim.reading is not None
    aspect, value = claim.reading.aspect, claim.reading.value
    if claim.modality is Modality.LEXICAL:
        return words.of_words(measured, aspect, value, window, claim.quote)
    if claim.modality is Modality.ACOUSTIC:
        if value == NUMBER:
            heard = measured.voice
            if heard is None or not heard.speech:
                return Verdict(Mark.CONTRADICTED, "no_voice", window)
            return figure(heard, aspect, claim.reading.low, claim.reading.high)
        return voice.of_voice(measured, aspect, value, window, claim.quote)
    if aspect in ("seen", "people"):
        return pose.of_people(measured, aspect, value, window)
    faces = [one for one in measured.faces if claim.person in (None, one.person)]
    if not faces:
        return unmeasured("no_face", window)
    found = [_of_face(one, aspect, value, window) for one in faces]
    return min(found, key=lambda one: _BEST.index(one.mark))


def _of_face(one: MeasuredFace, aspect: str, value: str, window: Span) -> Verdict:
    denied, plain = value.startswith("not "), value.removeprefix("not ")
    if aspect == "gaze":
        verdict = pose.of_gaze(one, plain, window)
    elif aspect == "head":
        verdict = pose.of_head(one, plain, window)
    else:
        return face.of_face(one, aspect, value, window)
    return verdict.turned() if denied else verdict


def said(verdict: Verdict, measured: Measured, language: Language) -> str:
    """What is measured, in one sentence of a language."""
    facts: Mapping[str, object] = {
        **verdict.facts,
        "when": _when(verdict.span, (measured.start, measured.end), language),
    }
    sentence = str(SAY.table(language, "measured")[verdict.key])
    text = sentence.format(**facts).strip()
    return text[:1].upper() + text[1:]


def _when(span: Span, clip: Span, language: Language) -> str:
    """From when to when, in words; nothing where it is all of the clip."""
    if span[0] <= clip[0] + 0.15 and span[1] >= clip[1] - 0.15:
        return SAY.text(language, "when.whole")
    return SAY.text(language, "when.span", start=span[0], end=span[1])


def _measure(verdict: Verdict, language: Language) -> Measure | None:
    value = verdict.facts.get("value")
    if value is None:
        return None
    unit = SAY.table(language, "unit").get(verdict.unit, verdict.unit)
    return Measure(name=verdict.key, value=round(float(value), 3), unit=unit)
