"""Loading a model's weights and giving them back; weights that are torn or lack parts."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backends.clip import Clip
from backends.errors import BackendError
from backends.llm.local import loading
from backends.multimodal_llm.local import LocalLLM
from tests.helpers.places import ROOT
from tests.helpers.tiny_runs import explained

if TYPE_CHECKING:
    from tests.helpers.tiny_models import Tiny

pytest.importorskip("torch", reason="the multimodal LLMs are optional: no torch here")

pytest_plugins = ["tests.helpers.tiny_models"]

pytestmark = pytest.mark.models


def test_weights_load_once_and_can_be_given_back(model: LocalLLM, clip: Clip) -> None:
    first = explained(model, clip)
    loaded = loading.LOADED[model.weights.id].model
    assert explained(model, clip).emotions == first.emotions
    assert loading.LOADED[model.weights.id].model is loaded
    gone = weakref.ref(loaded)
    del loaded
    model.unload()
    gc.collect()
    assert gone() is None and model.weights.id not in loading.LOADED
    assert explained(model, clip).versions == first.versions


def test_other_models_go_when_the_room_is_needed(
    tiny: Tiny,
    clip: Clip,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = tiny("smolvlm2"), tiny("video-llava")
    explained(first, clip)
    explained(second, clip)
    assert {first.weights.id, second.weights.id} <= set(loading.LOADED)
    second.unload()
    where = loading.place(first.weights)
    small = [loading.machine.Device(name, 1.5) for name in where.devices]
    monkeypatch.setattr(loading.machine, "devices", lambda: small)
    monkeypatch.setattr(loading.weights, "memory_needed", lambda _: 1.0)
    explained(second, clip)
    assert first.weights.id not in loading.LOADED


def test_torn_weights_are_one_sentence(tiny: Tiny, clip: Clip, tiny_folder: Path) -> None:
    model = tiny("videollama3")
    model.unload()
    file = tiny_folder / model.weights.id / "model.safetensors"
    whole = file.read_bytes()
    try:
        file.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(BackendError, match="can't be loaded"):
            explained(model, clip)
        assert model.weights.id not in loading._SET_ASIDE
        file.unlink()
        with pytest.raises(BackendError, match=r"model\.safetensors is missing"):
            explained(model, clip)
    finally:
        file.write_bytes(whole)


def test_a_partial_copy_is_finished_where_that_is_allowed(
    tiny: Tiny, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import transformers

    model = tiny("videollama3")
    model.unload()
    asked: list[tuple[str, bool]] = []

    def note(source: str, *, local_files_only: bool) -> None:
        asked.append((source, local_files_only))
        raise OSError("as told")

    monkeypatch.setattr(transformers.AutoProcessor, "from_pretrained", note)
    here = str(tiny_folder / model.weights.id)
    for allowed in (True, False):
        monkeypatch.setattr(loading.weights, "may_download", lambda allowed=allowed: allowed)
        for lacking in ("it lacks a file", None):
            monkeypatch.setattr(loading.weights, "absent", lambda _, lacking=lacking: lacking)
            with pytest.raises(BackendError, match="as told"):
                loading._from_files(model.weights, model.model_class, loading.Place(("cpu",)))
    assert asked == [(model.weights.id, False), (here, True), (here, True), (here, True)]


def test_weights_that_lack_parts_are_told(tiny: Tiny, clip: Clip, tiny_folder: Path) -> None:
    from safetensors.torch import load_file, save_file

    model = tiny("videollama3")
    model.unload()
    file = tiny_folder / model.weights.id / "model.safetensors"
    whole = load_file(file)
    try:
        kept = {name: value for name, value in whole.items() if "vision" not in name}
        save_file(kept, file, {"format": "pt"})
        lacking = len(whole) - len(kept)
        assert any(f"{lacking} parts" in caveat for caveat in explained(model, clip).caveats)
    finally:
        save_file(whole, file, {"format": "pt"})
        model.unload()


def test_torchvision_imports_beside_any_torch() -> None:
    code = "from backends.llm.local.loading import mend_torchvision as m; m(); import torchvision"
    root = ROOT
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)
