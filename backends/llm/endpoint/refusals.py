"""Which modalities a server can't take, by its words.

vLLM, SGLang, llama.cpp and hosted services each have their own; a model's name, a limit or a list
of what is taken may also hold "audio" or "image" and is no refusal.
"""

from __future__ import annotations

import re

from backends.base import Modality

STATUSES = {400, 404, 415, 422, 500, 501}
"""Some servers answer 500 to a part of a kind that they don't know, OpenRouter 404."""

_NAMES = {
    Modality.ACOUSTIC: r"audios?|sounds?|speech",
    Modality.VISUAL: r"images?|videos?|vision|visual|pictures?",
}
_NAMED = {  # "Qwen2-Audio" and "audio-7B" are models; `input_audio` and `image_url` are parts
    modality: re.compile(rf"(?<![-\w])(?:input_)?(?:{names})(?:_url)?(?!\w|-\w*\d)", re.IGNORECASE)
    for modality, names in _NAMES.items()
}
_UNNAMED = re.compile(r"multi-?modal|content\W*type|(?:part|content)\W+types?\b", re.IGNORECASE)
"""What a refusal speaks of that does not name the modality."""

_REFUSES = re.compile(
    r"(?:not|n['’]t) (?:\w+ )?(?:support|accept|allow|enabled|available|implemented|permitted)"
    r"|unsupported|disabled|\bplease install\b|\bat most 0\b|does not match any\b"
    r"|\b(?:unknown|invalid|unrecognized) (?:[\w`'\"]+ ){0,2}?(?:part|content|type|model|value)"
    r"|\bnot an? (?:multi-?modal|vision|visual|audio|image|video)"
    r"|\bno (?:\w+ ){0,3}?(?:inputs?|support|encoder)\b"
    r"|(?:can ?not|can['’]t|unable to) (?:accept|take|handle|see|hear)",
    re.IGNORECASE,
)
_TEXT_ALONE = re.compile(
    r"\btext[- ]only\b"
    r"|\bonly (?:accepts? |supports? |takes? )?text\b(?P<too>(?:(?:,| and| or|/) ?(?:and )?\w+)*)",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"(?:\b(?:supported|expected|allowed|permitted|valid) (?:\w+ )?(?:are|types?|values?|tags?)\b"
    r"|\b(?:must be|should be|expected) (?:one of|either)\b|\b(?:but|only) ).*",
    re.IGNORECASE,
)
"""What a server does take, up to the end of the sentence."""

_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n|\\n")
_MOST = re.compile(
    r"\b(?:at most|up to|maximum(?: of)?|max) (?!0\b)(\d{1,4}) (?:images?|pictures?)\b",
    re.IGNORECASE,
)


def refused_by(
    status: int, words: str, model: str, sent: frozenset[Modality]
) -> frozenset[Modality]:
    """Those of the modalities `sent` that an answer with this HTTP status refuses by its words.

    `model` is its name, and `sent` holds picture and sound as far as they were sent. Where both
    were and the server does not say which, it is the sound: fewer models take it.
    """
    if status not in STATUSES:
        return frozenset()
    found: frozenset[Modality] = frozenset()
    for said in _SENTENCE.split(_without(model, words)):
        if alone := _TEXT_ALONE.search(said):
            found |= sent - _named(alone["too"] or "")
        elif refusing := _REFUSES.search(said):
            rest = _TAKEN.sub("", said[refusing.end() :])
            named = _named(said[: refusing.end()] + rest)
            if not named and _UNNAMED.search(said):
                named = sent if len(sent) == 1 else frozenset({Modality.ACOUSTIC})
            found |= named & sent
    return found


def most_pictures(words: str) -> int | None:
    """How many pictures one request may hold, where a server says so; never 0."""
    limit = _MOST.search(words.replace("(s)", "s"))
    return int(limit[1]) if limit else None


def _named(words: str) -> frozenset[Modality]:
    return frozenset(modality for modality, names in _NAMED.items() if names.search(words))


def _without(model: str, words: str) -> str:
    """A server's words without the model's name, which may stand there without its folder."""
    for name in (model, model.rpartition("/")[2]):
        words = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", "…", words, flags=re.IGNORECASE)
    return words.replace("(s)", "s")
