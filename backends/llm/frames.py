"""Which pictures of a clip a model is shown. The rule has a name, and the answer tells it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backends.clip import Clip, Frame

RULES = {"evenly": "evenly in time, first and last included"}
"""Name of a rule → what it does, as `Explanation.versions` tells it."""


def choose(clip: Clip, n: int, rule: str = "evenly") -> list[Frame]:
    """At most `n` frames of the clip, in order of time; fewer where the clip holds fewer.

    "evenly" takes the frames nearest to `n` moments spread from the first frame to the last; one
    frame alone is the one nearest to the middle. A clip without a picture gives an empty list.
    Raises ValueError for an unknown rule or n < 1, ClipError if no picture can be decoded.
    """
    if rule not in RULES:
        raise ValueError(f"There is no rule “{rule}”; known: {', '.join(RULES)}.")
    if n < 1:
        raise ValueError(f"At least one frame must be chosen, not {n}.")
    frames = clip.frames
    if len(frames) <= n:
        return list(frames)
    times = np.array([frame.time for frame in frames])
    first, last = times[0], times[-1]
    moments = np.linspace(first, last, n) if n > 1 else np.array([(first + last) / 2])
    nearest = np.abs(times - moments[:, None]).argmin(axis=1)
    return [frames[i] for i in np.unique(nearest)]


def named(frames: Sequence[Frame], rule: str = "evenly") -> str:
    """What was chosen and how, e.g. "8 frames, evenly in time, first and last included"."""
    if len(frames) <= 1:
        return "1 frame, the middle one" if frames else "no frames"
    return f"{len(frames)} frames, {RULES[rule]}"
