"""`python -m demo.score` run on small tables, and the judge that it may ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from demo import score

Run = Callable[..., list[dict[str, Any]]]
Table = Callable[[str, str], Path]


@pytest.fixture
def no_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"EMER_JUDGE_{name}", raising=False)
    monkeypatch.setenv("EMER_JUDGE_CACHE", "")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with --json; the lines that it prints."""

    def lines(truth: Path, said: Path, *options: str) -> list[dict[str, Any]]:
        arguments = ["--truth", str(truth), "--predictions", str(said), "--json", *options]
        assert score.main(arguments) == 0, capsys.readouterr().err
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return lines


@pytest.fixture
def table(tmp_path: Path) -> Table:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def labels(table: Table) -> Path:
    return table("labels.csv", "name,emotion\na,joy\nb,sadness\nc,anger\nd,neutral\n")


@pytest.fixture
def opensets(table: Table) -> Path:
    return table(
        "openset.csv",
        'name,openset\na,"[happy, curious]"\nb,"[angry]"\nd,[]\nz,"[sad]"\n',
    )


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def name(url: str) -> None:
        monkeypatch.setenv("EMER_JUDGE_URL", url)
        monkeypatch.setenv("EMER_JUDGE_MODEL", "judge-1")

    return name
