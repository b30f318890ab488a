"""`python -m demo.score` over many clips: seconds, and a sign of life."""

from __future__ import annotations

import io
import random
import time
from pathlib import Path

import pytest

from demo import score

WORDS = [
    "happy",
    "sad",
    "angry",
    "worried",
    "calm",
    "bored",
    "relieved",
    "proud",
    "lonely",
    "tense",
]
LABELS = ["happy", "sad", "angry", "neutral", "worried"]
pytest_plugins = ["tests.helpers.score_fixtures"]
pytestmark = pytest.mark.usefixtures("no_judge")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def a_table(path: Path, clips: int, seed: int) -> str:
    draw = random.Random(seed)
    rows = (
        f'clip_{n},"[{", ".join(draw.sample(WORDS, draw.randint(1, 6)))}]",{draw.choice(LABELS)}'
        for n in range(clips)
    )
    path.write_text("\n".join(["name,openset,label", *rows, ""]))
    return str(path)


def test_a_terminal_is_told_what_is_being_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    truth, said = (a_table(tmp_path / f"{name}.csv", 20, 1) for name in ("truth", "said"))
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert score.main(["--truth", truth, "--predictions", said, "--metrics", "uar,ew_l1"]) == 0
    for stage in ("reading truth.csv", "reading said.csv", "uar", "ew_l1", "intervals"):
        assert stage in terminal.getvalue()
    assert "reading" not in capsys.readouterr().out


@pytest.mark.slow
def test_ten_thousand_clips_take_seconds(tmp_path: Path) -> None:
    truth, said = (a_table(tmp_path / f"{seed}.csv", 10_000, seed) for seed in (1, 2))
    began = time.process_time()
    assert score.main(["--truth", truth, "--predictions", said]) == 0
    assert time.process_time() - began < 12  # 3 where the cores are idle
