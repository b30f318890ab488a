"""What a machine lacks for a model, where a model goes, and which options make sense: no torch."""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import backends
from backends.backend import Request
from backends.llm.generation import Generation
from backends.llm.local import machine, weights, zero_gpu
from backends.llm.local.machine import Device, Place
from backends.llm.local.weights import Weights
from backends.multimodal_llm.local import LocalLLM
from backends.options import UnknownOption

MODEL = Weights("some/model", download=8, memory=10)
MODELS = [
    name for name, path in backends.REGISTRY.items() if path.startswith("backends.multimodal_llm.")
]
CPU = Device("cpu", 64)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the model "some/model", below the one that EMER_MODELS names; empty yet."""
    monkeypatch.setenv(weights.FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    made = tmp_path / MODEL.id
    made.mkdir(parents=True)
    return made


def test_weights_that_are_not_here_are_named_with_their_size(folder: Path) -> None:
    said = str(weights.absent(MODEL))
    assert "some/model (8 GB)" in said and "hf download some/model" in said
    assert weights.FOLDER_VARIABLE in said
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"")
    assert weights.absent(MODEL) is None


def test_weights_that_are_not_wholly_here_are_told(folder: Path) -> None:
    (folder / "config.json").write_text("{}")
    index = folder / weights.INDEX
    index.write_text(json.dumps({"weight_map": {"a": "1.safetensors", "b": "2.safetensors"}}))
    (folder / "1.safetensors").write_bytes(b"")
    said = str(weights.absent(MODEL))
    assert "2.safetensors is missing or torn" in said
    index.write_text('{"weight_map": {"a"')
    assert weights.INDEX in str(weights.absent(MODEL))


def test_smaller_files_need_less_memory_than_published(folder: Path) -> None:
    assert weights.memory_needed(MODEL) == 10
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(bytes(1000))
    assert weights.memory_needed(MODEL) < 1


def test_files_that_are_not_all_here_do_not_count(folder: Path) -> None:
    (folder / "config.json").write_text("{}")
    (folder / weights.INDEX).write_text(
        json.dumps({"weight_map": {"a": "1.safetensors", "b": "2.safetensors"}})
    )
    (folder / "1.safetensors").write_bytes(bytes(1000))
    assert weights.memory_needed(MODEL) == 10
    (folder / "2.safetensors").write_bytes(bytes(1000))
    assert weights.memory_needed(MODEL) < 1


@pytest.mark.parametrize(
    ("allowed", "offline", "expected"),
    [("1", "0", True), ("1", "1", False), ("0", "0", False), (None, None, False)],
)
def test_nothing_is_downloaded_unless_allowed(
    monkeypatch: pytest.MonkeyPatch, allowed: str | None, offline: str | None, expected: bool
) -> None:
    for name, value in (("EMER_ALLOW_DOWNLOAD", allowed), ("HF_HUB_OFFLINE", offline)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    assert weights.may_download() is expected


@pytest.mark.parametrize(
    ("needed", "cards", "taken", "four_bit", "expected"),
    [
        (10, [24], {}, False, Place(("cuda:0",))),
        (10, [24, 24], {"cuda:0": 18.0}, False, Place(("cuda:1",))),
        (30, [24, 24], {}, False, Place(("cuda:0", "cuda:1"))),
        (30, [24], {}, True, Place(("cuda:0",), four_bit=True)),
        (30, [24], {}, False, Place(("cpu",), "float32")),
        (40, [], {}, False, Place(("cpu",), "bfloat16")),
        (80, [24], {}, True, None),
    ],
)
def test_where_a_model_goes(
    needed: float, cards: list[float], taken: dict[str, float], four_bit: bool, expected: Place
) -> None:
    found = [*(Device(f"cuda:{i}", size) for i, size in enumerate(cards)), CPU]
    assert machine.place(needed, found, taken, four_bit=four_bit) == expected


@pytest.mark.parametrize("name", MODELS)
def test_every_card_tells_what_is_missing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(weights.FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setattr(weights, "folder", lambda _: None)
    monkeypatch.setattr(machine, "largest", lambda: 1.0)
    monkeypatch.setattr("backends.llm.local.packages.find_spec", lambda _: None)
    model = backends.get(name)
    assert isinstance(model, LocalLLM)
    packages, files, memory = model.missing()
    assert "pip install -r backends/multimodal_llm/requirements.txt" in packages
    assert model.weights.id in files
    assert "this machine has 1 GB" in memory
    assert model.weights.id in model.card.text("size", "zh")
    for field in ("summary", "place", "expected_time"):
        assert model.card.text(field, "zh") != model.card.text(field, "en")


def test_the_requirements_file_that_is_named_is_there() -> None:
    from backends.llm.local.packages import REQUIREMENTS
    from tests.helpers.places import ROOT

    listed = (ROOT / REQUIREMENTS).read_text()
    needed = {package for name in MODELS for package in backends.get(name).packages}  # type: ignore[attr-defined]
    assert all(f"\n{package}==" in listed for package in needed)


@pytest.mark.parametrize(
    "options", [{"frames": "0"}, {"frames": "many"}, {"max_tokens": "99999"}, {"seed": "-1"}]
)
def test_an_option_without_sense_is_told(options: dict[str, str]) -> None:
    (name,) = options
    with pytest.raises(UnknownOption, match=f"“{name}” can't be “{options[name]}”, only: "):
        Generation.of(options)


def test_generation_options() -> None:
    assert Generation() == Generation(frames=8, max_tokens=512, seed=None)
    asked = Request(options={"frames": "16", "seed": "7", "max_tokens": "20"})
    assert Generation.of(asked.options) == Generation(frames=16, max_tokens=20, seed=7)


def test_a_space_lends_its_gpu_for_the_declared_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def gpu(*, duration: int) -> Callable[[Any], Any]:
        asked.append(duration)
        return lambda function: function

    def count(n: int) -> Iterator[int]:
        yield from range(n)

    monkeypatch.delenv("SPACES_ZERO_GPU", raising=False)
    assert zero_gpu.lend_gpu(count, 30) is count
    spaces = types.ModuleType("spaces")
    spaces.__spec__ = types.SimpleNamespace(name="spaces")  # type: ignore[assignment]
    spaces.GPU = gpu  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spaces", spaces)
    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    assert list(zero_gpu.lend_gpu(count, 30)(3)) == [0, 1, 2]
    assert asked == [30]
