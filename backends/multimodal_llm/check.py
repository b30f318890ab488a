"""Does a model run on this machine, and how fast? `python -m backends.multimodal_llm.check`.

Without a name it checks every model that can run here. For each it prints where it runs, in which
dtype, the memory that it took and its tokens a second, then the answer. Exit codes: 0 all ran; 1
one failed; 2 a wrong name, an unusable clip, or nothing to check.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import backends
from backends import interrupt
from backends.backend import Request
from backends.base import Explanation
from backends.clip import Clip
from backends.errors import BackendError, EmerError
from backends.llm.local.loading import LOADED
from backends.multimodal_llm.local import ANSWERING, LOADING, LocalLLM
from backends.words import Words

CLIP = Path(__file__).resolve().parents[2] / "assets" / "gallery" / "1001_DFA_HAP_XX.mp4"

_SAY = Words(__file__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        known = _models()
        wrong = [name for name in options.backends if name not in known]
        if wrong:
            raise BackendError(_SAY("check.unknown", name=wrong[0], known=[*known]))
        clip = Clip.open(options.clip, subtitle=options.subtitle)
        names = options.backends or [name for name, model in known.items() if not model.missing()]
        if not names:
            raise BackendError(_SAY("check.nothing"))
    except EmerError as error:
        print(error, file=sys.stderr)
        return 2
    return max([_check(known[name], clip, options.tokens) for name in names])


def _check(model: LocalLLM, clip: Clip, tokens: int) -> int:
    name = model.card.name
    try:
        *_, last = model.explain(clip, Request(options={"max_tokens": str(tokens)}))
    except EmerError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    if not isinstance(last, Explanation):
        raise TypeError(f"{name} did not end with an explanation")
    written = LOADED[model.weights.id].tokens
    seconds = last.timings[ANSWERING]
    print(
        f"{name}: {last.versions['device']}; {_memory()}; loaded in {last.timings[LOADING]:.1f} s; "
        f"{written} tokens in {seconds:.1f} s, {written / seconds:.1f} tokens/s; "
        f"got {last.versions['frames']}, {last.received.sound_seconds:.1f} s of sound"
    )
    parts = [part for part in last.rationale.model_dump().values() if part]
    print("\n".join(f"  {part}" for part in parts))
    model.unload()
    return 0


def _memory() -> str:
    """The most memory taken so far: of the graphics cards, else of this process."""
    import psutil
    import torch

    if torch.cuda.is_available():
        cards = range(torch.cuda.device_count())
        return f"{sum(map(torch.cuda.max_memory_allocated, cards)) / 1e9:.1f} GB on the GPU at most"
    return f"{psutil.Process().memory_info().rss / 1e9:.1f} GB of memory"


def _models() -> dict[str, LocalLLM]:
    found = {name: backends.get(name) for name in backends.names()}
    return {name: model for name, model in found.items() if isinstance(model, LocalLLM)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m backends.multimodal_llm.check",
        description="Say whether multimodal LLMs run on this machine, and how fast.",
    )
    parser.add_argument("backends", nargs="*", metavar="BACKEND", help="default: all that can run")
    parser.add_argument(
        "--clip", type=Path, default=CLIP, metavar="FILE", help="default: a gallery clip"
    )
    parser.add_argument("--subtitle", metavar="TEXT", help="what is said in it")
    parser.add_argument("--tokens", type=int, default=256, help="the most to write (default 256)")
    return parser


if __name__ == "__main__":
    interrupt.run(main)
