"""Pictures in blocks: the same pictures, and memory that is given back."""

from __future__ import annotations

import numpy as np

from backends import blocks
from backends.clip import Clip
from tests.helpers.places import GALLERY


def test_pictures_stay_what_they_are() -> None:
    kept, random = blocks.Blocks(), np.random.default_rng(1)
    sizes = [(4, 6, 3)] * 3 + [(6, 4, 3)] * 2 + [(4, 6, 3)]
    given = [random.integers(0, 256, size, np.uint8) for size in sizes]
    got = [kept.keep(image) for image in given]
    assert all(np.array_equal(one, other) for one, other in zip(given, got, strict=True))
    assert not any(np.shares_memory(one, other) for at, one in enumerate(got) for other in got[:at])


def test_a_full_block_is_followed_by_another() -> None:
    kept, image = blocks.Blocks(), np.zeros((2048, 2048, 3), np.uint8)
    got = [kept.keep(image + n) for n in range(5)]
    assert [int(one[0, 0, 0]) for one in got] == [0, 1, 2, 3, 4]
    assert got[0].base is not got[4].base


def test_frames_of_a_clip_lie_in_a_block_that_goes_back() -> None:
    frames = Clip.open(GALLERY / "1001_DFA_HAP_XX.mp4").frames
    bases = {id(frame.image.base) for frame in frames}
    assert len(bases) == 1
    base = frames[0].image.base
    assert isinstance(base, np.ndarray) and base.nbytes > 32 << 20
    assert all(frame.image.flags.c_contiguous for frame in frames)
