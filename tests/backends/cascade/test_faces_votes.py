"""The report on faces with votes: what is judged, and its figures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from backends.cascade.train import faces, faces_votes

NEUTRAL, HAPPY, ANGRY = [8, 2] + 8 * [0], [0, 9, 1] + 7 * [0], [0, 0, 0, 0, 6, 1, 0, 3, 0, 0]
DIVIDED, UNKNOWN = [5, 5] + 8 * [0], [1] + 7 * [0] + [9, 0]


def written(folder: Path, votes: list[list[int]], usage: list[int]) -> Path:
    greys = np.arange(len(votes), dtype=np.uint8)[:, None, None]
    pictures = np.broadcast_to(greys, (len(votes), 48, 48))
    path = folder / "faces.npz"
    np.savez(path, faces=pictures, votes=np.array(votes, np.uint8), usage=np.array(usage))
    return path


def test_what_most_people_agree_on_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {0: [0.8, 0.2], 1: [0.6, 0.4], 2: [0.1, 0.2, 0.0, 0.7]}
    answers = {grey: np.pad(some, (0, 7 - len(some))) for grey, some in said.items()}
    monkeypatch.setattr(faces_votes.expression, "expression", lambda face: answers[face[0, 0, 0]])
    votes = [NEUTRAL, HAPPY, ANGRY, DIVIDED, UNKNOWN, HAPPY]
    file = written(tmp_path, votes, [2, 2, 2, 2, 2, 1])
    assert faces.main(["--report", str(file)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["n"], found["left_out"]) == (3, 2)
    assert found["accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["recall"] == {"neutral": 1.0, "happy": 0.0, "angry": 1.0}
    assert found["balanced"] == pytest.approx(2 / 3, abs=1e-4)
    # .8 and .8 of the votes; .6 and .0; .7 and six of the seven votes for an emotion
    assert found["vote_gap"] == pytest.approx((0 + 0.6 + 6 / 7 - 0.7) / 3, abs=1e-4)
    assert set(found["interval"]) == {
        "accuracy", "balanced", "macro_f1", "ece", "vote_gap", "jsd",
    }  # fmt: skip


def test_divergence_in_bits() -> None:
    one = np.array([[1.0, 0.0], [0.5, 0.5], [1.0, 0.0]])
    other = np.array([[0.0, 1.0], [0.5, 0.5], [0.5, 0.5]])
    assert faces_votes.divergence(one, other) == pytest.approx([1.0, 0.0, 0.311278], abs=1e-6)


def test_what_is_no_such_file_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.npz"
    np.savez(wrong, faces=np.zeros((2, 40, 40)), votes=np.zeros((2, 10)), usage=np.zeros(2))
    (tmp_path / "text.npz").write_text("no")
    divided = written(tmp_path, [DIVIDED], [2])
    for file in (wrong, tmp_path / "text.npz", tmp_path / "gone.npz", divided):
        assert faces.main(["--report", str(file)]) == 2
        told = capsys.readouterr()
        assert not told.out and len(told.err.splitlines()) == 1
