"""Training the voice head, on a tiny folder and on none."""

from __future__ import annotations

import json
import wave
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from backends import weights
from backends.cascade.voice import head as voice_head
from backends.clip import SOUND_RATE as RATE
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC
from tests.helpers.voice_sounds import tone


@pytest.mark.slow
@pytest.mark.models
def test_training_works_on_a_tiny_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("sklearn")
    from backends.cascade.train import voice as train
    from backends.cascade.train import voice_data, voice_fit

    monkeypatch.setattr(voice_fit, "STRENGTHS", (0.003,))  # nothing to choose: quicker
    monkeypatch.delitem(voice_data.CONDITIONS, "second crop")
    encoder = weights.read("voice_encoder.onnx")
    for actor, code, sentence in product((1, 2, 3), range(2, 9), (1, 2)):
        sound = tone(80.0 + 40 * code + 3 * actor + sentence, 0.3)
        name = f"03-01-{code:02d}-01-{sentence:02d}-01-{actor:02d}.wav"
        with wave.open(str(tmp_path / name), "w") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes((sound * 32767).astype(np.int16).tobytes())
    shipped = tmp_path / "weights"
    shipped.mkdir()
    (shipped / "voice_encoder.onnx").write_bytes(encoder)
    entry = weights.manifest()["voice_encoder.onnx"]
    (shipped / "manifest.json").write_text(json.dumps({"voice_encoder.onnx": entry}))
    monkeypatch.setattr(weights, "FOLDER", shipped)
    folder, cache = str(tmp_path), str(tmp_path / "cache")

    weights.manifest.cache_clear()
    try:
        train.main(["head", "--ravdess", folder, "--cache", cache])
        weights.manifest.cache_clear()
        train.main(["evaluate", "--ravdess", folder, "--cache", cache])
    finally:
        weights.manifest.cache_clear()
    assert "42 recordings of 3 actors (1 to 3)" in capsys.readouterr().out
    assert "| surprised |" in (shipped / "voice_report.md").read_text("utf-8")
    head = voice_head.Head.from_bytes((shipped / "voice_head.npz").read_bytes())
    assert head.weights.shape == (len(BASIC), 512)


def test_a_folder_without_recordings_is_said(tmp_path: Path) -> None:
    voice_data = pytest.importorskip("backends.cascade.train.voice_data")
    with pytest.raises(EmerError, match="No sound with a name like"):
        voice_data.ravdess(tmp_path)
