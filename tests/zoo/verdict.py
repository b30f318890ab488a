"""How it went with a file of the zoo."""

from __future__ import annotations

from enum import StrEnum

OFF = 0.15
"""Seconds by which what was received may differ."""


class Verdict(StrEnum):
    """A file is answered rightly or refused in one sentence, or neither."""

    RIGHT = "right"
    SENTENCE = "sentence"
    WRONG = "wrong"
    FALSE = "false"
    """Something is said plainly that is not so."""
    FAULT = "fault"
    """A traceback, or more than one sentence."""
