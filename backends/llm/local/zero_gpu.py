"""ZeroGPU: a Hugging Face Space that lends a graphics card for the seconds of one call."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def lend_gpu(generator: Callable[P, Iterator[R]], seconds: int) -> Callable[P, Iterator[R]]:
    """`generator`, run with a graphics card lent for at most `seconds`; itself on other machines.

    There the arguments are pickled and the call runs in a fork: pass small things, and find the
    model in a global.
    """
    if not os.environ.get("SPACES_ZERO_GPU") or find_spec("spaces") is None:
        return generator
    import spaces

    def lent(*args: P.args, **kwargs: P.kwargs) -> Iterator[R]:  # `spaces` keeps one a function
        yield from generator(*args, **kwargs)

    decorated: Callable[P, Iterator[R]] = spaces.GPU(duration=seconds)(lent)
    return decorated
