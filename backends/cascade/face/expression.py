"""What a face seems to express, by two nets: one that knows what people see, one that advises.

The first is the project's own, trained on what ten people said of each of FER+'s faces; it knows
how people name the faces of the web. The second, face-api's, is often wrong of those, but where it
is nearly certain it is as right as the first, and it knows the posed faces of other sets, which
FER+ alone does not teach. So it is listened to the more, the surer it is. How both are put together
was set on FER+'s public test (`assets/weights/expression_report.md`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backends.cascade.face import nets

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

SIDE = 48
"""Of FER+'s pictures, which the own net was trained on."""
ADVISER_SIDE = 112
TRUST = 0.6
"""Share of face-api's net in the answer where it is certain."""
STEEPNESS = 30.0
"""Power of its highest probability by which that share falls: .21 is left at .95, .04 at .9."""
TEMPERATURE = 0.8
"""Of the answer, so that with `STRAY` it is as sure as the share of people who say the same."""
STRAY = 0.06
"""Share that is spread over all seven: of ten people some nearly always see something else."""

OFTEN = (0.327, 0.264, 0.148, 0.086, 0.036, 0.017, 0.122)
"""How often people vote for each emotion of `BASIC`, over FER+'s training faces."""
PRIOR = 0.6
"""Power of `OFTEN` in the own net's answers, which serves best where faces are of that mix."""


@dataclass(frozen=True)
class Expression:
    """What one face seems to express, twice, each [7] in the order of `BASIC`."""

    probabilities: Floats
    """The share of people who would say so of a face from the web."""
    evidence: Floats
    """What speaks for each as if none were commoner than another, both nets heard alike.

    For what is pooled with other evidence, where an even spread stands for knowing nothing, and to
    confirm what the face does: acted faces are made clearer than those of the web, and rarer.
    """


def read(face: Image) -> Expression:
    """What a crop [height, width, 3] that a face fills seems to express.

    Both nets see the crop and its mirror image, which steadies them.
    """
    people, advice = own(face), adviser(face)
    share = TRUST * advice.max() ** STEEPNESS
    mixed = ((1 - share) * people + share * advice) ** (1 / TEMPERATURE)
    even = people * np.array(OFTEN) ** -PRIOR
    return Expression(
        np.asarray((1 - STRAY) * mixed / mixed.sum() + STRAY / len(mixed), np.float32),
        np.asarray((even / even.sum() + advice) / 2, np.float32),
    )


def expression(face: Image) -> Floats:
    """The probabilities of `read` alone."""
    return read(face).probabilities


def own(face: Image) -> Floats:
    """The own net's probabilities [7]: the logits of both images, averaged."""
    import cv2

    grey = cv2.cvtColor(
        cv2.resize(face, (SIDE, SIDE), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY
    )
    both = cv2.dnn.blobFromImages([grey, grey[:, ::-1]])
    logits = nets.run("expression_own.onnx", both, ["logits"])[0].mean(0)
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), np.float32)


def adviser(face: Image) -> Floats:
    """face-api's probabilities [7] (MIT, V. Mandic): the mean over both images."""
    import cv2

    side = (ADVISER_SIDE, ADVISER_SIDE)
    colour = cv2.resize(face, side, interpolation=cv2.INTER_AREA)
    both = cv2.dnn.blobFromImages([colour, colour[:, ::-1]])
    return np.asarray(nets.run("expression_dense.onnx", both, ["probabilities"])[0].mean(0), "f4")
