"""The sentences that say which modality a backend did not get, and why."""

from __future__ import annotations

from backends.base import Language, Modality, Request
from backends.clip import Clip

SWITCHED_OFF: dict[Language, dict[Modality, str]] = {
    "en": {
        Modality.VISUAL: "The picture was switched off, so nothing is said about it.",
        Modality.ACOUSTIC: "The sound was switched off, so nothing is said about it.",
        Modality.LEXICAL: "The words were switched off, so nothing is said about them.",
    },
    "zh": {
        Modality.VISUAL: "画面已关闭，因此不作描述。",
        Modality.ACOUSTIC: "声音已关闭，因此不作描述。",
        Modality.LEXICAL: "文本已关闭，因此不作描述。",
    },
}
NOT_THERE: dict[Language, dict[Modality, str]] = {
    "en": {
        Modality.VISUAL: "The clip has no picture, so nothing is said about it.",
        Modality.ACOUSTIC: "The clip has no sound, so nothing is said about it.",
        Modality.LEXICAL: "The clip has neither sound nor a subtitle, so there are no words.",
    },
    "zh": {
        Modality.VISUAL: "该片段没有画面，因此不作描述。",
        Modality.ACOUSTIC: "该片段没有声音，因此不作描述。",
        Modality.LEXICAL: "该片段没有声音，也没有字幕，因此没有文本。",
    },
}
NOT_IN_PART: dict[Language, str] = {
    "en": "The chosen part of the clip has no picture, so nothing is said about it.",
    "zh": "所选部分没有画面，因此不作描述。",
}


def absent(clip: Clip, request: Request) -> dict[Modality, str]:
    """Modality → why nothing is said about it, for each that is switched off or not there.

    Words count as absent only without sound and without a subtitle: speech may hold them.
    """
    there = {
        Modality.VISUAL: clip.shows_picture,
        Modality.ACOUSTIC: clip.has_sound,
        Modality.LEXICAL: clip.has_sound or clip.subtitle is not None,
    }
    off = {m: SWITCHED_OFF[request.language][m] for m in Modality if m not in request.modalities}
    gone = {m: NOT_THERE[request.language][m] for m in Modality if not there[m]}
    if clip.has_picture and not clip.shows_picture:
        gone[Modality.VISUAL] = NOT_IN_PART[request.language]
    return gone | off
