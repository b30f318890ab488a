"""What goes wrong with a server is one sentence."""

from __future__ import annotations

import pytest

from backends.base import Explanation, Language, Partial, Progress
from backends.clip import Clip
from backends.openai_compatible import __main__
from tests.helpers.asking import Serve, answer, explain, failure
from tests.helpers.openai_server import Reply, serving

HTML = "<html><script>alert(1)</script></html>"
FAULTS: dict[str, tuple[dict[str, object], str, str]] = {
    "429 always": ({"otherwise": Reply(status=429)}, "too busy (429)", "太忙"),
    "500": ({"otherwise": Reply(status=500)}, "failed (500): “as told to", "出错（500）"),
    "bad request": ({"otherwise": Reply(status=400)}, "refuses the request (400)", "拒绝了请求"),
    "malformed": (
        {"otherwise": Reply(fault="malformed")},
        "no answer of the OpenAI protocol",
        "OpenAI 协议",
    ),
    "html": (
        {"otherwise": Reply(raw=HTML, kind="text/html; charset=utf-8")},
        "sent a web page instead of an answer: check EMER_ENDPOINT_URL",
        "返回的是网页，不是回答",
    ),
    "nothing": ({"otherwise": Reply(fault="nothing")}, "answered with nothing", "没有返回"),
    "error": (
        {"otherwise": Reply(fault="error")},
        "broke off with an error: “out of memory”",
        "中途报错",
    ),
    "line": ({"otherwise": Reply(fault="line")}, "no answer of the OpenAI protocol", "OpenAI 协议"),
    "wrong key": ({"key": "another"}, "refuses the key", "拒绝了密钥"),
    "unknown model": ({"models": ["a", "b"]}, "no model “tiny”; it offers a, b.", "a, b"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_fault_is_one_sentence(
    serve: Serve, clip: Clip, monkeypatch: pytest.MonkeyPatch, fault: str, language: Language
) -> None:
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)
    monkeypatch.setenv("EMER_ENDPOINT_TIMEOUT", "20")  # one fault has no end
    told, english, chinese = FAULTS[fault]
    serve(**told)
    _, sentence = failure(clip, language=language)
    assert (english if language == "en" else chinese) in sentence
    assert "<" not in sentence


def test_429_then_an_answer_tells_of_the_new_try(serve: Serve, clip: Clip) -> None:
    endpoint = serve(Reply(status=429))
    events = explain(clip)
    assert Progress(stage="asking again") in events
    assert isinstance(events[-1], Explanation)
    assert len(endpoint.streamed) == 2


def test_what_came_before_a_cut_is_kept(serve: Serve, clip: Clip) -> None:
    serve(otherwise=Reply(fault="cut_off"))
    events, sentence = failure(clip)
    assert "cut off" in sentence
    last = events[-1]
    assert isinstance(last, Partial)
    assert last.explanation.rationale.visual == "In the video, he smiles."


def test_a_server_that_is_not_there(clip: Clip, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)
    monkeypatch.setenv("EMER_ENDPOINT_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("EMER_ENDPOINT_MODEL", "tiny")
    _, sentence = failure(clip)
    assert "can't be reached" in sentence


def test_without_v1_the_sentence_says_so(
    serve: Serve, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = serve()
    monkeypatch.setenv("EMER_ENDPOINT_URL", endpoint.url.removesuffix("/v1"))
    _, sentence = failure(clip)
    assert "/v1" in sentence


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_sent_on_to_another_address(
    serve: Serve, clip: Clip, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    with serving() as other:
        sent_on = Reply(location=other.url.replace("127.0.0.1", "name:word@localhost"))
        told = serve(otherwise=sent_on, probed=sent_on)
        _, sentence = failure(clip, language=language)
        assert __main__.main(["probe"]) == 1
    target = other.url.removesuffix("/v1").replace("127.0.0.1", "localhost")
    for said in (sentence, capsys.readouterr().err):
        assert f" {target}" in said and "EMER_ENDPOINT_URL" in said and "word" not in said
    assert ("sends on to" if language == "en" else "转向") in sentence
    assert len(told.streamed) == 1 and other.requests == []


def test_too_many_pictures_is_a_sentence_that_names_the_limit(serve: Serve, clip: Clip) -> None:
    endpoint = serve(most_pictures=6)
    _, sentence = failure(clip)
    assert "at most 6 pictures" in sentence and "“frames”" in sentence
    assert len(endpoint.streamed) == 1  # the picture is not dropped instead
    assert len(answer(clip, options={"frames": "6"}).received.frame_times) == 6
    _, sentence = failure(clip, language="zh")
    assert "最多接收 6 张图片" in sentence
