"""A server that misbehaves as told, and a clip to send it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backends.clip import Clip
from tests.helpers import media
from tests.helpers.asking import INJECTION, KEY, Serve
from tests.helpers.servers import Endpoint, serving


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts a server that behaves as told, and names it in the environment."""
    running = []

    def start(**told: object) -> Endpoint:
        context = serving(Endpoint(**told))  # type: ignore[arg-type]
        running.append(context)
        endpoint = context.__enter__()
        for name, value in {"URL": endpoint.url, "MODEL": "tiny", "KEY": KEY}.items():
            monkeypatch.setenv(f"EMER_ENDPOINT_{name}", value)
        return endpoint

    yield start
    for context in running:
        context.__exit__(None, None, None)


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Three seconds: a picture whose right half grows brighter, a tone, a subtitle."""
    path = tmp_path_factory.mktemp("endpoint") / "clip.mp4"
    media.write(path, 3.0, sound=media.tone(3.0))
    return Clip.open(path, subtitle=INJECTION)
