"""Asking the server: one event loop in the background, from which each answer streams back.

The loop makes an answer stoppable at any moment, also while the server keeps silent: cancelling
its task closes the connection.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Sequence
from concurrent.futures import Future, wait
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, partial
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, TypeVar

from backends.base import Modality
from backends.llm.endpoint.problems import ProtocolError
from backends.llm.endpoint.refusals import refused_by
from backends.llm.endpoint.server import Server

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

Content = list[dict[str, Any]] | str
T = TypeVar("T")

CONNECT = 10.0
"""Seconds to reach the server."""
LISTING = 3.0
"""Seconds to list the models, which not every server does."""
RETRIES = 3
"""Tries after a failure that may pass (429, 5xx, no connection), by the openai package, backing
off."""
PATIENCE = 0.25
"""Seconds after which a caller who waits is told that nothing has come."""
PATIENCE_TO_STOP = 0.1
"""Seconds after which it is looked at whether anybody still waits for a whole answer."""
MOST_CHARACTERS = 20_000
"""Of one answer, with its thinking. A model that never ends is stopped there."""
MOST_BYTES = 20_000_000
"""Of one response, unpacked: far more than that many characters take as chunks of a stream."""


class Stopped(Exception):
    """Nobody waits for the answer any more, and the request was broken off."""


@dataclass(frozen=True)
class Piece:
    """What has come: some text, some thinking, that a try has failed, or why the answer ends."""

    text: str = ""
    thought: str = ""
    retry: int = 0
    end: str = ""
    """"stop", or "length" where the answer stopped for being too long."""


_BEGINNING = threading.Lock()
_TELL: ContextVar[Callable[[Piece], None]] = ContextVar("_TELL")
"""To whom a new try of the request that is being sent is told."""


def pieces(
    server: Server,
    content: Content,
    max_tokens: int,
    seed: int | None,
    before: Sequence[dict[str, str]] = (),
) -> Generator[Piece | None, None, None]:
    """Ask, and yield what comes as it comes; None each PATIENCE seconds in which nothing does.

    `before` holds the messages of the conversation that come before the user's `content`.

    Closing the generator stops the request. The last piece has an `end`. Raises what the openai
    package raises, TimeoutError or ProtocolError; see `problems.sentence`.
    """
    queue: Queue[Piece | None] = Queue()
    body = parameters(server, content, max_tokens, seed, before)
    asked = run(_ask(server, body, queue.put))
    asked.add_done_callback(lambda _: queue.put(None))
    try:
        while True:
            try:
                piece = queue.get(timeout=PATIENCE)
            except Empty:
                yield None
                continue
            if piece is None:
                asked.result()
                return
            yield piece
    finally:
        asked.cancel()


def run(work: Coroutine[Any, Any, T]) -> Future[T]:
    """Start `work` on the background loop; cancelling the future cancels it there."""
    with _BEGINNING:  # several threads may be the first
        loop = _loop()
    return asyncio.run_coroutine_threadsafe(work, loop)


def result(work: Coroutine[Any, Any, T], stop: threading.Event) -> T:
    """What `work` comes to; once `stop` is set, or after Ctrl-C, it is cancelled instead.

    Raises Stopped then, and what `work` raises.
    """
    asked = run(work)
    try:
        while not asked.done():
            if stop.is_set():
                raise Stopped
            wait([asked], PATIENCE_TO_STOP)
        return asked.result()
    finally:
        asked.cancel()


def parameters(
    server: Server,
    content: Content,
    max_tokens: int,
    seed: int | None,
    before: Sequence[dict[str, str]] = (),
) -> dict[str, Any]:
    """The body of a request, without `stream`: the likeliest answer, or one by chance."""
    chance = {"temperature": 0.0} if seed is None else {"seed": seed}
    messages = [*before, {"role": "user", "content": content}]
    return {"model": server.model, "messages": messages, "max_tokens": max_tokens, **chance}


@cache
def client(server: Server) -> AsyncOpenAI:
    """One client a server, whose connections are shared; use it on the background loop only.

    A server on this machine is asked without the proxy that the environment may name: what stays
    here goes through no other host. Raises ProtocolError where a proxy is named and can't be used.
    """
    from httpx2 import InvalidURL
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

    try:
        http = DefaultAsyncHttpxClient(
            trust_env=not server.is_here,
            follow_redirects=False,  # a clip goes to the host that was named, to no other
            event_hooks={
                "request": [_tell_of_retries],
                "response": [_limit, partial(_accept_refusals, server.model)],
            },
        )
    except (
        InvalidURL,
        ValueError,
        ImportError,
    ) as error:  # misspelled; SOCKS, which takes another package
        raise ProtocolError("proxy") from error
    return AsyncOpenAI(
        base_url=server.url,
        api_key=server.key.get_secret_value(),
        timeout=Timeout(server.timeout, connect=CONNECT),
        max_retries=RETRIES,
        http_client=http,
    )


async def offered(server: Server) -> list[str]:
    """The models that the server offers; empty where it does not say."""
    from openai import OpenAIError

    try:
        async with asyncio.timeout(LISTING):
            return [model.id for model in (await client(server).models.list()).data]
    except (OpenAIError, TimeoutError, ValueError, TypeError, AttributeError):
        return []


async def _tell_of_retries(request: httpx2.Request) -> None:
    tries = int(request.headers.get("x-stainless-retry-count", "0"))
    if tries and (tell := _TELL.get(None)):
        tell(Piece(retry=tries))


async def _limit(response: httpx2.Response) -> None:
    """No response fills the memory, be it one line without an end."""
    unlimited = response.aiter_bytes

    async def limited(chunk_size: int | None = None) -> AsyncGenerator[bytes, None]:
        come = 0
        async for data in unlimited(chunk_size):
            come += len(data)
            if come > MOST_BYTES:
                raise ProtocolError("malformed")
            yield data

    response.aiter_bytes = limited  # type: ignore[method-assign]


async def _accept_refusals(model: str, response: httpx2.Response) -> None:
    """A part that the server can't take won't be taken at the next try either."""
    if response.status_code >= 500:
        await response.aread()
        if refused_by(response.status_code, response.text, model, frozenset(Modality)):
            response.headers["x-should-retry"] = "false"  # the openai package obeys it


async def _ask(server: Server, body: dict[str, Any], tell: Callable[[Piece], None]) -> None:
    from openai import APIConnectionError, APITimeoutError

    _TELL.set(tell)
    async with asyncio.timeout(server.timeout):
        stream = await client(server).chat.completions.create(**body, stream=True)
        characters, end = 0, ""
        async with stream:
            if "html" in stream.response.headers.get("content-type", ""):
                raise ProtocolError("web_page")
            try:
                async for chunk in stream:
                    for piece in _read(chunk):
                        tell(piece)
                        characters += len(piece.text) + len(piece.thought)
                        end = end or piece.end
                    if characters > MOST_CHARACTERS:
                        tell(Piece(end="length"))
                        return
            except APITimeoutError:
                raise
            except APIConnectionError as error:
                raise ProtocolError("cut_off") from error
            except (ValueError, TypeError, AttributeError, LookupError) as error:
                # the openai package does not check what a stream holds
                raise ProtocolError("malformed") from error
    if not end:
        raise ProtocolError("cut_off" if characters else "nothing")


def _read(chunk: Any) -> list[Piece]:
    """The pieces of one chunk; of a chunk without choices (usage, keep-alive) none."""
    found = []
    for choice in chunk.choices[:1]:
        delta = choice.delta
        # vLLM and SGLang call it reasoning_content, some others reasoning.
        thought = getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None)
        found.append(Piece(delta.content or "", thought or "", end=choice.finish_reason or ""))
    return found


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="endpoint", daemon=True).start()
    return loop
