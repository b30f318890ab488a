"""The judge, against a real server that behaves and misbehaves."""

from __future__ import annotations

import json
import logging
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, Field

from backends.llm.endpoint.transport import Stopped
from demo.metrics.judge import Judge, JudgeError, RequestRefused
from tests.helpers.openai_server import OpenAIServer, Reply, serving
from tests.helpers.patience import PATIENCE

KEY = "sk-very-secret-123"


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    score: Annotated[int, Field(strict=True, ge=1, le=10)]


def judge(server: OpenAIServer, cache: Path | None = None, timeout: float = PATIENCE) -> Judge:
    return Judge(server.url, "judge-1", KEY, cache, timeout=timeout, retries=0)


def score(server: OpenAIServer) -> int | None:
    answer = judge(server).ask("Rate it.", Form)
    return answer.score if answer else None


def test_a_good_answer() -> None:
    with serving(Reply('{"score": 7}')) as server:
        assert score(server) == 7
        request = server.requests[0]
        assert request["model"] == "judge-1"
        assert request["temperature"] == 0
        assert request["response_format"]["type"] == "json_schema"
        schema = request["response_format"]["json_schema"]
        assert schema["strict"] is True
        assert schema["schema"]["properties"]["score"]["maximum"] == 10
        assert server.keys == [f"Bearer {KEY}"]


@pytest.mark.parametrize(
    "said",
    ['```json\n{"score": 7}\n```', '<think>{"score": 2}?</think>{"score": 7}', 'So: {"score":7}.'],
)
def test_wrappings_that_change_nothing(said: str) -> None:
    with serving(Reply(said)) as server:
        assert score(server) == 7


@pytest.mark.parametrize(
    "said",
    [
        "1-10: 7",
        "8...",
        "",
        None,
        '{"score": 0}',
        '{"score": 11}',
        '{"score": 7.5}',
        '{"score": "7"}',
        '{"score": true}',
        '{"score": 7, "and": 8}',
        '{"score": 7',
        "[7]",
    ],
)
def test_what_is_not_of_the_form_is_asked_again_once(said: str | None) -> None:
    with serving(Reply(said), Reply('{"score": 3}')) as server:
        assert score(server) == 3
        first, wrong, complaint = server.requests[1]["messages"]
        assert first["content"] == "Rate it."
        assert wrong["content"] == (said or "")
        assert "can't be read" in complaint["content"]
    with serving(Reply(said), Reply(said)) as server:
        assert score(server) is None
        assert len(server.requests) == 2


def test_the_complaint_names_the_fault() -> None:
    with serving(Reply('{"score": 11}'), Reply('{"score": 10}')) as server:
        assert score(server) == 10
        assert "score: Input should be less than or equal to 10" in str(server.requests[1])


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_without_strict_forms_is_shown_the_schema(status: int) -> None:
    no = Reply(status=status, raw='{"error": {"message": "response_format is not supported"}}')
    with serving(no, Reply('{"score": 4}'), Reply('{"score": 5}')) as server:
        one = judge(server)
        assert [one.ask(prompt, Form) for prompt in "ab"] == [Form(score=4), Form(score=5)]
        strict, plain, next_plain = server.requests
        assert "response_format" in strict
        for request in (plain, next_plain):
            assert "response_format" not in request
            assert '"maximum": 10' in request["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("replies", "sentence"),
    [
        ([Reply(status=401)], "refused the key (EMER_JUDGE_KEY)."),
        ([Reply(status=403)], "refused the key (EMER_JUDGE_KEY)."),
        ([Reply(status=404)], "is not there: is the address or the model's name wrong"),
        ([Reply(status=429)], "takes no more requests now (429)"),
        ([Reply(status=500)], "failed (500)."),
        ([Reply(status=400), Reply(status=400)], "refused the request (400)."),
        ([Reply(delay=1.0)], "did not answer within 0.2 s."),
        ([Reply(raw="<html>")], "not of the OpenAI protocol"),
        ([Reply(raw="{}")], "not of the OpenAI protocol"),
        ([Reply(raw='{"choices": []}')], "not of the OpenAI protocol"),
    ],
)
def test_every_failure_is_one_sentence_without_the_key(
    replies: list[Reply], sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    timeout = 0.2 if replies[0].delay else PATIENCE  # a busy machine is no slow server
    with serving(*replies) as server:
        with pytest.raises(JudgeError) as caught:
            judge(server, timeout=timeout).ask("Rate it.", Form)
        assert sentence in str(caught.value)
        assert "judge-1" in str(caught.value)
        assert len(str(caught.value).splitlines()) == 1
        told = "".join(traceback.format_exception(caught.value))
        assert KEY not in told + caplog.text + repr(judge(server))


def test_a_passing_failure_is_tried_again() -> None:
    with serving(Reply(status=500), Reply('{"score": 6}')) as server:
        answer = Judge(server.url, "judge-1", KEY, None, retries=1).ask("Rate it.", Form)
        assert answer == Form(score=6)


def test_nothing_is_sent_on_to_another_address() -> None:
    with serving() as other:
        target = other.url.replace("127.0.0.1", "localhost")
        with (
            serving(Reply(location=target)) as server,
            pytest.raises(JudgeError, match="sends on to") as caught,
        ):
            score(server)
        assert other.requests == []
    assert target.removesuffix("/v1") in str(caught.value)
    assert "EMER_JUDGE_URL" in str(caught.value)


def test_an_unreachable_server() -> None:
    with serving() as server:
        pass
    with pytest.raises(JudgeError, match="can't be reached"):
        judge(server).ask("Rate it.", Form)


@pytest.mark.parametrize("url", ["", "host:8000/v1", "ftp://host", "http://", "http://host:x/v1"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(JudgeError, match="must be one like"):
        Judge(url, "judge-1", KEY, None)


def test_a_key_that_can_be_none() -> None:
    with pytest.raises(JudgeError) as caught:
        Judge("http://host/v1", "judge-1", "ключ", None)
    assert "ключ" not in str(caught.value)


def test_a_run_can_be_repeated_without_asking(tmp_path: Path) -> None:
    cache = tmp_path / "deep" / "cache"
    with serving(Reply('{"score": 7}')) as server:
        for _ in range(2):
            assert judge(server, cache).ask("Rate it.", Form) == Form(score=7)
        (kept,) = cache.iterdir()
        assert json.loads(kept.read_text("utf-8")) == {"judge": "judge-1", "answer": {"score": 7}}
        assert KEY not in kept.read_text("utf-8")


def test_another_prompt_form_or_model_is_another_answer(tmp_path: Path) -> None:
    class Wider(BaseModel):
        score: int

    with serving(*[Reply(f'{{"score": {n}}}') for n in range(1, 5)]) as server:
        judge(server, tmp_path).ask("a", Form)
        judge(server, tmp_path).ask("b", Form)
        judge(server, tmp_path).ask("a", Wider)
        Judge(server.url, "judge-2", KEY, tmp_path, retries=0).ask("a", Form)
        assert len(server.requests) == len(list(tmp_path.iterdir())) == 4


def test_only_answers_that_could_be_read_are_kept(tmp_path: Path) -> None:
    with serving(Reply("8..."), Reply("8..."), Reply("no"), Reply('{"score": 8}')) as server:
        assert judge(server, tmp_path).ask("Rate it.", Form) is None
        assert not list(tmp_path.iterdir())
        assert judge(server, tmp_path).ask("Rate it.", Form) == Form(score=8)


def test_a_spoiled_file_is_asked_for_again(tmp_path: Path) -> None:
    with serving(*[Reply('{"score": 7}')] * 4) as server:
        judge(server, tmp_path).ask("Rate it.", Form)
        (kept,) = tmp_path.iterdir()
        for spoiled in ('{"judge', "[]", '{"answer": {"score": 99}}'):
            kept.write_text(spoiled, "utf-8")
            assert judge(server, tmp_path).ask("Rate it.", Form) == Form(score=7)
        assert len(server.requests) == 4


def test_many_threads_share_judge_and_cache(tmp_path: Path) -> None:
    with serving(otherwise=Reply('{"score": 5}')) as server:
        one = judge(server, tmp_path)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda n: one.ask(f"prompt {n % 10}", Form), range(40)))
        assert answers == [Form(score=5)] * 40
    assert len(list(tmp_path.glob("*.json"))) == len(list(tmp_path.iterdir())) == 10


def test_a_cache_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with serving() as server, pytest.raises(JudgeError, match="can't be written"):
        judge(server, tmp_path / "file")


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("URL", "MODEL", "KEY", "CACHE"):
        monkeypatch.delenv(f"EMER_JUDGE_{name}", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Judge.from_environment() is None
    monkeypatch.setenv("EMER_JUDGE_MODEL", "judge-1")
    with pytest.raises(JudgeError, match="EMER_JUDGE_URL is not set"):
        Judge.from_environment()
    monkeypatch.setenv("EMER_JUDGE_KEY", KEY)
    with serving(Reply('{"score": 7}')) as server:
        monkeypatch.setenv("EMER_JUDGE_URL", server.url)
        one = Judge.from_environment()
        assert one is not None
        assert one.name == "judge-1"
        assert one.ask("Rate it.", Form) == Form(score=7)
    assert len(list((tmp_path / "emer-demo" / "judge").iterdir())) == 1


def test_a_refusal_of_one_request_does_not_end_strict_forms() -> None:
    replies = [Reply(status=400), Reply(status=400), Reply('{"score": 5}')]
    with serving(*replies) as server:
        one = judge(server)
        with pytest.raises(RequestRefused, match="refused the request"):
            one.ask("a", Form)
        assert one.ask("b", Form) == Form(score=5)
        assert ["response_format" in request for request in server.requests] == [True, False, True]


def test_a_server_that_says_no_more_than_400_is_asked_without_a_strict_form_too() -> None:
    with serving(Reply(status=400), Reply('{"score": 4}')) as server:
        assert judge(server).ask("a", Form) == Form(score=4)


def test_half_a_character_can_be_asked_and_answered(tmp_path: Path) -> None:
    with serving(Reply("\ud800"), Reply('{"score": 4}')) as server:
        assert judge(server, tmp_path).ask("he \ud83d smiles", Form) == Form(score=4)
        assert server.prompts()[0] == "he ? smiles"


def test_who_waits_no_longer_breaks_the_request_off(tmp_path: Path) -> None:
    stop = threading.Event()
    with serving(Reply(fault="silent"), Reply('{"score": 7}')) as server:
        asked = judge(server, tmp_path, timeout=60)
        threading.Timer(0.2, stop.set).start()
        with pytest.raises(Stopped):
            asked.until(stop).ask("Rate it.", Form)
        assert server.left.wait(10)
        answer = asked.ask("Rate it.", Form)  # of the others that share the judge, none is
        assert answer and answer.score == 7
        assert len(server.requests) == 2
