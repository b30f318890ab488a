"""Tuning the expression net: towers, augmentation, the pool, all of it on faces of noise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnx", reason="onnx is not installed (extra: train)")
torch = pytest.importorskip("torch", reason="torch is not installed (extra: train)")

from backends.cascade.train import (  # noqa: E402
    faces,
    faces_augment,
    faces_fit,
    faces_graph,
    faces_mix,
    faces_run,
)
from backends.cascade.train.faces_tower import Tower  # noqa: E402

NOISE = np.random.default_rng(3)


def made_up() -> dict[str, np.ndarray]:
    """Weights of face-api's names and shapes."""
    found = {
        "dense0/conv0/filters": NOISE.normal(0, 0.3, (3, 3, 3, 32)),
        "dense0/conv0/bias": np.zeros(32),
        "fc/weights": NOISE.normal(0, 0.3, (256, 7)),
        "fc/bias": np.zeros(7),
    }
    before = 32
    for block, after in enumerate((32, 64, 128, 256)):
        for layer in range(4):
            name = f"dense{block}/conv{layer}"
            if name != "dense0/conv0":
                found[f"{name}/depthwise_filter"] = NOISE.normal(0, 0.3, (3, 3, before, 1))
                scale = before**-0.5
                found[f"{name}/pointwise_filter"] = NOISE.normal(0, scale, (1, 1, before, after))
                found[f"{name}/bias"] = np.zeros(after)
            before = after
    return {name: values.astype(np.float32) for name, values in found.items()}


def test_a_tower_goes_through_torch_and_back() -> None:
    dense = made_up()
    pixels = NOISE.uniform(0, 255, (2, 3, 112, 112)).astype(np.float32)
    tower = Tower(dense)
    tuned = tower.arrays()
    assert all(np.array_equal(tuned[name], dense[name]) for name in tuned)
    assert set(dense) - set(tuned) == {name for name in dense if name.startswith("dense0")}
    net = faces_run.session(faces_graph.expression_net(dense, [tuned]).SerializeToString())
    shared, answers = net.run(["shared", "probabilities"], {"pixels": pixels})
    with torch.no_grad():
        new, old = tower(torch.from_numpy(shared))
    assert new.softmax(1).numpy() == pytest.approx(answers, abs=1e-4)
    assert torch.equal(new, old)


def test_faces_are_changed_by_the_dice_alone() -> None:
    face = NOISE.integers(0, 256, (48, 48)).astype(np.uint8)
    for change in (faces_augment.moved, faces_augment.lit, faces_augment.worn):
        once, again = ([change(face, np.random.default_rng(n)) for n in range(30)] for _ in "ab")
        assert all(np.array_equal(a, b) for a, b in zip(once, again, strict=True))
        assert all(one.shape == (48, 48) and one.dtype == np.uint8 for one in once)
        assert sum(np.array_equal(one, face) for one in once) < 20


def test_the_pool_keeps_what_the_first_net_is_sure_of() -> None:
    """The towers took two of three angry faces for neutral, as most people did."""
    votes = np.array([[0.6, 0.4], [0.6, 0.4], [0.3, 0.7], [1.0, 0.0]] * 5)
    shares = np.pad(votes, ((0, 0), (0, 5)))
    dense = np.tile(np.array([[-4.0, 4], [-4, 4], [-4, 4], [4, -4]]), (5, 1))
    dense = np.pad(dense, ((0, 0), (0, 5)), constant_values=-9.0)[:, None].repeat(2, 1)
    new = np.log(np.maximum(shares, 1e-3))[:, None].repeat(2, 1)
    mix = faces_mix.fit(new, dense, dense, shares, np.full(7, 1 / 7))
    pooled = (new + mix.of_old * dense).mean(1)
    assert (pooled.argmax(1) == dense[:, 0].argmax(1)).all()
    assert len(mix.table.splitlines()) == 4 + len(faces_mix.OF_OLD) * len(faces_mix.OF_PRIOR)


def test_training_writes_net_and_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    votes = np.zeros((36, 10), np.uint8)
    votes[np.arange(36), np.arange(36) % 7] = 9
    votes[-1] = 0
    usage = np.repeat([0, 1, 2], 12)
    file = tmp_path / "faces.npz"
    pictures = NOISE.integers(0, 256, (36, 48, 48)).astype(np.uint8)
    np.savez(file, faces=pictures, votes=votes, usage=usage)
    dense = made_up()
    monkeypatch.setattr(faces_graph, "published", lambda _: dense)
    monkeypatch.setattr(faces_fit, "BATCH", 4)
    monkeypatch.setattr(faces_fit, "STEPS", 2)
    monkeypatch.setattr(faces_fit, "RECIPES", (faces_fit.Recipe(1, 3, 0.25, 0.0),))
    arguments = ["train", "--source", str(tmp_path), "--votes", str(file), "--out"]
    assert faces.main([*arguments, str(tmp_path / "a.onnx"), "--kept", str(tmp_path)]) == 0
    report = (tmp_path / "a.md").read_text("utf-8")
    assert '"n": 11' in report and '"vote_gap"' in report and "prior's power" in report
    with np.load(tmp_path / "tower_1.npz") as kept:
        assert not np.array_equal(kept["fc/weights"], dense["fc/weights"])
    net = (tmp_path / "a.onnx").read_bytes()
    answer = faces_run.answering(net)
    one, mirrored = answer(pictures[0]), answer(np.ascontiguousarray(pictures[0][:, ::-1]))
    assert one.sum() == pytest.approx(1, abs=1e-5)
    assert mirrored == pytest.approx(one, abs=1e-5)
    assert faces.main([*arguments, str(tmp_path / "b.onnx")]) == 0  # the same seed
    assert (tmp_path / "b.onnx").read_bytes() == net
