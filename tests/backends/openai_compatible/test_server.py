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


PROXIES = ("http_proxy", "HTTP_PROXY", "ALL_PROXY")


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "socks5://127.0.0.1:9", "http://[::1"])
def test_a_server_on_this_machine_is_asked_without_a_proxy(
    serve: Serve, clip: Clip, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    serve()
    for name in PROXIES:
        monkeypatch.setenv(name, proxy)
    assert answer(clip).emotions


def test_another_is_asked_by_the_proxy_that_is_named(
    serve: Serve, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve()  # it knows no address but its own, and so refuses the one it is asked for
    monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/v1"))
    monkeypatch.setenv("EMER_ENDPOINT_URL", "http://gpu-server/v1")
    assert "gpu-server has no such API" in failure(clip)[1]
    assert proxy.requests


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "http://[::1", "http://host:port"])
def test_a_proxy_that_cant_be_used_is_one_sentence(
    serve: Serve, clip: Clip, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    serve()
    monkeypatch.setenv("EMER_ENDPOINT_URL", "http://gpu-server/v1")
    monkeypatch.setenv("all_proxy", proxy)
    transport.client.cache_clear()  # one that was made without it
    assert failure(clip)[1].startswith("gpu-server was not asked, as a proxy")
