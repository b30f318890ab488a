"""Clips without a face, a voice or words: no emotion is named, and it is said why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

import backends
from backends.backend import Request
from backends.base import Explanation, Modality, State
from backends.clip import Clip
from tests.helpers import media, voice_sounds

pytestmark = pytest.mark.models

SECONDS, SIDES = 2, (320, 240)


def picture(path: Path, image: NDArray[np.uint8]) -> Path:
    """A clip that shows one picture, without sound."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = image.shape[1], image.shape[0], "yuv420p"
        for i in range(10 * SECONDS):
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts = i
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    return path


def black() -> NDArray[np.uint8]:
    return np.zeros((*SIDES[::-1], 3), np.uint8)


def landscape() -> NDArray[np.uint8]:
    """Sky over hills over grass, with the grain of a photo."""
    image = np.zeros((*SIDES[::-1], 3), np.float64)
    rows, columns = np.mgrid[: SIDES[1], : SIDES[0]]
    hills = 120 + 25 * np.sin(columns / 40) + 10 * np.sin(columns / 13)
    image[:] = (120, 170, 230)
    image[rows > hills] = (70, 110, 60)
    image[rows > 190] = (90, 160, 70)
    grain = np.random.default_rng(0).normal(0, 8, image.shape)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def noise() -> NDArray[np.float32]:
    return np.random.default_rng(0).normal(0, 0.1, SECONDS * 16_000).astype(np.float32)


def silence() -> NDArray[np.float32]:
    return np.zeros(SECONDS * 16_000, np.float32)


def music() -> NDArray[np.float32]:
    """Four chords, each of three tones with overtones."""
    roots = (220.0, 174.6, 130.8, 196.0)
    chords = [
        sum(voice_sounds.tone(root * step, SECONDS / 4) for step in (1, 1.25, 1.5))
        for root in roots
    ]
    return np.concatenate(chords).astype(np.float32)


def explained(path: Path) -> Explanation:
    *_, last = backends.get("cascade").explain(Clip.open(path), Request())
    assert isinstance(last, Explanation)
    return last


def nothing_is_named(got: Explanation, readable: set[Modality]) -> None:
    assert (got.emotions, got.open, got.views, got.decides) == ([], 1.0, [], "")
    assert got.state["conclusion"] is State.NOT_READABLE
    assert not any(clue.supports for clue in got.clues)
    for modality in Modality:
        expected = State.NOT_READABLE if modality in readable else State.NOT_RECEIVED
        assert got.state[modality.value] is expected
        assert bool(getattr(got.rationale, modality)) == (modality in readable)
    assert "nothing can be concluded" in str(got.rationale.conclusion)


@pytest.mark.parametrize("image", [black, landscape])
def test_a_picture_of_nobody(tmp_path: Path, image: Callable[[], NDArray[np.uint8]]) -> None:
    got = explained(picture(tmp_path / "nobody.mp4", image()))
    nothing_is_named(got, {Modality.VISUAL})
    assert "no face is found" in str(got.rationale.visual)


@pytest.mark.parametrize(
    ("sound", "why"),
    [
        (noise, "no voice is found"),
        (music, "music is heard throughout, and nobody is heard speaking"),
        (silence, "is silent"),
    ],
)
def test_a_sound_of_nobody(
    tmp_path: Path, sound: Callable[[], NDArray[np.float32]], why: str
) -> None:
    path = tmp_path / "nobody.wav"
    media.write(path, size=None, sound=sound(), codecs=["pcm_s16le"])
    got = explained(path)
    nothing_is_named(got, {Modality.ACOUSTIC, Modality.LEXICAL})
    assert why in str(got.rationale.acoustic)
    assert "no words are heard" in str(got.rationale.lexical)
