"""What a lesson can't do for a person, as one sentence and a status of HTTP."""

from __future__ import annotations

from backends.errors import EmerError
from backends.words import Words

SAY = Words(__file__)
"""Every text of the lesson: `<language>.toml` beside this file."""


class Refused(EmerError):
    """Something can't be done; `key` is its sentence under `[refused]`."""

    def __init__(self, key: str, status: int = 409, **facts: object) -> None:
        super().__init__(SAY(f"refused.{key}", **facts))
        self.key = key
        self.status = status
