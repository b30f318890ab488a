"""The judge of a benchmark: asked only where that is wanted, and away without harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import backends
from demo.benchmark.__main__ import main
from tests.helpers.openai_server import Reply, serving
from tests.helpers.ratings import rating


@pytest.mark.slow
@pytest.mark.models
def test_a_judge_that_is_away_costs_its_scores_and_not_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--dataset", "gallery", "--backend", "echo", "--out", str(tmp_path / "out"), "--judge"]
    monkeypatch.setenv("EMER_JUDGE_MODEL", "a judge")
    monkeypatch.setenv("EMER_JUDGE_CACHE", str(tmp_path / "cache"))
    with serving(otherwise=Reply(status=401)) as server:
        monkeypatch.setenv("EMER_JUDGE_URL", server.url)
        assert main(given) == 1
    told = capsys.readouterr().err
    assert "refused the key" in told
    host = server.url.removeprefix("http://").removesuffix("/v1")
    assert told.startswith(f"12 texts go to a judge at {host}: ")
    assert "Accuracy" in (tmp_path / "out" / "report.html").read_text("utf-8")

    def brain(request: dict[str, Any]) -> Reply:
        groups = "groups" in json.dumps(request["response_format"])
        return Reply('{"groups": []}') if groups else rating(7)

    with serving(otherwise=brain) as server:
        monkeypatch.setenv("EMER_JUDGE_URL", server.url)
        assert main([*given, "--resume"]) == 0
    html = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "<b>7.00</b>" not in html and "explains nothing: not ranked" in html
    ranked = backends.get("echo").card.model_copy(update={"explains": True})
    monkeypatch.setattr(backends.get("echo"), "card", ranked)
    with serving(otherwise=brain) as server:
        monkeypatch.setenv("EMER_JUDGE_URL", server.url)
        assert main([*given, "--resume"]) == 0
    html = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "<b>7.00</b>" in html
    assert "Judge: a judge." in html
    assert f"a judge ({server.url.removeprefix('http://').removesuffix('/v1')})" in html


@pytest.mark.models
def test_a_judge_in_the_environment_is_not_asked_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--dataset", "gallery", "--backend", "echo", "--out", str(tmp_path / "out")]
    monkeypatch.setenv("EMER_JUDGE_MODEL", "a judge")
    with serving() as server:
        monkeypatch.setenv("EMER_JUDGE_URL", server.url)
        assert main(given) == 0
        assert server.requests == []
    assert "texts go to" not in capsys.readouterr().err
    assert "none was asked" in (tmp_path / "out" / "report.html").read_text("utf-8")
    monkeypatch.delenv("EMER_JUDGE_URL")
    monkeypatch.delenv("EMER_JUDGE_MODEL")
    assert main([*given, "--resume", "--judge"]) == 2
    assert "--judge needs a judge." in capsys.readouterr().err
