"""The options of a request that say how much a multimodal LLM gets and writes."""

from __future__ import annotations

from dataclasses import dataclass

from backends.backend import Option, Request
from backends.errors import BackendError
from backends.llm.local import wording

MOST_FRAMES = 64
MOST_TOKENS = 4096

FRAMES = Option(
    name="frames",
    title="A language model sees",
    number=True,
    values={"8": "8 frames", "4": "4 frames", "16": "16 frames", "32": "32 frames"},
    info="More frames show quicker changes; they take more time and memory.",
    chinese={
        "title": "语言模型看到",
        "8": "8 帧",
        "4": "4 帧",
        "16": "16 帧",
        "32": "32 帧",
        "info": "帧数越多，越能看到快速变化，但更费时间和内存。",
    },
)

MAX_TOKENS = Option(
    name="max_tokens", title="Tokens that it writes at most", values={}, number=True
)
SEED = Option(name="seed", title="Seed of an answer drawn by chance", values={}, number=True)
OPTIONS = (FRAMES, MAX_TOKENS, SEED)


@dataclass(frozen=True)
class Wishes:
    """How much is given and written."""

    frames: int = 8
    max_tokens: int = 512
    seed: int | None = None
    """None: the likeliest answer, the same each time. A number: one drawn by chance with it."""

    @classmethod
    def of(cls, request: Request) -> Wishes:
        """The wishes of a request. Raises BackendError with a sentence if one makes no sense."""
        seed = request.options.get("seed")
        return cls(
            frames=_number(request, "frames", cls.frames, 1, MOST_FRAMES),
            max_tokens=_number(request, "max_tokens", cls.max_tokens, 1, MOST_TOKENS),
            seed=None if seed is None else _number(request, "seed", 0, 0, 2**31),
        )


def _number(request: Request, name: str, default: int, least: int, most: int) -> int:
    text = request.options.get(name, str(default)).strip()
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
        say = wording.NO_NUMBER[request.language]
        raise BackendError(say.format(name=name, text=text, least=least, most=most))
    return int(text)
