"""A served lesson without a server: its routes and its guard before a page that tells secrets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from demo.lesson import Lesson
from demo.settings import Settings

Browser = Callable[..., TestClient]


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """What --lesson-clips names: a folder without clips at first, with a table of one."""
    folder = tmp_path / "own clips"
    folder.mkdir()
    (folder / "truth.csv").write_text('name,openset\nmine,"curious, proud"\n')
    return folder


@pytest.fixture
def browser(tmp_path: Path, own_folder: Path) -> Iterator[Browser]:
    """New browsers, each with cookies of its own, at one app."""
    lesson = Lesson(
        Settings(
            _cli_parse_args=False,
            lesson_data=tmp_path / "lessons",
            backends=["echo"],
            data=[own_folder / "truth.csv"],
            lesson_clips=[own_folder],
        )
    )
    app = Starlette(
        routes=[
            *lesson.routes,
            Route("/{path:path}", lambda _: PlainTextResponse("the ordinary page"),
                  methods=["GET", "POST"]),
        ],
        middleware=[lesson.guard],
    )  # fmt: skip

    def new(**headers: str) -> TestClient:
        return TestClient(app, base_url="http://testserver", headers=headers)

    yield new
