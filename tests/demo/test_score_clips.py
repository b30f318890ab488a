"""`demo.score --clips`: reasons held against the clips, without a truth."""

import json
from pathlib import Path

import pytest

from backends import measured
from backends.clip import Clip
from demo.score import main
from tests.helpers.measured_clips import clip, face
from tests.helpers.places import GALLERY

SMILES = clip(face({"corner_lift": 0.05, "mouth_width": 0.1}))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the clips that were measured, each of which shows a smile."""
    names: list[str] = []

    def measure(one: Clip, *_: object) -> measured.Measured:
        names.append(one.name)
        return SMILES

    monkeypatch.setattr(measured, "measure", measure)
    return names


def table(folder: Path, name: str, *rows: str) -> str:
    path = folder / name
    path.write_text("\n".join(["name,reason", *rows, ""]), "utf-8")
    return str(path)


def test_no_truth_is_needed_and_each_clip_is_measured_once(
    tmp_path: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    one = table(tmp_path, "a.csv", '1001_DFA_HAP_XX,"In the video, he smiles."', "elsewhere,Smiles")
    other = table(tmp_path, "b.csv", '1001_DFA_HAP_XX,"In the video, his brows go up."')
    code = main(
        ["--clips", str(GALLERY), "--predictions", one, other, "--metrics", "grounding", "--json"]
    )
    out, err = capsys.readouterr()
    values = [json.loads(line)["value"] for line in out.splitlines()]
    assert (code, values) == (0, [100, 0, 50])
    assert asked == ["1001_DFA_HAP_XX"]
    assert "elsewhere" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--predictions", "{a}"], "--clips"),
        (["--truth", "{a}", "--predictions", "{a}", "--metrics", "grounding"], "--clips"),
        (["--clips", "{g}", "--predictions", "{a}", "--metrics", "ew_l1"], "grounding"),
        (["--clips", "{t}", "--predictions", "{a}"], "holds no clip"),
        (["--clips", "{t}/no", "--predictions", "{a}"], "can't be read"),
        (["--clips", "{g}", "--predictions", "{w}"], "no rationales"),
    ],
)
def test_what_can_not_be_done_is_told_in_a_sentence(
    arguments: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = tmp_path / "w.csv"
    words.write_text("name,openset\n1001_DFA_HAP_XX,happy\n", "utf-8")
    a = table(tmp_path, "a.csv", '1001_DFA_HAP_XX,"In the video, he smiles."')
    facts = {"a": a, "g": GALLERY, "t": tmp_path, "w": words}
    assert main([one.format(**facts) for one in arguments]) == 2
    assert told in capsys.readouterr().err
