"""`demo/es.toml` alone makes commands and page speak Spanish, and English where it lacks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.places import GALLERY, ROOT

SPANISH = """
own_name = "Español"
ground_truth = "Verdad de referencia"
bench_leaderboard = "Clasificación"
"""
CLIP = str(GALLERY / "1001_DFA_HAP_XX.mp4")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app as it is, with one file more."""
    copied = tmp_path_factory.mktemp("app")
    for folder in ("backends", "demo"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, copied / folder, ignore=ignored)
    (copied / "assets").symlink_to(ROOT / "assets")
    (copied / "demo" / "es.toml").write_text(SPANISH, "utf-8")
    return copied


def run(app: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", *arguments], cwd=app, capture_output=True, encoding="utf-8"
    )


def test_explain(app: Path) -> None:
    ran = run(app, "-m", "demo.explain", CLIP, "--backend", "echo", "--language", "es")
    assert ran.returncode == 0, ran.stderr
    assert "## Verdad de referencia (EMER demo project): happy" in ran.stdout
    assert "\nClues:" in ran.stdout
    assert run(app, "-m", "demo.explain", "nowhere.mp4", "--language", "es").stderr == (
        "There is no file “nowhere.mp4”.\n"
    )


def test_agree_and_benchmark(app: Path, tmp_path: Path) -> None:
    ran = run(app, "-m", "demo.agree", CLIP, "--backend", "echo", "--language", "es")
    assert ran.returncode == 0, ran.stderr
    given = ["--dataset", "gallery", "--backend", "echo", "--language", "es"]
    ran = run(app, "-m", "demo.benchmark", *given, "--out", str(tmp_path / "out"))
    assert ran.returncode == 0, ran.stderr
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert '<html lang="es">' in report
    assert "<h2>Clasificación</h2>" in report
    assert "In detail" in report


def test_score(app: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("name,openset\na,[happy]\n", "utf-8")
    given = ["--truth", str(table), "--predictions", str(table), "--language", "es"]
    ran = run(app, "-m", "demo.score", *given)
    assert ran.returncode == 0, ran.stderr
    assert "t.csv against t.csv: 1 clips" in ran.stdout


def test_the_pages_choice(app: Path) -> None:
    code = "from demo.strings import languages; print(languages())"
    assert run(app, "-c", code).stdout == "{'en': 'English', 'es': 'Español', 'zh': '中文'}\n"
