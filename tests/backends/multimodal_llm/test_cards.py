"""A family says what it is in English, in its own file; other languages are files."""

from __future__ import annotations

from pathlib import Path

import pytest

import backends
from backends.base import ALL_MODALITIES
from backends.llm.local.weights import Weights
from backends.multimodal_llm import cards
from backends.words import Words

OWN = Weights("somebody/new", download=1.5, memory=2)


def test_a_family_from_elsewhere_writes_english_alone() -> None:
    card = cards.card("new", "New", OWN, ALL_MODALITIES, licence="MIT", summary="Sees all.")
    assert card.summary == card.text("summary", "zh") == "Sees all."
    assert card.text("licence", "zh") == "MIT"
    assert card.size == "1.5 GB of weights (somebody/new); about 2 GB of memory"
    assert card.text("size", "zh") == "权重 1.5 GB（somebody/new）；约需 2 GB 内存"


def test_every_translated_model_is_there() -> None:
    for language in cards._SAY.languages():
        translated = cards._SAY.table(language, "model")
        assert translated.keys() <= set(backends.names())


def test_a_third_language_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(cards.__file__).parent
    (tmp_path / "en.toml").write_text((folder / "en.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "es.toml").write_text(
        '[card]\nplace = "este equipo"\n[model.new]\nsummary = "Lo ve todo."\n', "utf-8"
    )
    monkeypatch.setattr(cards, "_SAY", Words(str(tmp_path / "cards.py")))
    card = cards.card("new", "New", OWN, ALL_MODALITIES, licence="MIT", summary="Sees all.")
    told = [card.text(field, "es") for field in ("summary", "licence", "place", "size")]
    assert told == ["Lo ve todo.", "MIT", "este equipo", card.size]
