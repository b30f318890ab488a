"""A server that misbehaves as told, and a clip to send it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from backends.clip import Clip
from tests.helpers import media
from tests.helpers.asking import INJECTION, KEY, Serve
from tests.helpers.openai_server import OpenAIServer, Reply, serving


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts a server that behaves as told, and names it in the environment."""
    with ExitStack() as running:

        def start(*replies: Reply, **told: Any) -> OpenAIServer:
            behaves = {"otherwise": Reply(), "models": ["tiny"]} | told
            server = running.enter_context(serving(*replies, **behaves))
            for name, value in {"URL": server.url, "MODEL": "tiny", "KEY": KEY}.items():
                monkeypatch.setenv(f"EMER_ENDPOINT_{name}", value)
            return server

        yield start


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Three seconds: a picture whose right half grows brighter, a tone, a subtitle."""
    path = tmp_path_factory.mktemp("endpoint") / "clip.mp4"
    media.write(path, 3.0, sound=media.tone(3.0))
    return Clip.open(path, subtitle=INJECTION)
