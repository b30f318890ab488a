"""`python -m demo.explain`: the page's functions from the command line."""

from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path
from typing import Any

import pytest

from backends.base import Explanation
from backends.clip import Clip
from demo import explain, side_by_side
from tests.helpers import media
from tests.helpers.places import GALLERY

KEYS = {
    "clip", "backend", "emotions", "open", "state", "rationale", "clues", "people", "course",
    "curves", "views", "decides", "measurements", "transcript", "received", "timings",
    "caveats", "versions", "sentences", "merged",
}  # fmt: skip


@pytest.mark.models
def test_json_is_one_line_a_clip_and_backend(capsys: pytest.CaptureFixture[str]) -> None:
    clips = [str(path) for path in sorted(GALLERY.glob("*_HAP_*.mp4"))]
    assert explain.main([*clips, "--backend", "echo", "--backend", "cascade", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["backend"] for line in lines] == ["echo", "cascade"]
    for line in lines:
        answer = json.loads(line)
        explained = answer["backend"] == "cascade"  # which has measured the clip it explains
        assert set(answer) == KEYS | ({"claims"} if explained else set())
        Explanation.model_validate_json(line)


def test_text_stands_beside_the_ground_truth(
    happy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain.main([str(happy), "--backend", "echo", "--timings"]) == 0
    told = capsys.readouterr()
    assert "Ground truth (EMER demo project): happy, cheerful, friendly" in told.out
    assert "19 frames" in told.out
    assert "peak memory" in told.err


def test_modalities_and_subtitle(happy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "--backend",
        "echo",
        "--modalities",
        "visual,lexical",
        "--subtitle",
        "Hi",
        "--json",
    ]
    assert explain.main([str(happy), *arguments]) == 0
    got = json.loads(capsys.readouterr().out)
    assert got["rationale"]["acoustic"] is None
    assert got["received"] == {
        "frame_times": got["received"]["frame_times"], "sound_seconds": 0.0, "text": "Hi",
    }  # fmt: skip


def test_a_part_of_a_clip(happy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part = ["--backend", "echo", "--from", "0.5", "--to", "1.5", "--json"]
    assert explain.main([str(happy), *part]) == 0
    times = json.loads(capsys.readouterr().out)["received"]["frame_times"]
    assert min(times) >= 0.5
    assert max(times) <= 1.5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.mp4"], "There is no file “nowhere.mp4”."),
        (["."], "is a folder; name the files in it."),
        (["{happy}", "--backend", "cascad"], "Did you mean “cascade”"),
        (["{happy}", "--truth", "nowhere.json"], "The ground truth “nowhere.json” can't be read."),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    happy: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    code = explain.main([argument.format(happy=happy) for argument in arguments])
    told = capsys.readouterr()
    assert code == 2
    assert sentence in told.err
    assert len(told.err.splitlines()) == 1
    assert told.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a.mp4", "--modalities", "smell"],
        ["a.mp4", "--x"],
        ["{happy}", "--from", "-1"],
        ["{happy}", "--from", "nan"],
        ["{happy}", "--to", "inf"],
    ],
)
def test_bad_use_is_exit_code_2(happy: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        explain.main([argument.format(happy=happy) for argument in arguments])
    assert left.value.code == 2


def test_a_failed_backend_is_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import backends
    from backends.errors import BackendError
    from tests.helpers.fakes import Scripted

    scripted = Scripted([BackendError("It needs a GPU.")])
    monkeypatch.setattr(backends, "get", {"scripted": scripted}.__getitem__)
    assert explain.main([str(media.write(tmp_path / "a.mp4")), "--backend", "scripted"]) == 1
    assert "It needs a GPU." in capsys.readouterr().err


def test_each_clip_is_let_go_once_it_is_explained(
    happy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long list takes no more memory than its largest clip."""
    seen: list[weakref.ref[Clip]] = []
    explained = side_by_side.explain

    def watched(clip: Clip, *others: Any) -> Any:
        gc.collect()
        assert [ref() for ref in seen] == [None] * len(seen)
        seen.append(weakref.ref(clip))
        return explained(clip, *others)

    monkeypatch.setattr(side_by_side, "explain", watched)
    assert explain.main([str(happy)] * 3 + ["--backend", "echo"]) == 0
    assert len(seen) == 3


def test_how_long_a_clip_may_be_can_be_said(
    happy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [str(happy), "--backend", "echo"]
    monkeypatch.setenv("EMER_MAX_SECONDS", "1")
    assert explain.main(command) == 2
    assert "at most 1 s" in capsys.readouterr().err
    assert explain.main([*command, "--max-seconds", "3"]) == 0
    monkeypatch.setenv("EMER_MAX_SECONDS", "often")
    with pytest.raises(SystemExit):
        explain.main(command)
    assert "often" in capsys.readouterr().err


def test_files_are_written_for_other_tools(
    happy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two clips of one name in two folders, and a word for a format that is none."""
    other = tmp_path / happy.name
    other.write_bytes(happy.read_bytes())
    out = tmp_path / "out"
    arguments = [str(happy), str(other), "--backend", "echo", "--out", str(out)]
    assert explain.main([*arguments, "--formats", "srt,JSON"]) == 0
    written = [
        f"{happy.stem}{number}.echo{end}" for number in ("", "-2") for end in (".json", ".srt")
    ]
    assert {path.name for path in out.iterdir()} == set(written)
    told = capsys.readouterr()
    assert [Path(line).name for line in told.err.splitlines()] == written
    assert explain.main([*arguments, "--formats", "jsn"]) == 2
    assert "Did you mean “json”?" in capsys.readouterr().err
    assert explain.main([str(happy), "--formats", "json"]) == 2
    assert "--out" in capsys.readouterr().err
    (tmp_path / "file").touch()
    refused = [str(happy), "--backend", "echo", "--out", str(tmp_path / "file"), "--formats", "srt"]
    assert explain.main(refused) == 1
    assert "can't be written" in capsys.readouterr().err


def test_subtitles_with_times(
    happy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "said.srt"
    file.write_text("1\n00:00:00,500 --> 00:00:01,800\nDon't forget a jacket\n", "utf-8")
    arguments = [str(happy), "--backend", "echo", "--json", "--subtitles"]
    assert explain.main([*arguments, str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["received"]["text"] == "Don't forget a jacket"
    assert explain.main([*arguments, "track"]) == 2
    assert "no subtitle track" in capsys.readouterr().err
    assert explain.main([*arguments, str(tmp_path / "gone.vtt")]) == 2
    assert "gone.vtt" in capsys.readouterr().err
