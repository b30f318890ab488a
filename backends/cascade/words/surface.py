"""The surface of a text: its words with times, its sentences, and cues that one can point at."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from backends.base import Transcript, Word
from backends.cascade.voice.speech import LONG_SILENCE
from backends.cascade.words.captions import said
from backends.reading import sentence_model
from backends.reading.patterns import Patterns
from backends.reading.sentence_model import READS
from backends.subtitles import TimedText

CueKind = Literal["exclamation", "repetition", "interjection"]

SENTENCE_WORDS = 40
"""A sentence without an end, as run-on speech, is read in pieces of so many words."""

LONGEST_WORD = 60
"""Letters kept of a word; longer ones are not words."""

KNOWN_WORDS = 0.6
"""Share of a text's words that English has whole in the model's vocabulary. Of GoEmotions' comments
1 % have less; German, French, Spanish, Italian and Dutch sentences nearly all do."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’)\]」』）]*\s*$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CHARACTER = re.compile(r"(?:[A-Za-z0-9]{1,60}|\S)[\s.!?…,;:，。！？；：、”’」』）)]*")
"""A character of Chinese, or letters and digits in a row; marks and blanks go with it."""

_READ = Patterns(__file__, "surface")
_SHORTENED = _READ.words("shortened")
_INTERJECTION = re.compile(_READ.every("interjection"), re.IGNORECASE)
_SAID_TWICE_PLAINLY = _READ.words("said_twice_plainly")

_SCRIPTS = {
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "THAI": "th", "GREEK": "el",
    "HEBREW": "he",
}  # fmt: skip
"""Scripts, as Unicode names them, that nearly always mean one language (its tag)."""

UNKNOWN = "und"
"""The tag of a language that can't be told (BCP 47)."""


@dataclass(frozen=True)
class Cue:
    """Something that stands in the text: the words as they are, and when."""

    kind: CueKind
    text: str
    start: float
    end: float


def spoken_words(transcript: Transcript, start: float, end: float) -> list[Word]:
    """The transcript's words; a text without word times is split, each word spanning start..end."""
    if transcript.words:
        return list(transcript.words)
    return [
        Word(text=word[:LONGEST_WORD], start=start, end=end)
        for word in clean(transcript.text).split()
    ]


def timed(cues: Sequence[TimedText]) -> list[Word]:
    """The words of subtitles with times: each cue's share its time by how long they are written.

    Of a Chinese cue each character is one, as in `characters`.
    """
    found: list[Word] = []
    for cue in cues:
        plain = " ".join(clean(cue.text).split())
        signs = _CHARACTER.findall(plain) if _CHINESE.search(plain) else plain.split()
        signs = [sign.strip()[:LONGEST_WORD] for sign in signs if sign.strip()]
        reached, second = cue.start, (cue.end - cue.start) / max(1, sum(map(len, signs)))
        for sign in signs:
            end = reached + second * len(sign)
            found.append(Word(text=sign, start=round(reached, 3), end=round(end, 3)))
            reached = end
    return found


def characters(text: str, start: float, end: float) -> list[Word]:
    """A Chinese text without word times, each character spanning start..end; joined without
    blanks they are the text."""
    plain = " ".join(clean(text).split())
    return [Word(text=one, start=start, end=end) for one in _CHARACTER.findall(plain)]


def clean(text: str) -> str:
    """What of `text` is said, without markup, web addresses and control characters."""
    plain = _ADDRESS.sub(" ", said(text).text)
    return "".join(" " if unicodedata.category(one) in ("Cc", "Cs", "Co") else one for one in plain)


def language_of(words: Sequence[Word], heard: str | None) -> str:
    """The language's tag (BCP 47) without region, or UNKNOWN; "en" where nothing tells it.

    `heard` is the tag that speech recognition gave; None for a given subtitle, which is judged by
    its script and by how many of its words English knows.
    """
    if heard:
        return heard.split("-")[0].lower()
    letters = [one for word in words for one in word.text if one.isalpha()]
    if not letters:
        return READS
    foreign = [unicodedata.name(one, "?").split()[0] for one in letters if not one.isascii()]
    if len(foreign) > 0.2 * len(letters):
        scripts = Counter(foreign)
        if {"HIRAGANA", "KATAKANA"} & set(scripts):
            return "ja"
        return _SCRIPTS.get(scripts.most_common(1)[0][0], UNKNOWN)
    plain = re.findall(r"[^\W\d_]{2,}", " ".join(word.text for word in words).lower())
    if len(plain) < 2:
        return READS
    known = sum(sentence_model.is_one_piece(word) for word in plain)
    return READS if known >= KNOWN_WORDS * len(plain) else UNKNOWN


def sentences(words: Sequence[Word]) -> list[list[Word]]:
    """Words in groups that end with a full stop, exclamation or question mark, or before a long
    silence (a recogniser may write no mark there), or grow too long."""
    groups: list[list[Word]] = [[]]
    for word in words:
        last = groups[-1]
        if len(last) == SENTENCE_WORDS or (last and word.start - last[-1].end > LONG_SILENCE):
            groups.append([])
        groups[-1].append(word)
        if _SENTENCE_END.search(word.text) and word.text.lower() not in _SHORTENED:
            groups.append([])
    return [group for group in groups if group]


def cues(words: Sequence[Word], marks: bool) -> tuple[Cue, ...]:
    """The text's cues in order. `marks`: whether "!" is the writer's, not a recogniser's."""
    found: list[Cue] = []
    for bare, run in groupby(words, _bare):
        same = list(run)
        if len(same) > 1 and bare and bare not in _SAID_TWICE_PLAINLY:
            found.append(_cue("repetition", same))
        for word in same:
            if _INTERJECTION.fullmatch(bare):
                found.append(_cue("interjection", [word]))
            if marks and {"!", "！"} & set(word.text):
                found.append(_cue("exclamation", [word]))
    return tuple(found)


def _bare(word: Word) -> str:
    return re.sub(r"^\W+|\W+$", "", word.text).lower()


def _cue(kind: CueKind, words: Sequence[Word]) -> Cue:
    text = " ".join(word.text.strip() for word in words)
    return Cue(kind, text, words[0].start, words[-1].end)
