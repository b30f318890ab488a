"""Which files belong to which session, so that they are deleted with it."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from demo.ground_truth import gallery


class Uploads:
    """Which files belong to which session, so that they go when it ends."""

    def __init__(self) -> None:
        self._paths: dict[str, set[Path]] = {}

    def remember(self, path: str, request: gr.Request) -> None:
        """Note that `path` was given in this session. The gallery's own clips are not noted."""
        if Path(path).parent != gallery.FOLDER and request.session_hash:
            self._paths.setdefault(request.session_hash, set()).add(Path(path))

    def forget(self, request: gr.Request) -> None:
        """Delete what was given in this session: the tab was closed or loaded again."""
        for path in self._paths.pop(request.session_hash or "", set()):
            path.unlink(missing_ok=True)
