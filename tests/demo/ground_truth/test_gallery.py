"""The gallery's clips and their ground truth."""

import json
from pathlib import Path

import pytest

from backends.clip import Clip
from demo.ground_truth import gallery

NAMES = [f"1001_DFA_{emotion}_XX" for emotion in ("ANG", "DIS", "FEA", "HAP", "NEU", "SAD")]


def test_six_clips_of_one_sentence() -> None:
    assert [path.stem for path in gallery.clips()] == NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_ground_truth_in_four_parts(name: str, language: str) -> None:
    truth = gallery.of(name, language)
    assert truth is not None
    assert truth.clip == name
    assert all(truth.rationale.model_dump().values())
    assert truth.emotions
    assert truth.method
    assert truth.subtitle == "Don't forget a jacket."
    assert truth.votes
    assert sum(truth.votes.audiovisual.values()) >= 9
    assert truth.rationale.visual
    is_chinese = any("一" <= letter <= "鿿" for letter in truth.rationale.visual)
    assert is_chinese == (language == "zh")


def test_the_sad_clip_says_that_the_crowd_saw_none() -> None:
    truth = gallery.of("1001_DFA_SAD_XX")
    assert truth and truth.votes
    assert truth.intended == "sad"
    assert "sad" not in truth.emotions
    assert max(truth.votes.audiovisual, key=truth.votes.audiovisual.__getitem__) == "neutral"
    assert "only one sadness" in str(truth.rationale.conclusion)


def test_other_clips_have_none_and_names_cannot_leave_the_folder() -> None:
    assert gallery.of("holiday") is None
    assert gallery.of("../gallery/nothing") is None


def test_licence_stays_with_the_clips() -> None:
    notice = (gallery.FOLDER / "NOTICE.txt").read_text("utf-8")
    assert "Open Database License" in notice
    assert "CREMA-D" in notice
    for path in gallery.clips():
        assert Clip.open(path).duration == pytest.approx(2.1, abs=0.3)


@pytest.mark.parametrize("content", ["{", "{}", '{"clip": "a"}', "[]", '"text"'])
def test_a_wrong_file_is_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "truth.json"
    path.write_text(content)
    with pytest.raises(gallery.GroundTruthError, match=r"truth\.json"):
        gallery.read(path)
    with pytest.raises(gallery.GroundTruthError, match="can't be read"):
        gallery.read(tmp_path / "nowhere.json")


def test_a_truth_in_one_language_serves_both(tmp_path: Path) -> None:
    whole = json.loads((gallery.FOLDER / f"{NAMES[0]}.json").read_text("utf-8"))
    del whole["languages"]["zh"]
    path = tmp_path / "truth.json"
    path.write_text(json.dumps(whole))
    assert gallery.read(path, "zh").emotions == gallery.read(path, "en").emotions
