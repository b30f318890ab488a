"""Claims of how something is said: which number decides, and from where on.

Thresholds without another source are percentiles over neutral and calm sentences of RAVDESS (of
`backends/cascade/voice/norms.py`; those of quality over 108 of them): what nine of ten calm
sentences keep within is told as usual, and what half of them pass is no exception.
"""

from __future__ import annotations

from collections.abc import Callable

from backends.base import Mark
from backends.measured import Measured, MeasuredVoice, Span
from demo.fact_check import tone
from demo.fact_check.verdict import Verdict, graded, unmeasured, within

MELODY = {"lively": (9.5, 5.0), "flat": (4.5, 7.2)}
"""Semitones of the middle 90 % of the pitch: 90th and about 15th percentile, 10th and median."""
ORDINARY_MELODY = (3.8, 10.9), (3.0, 12.5)
EFFORT = {"loud": (-6.1, -9.4), "soft": (-12.6, -8.2)}
"""dB above 1 kHz over below: 95th percentile and median, 10th and 75th. A recording's level says
nothing of loudness, as its gain is unknown."""
ORDINARY_EFFORT = (-12.6, -6.1), (-14.0, -5.0)
TONED, FAINT = 0.6, 0.5
"""Share of speech that must be voiced for its effort to be told; below the second it is mostly
without tone, as no shout is."""
PACE = {"fast": (5.9, 5.1), "slow": (3.0, 4.5)}
"""Syllables a second: the ends of the usual range, and its inner quarter and half."""
ORDINARY_PACE = (3.0, 5.9), (2.6, 6.8)
ATTACK = {"hard": (16.0, 60.0), "gentle": (112.0, 40.0)}
"""Milliseconds of the rise: the ends of the middle 90 %, and well inside of it."""
ENDING = {"rises": (2.0, -0.5), "falls": (-2.0, 0.5)}
"""Semitones in the last 0.3 s: from 2 it is no level end (`prosody.END_CHANGE`)."""
PAUSE = (0.5, 0.25)
"""Seconds: listeners take shorter ones than the first for fluent speech, and gaps under the second
belong to articulation."""


def of_voice(measured: Measured, aspect: str, value: str, span: Span, quote: str) -> Verdict:
    """What the measurements of the voice in `span` (s) say of an aspect's value."""
    acts = measured.voice.acts if measured.voice else ()
    kept = [act for act in acts if act.kind == "stays_up"]
    if kept and (aspect, value) == ("pitch_moves", "not falls"):
        where = kept[0].start, kept[-1].end
        return Verdict(Mark.BORNE_OUT, "stays_up", where, {"value": kept[0].value}, "semitones")
    if value.startswith("not "):
        return of_voice(measured, aspect, value.removeprefix("not "), span, quote).turned()
    voice = measured.voice
    whole = (measured.start, measured.end)
    if voice is None or not voice.speech:
        return _nobody(voice, aspect, whole)
    if aspect == "heard":
        return Verdict(
            Mark.BORNE_OUT, "voice_heard", _speech(voice), {"value": _seconds(voice)}, "s"
        )
    if aspect == "pauses":
        return _pauses(voice, span)
    if voice.spoiled:
        return unmeasured("voice_unclear", whole)
    judge = JUDGES.get(aspect)
    if judge is None:
        return unmeasured("no_measure", whole)
    return judge(tone.Asked(measured, voice, value, span, quote))


def _nobody(voice: MeasuredVoice | None, aspect: str, span: Span) -> Verdict:
    """Whatever is said of a voice, where none is heard."""
    bursts = [act for act in voice.acts if act.kind.endswith("_like")] if voice else []
    if bursts and aspect in ("laughter", "crying"):
        return tone.bursts(bursts, span)
    return Verdict(Mark.CONTRADICTED, "no_voice", span)


def _speech(voice: MeasuredVoice) -> Span:
    return voice.speech[0][0], voice.speech[-1][1]


def _seconds(voice: MeasuredVoice) -> float:
    return sum(end - start for start, end in voice.speech)


def _pauses(voice: MeasuredVoice, span: Span) -> Verdict:
    inside = [gap for gap in voice.pauses if gap[1] > span[0] and gap[0] < span[1]]
    longest = max((end - start for start, end in inside), default=0.0)
    where = max(inside, key=lambda gap: gap[1] - gap[0]) if inside else _speech(voice)
    facts = {"value": longest, "yes": PAUSE[0], "no": PAUSE[1]}
    return Verdict(graded(longest, *PAUSE), "pauses", where, facts, "s")


def _number(
    voice: MeasuredVoice,
    name: str,
    key: str,
    unit: str,
    limits: tuple[float, float] | None,
    ordinary: tuple[Span, Span] | None = None,
) -> Verdict:
    """One number of all that is said, against thresholds or against a range."""
    span = _speech(voice)
    value = voice.numbers.get(name)
    if value is None or (limits is None and ordinary is None):
        return unmeasured("voice_unclear" if value is None else "no_measure", span)
    if limits:
        facts = {"value": value, "yes": limits[0], "no": limits[1]}
        return Verdict(graded(value, *limits), key, span, facts, unit)
    inner, outer = ordinary or ((0.0, 0.0), (0.0, 0.0))
    facts = {"value": value, "low": inner[0], "high": inner[1]}
    return Verdict(within(value, inner, outer), f"{key}_usual", span, facts, unit)


def _loudness(asked: tone.Asked) -> Verdict:
    voice, value = asked.voice, asked.value
    voiced = voice.numbers.get("voiced")
    if voiced is not None and voiced < TONED:
        mark = {"soft": Mark.BORNE_OUT, "loud": Mark.CONTRADICTED}.get(value, Mark.NOT_FOUND)
        if voiced >= FAINT:
            mark = Mark.NOT_FOUND
        facts = {"value": 100 * voiced, "yes": 100 * FAINT}
        effort = _number(voice, "effort", "effort", "dB", None, ORDINARY_EFFORT)
        if value == "moderate" and voiced >= FAINT:
            return effort
        return Verdict(mark, "loud_without_tone", _speech(voice), facts, "%")
    limits = EFFORT.get(value)
    key = f"effort_{value}" if limits else "effort"
    return _number(voice, "effort", key, "dB", limits, None if limits else ORDINARY_EFFORT)


def _melody(asked: tone.Asked) -> Verdict:
    voice, value = asked.voice, asked.value
    swings = [act for act in voice.acts if act.kind in ("swing", "pitch_peak")]
    if swings and value in ("lively", "flat"):
        mark = Mark.BORNE_OUT if value == "lively" else Mark.CONTRADICTED
        where = swings[0].start, swings[-1].end
        return Verdict(mark, "swing", where, {"value": max(a.value for a in swings)}, "Hz")
    limits = MELODY.get(value)
    key = f"melody_{value}" if limits else "melody"
    ordinary = None if limits else ORDINARY_MELODY
    return _number(voice, "pitch_range", key, "semitones", limits, ordinary)


def _pace(asked: tone.Asked) -> Verdict:
    voice, value = asked.voice, asked.value
    limits = PACE.get(value)
    key = f"pace_{value}" if limits else "pace"
    ordinary = None if limits else ORDINARY_PACE
    return _number(voice, "syllables", key, "syllables/s", limits, ordinary)


def _attack(asked: tone.Asked) -> Verdict:
    voice, value = asked.voice, asked.value
    return _number(voice, "attack", f"attack_{value}", "ms", ATTACK.get(value))


def _ending(asked: tone.Asked) -> Verdict:
    voice, value = asked.voice, asked.value
    return _number(voice, "pitch_end", f"ending_{value}", "semitones", ENDING.get(value))


JUDGES: dict[str, Callable[[tone.Asked], Verdict]] = {
    "pitch": tone.pitch,
    "pitch_moves": tone.pitch_moves,
    "melody": _melody,
    "loudness": _loudness,
    "loudness_moves": tone.loudness_moves,
    "pace": _pace,
    "length": tone.length,
    "attack": _attack,
    "ending": _ending,
    "timbre": tone.timbre,
    "laughter": tone.burst_claims,
    "crying": tone.burst_claims,
}
"""Aspect → what decides."""
