"""Which clips are in whose use, so that they are deleted once nobody uses them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic

from demo.page.gradio_seams import stored_upload

LONGEST_WAIT = 3600.0
"""Seconds for which a file is kept for a sender who has not used it yet."""


@dataclass
class _Use:
    """Of one file."""

    owners: set[str] = field(default_factory=set)
    sent: list[float] = field(default_factory=list)
    """When each of those sent it who do not own it yet: they still wait in line."""

    @property
    def over(self) -> bool:
        """Whether nobody uses the file, and nobody is about to."""
        self.sent = [time for time in self.sent if monotonic() - time < LONGEST_WAIT]
        return not self.owners and not self.sent


class Uploads:
    """Files and their owners: a session of the page, or one call of the API.

    Gradio stores equal files of equal name at one path, so a file may have several owners.
    """

    def __init__(self) -> None:
        self._uses: dict[Path, _Use] = {}
        self._lock = Lock()

    def sent(self, path: str) -> None:
        """Someone has uploaded this file, and will hold it when their turn comes."""
        with self._lock:
            self._uses.setdefault(Path(path).resolve(), _Use()).sent.append(monotonic())

    def hold(self, path: str, owner: str) -> bool:
        """`owner` uses this upload from now on; False where the path is none: it stays as it is."""
        with self._lock:
            file = stored_upload(path)
            if file is None:
                return False
            use = self._uses.setdefault(file, _Use())
            use.owners.add(owner)
            del use.sent[:1]
            return True

    def in_use(self, path: str) -> bool:
        """Whether an open page, or a call of the API, uses this file."""
        with self._lock:
            use = self._uses.get(Path(path).resolve())
            return bool(use and use.owners)

    def release(self, owner: str) -> None:
        """`owner` is gone: delete the files that nobody else uses."""
        with self._lock:
            for path, use in list(self._uses.items()):
                use.owners.discard(owner)
                if use.over:
                    del self._uses[path]
                    with suppress(OSError):  # one file that can't be deleted must not keep others
                        path.unlink()


UPLOADS = Uploads()
"""This process's uploads: all that it serves is uploaded to one folder."""
