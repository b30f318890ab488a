"""Training the expression net: augmentation, how it is put together, all of it on noise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnx", reason="onnx is not installed (extra: train)")
torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from backends import sessions  # noqa: E402
from backends.cascade.train import (  # noqa: E402
    faces,
    faces_augment,
    faces_fit,
    faces_mix,
    faces_net,
    faces_train,
)

NOISE = np.random.default_rng(3)


def test_faces_are_changed_by_the_dice_alone() -> None:
    face = NOISE.integers(0, 256, (48, 48)).astype(np.uint8)
    for change in (faces_augment.moved, faces_augment.lit, faces_augment.worn):
        once, again = ([change(face, np.random.default_rng(n)) for n in range(30)] for _ in "ab")
        assert all(np.array_equal(a, b) for a, b in zip(once, again, strict=True))
        assert all(one.shape == (48, 48) and one.dtype == np.uint8 for one in once)
        assert sum(np.array_equal(one, face) for one in once) < 20


def test_the_written_net_answers_as_the_trained_one(tmp_path: Path) -> None:
    torch.manual_seed(1)
    net = faces_net.ExpressionNet().eval()
    offset = torch.arange(7.0)
    faces_net.write(net, offset, tmp_path / "net.onnx")
    greys = NOISE.uniform(0, 255, (3, 1, 48, 48)).astype(np.float32)
    (written,) = sessions.session((tmp_path / "net.onnx").read_bytes()).run(
        ["logits"], {"pixels": greys}
    )
    with torch.no_grad():
        people, _ = net(torch.from_numpy(greys))
    assert written == pytest.approx((people + offset).numpy(), abs=1e-3)
    with torch.no_grad():  # a darker picture of less contrast is the same face
        assert net(torch.from_numpy(greys * 0.8 + 9))[0].numpy() == pytest.approx(
            people.numpy(), abs=0.1
        )


def test_what_the_adviser_is_certain_of_stays() -> None:
    """The own net takes two of three angry faces for neutral, as most people do."""
    votes = np.array([[0.6, 0.4], [0.6, 0.4], [0.3, 0.7], [1.0, 0.0]] * 5)
    shares = np.pad(votes, ((0, 0), (0, 5)))
    logits = np.log(np.maximum(shares, 1e-3))
    advice = np.full((20, 7), 1e-4)
    advice[np.arange(20), [1, 1, 1, 0] * 5] = 1 - 6e-4
    mix = faces_mix.fit(logits, advice, shares, np.full(7, 1 / 7))
    answers = faces_mix.mixed(faces_mix.softmax(logits), advice, mix.trust, mix.steepness)
    assert (answers.argmax(1) == advice.argmax(1)).all()
    unsure = np.full((20, 7), 0.1)
    unsure[:, 5] = 0.4
    answers = faces_mix.mixed(faces_mix.softmax(logits), unsure, mix.trust, mix.steepness)
    assert (answers.argmax(1) == shares.argmax(1)).all()


def test_training_writes_net_and_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    votes = np.zeros((36, 10), np.uint8)
    votes[np.arange(36), np.arange(36) % 7] = 9
    votes[11] = 0
    usage = np.repeat([0, 1, 2], 12)
    file = tmp_path / "faces.npz"
    pictures = NOISE.integers(0, 256, (36, 48, 48)).astype(np.uint8)
    np.savez(file, faces=pictures, votes=votes, usage=usage)
    monkeypatch.setattr(faces_fit, "BATCH", 4)
    monkeypatch.setattr(faces_fit, "EPOCHS", 1)
    threads = torch.get_num_threads()
    try:
        for name in "ab":  # the same seed
            arguments = ["train", "--votes", str(file), "--out", str(tmp_path / f"{name}.onnx")]
            assert faces.main(arguments) == 0
    finally:
        torch.set_num_threads(threads)
    told = (tmp_path / "a.md").read_text("utf-8")
    assert "TRUST" in told and "TEMPERATURE" in told and "prior's power" in told
    assert (tmp_path / "a.onnx").read_bytes() == (tmp_path / "b.onnx").read_bytes()
    net = faces_net.ExpressionNet().eval()
    once = faces_train.logits(net, pictures[:3])
    mirrored = faces_train.logits(net, np.ascontiguousarray(pictures[:3, :, ::-1]))
    assert mirrored == pytest.approx(once, abs=1e-4)
