"""What of a clip reaches the server."""

from __future__ import annotations

import base64
import io
import re
import wave
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from backends.base import Language, Modality
from backends.clip import Clip
from backends.llm import prompts
from tests.helpers import media
from tests.helpers.asking import INJECTION, Serve, answer, failure
from tests.helpers.openai_server import OpenAIServer, Reply

VISUAL, ACOUSTIC, LEXICAL = Modality


def files(endpoint: OpenAIServer, kind: str) -> list[bytes]:
    """The files that came in parts of a kind, in their order."""
    found = []
    for part in endpoint.parts():
        if part["type"] == kind:
            content = part[kind]
            data = content["data"] if kind == "input_audio" else content["url"].split(",")[1]
            found.append(base64.b64decode(data))
    return found


def test_frames_in_order_sound_and_subtitle_reach_the_server(serve: Serve, clip: Clip) -> None:
    endpoint = serve()
    said = answer(clip, options={"frames": "6"})
    brightness = []
    for data in files(endpoint, "image_url"):
        with av.open(io.BytesIO(data)) as picture:
            image = next(picture.decode(video=0)).to_ndarray(format="rgb24")
        assert image.shape == (120, 160, 3)
        assert image[:, :70, 0].mean() > 180  # red stays red: the channels are in order
        brightness.append(image[:, 90:, 1].mean())
    assert len(brightness) == 6
    assert all(after > before + 5 for before, after in pairwise(brightness))
    (sound,) = files(endpoint, "input_audio")
    with wave.open(io.BytesIO(sound)) as file:
        assert (file.getframerate(), file.getnchannels()) == (16_000, 1)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767
    assert np.abs(samples - clip.sound).max() < 1e-3
    kinds = [part["type"] for part in endpoint.parts()]
    assert kinds == ["image_url"] * 6 + ["input_audio", "text"]
    prompt = endpoint.parts()[-1]["text"]
    assert prompt.splitlines()[-2] == " ".join(INJECTION.split())  # on one line, fenced
    assert "0.0, 0.6, 1.2" in prompt.splitlines()[0]
    assert said.received.frame_times == pytest.approx([0, 0.6, 1.2, 1.8, 2.3, 2.92], abs=0.15)
    assert said.received.sound_seconds == pytest.approx(3.0, abs=0.1)
    assert said.received.text == clip.subtitle
    assert said.versions["prompt"] == prompt
    assert said.versions["frames"] == "6 frames, evenly in time, first and last included"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_seconds_of_a_part_are_the_clips_own(
    serve: Serve, tmp_path: Path, language: Language
) -> None:
    written = {
        "en": "In the video, at 1.5 s the brows rise.\nTherefore, she is glad. [happy]",
        "zh": "在视频中，第1.5秒眉毛扬起。\n因此，她很高兴。[高兴]",
    }
    endpoint = serve(otherwise=Reply(written[language]))
    path = media.write(tmp_path / "long.mp4", 3.0, sound=media.tone(3.0))
    said = answer(Clip.open(path, segment=(1.0, 2.0)), language=language, options={"frames": "3"})
    times, _, part, *_ = endpoint.parts()[-1]["text"].splitlines()
    shown = [float(time) for time in re.findall(r"\d\.\d", times)]
    assert shown == pytest.approx(said.received.frame_times, abs=0.05) and shown[0] == 1.0
    assert part == prompts._PIECES.table(language)["ask"]["part_of_clip"].format(start=1.0)
    (clue,) = said.clues
    assert "1.5" in clue.text and (clue.start, clue.end) == (1.5, 1.5)


def test_the_picture_can_go_as_a_silent_video(
    serve: Serve, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = serve()
    monkeypatch.setenv("EMER_ENDPOINT_PICTURE", "video")
    monkeypatch.setenv("EMER_ENDPOINT_SOUND", "audio_url")
    said = answer(clip, options={"frames": "6"})
    assert [part["type"] for part in endpoint.parts()] == ["video_url", "audio_url", "text"]
    (video,), (sound,) = files(endpoint, "video_url"), files(endpoint, "audio_url")
    with av.open(io.BytesIO(video)) as container:
        assert not container.streams.audio
        frames = list(container.decode(video=0))
    assert [frame.time for frame in frames] == pytest.approx(said.received.frame_times, abs=0.01)
    lit = [frame.to_ndarray(format="rgb24")[:, 90:, 1].mean() for frame in frames]
    assert all(after > before for before, after in pairwise(lit))
    assert sound[:4] == b"RIFF"


@pytest.mark.parametrize(
    ("switched_on", "kinds"),
    [
        ({VISUAL}, {"image_url", "text"}),
        ({ACOUSTIC}, {"input_audio", "text"}),
        ({LEXICAL}, {"text"}),
        ({VISUAL, ACOUSTIC}, {"image_url", "input_audio", "text"}),
    ],
)
def test_what_is_switched_off_is_not_sent(
    serve: Serve, clip: Clip, switched_on: set[Modality], kinds: set[str]
) -> None:
    endpoint = serve()
    said = answer(clip, modalities=frozenset(switched_on))
    assert {part["type"] for part in endpoint.parts()} == kinds
    assert ("Bye." in endpoint.parts()[-1]["text"]) == (LEXICAL in switched_on)
    assert bool(said.received.frame_times) == (VISUAL in switched_on)
    assert {clue.modality for clue in said.clues} == switched_on


def test_nothing_to_send_is_a_sentence(serve: Serve, tmp_path: Path) -> None:
    endpoint = serve()
    silent = Clip.open(media.write(tmp_path / "silent.mp4"))
    _, sentence = failure(silent, modalities=frozenset({ACOUSTIC, LEXICAL}))
    assert "Nothing of this clip" in sentence
    assert not endpoint.streamed


def test_a_seed_and_the_label_mode_are_asked_for(serve: Serve, clip: Clip) -> None:
    endpoint = serve(otherwise=Reply("[happy]"))
    answer(clip, options={"mode": "labels", "seed": "7", "max_tokens": "40"})
    body = endpoint.streamed[-1]
    assert body["seed"] == 7 and body["max_tokens"] == 40 and "temperature" not in body
    assert "In the video" not in endpoint.parts()[-1]["text"]
    answer(clip)
    assert endpoint.streamed[-1]["temperature"] == 0
