"""What is wrong with a clip, as one sentence for the person who gave it, in their language."""

from __future__ import annotations

from backends.errors import EmerError
from backends.words import Words

_SAY = Words(__file__)


class ClipError(EmerError):
    """The clip can't be used. `kind` is a key of the table `clip`; `facts` fill its sentence."""

    def __init__(self, kind: str, **facts: str | float) -> None:
        super().__init__(_SAY(f"clip.{kind}", **facts))
        self.kind, self.facts = kind, facts
