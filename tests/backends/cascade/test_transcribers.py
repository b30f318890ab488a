"""openai-whisper as the transcriber: weights of a person's own, and nothing invented or fetched."""

from __future__ import annotations

import socket
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from backends.backend import Request
from backends.base import Explanation, Modality, Transcript
from backends.cascade import Cascade
from backends.cascade.voice.speech import Stretch
from backends.cascade.words import openai_whisper_model, transcript, whisper_weights
from backends.cascade.words.kept import Part
from backends.cascade.words.openai_whisper_model import OpenAIWhisper, in_place, windows
from backends.clip import Clip
from backends.errors import BackendError
from tests.helpers import whisper_pt

RATE = 16_000
needs_whisper = pytest.mark.skipif(
    not (find_spec("whisper") and find_spec("torch")),
    reason="openai-whisper is not installed (backends/multimodal_llm/requirements.txt)",
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Whisper base for openai-whisper, the same numbers as the default's."""
    return whisper_pt.write_base(tmp_path_factory.mktemp("whisper") / "base.pt")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whisper_pt.write_tiny(tmp_path_factory.mktemp("whisper") / "mine.pt")


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection fails: nothing may be downloaded."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def choose(monkeypatch: pytest.MonkeyPatch, value: object) -> None:
    monkeypatch.setenv(whisper_weights.VARIABLE, str(value))


def heard_in(sound: np.ndarray) -> transcript.Heard:
    *_, heard = transcript.transcribe(sound)
    return heard


# Which file


def test_a_size_is_found_in_openai_whispers_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "whisper").mkdir()
    for name in ("base.pt", "large-v3-turbo.pt"):
        (tmp_path / "whisper" / name).touch()
    assert whisper_weights.openai_file("openai:base") == tmp_path / "whisper" / "base.pt"
    turbo = whisper_weights.openai_file("openai:turbo")
    assert turbo == tmp_path / "whisper" / "large-v3-turbo.pt"


def test_the_cache_is_that_of_openai_whisper(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert whisper_weights.openai_cache() == tmp_path / ".cache" / "whisper"


@pytest.mark.parametrize("value", ["", "/some/folder", "faster-whisper-small"])
def test_other_values_are_not_openai_whispers(value: str) -> None:
    assert whisper_weights.openai_file(value) is None


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("openai:small", "nothing is downloaded unasked"),
        ("openai:", "nothing is downloaded unasked"),
        ("openai:../../x", "nothing is downloaded unasked"),
        ("/nowhere/small.pt", "there is no such file"),
    ],
)
def test_a_missing_file_is_one_sentence(
    value: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, happy: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    choose(monkeypatch, value)
    with pytest.raises(BackendError, match=told) as raised:
        heard_in(Clip.open(happy).sound)
    assert "\n" not in str(raised.value) != raised.value.text("zh")


@needs_whisper
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not weights", "half"])
def test_a_damaged_file_is_one_sentence(
    content: bytes | str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tiny: Path, happy: Path
) -> None:
    whole = tiny.read_bytes()
    file = tmp_path / "small.pt"
    file.write_bytes(content if isinstance(content, bytes) else whole[: len(whole) // 2])
    choose(monkeypatch, file)
    with pytest.raises(BackendError, match=r"small\.pt can't be read") as raised:
        heard_in(Clip.open(happy).sound)
    assert "\n" not in str(raised.value)


@needs_whisper
def test_other_tensors_are_no_whisper(tmp_path: Path) -> None:
    import torch

    for i, other in enumerate(({"a": torch.zeros(2)}, [1, 2], {"dims": {"x": 1}})):
        torch.save(other, tmp_path / f"{i}.pt")
        with pytest.raises(BackendError):
            OpenAIWhisper(tmp_path / f"{i}.pt")


def test_without_the_package_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(openai_whisper_model, "find_spec", lambda _: None)
    with pytest.raises(BackendError, match="pip install -r backends/multimodal_llm/requirements"):
        OpenAIWhisper(tmp_path / "small.pt")


# Times


def test_speech_is_read_in_windows_of_thirty_seconds() -> None:
    parts = [(0, 12), (13, 27), (40, 50), (60, 100), (101, 102)]
    spoken = [Part(a * RATE, b * RATE, (Stretch(a, b),)) for a, b in parts]
    read = [[part.start // RATE for part in window] for window in windows(spoken)]
    assert read == [[0, 13], [40], [60], [101]]
    assert list(windows([])) == []


def test_times_are_those_of_the_whole_sound() -> None:
    parts = [
        Part(2 * RATE, 4 * RATE, (Stretch(2.2, 3.6),)),
        Part(9 * RATE, 10 * RATE, (Stretch(9.2, 9.6),)),
    ]
    marks = {"avg_logprob": -0.1, "no_speech_prob": 0.0, "compression_ratio": 1.0}
    said = (("One", 0.5, 1.0), ("two.", 1.9, 2.4))
    words = [dict(zip(("word", "start", "end"), w, strict=True), probability=0.9) for w in said]
    found = {"text": "One two.", "start": 0.5, "end": 2.4, "words": words} | marks
    segment = in_place(found, parts)
    assert [(w.word, w.start, w.end) for w in segment.words] == [
        ("One", 2.5, 3.0),
        ("two.", 9.0, 9.4),  # most of its speech lies in the second part
    ]
    assert (segment.start, segment.end) == (2.5, 9.4)


# Hearing


@needs_whisper
@pytest.mark.slow
def test_nothing_is_heard_where_nobody_speaks(
    monkeypatch: pytest.MonkeyPatch, tiny: Path, happy: Path
) -> None:
    choose(monkeypatch, tiny)
    noise = np.random.default_rng(0).normal(0, 0.05, 4 * RATE).astype(np.float32)
    assert heard_in(noise) == transcript.NOTHING
    # What these weights write of speech is babble, and is not believed.
    heard = heard_in(Clip.open(happy).sound)
    assert heard.transcript == Transcript(language="", text="")
    assert heard.transcriber is None or heard.transcriber.weights == "mine.pt"


@needs_whisper
@pytest.mark.models
def test_it_hears_what_the_default_hears(
    monkeypatch: pytest.MonkeyPatch, base: Path, happy: Path
) -> None:
    """The same numbers, run by another package: the same words, their times within 60 ms.

    A long pause lies between the words, which moves those after it. openai-whisper reads 30 s, of
    which most is silence: it writes more full stops, and times are a frame of 20 ms off.
    """
    sound = Clip.open(happy).sound
    sound = np.concatenate([sound, np.zeros(3 * RATE, np.float32), sound])
    default = heard_in(sound)
    choose(monkeypatch, base)
    other = heard_in(sound)
    assert default.transcriber and other.transcriber
    assert (default.transcriber.package, other.transcriber.package) == (
        "faster-whisper",
        "openai-whisper",
    )
    assert other.transcript.language == "en"
    assert default.transcript.text != ""
    said = other.transcript.words
    for one, two in zip(said, default.transcript.words, strict=True):
        assert one.text.lower().strip(".") == two.text.lower().strip(".")
        assert (one.start, one.end) == pytest.approx((two.start, two.end), abs=0.06)
    second = Clip.open(happy).duration + 3
    assert said[0].text.strip(".").lower() == "don't"
    assert any(second < word.start < second + 0.7 for word in said)
    assert all(a.end <= b.start for a, b in pairwise(said))


@needs_whisper
@pytest.mark.models
def test_an_answer_says_who_heard_the_words(
    monkeypatch: pytest.MonkeyPatch, base: Path, happy: Path
) -> None:
    def answer(subtitle: str | None = None) -> Explanation:
        clip = Clip.open(happy, subtitle=subtitle)
        *_, last = Cascade().explain(clip, Request(modalities=frozenset({Modality.LEXICAL})))
        assert isinstance(last, Explanation)
        return last

    plain = answer()
    assert plain.versions["transcriber"] == "faster-whisper, whisper-base"
    assert not any("openai-whisper" in caveat for caveat in plain.caveats)
    choose(monkeypatch, base)
    said = answer()
    assert said.versions["transcriber"] == "openai-whisper, base.pt"
    assert said.versions["openai-whisper"] == "20250625"
    assert any("by openai-whisper with its weights base.pt" in caveat for caveat in said.caveats)
    assert "transcriber" not in answer("A jacket.").versions
