"""Pictures kept in large blocks, so that the memory of a clip goes back when the clip does.

Arrays of half a megabyte come from a heap that glibc keeps for each thread: the next clip, worked
on by another thread, takes its own beside it. A block is large enough to be given back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

BLOCK = 40 << 20
"""Bytes: more than the 32 MiB up to which glibc may take memory from a heap. What of a block is not
written to takes none."""


class Blocks:
    """Takes pictures, one after the other."""

    def __init__(self) -> None:
        self._block: Image | None = None
        self._used = 0

    def keep(self, image: Image) -> Image:
        """The same picture (uint8), in a block with those before it that have its size."""
        block = self._block
        if block is None or block.shape[1:] != image.shape or self._used == len(block):
            self._used = 0
            block = self._block = np.empty((-(-BLOCK // image.nbytes), *image.shape), np.uint8)
        block[self._used] = image
        self._used += 1
        kept: Image = block[self._used - 1]
        return kept
