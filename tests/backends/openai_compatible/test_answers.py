"""The endpoint backend's answers: from a server that misbehaves, and from a real one."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from backends.backend import Request
from backends.base import Explanation, Partial, Progress
from backends.clip import Clip
from backends.llm.endpoint import transport
from backends.llm.endpoint.server import Server
from backends.openai_compatible import OpenAICompatible, probe
from backends.openai_compatible.probe import Fate
from tests.helpers.asking import Serve, answer, explain, failure
from tests.helpers.openai_handler import SILENCE
from tests.helpers.openai_server import Reply
from tests.helpers.patience import PATIENCE
from tests.helpers.real_server import NEEDED, TOKENS, can_run, real_server


def test_the_answer_streams_and_becomes_an_explanation(serve: Serve, clip: Clip) -> None:
    serve(otherwise=Reply(fault="slow"))
    *before, last = explain(clip)
    partial = [e.explanation.rationale for e in before if isinstance(e, Partial)]
    lengths = [sum(len(text or "") for _, text in parts) for parts in partial]
    assert len(lengths) > 3 and lengths == sorted(lengths) and lengths[0] < lengths[-1] / 2
    assert isinstance(last, Explanation)
    assert [e.word for e in last.emotions] == ["happy", "relieved"]
    assert not any("proven" in caveat for caveat in last.caveats)


def test_thinking_that_is_sent_apart_is_kept_apart(serve: Serve, clip: Clip) -> None:
    serve(otherwise=Reply(fault="think"))
    said = answer(clip)
    assert said.versions["thought"] == "Hm, he smiles."
    assert [e.word for e in said.emotions] == ["happy", "relieved"]


def test_an_answer_stays_text(serve: Serve, clip: Clip) -> None:
    trick = '<script>alert(1)</script> **bold** [a](javascript:b) <img src=x onerror="c">'
    serve(otherwise=Reply(f"In the video, {trick} he smiles. [happy]"))
    said = answer(clip)
    assert '<script>alert(1)</script> bold [a](javascript:b) <img src=x onerror="c">' in (
        said.rationale.visual or ""
    )


def test_a_flood_is_stopped(serve: Serve, clip: Clip) -> None:
    endpoint = serve(otherwise=Reply(fault="flood"))
    said = answer(clip)
    assert "cut off because it grew too long" in said.caveats[0]
    assert len(said.rationale.conclusion or "") < transport.MOST_CHARACTERS + 200
    assert endpoint.left.wait(PATIENCE)


def test_closing_stops_a_request_that_is_never_answered(serve: Serve, clip: Clip) -> None:
    endpoint = serve(otherwise=Reply(fault="silent"))
    events = OpenAICompatible().explain(clip, Request())
    while not endpoint.streamed:
        assert isinstance(next(events), Progress)
    for _ in range(3):
        next(events)
    events.close()
    assert endpoint.left.wait(SILENCE / 2)


@pytest.fixture
def at_work() -> Callable[[], bool]:
    """Whether a request of this test is still being answered, as this side sees it.

    Another test's may be: a probe goes on until its server has answered or its time is up.
    """
    before = asyncio.all_tasks(transport._loop())
    return lambda: bool(asyncio.all_tasks(transport._loop()) - before)


def ends(state: Callable[[], bool]) -> bool:
    """Whether it comes to be over."""
    for _ in range(int(PATIENCE / 0.01)):
        if not state():
            return True
        time.sleep(0.01)
    return False


def test_closing_stops_an_answer(serve: Serve, clip: Clip, at_work: Callable[[], bool]) -> None:
    endpoint = serve(otherwise=Reply("word " * 1000, fault="slow"))
    events = OpenAICompatible().explain(clip, Request())
    assert any(isinstance(event, Partial) for event in events)
    assert at_work()
    events.close()
    assert ends(at_work)
    assert endpoint.left.wait(PATIENCE)


def test_what_never_ends_is_given_up(
    serve: Serve, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(otherwise=Reply(fault="silent"))
    monkeypatch.setenv("EMER_ENDPOINT_TIMEOUT", "1")
    _, sentence = failure(clip)
    assert "within 1 s" in sentence


# A real server


@pytest.fixture(scope="module")
def real() -> Iterator[str]:
    if not can_run():
        pytest.skip(f"{' and '.join(NEEDED)} are not installed (tests/requirements.txt)")
    with real_server() as url:
        yield url


@pytest.fixture
def real_endpoint(real: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("EMER_ENDPOINT_URL", real)
    monkeypatch.setenv("EMER_ENDPOINT_MODEL", "tiny")
    return real


def working(url: str) -> bool:
    """Whether the real server writes an answer just now."""
    with urlopen(f"{url.removesuffix('/v1')}/slots") as told:
        return any(slot["is_processing"] for slot in json.load(told))


@pytest.mark.usefixtures("real_endpoint")
def test_a_real_server_streams_real_tokens(happy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backends.openai_compatible.SHOW_EVERY", 0.0)  # it is quick
    clip = Clip.open(happy, subtitle="Don't forget a jacket.")
    *before, last = explain(clip, options={"max_tokens": str(TOKENS)})
    assert isinstance(last, Explanation)
    said = [e.explanation.rationale.lexical or "" for e in before if isinstance(e, Partial)]
    assert len(said) > 3 and len(set(said)) > 2 and sorted(said, key=len) == said
    assert last.rationale.lexical == "In the text, he says goodbye."
    assert last.rationale.conclusion == "Therefore, all is well."
    assert [emotion.word for emotion in last.emotions] == ["happy", "relieved"]
    # This one takes text only, and says so; the request is then sent without the rest.
    for medium, said in (("picture", "image"), ("sound", "audio")):
        refused = f"The server refuses the {medium}, so it is not sent. It says: “{said} input is"
        assert any(caveat.startswith(refused) for caveat in last.caveats)
    assert last.received.text == "Don't forget a jacket."
    proof = probe.known(Server.read())
    assert proof and (proof.picture, proof.sound) == (Fate.REFUSED, Fate.REFUSED)


def test_a_real_answer_can_be_stopped(
    real_endpoint: str, happy: Path, at_work: Callable[[], bool]
) -> None:
    clip = Clip.open(happy, subtitle="Don't forget a jacket.")
    events = OpenAICompatible().explain(clip, Request(options={"max_tokens": "4096"}))
    for event in events:
        if isinstance(event, Partial):
            break
    assert working(real_endpoint) and at_work()
    events.close()
    assert ends(at_work)
    assert ends(lambda: working(real_endpoint))  # else it goes on to its last token
