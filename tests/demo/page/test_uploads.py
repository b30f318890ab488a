"""Uploaded clips: who uses them, when they are deleted, and what is no upload at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from demo.page import uploads
from demo.page.gradio_seams import NoteUploads
from demo.page.uploads import LONGEST_WAIT, Uploads

HASH = "0123456789abcdef" * 4


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that Gradio stores uploads in."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    return tmp_path


def stored(folder: Path, name: str, below: str = HASH) -> Path:
    """A file in the upload folder."""
    path = folder / below / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_a_clip_goes_with_the_last_who_uses_it(folder: Path) -> None:
    mine, shared = stored(folder, "mine.mp4"), stored(folder, "shared.mp4")
    held = Uploads()
    assert held.hold(str(mine), "me")
    assert held.hold(str(shared), "me")
    assert held.hold(str(shared), "you")
    held.release("me")
    assert not mine.exists()
    assert shared.exists()
    held.release("you")
    assert not shared.exists()


def test_a_clip_is_in_use_as_long_as_its_page_lives(folder: Path) -> None:
    path = stored(folder, "mine.mp4")
    held = Uploads()
    held.sent(str(path))
    assert not held.in_use(str(path))  # nobody may ever come for it
    held.hold(str(path), "me")
    assert held.in_use(str(path))
    held.release("me")
    assert not held.in_use(str(path))


def test_what_is_no_upload_is_never_held_nor_deleted(folder: Path, happy: Path) -> None:
    upload = stored(folder, "mine.mp4")
    results = stored(folder, "clips.csv", "benchmark-abc")
    loose = folder / "loose.mp4"
    loose.write_bytes(b"x")
    link = upload.with_name("link.mp4")
    link.symlink_to(happy)
    way_out = f"{upload.parent}/../loose.mp4"
    held = Uploads()
    for path in (folder, upload.parent, results, loose, link, happy, way_out):
        assert not held.hold(str(path), "me"), path
    for name in ("", "gone.mp4", "nul\0.mp4", "long" * 999):
        assert not held.hold(f"{upload.parent}/{name}", "me"), name
    held.release("me")
    for path in (upload, results, loose, link, happy):
        assert path.exists(), path


def test_a_file_that_cannot_be_deleted_keeps_no_others(folder: Path) -> None:
    first, second = stored(folder, "a.mp4"), stored(folder, "b.mp4")
    held = Uploads()
    for path in (first, second):
        assert held.hold(str(path), "me")
    first.unlink()
    first.mkdir()  # a folder can't be unlinked
    held.release("me")
    assert not second.exists()
    held.release("you")


def test_a_clip_stays_for_those_in_line(folder: Path) -> None:
    path = stored(folder, "same.mp4")
    held = Uploads()
    for _ in range(2):
        held.sent(str(path))
    assert held.hold(str(path), "first")
    held.release("first")
    assert path.exists()
    assert held.hold(str(path), "second")
    held.release("second")
    assert not path.exists()


def test_who_never_comes_is_not_waited_for_forever(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stored(folder, "left.mp4")
    held = Uploads()
    held.sent(str(path))
    held.release("somebody else")
    assert path.exists()
    later = uploads.monotonic() + LONGEST_WAIT + 1
    monkeypatch.setattr(uploads, "monotonic", lambda: later)
    held.release("somebody else")
    assert not path.exists()


def test_what_is_uploaded_is_noted(folder: Path) -> None:
    path = stored(folder, "sent.mp4")

    async def answer(request: Request) -> JSONResponse | PlainTextResponse:
        if request.headers.get("refuse"):
            return PlainTextResponse("Part exceeded maximum allowed size", 413)
        return JSONResponse([str(path)])

    held = Uploads()
    routes = [Route("/gradio_api/upload", answer, methods=["POST"]), Route("/upload", answer)]
    client = TestClient(
        Starlette(routes=routes, middleware=[Middleware(NoteUploads, sent=held.sent)])
    )

    def kept() -> bool:
        """Whether the file stays when one who uses it leaves; it is put back."""
        held.hold(str(path), "me")
        held.release("me")
        kept = path.exists()
        path.write_bytes(b"x")
        return kept

    assert client.get("/upload").json() == [str(path)]  # asks for something, uploads nothing
    assert client.post("/gradio_api/upload", headers={"refuse": "1"}).status_code == 413
    assert not kept()
    for _ in range(2):
        assert client.post("/gradio_api/upload").json() == [str(path)]
    assert kept()
    assert not kept()
