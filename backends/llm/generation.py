"""Generation options: what a language model is asked for, and how much it gets and writes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from backends.options import Options
from backends.words import Words

FRAMES = 8
"""Frames that a model is shown where nothing else is chosen."""
MOST_FRAMES = 64
MOST_TOKENS = 4096

_SAY = Words(__file__)

FRAMES_TITLE = _SAY("option.frames.title")
"""What the choice of how many frames is called, where another sentence names it."""

Mode = Literal["reasons", "labels"]


class Generation(Options):
    """The options of every language model that is given a clip."""

    words = _SAY

    mode: Mode = "reasons"
    """The four parts of the rationale and the list of emotion words, or the list alone."""
    frames: int = Field(FRAMES, ge=1, le=MOST_FRAMES, json_schema_extra={"offered": [8, 4, 16, 32]})
    max_tokens: int = Field(512, ge=1, le=MOST_TOKENS)
    seed: int | None = Field(None, ge=0, le=2**31)
    """None: the likeliest answer, the same each time. A number: one drawn by chance with it."""
