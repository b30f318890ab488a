"""Claims of a voice that take more than one number: its height, its moves and its tone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backends.base import Mark
from backends.measured import Act, Measured, MeasuredVoice, Span
from demo.fact_check.verdict import Verdict, graded, unmeasured

LOW_VOICE, HIGH_VOICE = (85.0, 155.0), (165.0, 255.0)
"""Hz of habitual pitch (Titze 1994). Whose voice it is isn't inferred: between the two, a pitch may
be high in a low voice and low in a high one."""
LOW = 112.0
"""Hz up to which a pitch is low for any voice: the middle of the range of low ones."""
LONG, RAISED = 17.0, 184.0
"""Centimetres of throat and mouth from which a voice is likely a low one, and Hz from which such a
voice is raised (`backends/cascade/voice/register.py`, `norms.py`)."""
MOVES = (3.0, 1.0)
"""Semitones from the first third of what is said to the last: smaller ones than the first say
nothing to listeners ('t Hart 1981)."""
LOUDER, QUIETER = (3.0, -1.0), (-6.0, -1.0)
"""dB from the first third of what is said to the last. Calm speech falls by about 3."""
VARIED, STEADY = (23.8, 16.7), (16.7, 23.8)
"""dB of the middle 90 %: the end of the usual range, and its lower quarter."""
TREMOR = (0.94, 0.57)
"""Semitones that the pitch wavers: 95th percentile and median of calm sentences."""
VOICED = (60.0, 76.0)
"""Percent of the speech with a tone: low ends of what is usual in a room and in a studio."""
DRAGGED = (1.5, 0.8)
"""How many times longer a word's syllables are than those of the others. A recogniser's times are
good to about 0.1 s, a third of a word: so the second lies beyond 1."""


@dataclass(frozen=True)
class Asked:
    """A claim of a voice: of which value, and where (s) and on which quoted word it is meant."""

    measured: Measured
    voice: MeasuredVoice
    value: str
    span: Span
    quote: str


def pitch(asked: Asked) -> Verdict:
    """Whether the pitch is high, low or ordinary."""
    voice, value = asked.voice, asked.value
    where = (voice.speech[0][0], voice.speech[-1][1])
    height = voice.numbers.get("pitch_median", voice.numbers.get("faint_pitch"))
    if height is None:
        return unmeasured("voice_unclear", where)
    long = voice.numbers.get("tract", 0.0) >= LONG
    raised = height > HIGH_VOICE[1] or (long and height >= RAISED)
    low = height <= LOW
    mark = Mark.NOT_FOUND
    if value == "high":
        top = height < LOW_VOICE[1]
        mark = Mark.BORNE_OUT if raised else Mark.CONTRADICTED if top else Mark.NOT_FOUND
    elif value == "low":
        mark = Mark.BORNE_OUT if low else Mark.NOT_FOUND
        if raised or height > HIGH_VOICE[0]:
            mark = Mark.CONTRADICTED
    elif value == "ordinary":
        mark = Mark.CONTRADICTED if raised or height < LOW_VOICE[0] else Mark.BORNE_OUT
    key = "pitch_raised" if raised and height <= HIGH_VOICE[1] else "pitch"
    return Verdict(mark, key, where, {"value": height, "raised": RAISED}, "Hz")


def figure(voice: MeasuredVoice, aspect: str, low: float, high: float) -> Verdict:
    """Whether a figure of pitch (Hz) or pace (syllables a second) is the one that is measured."""
    where = (voice.speech[0][0], voice.speech[-1][1])
    near, far = (1.2, 1.44) if aspect == "pace" else (1.1, 1.25)
    heard = voice.pitch[np.isfinite(voice.pitch)]
    if aspect == "pitch_top":
        value = float(np.percentile(heard, 98)) if heard.size else None
    elif aspect == "pace":
        value = voice.numbers.get("syllables")
    else:
        value = voice.numbers.get("pitch_median", voice.numbers.get("faint_pitch"))
    if value is None:
        return unmeasured("voice_unclear", where)
    facts = {"value": value, "low": low, "high": high}
    if np.isinf(high):
        mark = graded(value, low / near, low / far)
    elif low <= 0:
        mark = graded(value, high * near, high * far)
    elif low / near <= value <= high * near:
        mark = Mark.BORNE_OUT
    else:
        mark = Mark.NOT_FOUND if low / far <= value <= high * far else Mark.CONTRADICTED
    unit = "syllables/s" if aspect == "pace" else "Hz"
    return Verdict(mark, f"figure_{aspect}", where, facts, unit)


def pitch_moves(asked: Asked) -> Verdict:
    """Where the pitch goes, over what is said in the window."""
    voice, value, span = asked.voice, asked.value, asked.span
    acts = _acts(voice, span, ("swing", "pitch_peak"))
    if value == "swings":
        if acts:
            where = acts[0].start, acts[-1].end
            return Verdict(Mark.BORNE_OUT, "swing", where, {"value": acts[0].value}, "Hz")
        spread = voice.numbers.get("pitch_range")
        if spread is None:
            return unmeasured("voice_unclear", span)
        mark = Mark.CONTRADICTED if spread <= 4.5 else Mark.NOT_FOUND
        return Verdict(mark, "melody", span, {"value": spread}, "semitones")
    up = value == "rises"
    kinds = ("pitch_rise", "step_up", "swing") if up else ("pitch_fall", "step_down", "swing")
    trend = _trend(
        voice, np.where(voice.pitch > 0, 12 * np.log2(voice.pitch / 100.0), np.nan), span
    )
    ending = voice.numbers.get("pitch_end", 0.0)
    if trend is None:
        return unmeasured("voice_unclear", span)
    facts = {"value": trend, "yes": MOVES[0]}
    if found := _acts(voice, span, kinds):
        where = found[0].start, found[-1].end
        return Verdict(Mark.BORNE_OUT, "pitch_act", where, {"value": abs(found[0].value)}, "")
    sign = 1.0 if up else -1.0
    mark = graded(sign * trend, MOVES[0], -MOVES[1])
    if mark is not Mark.BORNE_OUT and sign * ending >= 2.0:
        mark, facts = Mark.BORNE_OUT, {"value": ending, "yes": 2.0}
        return Verdict(mark, "ending", span, facts, "semitones")
    return Verdict(mark, "pitch_trend", span, facts, "semitones")


def loudness_moves(asked: Asked) -> Verdict:
    """Whether it grows louder or quieter, varies or stays."""
    voice, value, span = asked.voice, asked.value, asked.span
    stays = _acts(voice, span, ("stays_loud",))
    if stays and value in ("steady", "quieter"):
        mark = Mark.BORNE_OUT if value == "steady" else Mark.CONTRADICTED
        where = stays[0].start, stays[-1].end
        return Verdict(mark, "stays_loud", where, {"value": -stays[0].value}, "dB")
    if value in ("varied", "steady", "ordinary"):
        spread = voice.numbers.get("loudness_range")
        if spread is None:
            return unmeasured("voice_unclear", span)
        limits = {"varied": VARIED, "steady": STEADY}.get(value, (14.3, 28.0))
        return Verdict(
            graded(spread, *limits),
            "loudness_range",
            span,
            {"value": spread, "yes": limits[0]},
            "dB",
        )
    trend = _trend(voice, voice.loudness, span)
    if trend is None:
        return unmeasured("voice_unclear", span)
    limits = LOUDER if value == "louder" else QUIETER
    found = _acts(voice, span, (value,))
    mark = Mark.BORNE_OUT if found else graded(trend, *limits)
    where = (found[0].start, found[-1].end) if found else span
    return Verdict(mark, "loudness_trend", where, {"value": trend, "yes": limits[0]}, "dB")


def length(asked: Asked) -> Verdict:
    """Whether a word that is quoted, or else the last, is held longer than the others."""
    value, span, quote = asked.value, asked.span, asked.quote
    from demo.fact_check.moments import spoken_at

    words = asked.measured.transcript.words if asked.measured.transcript else []
    if len(words) < 3:
        return unmeasured("no_measure", span)
    at = spoken_at(quote, asked.measured) if quote else (words[-1].start, words[-1].end)
    if not quote and (span[0] <= asked.measured.start or at is None or span[1] < at[0]):
        return unmeasured("no_measure", span)  # it does not speak of the last word
    if at is None or at == (words[0].start, words[-1].end):
        return unmeasured("no_measure", span)
    lengths = [(w, (w.end - w.start) / max(1, _vowels(w.text))) for w in words]
    own = [size for w, size in lengths if w.start >= at[0] and w.end <= at[1]]
    others = [size for w, size in lengths if not (w.start >= at[0] and w.end <= at[1])]
    if not own or not others:
        return unmeasured("no_measure", span)
    times = float(np.mean(own) / np.median(others))
    facts = {"value": times, "yes": DRAGGED[0]}
    mark = graded(times, *(DRAGGED if value == "long" else (1 / DRAGGED[0], 1 / DRAGGED[1])))
    return Verdict(mark, "length", at, facts, "")


def timbre(asked: Asked) -> Verdict:
    """Trembling and steadiness, and how much of the speech has a tone."""
    voice, value = asked.voice, asked.value
    where = (voice.speech[0][0], voice.speech[-1][1])
    if value in ("trembling", "steady"):
        tremor = voice.numbers.get("tremor")
        if tremor is None:
            return unmeasured("voice_unclear", where)
        facts = {"value": tremor, "yes": TREMOR[0], "no": TREMOR[1]}
        verdict = Verdict(graded(tremor, *TREMOR), "tremor", where, facts, "semitones")
        return verdict if value == "trembling" else verdict.turned()
    if value in ("toneless", "breathy", "creaky", "hoarse"):
        voiced = voice.numbers.get("voiced")
        if voiced is None:
            return unmeasured("voice_unclear", where)
        facts = {"value": 100 * voiced, "yes": VOICED[0], "no": VOICED[1]}
        return Verdict(graded(100 * voiced, *VOICED), "toneless", where, facts, "%")
    return unmeasured("no_measure", where)


def burst_claims(asked: Asked) -> Verdict:
    """Laughter and crying: bursts of a voice that repeat evenly."""
    voice, span = asked.voice, asked.span
    return bursts(_acts(voice, span, ("laughter_like", "sob_like")), span)


def bursts(acts: Sequence[Act], span: Span) -> Verdict:
    """Whether there are bursts of the kind; a single chuckle is no run of them."""
    if not acts:
        return Verdict(Mark.NOT_FOUND, "no_bursts", span)
    where = acts[0].start, acts[-1].end
    return Verdict(Mark.BORNE_OUT, "bursts", where, {"value": acts[0].value}, "times a second")


def _acts(voice: MeasuredVoice, span: Span, kinds: Sequence[str]) -> list[Act]:
    return [a for a in voice.acts if a.kind in kinds and a.end > span[0] and a.start < span[1]]


def _trend(voice: MeasuredVoice, line: np.ndarray, span: Span) -> float | None:
    """The median of the last third of what is said in `span`, less that of the first."""
    inside = np.zeros(len(voice.times), bool)
    for start, end in voice.speech:
        inside |= (voice.times >= max(start, span[0])) & (voice.times < min(end, span[1]))
    at = np.flatnonzero(inside & np.isfinite(line))
    if len(at) < 30:  # 0.3 s
        return None
    third = len(at) // 3
    return float(np.median(line[at[-third:]]) - np.median(line[at[:third]]))


def _vowels(word: str) -> int:
    """About how many syllables a word has: groups of vowels, or Chinese characters."""
    return len(re.findall(r"[aeiouy]+|[一-鿿]", word.lower()))
