"""From FER+'s votes to the own expression net, and how it is put together with face-api's.

    python -m backends.cascade.train.faces train --votes FILE.npz --out NET.onnx

Of FER+'s parts the training part trains, the public test sets how both nets are put together, and
the private test is for judging alone (`faces --report`). About half an hour of one core.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from backends.cascade.face import expression
from backends.cascade.train import faces_fit, faces_mix, faces_net, faces_votes

Floats = NDArray[np.float64]

AT_ONCE = 128


def train(file: Path, out: Path) -> None:
    """Write the net, and beside it (.md) the settings that `face.expression` needs, with the table.

    Raises OSError where a file is missing, EmerError where one is not as documented.
    """
    torch.set_num_threads(1)  # so that the same seed gives the same net on any machine
    faces, votes = faces_votes.read(file, faces_votes.TRAIN)
    seven = faces_votes.for_seven(votes)
    tell(f"{len(faces)} faces; asking face-api's net of them")
    net = faces_fit.fit(faces, seven, advice(faces).astype(np.float32), tell)
    faces, votes = faces_votes.read(file, faces_votes.PUBLIC)
    judged = faces_votes.agreed(votes)
    public, prior = faces[judged], faces_fit.often(seven)
    shares = faces_votes.for_seven(votes[judged]).astype(float)
    shares /= shares.sum(1, keepdims=True)
    mix = faces_mix.fit(logits(net, public), advice(public), shares, prior)
    faces_net.write(net, torch.from_numpy(mix.prior * np.log(prior)).float(), out)
    out.with_suffix(".md").write_text(
        "# How the own net and face-api's are put together\n\n"
        f"Settings for `backends/cascade/face/expression.py`: TRUST {mix.trust}, STEEPNESS "
        f"{mix.steepness:.0f}, TEMPERATURE {mix.temperature:.2f}, STRAY {mix.stray:.2f}; the "
        "prior is in the net.\n\n"
        f"FER+'s public test, n = {len(public)}; kept: of what face-api's net is certain of "
        f"(over {faces_mix.CERTAIN}), at least {faces_mix.KEPT} must stay.\n\n{mix.table}\n",
        "utf-8",
    )


def advice(faces: NDArray[np.uint8]) -> Floats:
    """face-api's answers [n, 7] to greys [n, 48, 48]."""
    return np.array([expression.adviser(face[..., None].repeat(3, axis=2)) for face in faces], "f8")


def logits(net: faces_net.ExpressionNet, faces: NDArray[np.uint8]) -> Floats:
    """The own net's logits [n, 7] for greys [n, 48, 48], the mean of face and mirror image."""
    found = []
    with torch.no_grad():
        for start in range(0, len(faces), AT_ONCE):
            greys = torch.from_numpy(faces[start : start + AT_ONCE, None].astype(np.float32))
            found.append((net(greys)[0] + net(greys.flip(3))[0]) / 2)
    return np.asarray(torch.cat(found).numpy(), np.float64)


def tell(line: str) -> None:
    """Show how far it is."""
    print(line, file=sys.stderr, flush=True)
