"""Sentences of a model's text: where they end, which seconds they name, what they speak of."""

from __future__ import annotations

import re

from backends.base import Modality

_END = re.compile(
    r"(?<=[.!?])\s+(?=[^\s.,;:!?])|(?<=[.!?][\"”’)])\s+(?=[^\sa-z.,;:!?])"
    r"|(?<=[。！？])(?=[^”’」）\s])|\n+"
)
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|vs|e\.g|i\.e|etc|approx|sec)\.$")

_SECONDS = r"(?:s|sec|secs|seconds?|秒)(?![a-z])"
_NUMBER = r"(\d{1,2}:\d{2}(?:\.\d+)?|\d{1,4}(?:\.\d+)?)"
_SPAN = re.compile(
    rf"(?:(?:from|between)\s+(?:about\s+)?|从?第?|[(\[（]\s*)"
    rf"{_NUMBER}\s*(?:{_SECONDS})?\s*(?:-|–|—|~|to|and|until|到|至)\s*第?{_NUMBER}\s*(?:{_SECONDS}|[)\]）])",
    re.IGNORECASE,
)
_POINT = re.compile(
    rf"(?:\b(?:at|around|near|after|by)\s+(?:about\s+|the\s+)?|第|在)\s*{_NUMBER}\s*-?\s*{_SECONDS}"
    r"|(?:\bat\s+|[(\[（]\s*)(\d{1,2}:\d{2}(?:\.\d+)?)",
    re.IGNORECASE,
)
_DURATION = re.compile(r"\b(?:for|lasts?|lasting|takes?)\s+(?:about\s+)?$", re.IGNORECASE)

_SPEAKS_OF = {
    Modality.VISUAL: re.compile(
        r"\b(?:in the (?:video|picture|frames?)|faces?|facial|frown\w*|smil(?:e|es|ing)|eyes?"
        r"|eyebrows?|gaze|gestures?|postures?|looks? (?:at|away|down|up))\b"
        r"|视频|画面|面部|表情|微笑|皱眉|眼神|目光|手势|姿态|姿势",
        re.IGNORECASE,
    ),
    Modality.ACOUSTIC: re.compile(
        r"\b(?:in the audio|voices?|vocal|tone|pitch|intonation|loudness|volume|loudly|audibly"
        r"|speech(?! bubble)|speak(?:s|ing)(?! (?:of|for|to|volumes)\b)|shout(?:s|ed|ing)?"
        r"|yell(?:s|ed|ing)?|scream(?:s|ed|ing)?|whisper(?:s|ed|ing)?|loud(?:er|est)?"
        r"|(?<!words )(?<!text )(?<!message )sound(?:s|ed|ing)?|hears?|heard|nois(?:es?|y)"
        r"|audible|inaudible)\b|音频|声音|语气|语调|音调|音高|音量|语速|嗓音|大声|喊|吼|尖叫"
        r"|听到|听见|听起来|噪音|噪声|响亮|哭声|笑声|叹息声|话音|说话声",
        re.IGNORECASE,
    ),
    Modality.LEXICAL: re.compile(
        r"\b(?:in the text|subtitles?|transcripts?|(?:the|her|his|their) words"
        r"|(?:says|said|saying),? [\"“'‘])|文本|字幕|台词|所说的话|说道?[：:“\"]",
        re.IGNORECASE,
    ),
}
"""Words that a sentence about a modality holds. A word list: it finds most, not all."""


_GIVEN = r"(?:given|provided|available|supplied|shared|included|accessible|received|attached)"
_DENIES = re.compile(
    rf"\bno (?:\w+ ){{1,4}}?(?:(?:is|was|were|are|has been|have been) )?{_GIVEN}\b"
    rf"|(?:\bnot|n['’]t) (?:been )?{_GIVEN}\b|\bunavailable\b"
    r"|\bnothing (?:can be|is|was) (?:said|told|judged|heard|seen|inferred|given|provided)\b"
    r"|(?:\bcan ?not|\bcan['’]t|\bcould not|\bcouldn['’]t|\bunable to|\bimpossible to) (?:be )?"
    r"(?:say|said|tell|told|hear|heard|see|seen|judged?|assess(?:ed)?|determined?|describe[d]?"
    r"|evaluated?|infer(?:red)?|comment)\b"
    r"|(?:没有|未|并未)(?:被)?(?:提供|给出|给定)|没有(?:声音|音频|画面|图像|字幕|文本)"
    r"|无法(?:判断|听到|看到|得知|确定|评估|描述|说明)|听不到|看不到",
    re.IGNORECASE,
)
_STILL = re.compile(r"\b(?:but|however|(?:al)?though|yet|still)\b|但|不过|然而|仍", re.IGNORECASE)
"""What a sentence goes on with that denies and tells all the same."""


def split(text: str) -> list[str]:
    """The sentences of `text` in order, each with its closing mark, in English or Chinese."""
    sentences: list[str] = []
    for piece in _END.split(text):
        if sentences and _ABBREVIATION.search(sentences[-1]):
            sentences[-1] += f" {piece.strip()}"
        elif piece and piece.strip():
            sentences.append(piece.strip())
    return sentences


def moment(sentence: str, start: float, end: float) -> tuple[float, float]:
    """The part of the clip that a sentence names, else all of it: (start, end) in seconds.

    The clip's own seconds, which is how a model is told the times of a part and asked for them.
    "From 1 to 2 s", "(0:01-0:02)", "at 1.5 seconds" and "第1.5秒" are read; lengths ("for 2
    seconds") and moments outside of the part are not.
    """
    whole = start, end
    if span := _SPAN.search(sentence):
        if _DURATION.search(sentence[: span.start()]):
            return whole
        first, last = _seconds(span[1]), _seconds(span[2])
    elif point := _POINT.search(sentence):
        first = last = _seconds(point[1] or point[2])
    else:
        return whole
    return (first, last) if start <= first <= last <= end + 0.05 else whole


def speaks_of(sentence: str) -> frozenset[Modality]:
    """The modalities that a sentence speaks of by its words; often none."""
    return frozenset(m for m, words in _SPEAKS_OF.items() if words.search(sentence))


def denies(sentence: str) -> bool:
    """Whether a sentence says that there was nothing to see, hear or read, and tells no more."""
    return bool(_DENIES.search(sentence)) and not _STILL.search(sentence)


def _seconds(text: str) -> float:
    minutes, _, seconds = text.rpartition(":")
    return float(minutes or 0) * 60 + float(seconds)
