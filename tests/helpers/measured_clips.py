"""A clip as it is measured, made up: a face and a voice of which each number is known."""

from collections.abc import Mapping

import numpy as np

from backends.base import Transcript, Word
from backends.measured import Act, Measured, MeasuredFace, MeasuredVoice

FRAMES = 20
"""Ten a second, so two seconds."""
REST = {
    "mouth_opening": 0.02, "corner_lift": 0.02, "mouth_width": 0.58, "eye_contrast": 0.25,
    "eye_opening": 0.37, "upper_lip": 0.16, "forehead_lines": 0.15, "brow_height": 0.22,
    "brow_gap": 0.30, "teeth": 0.0, "gaze": 7.0, "yaw": 2.0, "pitch": 3.0, "roll": -1.0,
    "inner_brows": 0.2, "brow_slope": 0.002,
}  # fmt: skip
"""Cues of a face at rest."""
SPEECH = (0.4, 1.4)


def face(
    moved: Mapping[str, float] | None = None,
    acts: tuple[Act, ...] = (),
    *,
    happy: float = 0.1,
    clear: bool = True,
    person: str = "A",
) -> MeasuredFace:
    """A face at rest; cues in `moved` go by so much from 1.0 to 1.6 s."""
    times = np.arange(FRAMES) / 10
    cues = {name: np.full(FRAMES, value) for name, value in REST.items()}
    for name, amount in (moved or {}).items():
        cues[name][10:16] += amount
    names = ("neutral", "happy", "sad", "angry", "fearful", "disgusted", "surprised")
    shares = {
        name: np.full(FRAMES, happy if name == "happy" else (1 - happy) / 6) for name in names
    }
    shares["neutral"] = shares["neutral"] + 0.0
    return MeasuredFace(person, times, times + 0.1, np.full(FRAMES, clear), cues, shares, acts)


def voice(acts: tuple[Act, ...] = (), *, says: bool = True, **numbers: float) -> MeasuredVoice:
    """A calm voice from 0.4 to 1.4 s, but for the numbers given."""
    times = np.arange(200) / 100
    inside = (times >= SPEECH[0]) & (times < SPEECH[1])
    calm = {
        "pitch_median": 120.0, "pitch_range": 7.0, "pitch_end": 0.0, "loudness_range": 18.0,
        "syllables": 4.6, "voiced": 0.83, "tract": 17.4, "cleanness": 11.0, "jitter": 2.5,
        "shimmer": 12.0, "tremor": 0.5, "effort": -9.4, "level": -25.0, "attack": 45.0,
    }  # fmt: skip
    return MeasuredVoice(
        times=times,
        pitch=np.where(inside, 120.0, np.nan),
        loudness=np.where(inside, -25.0, -60.0),
        speech=(SPEECH,) if says else (),
        pauses=(),
        numbers={**calm, **numbers} if says else {},
        usual={},
        acts=acts,
    )


def clip(
    one: MeasuredFace | None = None,
    heard: MeasuredVoice | None = None,
    text: str = "Don't forget a jacket.",
    *,
    picture: bool = True,
    sound: bool = True,
    forms: frozenset[str] = frozenset({"reminder"}),
) -> Measured:
    """A clip of two seconds with a face and a voice at rest, where nothing else is given."""
    words = text.split()
    length = (SPEECH[1] - SPEECH[0]) / max(1, len(words))
    spoken = [
        Word(text=word, start=SPEECH[0] + at * length, end=SPEECH[0] + (at + 1) * length)
        for at, word in enumerate(words)
    ]
    return Measured(
        clip="made up",
        start=0.0,
        end=2.0,
        has_picture=picture,
        has_sound=sound,
        faces=(one or face(),) if picture else (),
        voice=(heard or voice()) if sound else None,
        transcript=Transcript(language="en", text=text, words=spoken) if text else None,
        forms=forms,
    )
