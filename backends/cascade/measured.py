"""What the senses measured, kept by clip and given out as plain numbers (`backends/measured.py`).

Only numbers are kept, of few clips, in memory, and none once the clip's file is gone.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np

from backends.base import Modality, Transcript
from backends.cascade import senses
from backends.cascade.face.events import FRONTAL_YAW
from backends.cascade.face.face import FaceReport
from backends.cascade.phrases import Phrases
from backends.cascade.senses import Sense, Sensed
from backends.cascade.voice.attack import attack
from backends.cascade.voice.norms import NORMS
from backends.cascade.voice.pace import pace
from backends.cascade.voice.quality import quality
from backends.cascade.voice.speech import Stretch
from backends.cascade.voice.voice import VoiceReport
from backends.cascade.words.surface import language_of, spoken_words
from backends.clip import Clip
from backends.measured import Act, Measured, MeasuredFace, MeasuredVoice
from backends.reading.basic_emotions import BASIC
from backends.words import ENGLISH

MOST = 16
"""Clips that are kept; the one that was asked for longest ago goes first."""
SENSES: dict[Modality, Callable[[Clip, Phrases], Sense]] = {
    Modality.VISUAL: senses.see,
    Modality.ACOUSTIC: senses.hear,
    Modality.LEXICAL: senses.read,
}
FORMS = frozenset({"question", "request", "reminder", "exclamation", "repetition", "interjection"})
"""Findings that say what the wording makes of a sentence."""
PROSODY = (
    "pitch_median", "pitch_range", "pitch_end", "loudness_range", "syllables", "voiced",
)  # fmt: skip

Key = tuple[object, ...]


@dataclass
class _Kept:
    """What is known of one clip by now."""

    sensed: dict[Modality, Sensed] = field(default_factory=dict)
    whole: Measured | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    """Held by who measures."""


_kept: OrderedDict[Key, _Kept] = OrderedDict()
_lock = threading.Lock()


def keep(clip: Clip, modality: Modality, sensed: Sensed) -> None:
    """Remember what a sense made of a clip, in whatever language it says so."""
    if (kept := _of(clip)) is not None:
        kept.sensed.setdefault(modality, sensed)


def known(clip: Clip) -> Measured | None:
    """What is measured, where every sense that the clip has something for has been at work."""
    kept = _of(clip)
    if kept is None:
        return None
    with kept.lock:
        if kept.whole is None and all(one in kept.sensed for one in _there(clip)):
            kept.whole = _measured(clip, kept.sensed)
        return kept.whole


def measure(clip: Clip, stop: threading.Event | None = None) -> Measured | None:
    """See `backends.measured.measure`."""
    kept = _of(clip) or _Kept()
    with kept.lock:
        if kept.whole is None:
            phrases = Phrases(ENGLISH, clip.start, clip.end)
            for modality in _there(clip):
                if modality not in kept.sensed:
                    found = _run(SENSES[modality](clip, phrases), stop)
                    if found is None:
                        return None
                    kept.sensed[modality] = found
            kept.whole = _measured(clip, kept.sensed)
        return kept.whole


def _of(clip: Clip) -> _Kept | None:
    """The place of a clip in memory; None where its file is not there any more."""
    key = _key(clip)
    if key is None:
        return None
    with _lock:
        for other in [one for one in _kept if not Path(str(one[0])).exists()]:
            del _kept[other]
        kept = _kept.setdefault(key, _Kept())
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
        return kept


def _key(clip: Clip) -> Key | None:
    try:
        file = clip.path.stat()
    except OSError:
        return None
    tracks = clip.picture_track.number, clip.sound_track.number
    same_file = str(clip.path.resolve()), file.st_size, file.st_mtime_ns
    return *same_file, clip.start, clip.end, *tracks, clip.subtitle, clip.limits


def _there(clip: Clip) -> list[Modality]:
    """What the clip has something for."""
    there = {
        Modality.VISUAL: clip.shows_picture,
        Modality.ACOUSTIC: clip.has_sound,
        Modality.LEXICAL: clip.has_sound or clip.subtitle is not None,
    }
    return [modality for modality in Modality if there[modality]]


def _run(sense: Sense, stop: threading.Event | None) -> Sensed | None:
    """What a sense comes to; None if it is stopped first."""
    while stop is None or not stop.is_set():
        try:
            next(sense)
        except StopIteration as end:
            found: Sensed = end.value
            return found
    sense.close()
    return None


def _measured(clip: Clip, sensed: dict[Modality, Sensed]) -> Measured:
    seen, heard, read = (sensed.get(modality) for modality in Modality)
    transcript = read.transcript if read else None
    return Measured(
        clip=clip.name,
        start=clip.start,
        end=clip.end,
        has_picture=seen is not None,
        has_sound=heard is not None,
        faces=tuple(_face(*one) for one in seen.faces) if seen else (),
        voice=_voice(clip, heard.voice, transcript) if heard and heard.voice else None,
        transcript=transcript,
        forms=frozenset(one.kind for one in read.findings) & FORMS if read else frozenset(),
    )


def _face(person: str, report: FaceReport) -> MeasuredFace:
    series = report.series
    frontal = np.abs(np.nan_to_num(series.cues["yaw"], nan=90.0)) < FRONTAL_YAW
    return MeasuredFace(
        person=person,
        times=series.times,
        ends=series.ends,
        clear=series.clear & frontal,
        cues=series.cues,
        expression={name: series.emotion(name) for name in BASIC},
        acts=tuple(Act(e.kind, e.start, e.end, e.value, e.unit, e.rest) for e in report.events),
    )


def _voice(clip: Clip, report: VoiceReport, transcript: Transcript | None) -> MeasuredVoice:
    prosody = report.prosody
    found: dict[str, float | None] = {name: getattr(prosody, name) for name in PROSODY}
    found |= {"faint_pitch": report.faint_pitch, "tract": report.tract}
    if prosody.speech:
        own = prosody.shifted(-clip.start)
        made = quality(clip.sound, own)
        found |= {one.name: getattr(made, one.name) for one in fields(made)}
        found["attack"] = attack(clip.sound, own.speech[0])
        if transcript and (rate := _rate(transcript, prosody.speech)):
            found["syllables"] = rate
    return MeasuredVoice(
        times=prosody.times,
        pitch=prosody.pitch,
        loudness=prosody.loudness,
        speech=tuple((one.start, one.end) for one in prosody.speech),
        pauses=tuple((one.start, one.end) for one in prosody.pauses),
        numbers={name: value for name, value in found.items() if value is not None},
        usual={name: (norm.low, norm.high) for name, norm in NORMS.items()},
        acts=tuple(sorted(_acts(report), key=lambda act: act.start)),
        spoiled=report.mixed or bool(prosody.accompanied),
    )


def _rate(transcript: Transcript, speech: list[Stretch]) -> float | None:
    """Syllables a second of the words that are known."""
    words = spoken_words(transcript, speech[0].start, speech[-1].end)
    known = pace(
        words, speech, language_of(words, transcript.language if transcript.words else None)
    )
    return known.rate if known else None


def _acts(report: VoiceReport) -> Iterator[Act]:
    for event in report.events:
        yield Act(event.kind, event.start, event.end, event.value, event.unit)
    for one in report.parted.bursts:
        kind = "sob_like" if one.slow else "laughter_like"
        yield Act(kind, one.start, one.end, 1 / one.interval, "times a second")
    for kind, parts in (("singing", report.parted.singing), ("music", report.parted.music)):
        for part in parts:
            yield Act(kind, part.start, part.end, part.seconds, "s")
