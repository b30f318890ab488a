"""Files whose names begin with a hyphen, as those of MOSEI's and other clips of YouTube do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from demo import explain
from demo.command import given
from tests.helpers.places import GALLERY


@pytest.mark.parametrize(
    ("arguments", "taken"),
    [
        (["-3g5.mp4", "--json"], ["./-3g5.mp4", "--json"]),
        (["--Ab1.MOV"], ["./--Ab1.MOV"]),
        (["-there", "-gone", "-"], ["./-there", "-gone", "-"]),
        (["--truth=-x.csv", "-h", "a.mp4"], ["--truth=-x.csv", "-h", "a.mp4"]),
        (["--truth", "-there"], ["--truth", "./-there"]),
    ],
)
def test_what_is_a_file_is_no_option(
    arguments: list[str], taken: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "-there").touch()
    monkeypatch.chdir(tmp_path)
    assert given(arguments) == taken


def test_such_a_clip_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(GALLERY / "1001_DFA_ANG_XX.mp4", tmp_path / "-x_1.mp4")
    monkeypatch.chdir(tmp_path)
    assert explain.main(["-x_1.mp4", "--json", "--backend", "echo"]) == 0
    assert '"clip":"-x_1"' in capsys.readouterr().out
    assert explain.main(["--backend", "echo", "-gone.mp4"]) == 2
    assert capsys.readouterr().err == "There is no file “-gone.mp4”.\n"
