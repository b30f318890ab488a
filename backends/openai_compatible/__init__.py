"""A model behind any server that speaks the OpenAI protocol: vLLM, SGLang, Ray Serve LLM, hosted.

    message.py    what is sent of a clip (media.py: frames and sound as parts of a message)
    probe.py      proves that picture and sound arrive
    card.py       what a person reads of the server before anything is sent

The server itself, asking it and what goes wrong there are in `backends.llm.endpoint`.

`python -m backends.openai_compatible probe` runs the probe; a page never does at its start.
"""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from time import perf_counter

from backends.backend import Backend, Card, Request
from backends.base import Events, Language, Partial, Progress
from backends.clip import Clip
from backends.errors import BackendError
from backends.llm.endpoint import problems, transport
from backends.llm.endpoint.server import Server
from backends.llm.generation import Generation
from backends.openai_compatible import probe
from backends.openai_compatible.card import server_card
from backends.openai_compatible.message import Message, Written
from backends.openai_compatible.probe import MEDIA, Proof
from backends.words import Sentence

NAME = "openai_compatible"

HOLD = 10.0
"""Seconds that an answer which is there waits for its proof; without it nothing is proven."""

SHOW_EVERY = 0.2
"""Seconds between two partial answers: reading every token anew would cost more than it shows."""


class OpenAICompatible(Backend):
    """Sends frames, sound and words of a clip to a server and reads what its model answers."""

    options = Generation
    waits = True

    @property
    def card(self) -> Card:  # type: ignore[override]  # it tells the server that is set now
        """Where the clip would go, what would be sent of it, and what is proven to arrive."""
        try:
            server = Server.read()
        except BackendError:
            return server_card(NAME, None, None)
        return server_card(NAME, server, probe.known(server))

    def missing(self, language: Language = "en") -> list[str]:
        """Which variables to set; whether the server answers is not asked."""
        try:
            Server.read()
        except BackendError as error:
            return [error.text(language)]
        return []

    def depends_on(self, request: Request) -> dict[str, str]:
        """The model, its server, and how picture and sound are sent; see Backend.depends_on."""
        server = Server.read()
        return {
            "model": server.model,
            "server": server.place.text(request.language),
            "picture": server.picture,
            "sound": server.sound,
        }

    def explain(self, clip: Clip, request: Request) -> Events:
        """Yield the answer as it streams in; see Backend.explain.

        The first use of a server also starts the probe, beside the first answer. A modality that
        the server refuses is left out and the request sent again.
        """
        server, generation = Server.read(), Generation.of(request.options)
        with probe.begun(server) as proof:
            yield from _answer(clip, request, server, generation, proof)


def _answer(
    clip: Clip, request: Request, server: Server, generation: Generation, proof: Future[Proof]
) -> Events:
    began = perf_counter()
    yield Progress(stage="decode")
    known = probe.known(server)
    refused = dict(known.words) if known else {}
    message = Message.of(NAME, clip, request, server, generation, refused)
    decoded = perf_counter()
    while True:
        try:
            written = yield from _stream(message, server, generation)
            break
        except Exception as error:
            refuses = problems.refused(error, server, message.given & set(MEDIA))
            if not refuses:
                sentence = _sentence(error, server)
                if sentence is None:  # a fault of ours
                    raise
                raise BackendError(sentence) from None
            refused |= refuses
            message = Message.of(NAME, clip, request, server, generation, refused)
    answered = perf_counter()
    while not proof.done() and perf_counter() - answered < HOLD:
        yield Progress(stage="probe")
        wait_for([proof], timeout=transport.PATIENCE)
    known = probe.told(proof) or probe.known(server)
    said = message.arrived(known).read(written, complete=True)
    yield said.model_copy(
        update={
            "caveats": [*said.caveats, *message.doubts(known, refused)],
            "timings": {"decode": decoded - began, "answering": answered - decoded},
            "versions": said.versions | message.versions(server, generation),
        }
    )


def _stream(
    message: Message, server: Server, generation: Generation
) -> Generator[Progress | Partial, None, Written]:
    """Ask and yield what is known so far; return all that was written.

    Where the answer breaks off, what came before is yielded before the exception is raised.
    """
    written, shown = Written(), 0.0
    content = message.content(server)
    yield Progress(stage="answering")
    coming = transport.pieces(server, content, generation.max_tokens, generation.seed)
    try:
        for piece in coming:
            if piece is None:
                yield Progress(stage="answering")
            elif piece.retry:
                yield Progress(stage="asking again")
            else:
                written.text += piece.text
                written.thought += piece.thought
                written.end = written.end or piece.end
                if perf_counter() - shown > SHOW_EVERY:
                    shown = perf_counter()
                    yield _so_far(message, written)
    except Exception:
        yield _so_far(message, written)
        raise
    finally:
        coming.close()  # stops the request
    return written


def _so_far(message: Message, written: Written) -> Progress | Partial:
    if not written.text.strip():
        return Progress(stage="answering")
    return Partial(explanation=message.read(written, complete=False))


def _sentence(error: Exception, server: Server) -> Sentence | None:
    from openai import NotFoundError

    offered = None
    if isinstance(error, NotFoundError):
        offered = transport.run(transport.offered(server)).result()
    return problems.sentence(error, server, offered)
