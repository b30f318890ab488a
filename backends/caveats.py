"""The sentences that say which modality a backend did not get, or not whole, and why."""

from __future__ import annotations

from backends.backend import Request
from backends.base import Explanation, Language, Modality
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
UNREADABLE: dict[Language, dict[Modality, str]] = {
    "en": {
        Modality.ACOUSTIC: "The sound of the clip can't be decoded, so nothing is said about it.",
        Modality.LEXICAL: "The sound of the clip can't be decoded, and there is no subtitle, "
        "so there are no words.",
    },
    "zh": {
        Modality.ACOUSTIC: "该片段的声音无法解码，因此不作描述。",
        Modality.LEXICAL: "该片段的声音无法解码，也没有字幕，因此没有文本。",
    },
}
DAMAGED: dict[Language, dict[Modality, str]] = {
    "en": {
        Modality.VISUAL: "The file is damaged: between {start:.2f} and {end:.2f} s, pictures are "
        "missing or faulty.",
        Modality.ACOUSTIC: "The file is damaged: between {start:.2f} and {end:.2f} s, sound is "
        "missing or faulty.",
    },
    "zh": {
        Modality.VISUAL: "文件已损坏：{start:.2f} 至 {end:.2f} 秒之间的画面有缺失或错误。",
        Modality.ACOUSTIC: "文件已损坏：{start:.2f} 至 {end:.2f} 秒之间的声音有缺失或错误。",
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
    why = NOT_THERE[request.language]
    if clip.sound_unreadable:
        why = why | UNREADABLE[request.language]
    gone = {m: why[m] for m in Modality if not there[m]}
    if clip.has_picture and not clip.shows_picture:
        gone[Modality.VISUAL] = NOT_IN_PART[request.language]
    return gone | off


def with_damage(said: Explanation, clip: Clip, language: Language) -> Explanation:
    """The same answer, with a caveat for each modality it received that is damaged in the file."""
    received = {
        Modality.VISUAL: bool(said.received.frame_times),
        Modality.ACOUSTIC: said.received.sound_seconds > 0,
    }
    damage = {m: clip.damage(m) for m, got in received.items() if got}
    told = [
        DAMAGED[language][m].format(start=span[0], end=span[1])
        for m, span in damage.items()
        if span
    ]
    return said.model_copy(update={"caveats": [*said.caveats, *told]}) if told else said
