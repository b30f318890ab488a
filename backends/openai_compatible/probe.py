"""Proof that picture and sound arrive: the server counts fewer tokens when one is left out.

Serving engines may drop a part that they don't know without a word, and a model then describes a
voice that it never heard. So the same words are sent alone, with drawn pictures, and with a tone.
As a server may change (another model behind the same address), each later answer has one small
request beside it, with all that was proven: it must still count as many tokens.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import combinations
from time import monotonic
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backends.base import Modality
from backends.clip import SOUND_RATE, Frame
from backends.llm.endpoint import problems, transport
from backends.llm.endpoint.server import Server
from backends.openai_compatible import media

TIMEOUT = 60.0
"""Seconds that all requests of a probe may take; without an answer nothing is proven."""
AGAIN = 60.0
"""Seconds after a probe that could not be done in which no other is begun."""
SIZE = 224
"""Pixels a side of the pictures: models refuse much smaller ones."""
MEDIA = (Modality.VISUAL, Modality.ACOUSTIC)
"""What is sent beside the words."""


class Fate(StrEnum):
    """What becomes of a modality that is sent."""

    PROVEN = "proven"
    """It arrives: without it the server counts fewer tokens."""
    DROPPED = "dropped"
    """It does not: the server counts the same tokens without it."""
    LOST = "lost"
    """It did, and does not any more."""
    REFUSED = "refused"
    """The server says that it does not take it."""
    UNKNOWN = "unknown"
    """The server does not count tokens, takes too long, or fails for another reason."""
    NOT_SENT = "not sent"
    """Settings say not to send it."""


class Proof(NamedTuple):
    """What a probe has found out about one server."""

    picture: Fate
    sound: Fate
    words: Mapping[Modality, str] = {}
    """What the server says of each that it refuses."""
    alone: int = 0
    """Tokens that the server counts in the probe's words, where something is proven."""
    more: Mapping[Modality, int] = {}
    """Tokens that it counts more with each that is proven."""

    def of(self, modality: Modality) -> Fate:
        """The fate of the picture or the sound."""
        return self.picture if modality is Modality.VISUAL else self.sound

    def met(self, *fates: Fate) -> frozenset[Modality]:
        """Of picture and sound, those that have met one of `fates`."""
        return frozenset(modality for modality in MEDIA if self.of(modality) in fates)


@dataclass
class _Probe:
    proof: Future[Proof]
    waiting: int = 0
    """Answers that may still need it."""
    failed: float = 0.0
    """When it ended in an exception, if it did."""
    since: Proof | None = None
    """What a later look has found to be otherwise."""

    @property
    def may_go(self) -> bool:
        """Whether another one may be begun in its place."""
        return bool(self.since) or (self.failed > 0 and monotonic() - self.failed > AGAIN)


_PROBES: dict[Server, _Probe] = {}
_LOCK = threading.Lock()


def start(server: Server) -> Future[Proof]:
    """The probe of a server: begun if there is none yet, else the one that runs or is done.

    One that could not be done (no connection, wrong key, too busy) ends in an exception, and is
    begun anew by the first call that comes AGAIN seconds later.
    """
    with _LOCK:
        return _begun(server).proof


@contextmanager
def begun(server: Server) -> Iterator[Future[Proof]]:
    """`start` for an answer: where the last of them is cancelled, the probe is cancelled too.

    Where the probe is done, a look at whether all still arrives is begun, and given instead.
    """
    with _LOCK:
        probe = _begun(server)
        probe.waiting += 1
    before, look = told(probe.proof), probe.proof
    if before and before.more:
        look = transport.run(_look(server, before))
        look.add_done_callback(partial(_note_look, probe, before))
    cancelled = False
    try:
        yield look
    except GeneratorExit:
        cancelled = True
        raise
    finally:
        if cancelled and look is not probe.proof:
            look.cancel()
        with _LOCK:
            probe.waiting -= 1
            if cancelled and not probe.waiting and not probe.proof.done():
                _PROBES.pop(server, None)
                probe.proof.cancel()


def known(server: Server) -> Proof | None:
    """What has been proven so far; None while nothing has. Asks nobody."""
    probe = _PROBES.get(server)
    return (probe.since or told(probe.proof)) if probe else None


def told(proof: Future[Proof]) -> Proof | None:
    """What a probe has found out; None while it runs and where it could not be done."""
    if not proof.done() or proof.cancelled() or proof.exception():
        return None
    return proof.result()


def _begun(server: Server) -> _Probe:
    probe = _PROBES.get(server)
    if probe is None or probe.may_go:
        probe = _PROBES[server] = _Probe(transport.run(_prove(server)))
        probe.proof.add_done_callback(partial(_note, probe))
    return probe


def _note(probe: _Probe, proof: Future[Proof]) -> None:
    if not proof.cancelled() and proof.exception():
        probe.failed = monotonic()


def _note_look(probe: _Probe, before: Proof, look: Future[Proof]) -> None:
    found = told(look)
    if found not in (None, before):
        probe.since = found  # the next answer begins a probe of its own


async def _look(server: Server, before: Proof) -> Proof:
    """Whether all that was proven to arrive still does; asks more where it does not seem so."""
    shown, heard = (before.more.get(medium) for medium in MEDIA)
    counted = await _tokens(server, _content(server, picture=bool(shown), sound=bool(heard)))
    if isinstance(counted, Fate):
        picture, sound = (
            counted if medium in before.more else before.of(medium) for medium in MEDIA
        )
        return Proof(picture, sound, before.words)
    sums = {sum(some): some for n in range(3) for some in combinations(before.more.values(), n)}
    nearest = min(sums, key=lambda total: abs(counted - before.alone - total))
    if nearest == sum(before.more.values()):
        return before
    now = await _prove(server)
    lost = before.met(Fate.PROVEN) & now.met(Fate.DROPPED)
    picture, sound = (Fate.LOST if medium in lost else now.of(medium) for medium in MEDIA)
    return now._replace(picture=picture, sound=sound)


async def _prove(server: Server) -> Proof:
    from openai import APIStatusError

    words: dict[Modality, str] = {}

    async def asked(of: Modality | None) -> int | Fate:
        content = _content(server, picture=of is Modality.VISUAL, sound=of is Modality.ACOUSTIC)
        try:
            return await _tokens(server, content)
        except APIStatusError as error:
            if of and (said := problems.refused(error, server, frozenset({of}))):
                words.update(said)
                return Fate.REFUSED
            if error.status_code in (401, 403, 404, 429) or not 400 <= error.status_code < 500:
                raise  # it may pass, or be mended
            return Fate.UNKNOWN

    try:
        async with asyncio.timeout(min(TIMEOUT, server.timeout)):
            alone, picture, sound = await asyncio.gather(
                asked(None), asked(Modality.VISUAL), asked(Modality.ACOUSTIC)
            )
    except TimeoutError:
        alone = picture = sound = Fate.UNKNOWN
        words.clear()
    proof = Proof(
        Fate.NOT_SENT if server.picture == "none" else _fate(alone, picture),
        Fate.NOT_SENT if server.sound == "none" else _fate(alone, sound),
        words,
    )
    if not isinstance(alone, int):
        return proof
    counts = zip(MEDIA, (picture, sound), strict=True)
    proven = proof.met(Fate.PROVEN)
    more = {m: n - alone for m, n in counts if m in proven and isinstance(n, int)}
    return proof._replace(alone=alone, more=more)


def _content(server: Server, *, picture: bool, sound: bool) -> transport.Content:
    """The probe's words, with drawn pictures and a tone, as a message."""
    frames = [Frame(i / 2, _stripes(i)) for i in range(4)] if picture else []
    times = np.arange(SOUND_RATE if sound else 0) / SOUND_RATE
    tone = (0.3 * np.sin(2 * np.pi * 220 * times)).astype(np.float32)
    return media.content("Say yes.", frames, server.picture, tone, server.sound)


async def _tokens(server: Server, content: transport.Content) -> int | Fate:
    """How many tokens the server counts in a message; UNKNOWN where it does not say.

    It is asked once: a probe is no reason to ask a busy server again and again.
    """
    client = transport.client(server).with_options(max_retries=0)
    body = transport.parameters(server, content, max_tokens=1, seed=None)
    try:
        answer = await client.chat.completions.create(**body)
    except (ValueError, TypeError) as error:
        raise problems.ProtocolError("malformed") from error
    usage = getattr(answer, "usage", None)  # what is no JSON comes back as a string
    counted = getattr(usage, "prompt_tokens", None)  # the openai package does not check it
    return counted if isinstance(counted, int) else Fate.UNKNOWN


def _fate(without: int | Fate, with_it: int | Fate) -> Fate:
    if isinstance(with_it, Fate):
        return with_it
    if isinstance(without, Fate):
        return Fate.UNKNOWN
    return Fate.PROVEN if with_it > without else Fate.DROPPED


def _stripes(i: int) -> NDArray[np.uint8]:
    image = np.zeros((SIZE, SIZE, 3), np.uint8)
    image[:, i * SIZE // 4 : (i + 1) * SIZE // 4] = 255
    return image
