"""Clips of two people, composed from the gallery's takes: who is where, and who speaks, is known.

The gallery shows one man. So that he can be two people, one of them is mirrored, of other colours
and a little narrower. Letters that are kept apart here say that the bookkeeping of places, sizes
and colours is right, and nothing of how alike two real people may look. Who listens is shown in a
take's moments before or after its sentence, to and fro.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.speech import speech_stretches
from backends.clip import SOUND_RATE, Clip
from backends.limits import Limits
from tests.helpers.places import GALLERY

Pictures = NDArray[np.uint8]
"""[frames, height, width, RGB]"""
Sound = NDArray[np.float32]
FPS = 25
WIDTH, HEIGHT = 640, 360
QUIET = 0.12
"""Seconds that a listener's moments keep from the speech: lips part before they are heard."""
GREY = 70
SKIN = 25
"""Of OpenCV's 180 degrees of hue: what lies above in the takes is no skin."""
PALE, COLLAR = 70, 0.58
"""Saturation below which the shirt lies, and the part of the height below which it is."""

Place = tuple[int, int, int]
"""Left, top and side in pixels of the square that shows somebody."""
LEFT, RIGHT, FULL = (0, 20, 320), (320, 20, 320), (140, 0, 360)


@dataclass(frozen=True)
class Look:
    """What makes another person of the gallery's man."""

    mirrored: bool = False
    hue: int = 0
    """By which clothes and what is behind are of another colour, of OpenCV's 180 degrees."""
    light: float = 1.0
    narrow: float = 1.0
    """Factor of the width."""

    def on(self, pictures: Pictures) -> Pictures:
        """The same pictures of somebody else."""
        return np.stack([self._on(picture) for picture in pictures])

    def _on(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if self.mirrored:
            picture = picture[:, ::-1]
        hsv = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2HSV).astype(np.float32)
        if self.hue:
            clothes = hsv[..., 1] < PALE
            clothes[: round(COLLAR * len(clothes))] = False
            hsv[..., 1][clothes] = 2 * PALE
            hsv[..., 0] = (hsv[..., 0] + self.hue * ((hsv[..., 0] > SKIN) | clothes)) % 180
        hsv[..., 2] = np.clip(hsv[..., 2] * self.light, 0, 255)
        made = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB)
        side = made.shape[1]
        thin = cv2.resize(made, (round(side * self.narrow), made.shape[0]))
        spare = side - thin.shape[1]
        around = (0, 0, spare // 2, spare - spare // 2)
        return np.asarray(cv2.copyMakeBorder(thin, *around, cv2.BORDER_REPLICATE), np.uint8)


@dataclass(frozen=True)
class Take:
    """One clip of the gallery: square pictures at `FPS`, its sound (16 kHz), and its speech (s)."""

    pictures: Pictures
    sound: Sound
    speech: tuple[float, float]

    def listening(self, seconds: float) -> Pictures:
        """So many seconds of the moments around the sentence, to and fro."""
        first, last = (round(time * FPS) for time in self.speech)
        before = range(first - round(QUIET * FPS))
        after = range(last + round(3 * QUIET * FPS), len(self.pictures))
        still = max(before, after, key=len)
        to_and_fro = [*still, *reversed(still)]
        count = round(seconds * FPS)
        return self.pictures[(to_and_fro * (1 + count // len(to_and_fro)))[:count]]


@lru_cache(maxsize=6)
def take(code: str) -> Take:
    """The gallery's take of an emotion by its code, such as "HAP"."""
    path = GALLERY / f"1001_DFA_{code}_XX.mp4"
    clip = Clip.open(path, limits=Limits(frames_per_second=float(FPS)))
    pictures = np.stack([frame.image[:, 60:420] for frame in clip.frames])
    speech = speech_stretches(clip.sound)
    return Take(pictures, clip.sound, (speech[0].start, speech[-1].end))


@dataclass
class Scene:
    """A composed clip as it grows: pictures of each person, what is on screen, what is heard.

    Attributes:
        looks: letter → how that person looks.
        seen: letter → pictures from the clip's start on.
        shots: (start and end in seconds, who is on screen where), in order of time.
        heard: (start in seconds, sound) of each voice.
        spoken: (start, end, letter) of what is said; None: by nobody on screen.
    """

    seconds: float
    looks: dict[str, Look]
    seen: dict[str, list[Pictures]] = field(default_factory=dict)
    shots: list[tuple[float, float, dict[str, Place]]] = field(default_factory=list)
    heard: list[tuple[float, Sound]] = field(default_factory=list)
    spoken: list[tuple[float, float, str | None]] = field(default_factory=list)

    def says(
        self, person: str, code: str, sound: str | None = None, *, muted: bool = False
    ) -> None:
        """Somebody's next seconds are a take; `sound` is that of another one."""
        one = take(code)
        start = self._now(person)
        self.seen.setdefault(person, []).append(self.looks[person].on(one.pictures))
        if not muted:
            self.voice(start, sound or code, person)

    def voice(self, start: float, code: str, person: str | None = None) -> None:
        """A take's sound from `start` (s) on, spoken by somebody, or by nobody who is seen."""
        one = take(code)
        self.heard.append((start, one.sound))
        self.spoken.append((start + one.speech[0], start + one.speech[1], person))

    def listens(self, person: str, code: str, seconds: float | None = None) -> None:
        """Somebody's next seconds are silent: by default until the clip's end."""
        left = self.seconds - self._now(person) if seconds is None else seconds
        if left > 0:
            pictures = self.looks[person].on(take(code).listening(left))
            self.seen.setdefault(person, []).append(pictures)

    def _now(self, person: str) -> float:
        return sum(len(pictures) for pictures in self.seen.get(person, [])) / FPS

    def write(self, target: Path) -> Path:
        """The clip as H.264 and AAC."""
        streams = {person: np.concatenate(parts) for person, parts in self.seen.items()}
        samples = np.zeros(round(self.seconds * SOUND_RATE), np.float32)
        for start, sound in self.heard:
            at = round(start * SOUND_RATE)
            part = sound[: max(0, len(samples) - at)]
            samples[at : at + len(part)] += part
        with av.open(str(target), "w") as container:
            video = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast"})
            video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            audio = container.add_stream("aac", rate=SOUND_RATE)
            audio.layout = "mono"
            for i in range(round(self.seconds * FPS)):
                picture = self._picture(streams, i)
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                frame.pts, frame.time_base = i, Fraction(1, FPS)
                container.mux(video.encode(frame))
            container.mux(video.encode(None))
            packed = (np.clip(samples, -1, 1) * 32767).astype(np.int16)[None]
            heard = av.AudioFrame.from_ndarray(packed, format="s16", layout="mono")
            heard.sample_rate, heard.pts, heard.time_base = SOUND_RATE, 0, Fraction(1, SOUND_RATE)
            resampler = av.AudioResampler(
                audio.format.name, "mono", SOUND_RATE, audio.frame_size or 0
            )
            for piece in [*resampler.resample(heard), *resampler.resample(None)]:
                container.mux(audio.encode(piece))
            container.mux(audio.encode(None))
        return target

    def places(self, time: float) -> dict[str, Place]:
        """Who is on screen at a time (s), and where."""
        return next((shown for start, end, shown in self.shots if start <= time < end), {})

    def _picture(self, streams: dict[str, Pictures], i: int) -> NDArray[np.uint8]:
        whole = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
        for person, (left, top, side) in self.places((i + 0.5) / FPS).items():
            pictures = streams[person]
            shown = cv2.resize(pictures[min(i, len(pictures) - 1)], (side, side))
            whole[top : top + side, left : left + side] = shown
        return whole


def in_turn(looks: dict[str, Look], codes: Sequence[str], sounds: Sequence[str] = ()) -> Scene:
    """A says the first take, then B the second, A the third …; who does not speak listens."""
    seconds = sum(len(take(code).pictures) for code in codes) / FPS
    scene = Scene(seconds, looks)
    for at, code in enumerate(codes):
        speaker, other = ("A", "B") if at % 2 == 0 else ("B", "A")
        scene.says(speaker, code, sounds[at] if sounds else None)
        scene.listens(other, codes[at - 1], len(take(code).pictures) / FPS)
    return scene
