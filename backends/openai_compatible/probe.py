"""Proof that picture and sound arrive: the server counts fewer tokens when one is left out.

Serving engines may drop a part that they don't know without a word, and a model then describes a
voice that it never heard. So the same words are sent alone, with drawn pictures, and with a tone.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backends.base import Modality
from backends.clip import SOUND_RATE, Frame
from backends.openai_compatible import media, problems, transport
from backends.openai_compatible.settings import Settings

TIMEOUT = 60.0
"""Seconds that all requests of a probe may take; without an answer nothing is proven."""
SIZE = 224
"""Pixels a side of the pictures: models refuse much smaller ones."""


class Fate(StrEnum):
    """What becomes of a modality that is sent."""

    PROVEN = "proven"
    """It arrives: without it the server counts fewer tokens."""
    DROPPED = "dropped"
    """It does not: the server counts the same tokens without it."""
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

    def of(self, modality: Modality) -> Fate:
        """The fate of the picture or the sound."""
        return self.picture if modality is Modality.VISUAL else self.sound

    def met(self, *fates: Fate) -> frozenset[Modality]:
        """Of picture and sound, those that have met one of `fates`."""
        media = (Modality.VISUAL, Modality.ACOUSTIC)
        return frozenset(modality for modality in media if self.of(modality) in fates)


_PROOFS: dict[Settings, Future[Proof]] = {}
_LOCK = threading.Lock()


def start(settings: Settings) -> Future[Proof]:
    """The probe of a server: begun if there is none yet, else the one that runs or is done.

    One that could not be done (no connection, wrong key, too busy) ends in an exception, and is
    begun anew by the next call.
    """
    with _LOCK:
        proof = _PROOFS.get(settings)
        if proof is None or (proof.done() and proof.exception()):
            proof = _PROOFS[settings] = transport.run(_prove(settings))
        return proof


def known(settings: Settings) -> Proof | None:
    """What has been proven so far; None while nothing has. Asks nobody."""
    proof = _PROOFS.get(settings)
    return proof.result() if proof and proof.done() and not proof.exception() else None


async def _prove(settings: Settings) -> Proof:
    frames = [Frame(i / 2, _stripes(i)) for i in range(4)]
    tone = 0.3 * np.sin(2 * np.pi * 220 * np.arange(SOUND_RATE) / SOUND_RATE)
    silence = np.zeros(0, np.float32)

    async def asked(shown: list[Frame], heard: NDArray[np.float32]) -> int | Fate:
        content = media.content("Say yes.", shown, settings.picture, heard, settings.sound)
        return await _tokens(settings, content)

    try:
        async with asyncio.timeout(min(TIMEOUT, settings.timeout)):
            words, picture, sound = await asyncio.gather(
                asked([], silence), asked(frames, silence), asked([], tone.astype(np.float32))
            )
    except TimeoutError:
        words = picture = sound = Fate.UNKNOWN
    return Proof(
        Fate.NOT_SENT if settings.picture == "none" else _fate(words, picture),
        Fate.NOT_SENT if settings.sound == "none" else _fate(words, sound),
    )


async def _tokens(settings: Settings, content: transport.Content) -> int | Fate:
    """How many tokens the server counts in a message; or that it refuses it or does not say."""
    from openai import APIStatusError

    body = transport.parameters(settings, content, max_tokens=1, seed=None)
    try:
        answer = await transport.client(settings).chat.completions.create(**body)
    except APIStatusError as error:
        if problems.refused(error):
            return Fate.REFUSED
        if error.status_code in (401, 403, 404, 429):
            raise
        return Fate.UNKNOWN
    usage = getattr(answer, "usage", None)  # what is no JSON comes back as a string
    return usage.prompt_tokens if usage else Fate.UNKNOWN


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
