"""What touches the insides of Gradio (seen in 6.31), so that a newer one is tried in one place.

Everything else in `demo.page` uses only what Gradio documents.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import gradio as gr
from gradio import processing_utils
from gradio.blocks import Block
from gradio.events import api
from gradio.utils import get_upload_folder
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = [
    "FILE_ADDRESS",
    "Block",
    "Given",
    "NoteUploads",
    "Updates",
    "api",
    "only_files",
    "session_name",
    "stored_upload",
    "unchanged",
    "upload_folder",
]

Given = Mapping[Block, Any]
"""What an event is handed whose inputs are a set: component → its value."""
Updates = dict[Any, Any]
"""What an event changes: component → its value, or gr.update for more of it. What is left out
stays as it is, but reaches callers of the API as a record of nothing: only private events may."""

FILE_ADDRESS = "gradio_api/file="
"""Before the path of a file that may be asked for (`launch(allowed_paths=…)`). Relative to the
page, as Gradio's own addresses are: a reverse proxy may serve it under a path."""

processing_utils.ffmpeg_installed = lambda: False
"""Else a video that it takes for unplayable is written anew, by an ffmpeg that may be there, before
it is shown: without a word, and into a folder that outlives the clip."""


def unchanged() -> Updates:
    """All that an event could change stays as it is."""
    return dict(gr.skip())


def session_name(session: gr.Request) -> str:
    """The name of one open page; Gradio gives None for a call that is made without one."""
    return str(session.session_hash)


def upload_folder() -> Path:
    """The folder in which Gradio stores uploads, which it reads from GRADIO_TEMP_DIR."""
    return Path(get_upload_folder())


def stored_upload(path: str) -> Path | None:
    """The file, if it lies where Gradio stores an upload: in a folder named by a SHA-256.

    The benchmark's results lie in the same upload folder, in folders of other names.
    """
    try:
        file = Path(path).resolve()
        stored = file.parent.parent == upload_folder().resolve() and file.is_file()
    except (OSError, ValueError):  # too long, or not a path at all
        return None
    return file if stored and re.fullmatch("[0-9a-f]{64}", file.parent.name) else None


class NoteUploads:
    """ASGI middleware that tells of each uploaded file before its sender is told where it lies."""

    def __init__(self, app: ASGIApp, sent: Callable[[str], None]) -> None:
        self.app = app
        self.sent = sent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; read the paths in what Gradio answers to an upload."""
        answer = b""

        async def noting(message: Message) -> None:
            nonlocal answer
            answer += message.get("body", b"")
            if message["type"] == "http.response.body" and not message.get("more_body"):
                for path in _paths(answer):
                    self.sent(path)
            await send(message)

        uploading = scope["type"] == "http" and scope["method"] == "POST"
        uploading = uploading and scope["path"].endswith("/upload")
        await self.app(scope, receive, noting if uploading else send)


def _paths(answer: bytes) -> list[str]:
    """A JSON list of paths; none in the text of a refusal."""
    try:
        paths = json.loads(answer)
    except ValueError:
        return []
    return paths if isinstance(paths, list) else []


class _Files(set[str]):
    """A set that takes only files, and shows those that are not in use."""

    def __init__(self, files: Iterable[str], in_use: Callable[[str], bool]) -> None:
        super().__init__(files)
        self._in_use = in_use

    def __iter__(self) -> Iterator[str]:
        """The files that may be deleted."""
        return iter([path for path in super().__iter__() if not self._in_use(path)])

    def add(self, path: str) -> None:
        """Leave out whatever else anyone names."""
        if Path(path).is_file():
            super().add(path)


def only_files(blocks: gr.Blocks, in_use: Callable[[str], bool]) -> None:
    """Let Gradio delete nothing but files, and such that nobody uses, in a page that is built.

    For its `delete_cache` it notes any path below the upload folder that a request names, and its
    task ends for good at the first that it can't delete, such as a folder; and it deletes by age
    alone, whether or not a page still shows the file (`route_utils.py`).
    """
    blocks.upload_file_set = _Files(blocks.upload_file_set, in_use)
    for block in blocks.blocks.values():
        block.temp_files = _Files(block.temp_files, in_use)
    noted = [block.temp_files for block in blocks.blocks.values()]
    blocks.temp_file_sets = [blocks.upload_file_set, *noted]
