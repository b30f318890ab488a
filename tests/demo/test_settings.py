"""Where the app finds ground truths of a person's own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from demo import settings


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A file, a folder, and a folder with a comma in its name."""
    table, folder, odd = tmp_path / "a.csv", tmp_path / "b c", tmp_path / f"d{os.pathsep}e"
    table.touch()
    folder.mkdir()
    odd.mkdir()
    return table, folder, odd


def test_none_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMER_DATA", raising=False)
    assert settings.read([]).data == []


def test_the_option_may_be_repeated(places: tuple[Path, ...]) -> None:
    given = [part for path in places for part in ("--data", str(path))]
    assert settings.read(given).data == list(places)


@pytest.mark.parametrize("separator", [os.pathsep, ",", f" {os.pathsep} "])
def test_the_variable_is_split(
    places: tuple[Path, ...], separator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMER_DATA", separator.join(map(str, places[:2])))
    assert settings.read([]).data == list(places[:2])
    monkeypatch.setenv("EMER_DATA", "")
    assert settings.read([]).data == []


def test_home_is_meant_by_its_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert settings.read(["--data", "~"]).data == [tmp_path]


def test_a_path_that_is_not_there_is_one_sentence(
    places: tuple[Path, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        settings.read(["--data", str(places[0]), "--data", str(places[1] / "nowhere")])
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert "There is no “" in told
    assert "nowhere" in told
    assert len(told.splitlines()) == 1
