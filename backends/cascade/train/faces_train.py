"""From face-api's weights and FER+'s votes to one net of towers, and a report on it.

    python -m backends.cascade.train.faces train --source DIR --votes FILE.npz --out NET.onnx

`DIR` holds face-api's weights, `FILE` FER+'s faces and votes. With `--kept DIR`, towers are kept in
that folder as they are done, and taken from there. About ten minutes of one core. The app does not
use this net: `assets/weights/expression_trials.md` tells why.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends.cascade.train import faces_fit, faces_graph, faces_mix, faces_run, faces_votes
from backends.cascade.train.faces_graph import Weights

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float64]

AT_ONCE = 32


def train(source: Path, file: Path, out: Path, kept: Path | None) -> None:
    """Tune, set the pool, write the net, and beside it (.md) what was tried and what it comes to.

    Raises OSError where a file is missing, EmerError where one is not as documented.
    """
    dense = faces_graph.published(source)
    faces, votes = faces_votes.read(file, faces_votes.TRAIN)
    seven = faces_votes.for_seven(votes)
    alone = _session(dense, [dense])

    def lower(greys: Sequence[NDArray[np.uint8]]) -> tuple[faces_fit.Floats, faces_fit.Floats]:
        pixels = faces_run.pixels(greys)[::2]
        shared, features = alone.run(["shared", "features"], {"pixels": pixels})
        return shared, features[:, 0] @ dense["fc/weights"] + dense["fc/bias"]

    towers: list[Weights] = []
    for recipe in faces_fit.RECIPES:
        file_kept = kept / f"tower_{recipe.seed}.npz" if kept else None
        if file_kept and file_kept.is_file():
            with np.load(file_kept) as stored:
                towers.append(dict(stored))
            continue
        towers.append(faces_fit.tune(dense, lower, faces, seven, recipe))
        if file_kept:
            np.savez(file_kept, allow_pickle=False, **towers[-1])
    share, _ = faces_fit.shares(seven)
    prior = (share.sum(0) / share.sum()).astype(float)
    mix = pool(dense, towers, prior, file)
    stray = (mix.stray * prior).astype("f4")
    net = faces_graph.expression_net(dense, folded(dense, towers, prior, mix), stray)
    out.write_bytes(net.SerializeToString())
    judged = faces_votes.report(file, faces_run.answering(out.read_bytes()))
    text = f"# A net of towers\n\nFER+'s private test:\n\n`{json.dumps(judged)}`\n\n"
    out.with_suffix(".md").write_text(f"{text}FER+'s public test:\n\n{mix.table}\n", "utf-8")


def pool(dense: Weights, towers: Sequence[Weights], prior: Floats, file: Path) -> faces_mix.Mix:
    """How the towers' answers are best put together, by FER+'s public test."""
    net = _session(dense, [dense, *towers])
    faces, votes = faces_votes.read(file, faces_votes.PUBLIC)
    judged = faces_votes.agreed(votes)
    faces, seven = faces[judged], faces_votes.for_seven(votes[judged]).astype(float)
    batches = (faces_run.pixels([*faces[i : i + AT_ONCE]]) for i in range(0, len(faces), AT_ONCE))
    features = np.concatenate([net.run(["features"], {"pixels": one})[0] for one in batches])

    def logits(place: int, w: Weights) -> Floats:
        by_face = features[:, place] @ w["fc/weights"] + w["fc/bias"]
        return np.asarray(by_face.reshape(len(faces), 2, -1), np.float64)

    new = np.mean([logits(k, tower) for k, tower in enumerate(towers, 1)], axis=0)
    old = np.mean([logits(k, dense) for k, _ in enumerate(towers, 1)], axis=0)
    shares = seven / seven.sum(1, keepdims=True)
    return faces_mix.fit(new, old, logits(0, dense), shares, prior)


def folded(
    dense: Weights, towers: Sequence[Weights], prior: Floats, mix: faces_mix.Mix
) -> list[Weights]:
    """The towers with last layers whose answers add up to the pool."""
    part = 1 / (len(towers) * mix.temperature)
    offset = mix.power * np.log(prior)
    found: list[Weights] = []
    for tower in towers:
        last = {
            "fc/weights": part * (tower["fc/weights"] + mix.of_old * dense["fc/weights"]),
            "fc/bias": part * (tower["fc/bias"] + mix.of_old * dense["fc/bias"] + offset),
        }
        found.append({**tower, **{name: one.astype(np.float32) for name, one in last.items()}})
    return found


def _session(dense: Weights, towers: Sequence[Weights]) -> InferenceSession:
    return faces_run.session(faces_graph.expression_net(dense, towers).SerializeToString())
