"""Faces of 48x48 greys as a video would show them: turned, shifted, lit, compressed, half covered.

The cut of FER2013's pictures and that of `face.nets.crop` (1.25 times the detector's box, 6 %
higher) differ by up to a tenth of the face, hence the shifts and scales.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Dice = np.random.Generator

SIDE = 48
TURN = 15.0
"""Degrees, either way."""
SCALE = 0.2
"""Of the face, either way, as is the shift below."""
SHIFT = 0.1


def moved(face: Grey, dice: Dice) -> Grey:
    """The face [48, 48] mirrored or not, turned, scaled and shifted by chance."""
    import cv2

    middle = (SIDE - 1) / 2
    turn = cv2.getRotationMatrix2D(
        (middle, middle), dice.uniform(-TURN, TURN), float(np.exp(dice.uniform(-SCALE, SCALE)))
    )
    turn[0] *= dice.uniform(0.93, 1.07)
    turn[0, 2] += middle - turn[0] @ (middle, middle, 1)
    turn[:, 2] = turn[:, 2] + dice.uniform(-SHIFT, SHIFT, 2) * SIDE
    picture = face[:, ::-1] if dice.random() < 0.5 else face
    return np.asarray(
        cv2.warpAffine(
            np.ascontiguousarray(picture), turn, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def lit(face: Grey, dice: Dice) -> Grey:
    """The face under another light: gamma, from a side, contrast equalised, sharpened."""
    import cv2

    if dice.random() < 0.12:
        face = np.asarray(cv2.equalizeHist(face), np.uint8)
    elif dice.random() < 0.12:
        tiles = int(dice.integers(1, 5))
        face = np.asarray(
            cv2.createCLAHE(float(dice.uniform(1, 4)), (tiles, tiles)).apply(face), np.uint8
        )
    light = (face / np.float32(255)) ** np.float32(np.exp(dice.normal(0, 0.3)))
    if dice.random() < 0.25:
        angle, strength = dice.uniform(0, 2 * np.pi), dice.uniform(0, 0.6)
        rows, columns = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j].astype(np.float32)
        light = light * (1 + strength * (np.cos(angle) * rows + np.sin(angle) * columns))
    if dice.random() < 0.2:
        soft = cv2.GaussianBlur(light, (0, 0), float(dice.uniform(0.7, 2)))
        light = light + dice.uniform(0.3, 1.5) * (light - soft)
    return np.clip(light * 255 * dice.uniform(0.6, 1.15), 0, 255).astype(np.uint8)


def worn(face: Grey, dice: Dice) -> Grey:
    """The face as a poor video shows it: small, blurred, noisy, compressed, partly covered."""
    import cv2

    if dice.random() < 0.4:
        return face
    if dice.random() < 0.3:
        side = int(dice.integers(16, 40))
        small = cv2.resize(face, (side, side), interpolation=cv2.INTER_AREA)
        face = np.asarray(cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)
    elif dice.random() < 0.25:
        face = np.asarray(cv2.GaussianBlur(face, (0, 0), float(dice.uniform(0.5, 1.3))), np.uint8)
    if dice.random() < 0.2:
        noise = dice.normal(0, dice.uniform(2, 10), face.shape)
        face = np.clip(face + noise, 0, 255).astype(np.uint8)
    if dice.random() < 0.3:
        _, code = cv2.imencode(".jpg", face, [cv2.IMWRITE_JPEG_QUALITY, int(dice.integers(20, 80))])
        face = np.asarray(cv2.imdecode(code, cv2.IMREAD_GRAYSCALE), np.uint8)
    if dice.random() < 0.3:
        face = face.copy()
        if dice.random() < 0.3:  # a hand, a microphone, a mask over the mouth
            top, left = int(dice.integers(28, 36)), int(dice.integers(4, 16))
            height, width = SIDE - top, int(dice.integers(20, 36))
        else:
            height, width = (int(n) for n in dice.integers(6, 18, 2))
            top, left = int(dice.integers(0, SIDE - height)), int(dice.integers(0, SIDE - width))
        face[top : top + height, left : left + width] = dice.integers(0, 256)
    return face
