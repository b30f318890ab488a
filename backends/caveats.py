"""The sentences that say which modality a backend did not get, or not whole, and why."""

from __future__ import annotations

from backends.backend import Request
from backends.base import Explanation, Language, Modality
from backends.clip import Clip
from backends.tracks import Track
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


def with_facts_of_the_file(said: Explanation, clip: Clip, language: Language) -> Explanation:
    """The same answer, with a caveat for whatever of each modality it received is not as it should
    be in the file: one of several tracks, damage, channels that cancel each other out."""
    facts: list[str] = []
    if said.received.frame_times:
        facts += _of(clip, Modality.VISUAL, clip.picture_track, language)
    if said.received.sound_seconds > 0:
        facts += _of(clip, Modality.ACOUSTIC, clip.sound_track, language)
        if clip.only_channel:
            facts.append(_SAY.text(language, f"only_channel.{clip.only_channel}"))
    return said.model_copy(update={"caveats": [*said.caveats, *facts]}) if facts else said


def _of(clip: Clip, modality: Modality, track: Track, language: Language) -> list[str]:
    told = []
    if track.count > 1:
        facts = {"number": track.number, "count": track.count}
        told.append(_SAY.text(language, f"several.{modality}", **facts))
    if span := clip.damage(modality):
        told.append(_SAY.text(language, f"damaged.{modality}", start=span[0], end=span[1]))
    return told
