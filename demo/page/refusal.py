"""What a person can't have as they asked for it, as one sentence in their language."""

from __future__ import annotations

from backends.errors import EmerError


class Refused(EmerError):
    """Something has not been chosen, or was asked for in a way that can't be read."""
