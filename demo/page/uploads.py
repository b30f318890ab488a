"""Which clips are in whose use, so that they are deleted once nobody uses them."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from demo.ground_truth import gallery


class Uploads:
    """Files and their owners: a session of the page, or one call of the API.

    Gradio stores equal files at one path, so a file may have several owners.
    """

    def __init__(self) -> None:
        self._owners: dict[Path, set[str]] = {}
        self._lock = Lock()

    def hold(self, path: str, owner: str) -> None:
        """`owner` uses this file from now on. The gallery's own clips need no owner."""
        if Path(path).parent != gallery.FOLDER:
            with self._lock:
                self._owners.setdefault(Path(path), set()).add(owner)

    def release(self, owner: str) -> None:
        """`owner` is gone: delete the files that nobody else uses."""
        with self._lock:
            for path, owners in list(self._owners.items()):
                owners.discard(owner)
                if not owners:
                    path.unlink(missing_ok=True)
                    del self._owners[path]
