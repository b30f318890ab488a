"""What a person reads of a server before anything is sent: where it goes, what, what arrives."""

from __future__ import annotations

from backends.backend import Card
from backends.base import ALL_MODALITIES, Modality
from backends.llm.endpoint.server import Server
from backends.llm.generation import FRAMES
from backends.openai_compatible.probe import MEDIA, Fate, Proof
from backends.words import Sentence, Words

_SAY = Words(__file__)


def server_card(name: str, server: Server | None, proof: Proof | None) -> Card:
    """The card of a server; `server` None while none is named, `proof` None while none is there."""
    unset = Card.of(_SAY, "card", weighs=False, name=name, modalities=ALL_MODALITIES)
    if server is None:
        return unset
    sent = _sent(server, proof)
    summary = _SAY("server.summary", model=server.model, place=server.place, sent=[*sent.values()])
    told = _SAY.joined("next", [summary, *_arrival(sent.keys() & set(MEDIA), proof)])
    return unset.saying(summary=told, place=server.place).model_copy(
        update={"modalities": frozenset(sent)}
    )


def arrives(modality: Modality, fate: Fate) -> Sentence | None:
    """What becomes of picture or sound on its way to a server; None where it is not sent."""
    return None if fate is Fate.NOT_SENT else _SAY(f"fate.{modality}.{fate}")


def _arrival(sent: set[Modality], proof: Proof | None) -> list[Sentence]:
    if proof is None:
        return [_SAY("server.not_probed")] if sent else []
    return [told for medium in MEDIA if (told := arrives(medium, proof.of(medium)))]


def _sent(server: Server, proof: Proof | None) -> dict[Modality, Sentence]:
    """What is sent of a clip, in words."""
    refused = proof.met(Fate.REFUSED) if proof else frozenset()
    sent = {}
    if server.picture != "none" and Modality.VISUAL not in refused:
        sent[Modality.VISUAL] = _SAY(f"sent.{server.picture}", n=FRAMES)
    if server.sound != "none" and Modality.ACOUSTIC not in refused:
        sent[Modality.ACOUSTIC] = _SAY("sent.sound")
    return sent | {Modality.LEXICAL: _SAY("sent.words")}
