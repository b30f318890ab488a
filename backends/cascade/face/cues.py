"""From the mesh of one face to a handful of numbers that a person can follow.

Lengths are divided by the distance between the outer corners of the eyes, so that neither the
face's size nor its distance from the camera matters, and they are measured along the face's own
axes, so that turning the head matters little. They are cues, not FACS action units.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from backends.cascade.face import brows

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

# Numbers of points in MediaPipe's mesh. "Right" is the person's right, the picture's left.
RIGHT_EYE_CORNERS, LEFT_EYE_CORNERS = (33, 133), (362, 263)
RIGHT_BROW, LEFT_BROW = (70, 63, 105, 66, 107), (300, 293, 334, 296, 336)
INNER_BROWS = (107, 336), (55, 285)
MOUTH_CORNERS = (61, 291)
INNER_LIPS = (13, 14)
TEMPLES = (127, 356)
INNER_MOUTH = (
    78,
    191,
    80,
    81,
    82,
    13,
    312,
    311,
    310,
    415,
    308,
    324,
    318,
    402,
    317,
    14,
    87,
    178,
    88,
    95,
)
"""The edge of what is seen between the lips, all around."""
FOREHEAD, NOSE_BASE, UPPER_LIP = 10, 2, 0
FOREHEAD_CORNERS = (103, 332), (104, 333)
"""Upper and lower, left and right, between hair and brows."""

EYE_HEIGHT, EYE_WIDTH = 24, 40
EYE_MARGIN = 1.2
"""An eye's picture is 1.2 times as wide as the eye, so that lashes and lids are on it."""
LID = 0.75
"""Part of the skin's grey below which a spot of the eye is iris, pupil or lashes."""
GLINT = 2
"""Rows on each side over which a bright reflection on the iris is passed over."""
EYE_RADIUS = 0.4
"""Of an eyeball, in widths of the eye's opening: 12 mm and 30 mm in adults."""
MOUTH_HEIGHT, MOUTH_WIDTH = 32, 48
MOUTH_MARGIN = 0.95
"""A mouth's picture is so wide, in distances between the outer eye corners."""
BRIGHT, PALE = 0.65, 0.75
"""Teeth are brighter than this part of the skin's lightness, unlike the dark of the mouth, and less
red than this part of the skin's (CIELAB a*), unlike lips and tongue."""
FOREHEAD_HEIGHT, FOREHEAD_WIDTH = 40, 48
LINE = 11
"""Rows of the forehead's picture over which grey is averaged: a crease is thinner."""


@dataclass(frozen=True)
class Cues:
    """Lengths are in distances between the outer eye corners, angles in degrees."""

    mouth_opening: float
    """Between the inner edges of the lips."""
    corner_lift: float
    """How far the corners of the mouth lie above the middle of the lips; below is negative."""
    mouth_width: float
    eye_contrast: float
    """Standard deviation of grey inside the eyes over the skin's grey: falls when they close. The
    mesh's own lids hardly move when the eyes close, so that they can't tell.
    """
    eye_opening: float
    """Height of what is dark in the eye at its iris, over the eye's width. Lowered brows throw a
    shadow that adds to it, so it counts only where they are not lowered.
    """
    upper_lip: float
    """From the base of the nose to the upper lip's edge: falls when the lip is raised."""
    forehead_lines: float
    """How much the forehead's grey changes from row to row, in percent of it: its creases."""
    brow_height: float
    """Of the brows above the line of the eye corners, mean of both."""
    brow_gap: float
    """Between the inner ends of the brows."""
    teeth: float
    """Part of the mouth's picture that shows teeth, in percent."""
    gaze: float
    """Where head and eyes point together; to the picture's right is positive. The middle of what is
    dark in the eyes lies a little beside the pupils, so that only changes tell something."""
    yaw: float
    """Head turned to the picture's right is positive."""
    pitch: float
    """Head raised is positive, lowered is negative."""
    roll: float
    """Top of the head towards the picture's right is positive."""
    inner_brows: float
    """Height of the upper edge of the brows' inner ends above the line of the eye corners, in the
    picture: the mesh follows them too little."""
    brow_slope: float
    """How far the brows' inner ends lie above their middle; 0 where they do not."""


CUES = tuple(field.name for field in fields(Cues))


def measure(image: Image, points: Floats, eyes: Image) -> Cues:
    """The cues of one mesh, `points` [468, 3] in pixels of `image` (y down, z smaller is nearer),
    and of the pictures of its eyes as `eye_pictures` gives them.
    """
    across = _unit(points[[263, TEMPLES[1]]].sum(0) - points[[33, TEMPLES[0]]].sum(0))
    down = points[NOSE_BASE] - points[FOREHEAD]
    down = _unit(down - down.dot(across) * across)
    scale = float(np.linalg.norm(points[33] - points[263]))
    x, y = points @ across / scale, points @ down / scale
    yaw = float(np.degrees(np.arctan2(across[2], across[0])))
    seen = brows.measure(image, points, down)
    eye_line = float(y[[*RIGHT_EYE_CORNERS, *LEFT_EYE_CORNERS]].mean())
    return Cues(
        mouth_opening=float(y[INNER_LIPS[1]] - y[INNER_LIPS[0]]),
        corner_lift=float(y[[*INNER_LIPS]].mean() - y[[*MOUTH_CORNERS]].mean()),
        mouth_width=float(x[MOUTH_CORNERS[1]] - x[MOUTH_CORNERS[0]]),
        eye_contrast=_eye_contrast(eyes),
        eye_opening=float(np.mean([_eye_opening(eye) for eye in eyes])),
        upper_lip=float(y[UPPER_LIP] - y[NOSE_BASE]),
        forehead_lines=_lines(forehead_picture(image, points)),
        brow_height=eye_line - float(y[[*RIGHT_BROW, *LEFT_BROW]].mean()),
        brow_gap=float(np.mean([x[left] - x[right] for right, left in INNER_BROWS])),
        teeth=_teeth(image, points),
        gaze=yaw + float(np.mean([_eye_turn(eye) for eye in eyes])),
        yaw=yaw,
        pitch=float(np.degrees(np.arctan2(-down[2], down[1]))),
        roll=float(np.degrees(np.arctan2(across[1], across[0]))),
        inner_brows=seen.inner,
        brow_slope=seen.slope,
    )


def eye_pictures(image: Image, points: Floats) -> Image:
    """Both eyes [2, 24, 40] in grey, level and at one size, the picture's left eye first."""
    import cv2

    pictures = []
    for left, right in (RIGHT_EYE_CORNERS, LEFT_EYE_CORNERS):
        x, y = (points[left, :2] + points[right, :2]) / 2
        across = points[right, :2] - points[left, :2]
        angle = float(np.degrees(np.arctan2(across[1], across[0])))
        zoom = EYE_WIDTH / (EYE_MARGIN * max(float(np.hypot(*across)), 1.0))
        turn = cv2.getRotationMatrix2D((float(x), float(y)), angle, zoom)
        turn[0, 2] += (EYE_WIDTH - 1) / 2 - x
        turn[1, 2] += (EYE_HEIGHT - 1) / 2 - y
        eye = cv2.warpAffine(image, turn, (EYE_WIDTH, EYE_HEIGHT), borderMode=cv2.BORDER_REPLICATE)
        pictures.append(cv2.cvtColor(eye, cv2.COLOR_RGB2GRAY))
    return np.asarray(pictures, np.uint8)


def forehead_picture(image: Image, points: Floats) -> Image:
    """The forehead [40, 48] in grey, level and at one size."""
    import cv2

    (left, right), (low_left, low_right) = points[np.array(FOREHEAD_CORNERS), :2]
    across, down = right - left, (low_left + low_right - left - right) / 2
    # From pixel centre to pixel centre, so that a mirrored picture gives the mirrored forehead.
    corners = np.array([[0, 0], [FOREHEAD_WIDTH - 1, 0], [0, FOREHEAD_HEIGHT - 1]], np.float32)
    turn = cv2.getAffineTransform(np.stack([left, left + across, left + down]), corners)
    size = (FOREHEAD_WIDTH, FOREHEAD_HEIGHT)
    picture = cv2.warpAffine(image, turn, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def _eye_opening(eye: Image) -> float:
    """Of one eye's picture: rows around the darkest that are dark, over the eye's width; 0: none.

    To a part of a row, by where grey crosses `LID` between two rows.
    """
    import cv2

    skin = max(float(np.percentile(eye, 75)), 1.0)
    grey = cv2.GaussianBlur(eye.astype(np.float32) / skin, (5, 3), 0)
    inside = slice(EYE_HEIGHT // 4, -EYE_HEIGHT // 4)
    column = EYE_WIDTH // 5 + int(grey[inside, EYE_WIDTH // 5 : -EYE_WIDTH // 5].mean(0).argmin())
    rows = grey[:, column - 2 : column + 3].mean(1)
    first = last = EYE_HEIGHT // 4 + int(rows[inside].argmin())
    rows = cv2.erode(rows[:, None], np.ones((2 * GLINT + 1, 1))).ravel()
    if rows[first] >= LID:
        return 0.0
    while first > 0 and rows[first - 1] < LID:
        first -= 1
    while last < EYE_HEIGHT - 1 and rows[last + 1] < LID:
        last += 1
    over = [
        (LID - rows[here]) / (rows[there] - rows[here])
        for here, there in ((first, first - 1), (last, last + 1))
        if 0 <= there < EYE_HEIGHT
    ]
    return float(last - first + 1 - 2 * GLINT + sum(over)) * EYE_MARGIN / EYE_WIDTH


def _eye_turn(eye: Image) -> float:
    """Degrees by which one eye is turned to the picture's right, by where its dark part lies."""
    grey = eye[EYE_HEIGHT // 4 : -EYE_HEIGHT // 4] / max(float(np.percentile(eye, 75)), 1.0)
    columns = np.arange(EYE_WIDTH) - (EYE_WIDTH - 1) / 2
    inside = np.abs(columns) < EYE_WIDTH * 0.35  # without the corners, which are dark too
    dark = np.clip(LID - grey, 0, None).sum(0) * inside
    aside = float(dark @ columns) / max(float(dark.sum()), 1e-6) * EYE_MARGIN / EYE_WIDTH
    return float(np.degrees(np.arcsin(np.clip(aside / EYE_RADIUS, -1, 1))))


def _teeth(image: Image, points: Floats) -> float:
    """Percent of a level picture about the mouth, of one size, that lie between the lips and are
    teeth by their colour."""
    import cv2

    across = points[263, :2] - points[33, :2]
    angle = float(np.degrees(np.arctan2(across[1], across[0])))
    zoom = MOUTH_WIDTH / (MOUTH_MARGIN * max(float(np.hypot(*across)), 1.0))
    x, y = points[[*INNER_LIPS], :2].mean(0).tolist()
    turn = cv2.getRotationMatrix2D((x, y), angle, zoom)
    turn[0, 2] += (MOUTH_WIDTH - 1) / 2 - x
    turn[1, 2] += (MOUTH_HEIGHT - 1) / 2 - y
    size = (MOUTH_WIDTH, MOUTH_HEIGHT)
    mouth = cv2.warpAffine(image, turn, size, borderMode=cv2.BORDER_REPLICATE)
    edge = points[[*INNER_MOUTH], :2] @ turn[:, :2].T + turn[:, 2]
    inner = cv2.fillPoly(np.zeros(size[::-1], np.uint8), [np.rint(edge).astype(np.int32)], 1)
    inside = cv2.dilate(inner, np.ones((3, 3), np.uint8)) > 0
    light, red, _ = np.moveaxis(
        cv2.cvtColor(mouth.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), 2, 0
    )
    skin_light, skin_red = np.median(light[~inside]), np.median(red[~inside])
    teeth = inside & (light > BRIGHT * skin_light) & (red < PALE * skin_red)
    return 100 * float(teeth.mean())


def _lines(forehead: Image) -> float:
    """Standard deviation of a forehead's picture without what changes slowly downwards or quickly
    sideways, in percent of its grey.
    """
    import cv2

    grey = forehead.astype(np.float32) / max(float(np.median(forehead)), 1.0)
    middle = grey[:, FOREHEAD_WIDTH // 6 : -FOREHEAD_WIDTH // 6]
    lines = cv2.blur(middle - cv2.blur(middle, (1, LINE)), (9, 1))
    return 100 * float(lines[LINE // 2 : -LINE // 2].std())


def _eye_contrast(eyes: Image) -> float:
    skin = np.percentile(eyes, 75, axis=(1, 2))
    # The middle: without brows above, and without the corners, which stay dark in a closed eye.
    inside = eyes[:, EYE_HEIGHT // 4 : -EYE_HEIGHT // 4, EYE_WIDTH // 5 : -EYE_WIDTH // 5]
    return float((inside.std((1, 2)) / np.maximum(skin, 1)).mean())


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)
