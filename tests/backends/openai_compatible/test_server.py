"""Which server is asked: wrong or missing settings, and a key that is shown nowhere."""

from __future__ import annotations

import logging

import pytest

import backends
from backends.clip import Clip
from backends.llm.endpoint import transport
from backends.llm.endpoint.server import Server
from backends.openai_compatible import OpenAICompatible
from tests.helpers.asking import KEY, Serve, answer, failure


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("URL", "ftp://x"),
        ("URL", "http://user:word@host/v1"),
        ("URL", "http://host:port/v1"),
        ("SOUND", "stereo"),
        ("PICTURE", "film"),
        ("TIMEOUT", "soon"),
        ("KEY", "schlüssel"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    serve()
    monkeypatch.setenv(f"EMER_ENDPOINT_{variable}", value)
    (sentence,) = OpenAICompatible().missing()
    assert f"EMER_ENDPOINT_{variable} can't be used" in sentence
    assert value not in sentence.split(".")[0]


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"EMER_ENDPOINT_{name}", raising=False)
    backend = backends.get("openai_compatible")
    (sentence,) = backend.missing()
    assert "EMER_ENDPOINT_URL" in sentence and "EMER_ENDPOINT_MODEL" in sentence
    assert backend.card.name == "openai_compatible"


def test_the_key_is_sent_and_shown_nowhere(
    serve: Serve, clip: Clip, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    serve(key=KEY)
    said = answer(clip)
    server = Server.read()
    assert KEY not in f"{server!r} {server} {said!r} {transport.client(server)!r}"
    assert KEY not in caplog.text
    assert KEY not in server.model_dump_json()
    serve(key="another")  # whose refusal repeats the key that it got
    failure(clip)
    assert KEY not in caplog.text
    assert server.without_key(f"no {KEY}!") == "no …!"
