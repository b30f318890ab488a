"""The sentences that say which modality a backend did not get, or not whole, and why."""

from __future__ import annotations

from backends.backend import Request
from backends.base import Explanation, Language, Modality
from backends.clip import Clip
from backends.words import Words

_SAY = Words(__file__)


def absent(clip: Clip, request: Request) -> dict[Modality, str]:
    """Modality → why nothing is said about it, for each that is switched off or not there.

    Words count as absent only without sound and without a subtitle: speech may hold them.
    """
    there = {
        Modality.VISUAL: clip.shows_picture,
        Modality.ACOUSTIC: clip.has_sound,
        Modality.LEXICAL: clip.has_sound or clip.subtitle is not None,
    }
    say = _SAY.table(request.language, "absent")
    off = {m: say["off"][m] for m in Modality if m not in request.modalities}
    why = say["not_there"]
    if clip.sound_unreadable:
        why = why | say["unreadable"]
    gone = {m: why[m] for m in Modality if not there[m]}
    if clip.has_picture and not clip.shows_picture:
        gone[Modality.VISUAL] = say["not_in_part"]
    return gone | off


def with_damage(said: Explanation, clip: Clip, language: Language) -> Explanation:
    """The same answer, with a caveat for each modality it received that is damaged in the file."""
    received = {
        Modality.VISUAL: bool(said.received.frame_times),
        Modality.ACOUSTIC: said.received.sound_seconds > 0,
    }
    damage = {m: clip.damage(m) for m, got in received.items() if got}
    told = [
        _SAY.text(language, f"damaged.{m}", start=span[0], end=span[1])
        for m, span in damage.items()
        if span
    ]
    return said.model_copy(update={"caveats": [*said.caveats, *told]}) if told else said
