"""Taking a rationale apart into atomic statements: one observation each.

A sentence is cut where its clauses meet, and two pieces stay together unless the second speaks of
something else: "his brows pull together, then his mouth opens" are two statements, "he puts down
the heavy, old cup" is one. What a piece speaks of is read with the lexicon of `aspects.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backends.base import Language, Modality, Rationale
from backends.reading.aspects import QUOTED, Lexicon, lexicon
from backends.reading.readings import Reading
from demo.metrics import TruthClue

FIRST_HIDDEN, LAST_HIDDEN = 0xE000, 0xF8FF
"""The 6,400 private-use letters of Unicode: one stands for each quotation."""
_PRIVATE = f"[{chr(FIRST_HIDDEN)}-{chr(LAST_HIDDEN)}]"
_HIDDEN = re.compile(f"{_PRIVATE}[.。]?")


def statements(rationale: Rationale, language: Language) -> list[TruthClue]:
    """The atomic statements of the visual, acoustic and lexical part, in reading order.

    Readable text: the opening ("In the video,") is dropped, and a piece whose subject stands in the
    piece before it is given that subject ("the pitch … falls gently"). The conclusion is not taken
    apart: it names emotions, which the word metrics compare.
    """
    return [
        TruthClue(modality=modality, text=text)
        for modality in Modality
        for text in split(getattr(rationale, modality) or "", modality, language)
    ]


def split(text: str, modality: Modality, language: Language) -> list[str]:
    """One part of a rationale, or any text about one modality, as atomic statements."""
    words = lexicon(language)
    text = re.sub(rf"^\s*{words.opener}", "", text, flags=re.IGNORECASE)
    hidden, quotes = _hide_quotes(text)
    pieces = [
        piece.text
        for sentence in re.split(words.sentence_end, hidden)
        for piece in _cut(sentence.strip(), modality, words)
    ]
    shown = [_show_quotes(piece, quotes) for piece in pieces]
    return [_tidy(piece) for piece in shown if re.search(r"\w", piece)]


def in_one_piece(rationale: Rationale) -> str:
    """The four parts one after another, as in EMER; what a judge reads."""
    return " ".join(part for part in rationale.model_dump().values() if part)


@dataclass(frozen=True)
class _Piece:
    text: str
    aspects: frozenset[str]
    opens_clause: bool


def _cut(sentence: str, modality: Modality, words: Lexicon) -> list[_Piece]:
    pieces: list[_Piece] = []
    subject = ""
    at = 0
    for start, end in _spans(sentence, words.separator):
        text = sentence[start:end]
        aspects = _aspects(words.read(text, modality))
        attached = re.fullmatch(words.attached, sentence[at:start]) is not None
        if attached:
            text = sentence[at:end].strip()
        opens = not attached and re.match(words.clause_opener, text, re.IGNORECASE) is not None
        own_subject = words.subject(text, modality)
        last = pieces[-1] if pieces else None
        depends = opens or own_subject or re.match(words.dependent, text, re.IGNORECASE)
        if last and subject and not aspects and not depends:
            carried = words.carried.format(subject=subject, text=text)
            told = _aspects(words.read(carried, modality))
            if told - last.aspects:
                pieces.append(_Piece(carried, told, False))
                at = end
                continue
        subject = own_subject or subject
        unfinished = last and not opens and re.search(words.unfinished, last.text)
        hangs = unfinished or (last and attached and not last.aspects)
        if last and (hangs or not _stands_alone(last, aspects, opens)):
            joined = pieces.pop().text + sentence[at:end]
            pieces.append(_Piece(joined, last.aspects | aspects, last.opens_clause or opens))
        else:
            pieces.append(_Piece(text, aspects, opens))
        at = end
    return pieces


def _stands_alone(last: _Piece, aspects: frozenset[str], opens: bool) -> bool:
    """Whether a piece says something of its own beside the one before it."""
    if not last.aspects and not last.opens_clause:
        return False  # an adverbial that leads to what follows: "just before he speaks, …"
    return opens or bool(aspects - last.aspects)


def _aspects(readings: frozenset[Reading]) -> frozenset[str]:
    return frozenset(reading.aspect for reading in readings)


def _spans(sentence: str, separator: str) -> list[tuple[int, int]]:
    """Where the pieces between separators begin and end."""
    cuts = [hit.span() for hit in re.finditer(separator, sentence)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(sentence)]
    return list(zip(starts, ends, strict=True))


def _hide_quotes(text: str) -> tuple[str, list[str]]:
    """Quoted words as private-use letters, so that their commas and stops don't cut.

    Such letters of the text itself mean nothing to a reader and are left out. Quotations beyond the
    6,400th stay as they are.
    """
    text = re.sub(_PRIVATE, "", text)
    quotes: list[str] = []

    def hide(hit: re.Match[str]) -> str:
        if FIRST_HIDDEN + len(quotes) > LAST_HIDDEN:
            return hit.group()
        quotes.append(hit.group())
        mark = chr(FIRST_HIDDEN + len(quotes) - 1)
        if hit.group()[-2:-1] not in ".!?。！？…":
            return mark
        if re.match(r"\s+[A-Z]", text[hit.end() :]):
            return mark + "."
        return mark + "。" if re.match("[一-鿿]", text[hit.end() :]) else mark

    return QUOTED.sub(hide, text), quotes


def _show_quotes(text: str, quotes: list[str]) -> str:
    return _HIDDEN.sub(lambda hit: quotes[ord(hit.group()[0]) - FIRST_HIDDEN], text)


def _tidy(piece: str) -> str:
    """Without the stop and the comma at the ends, and with a capital."""
    piece = piece.strip(" \n\t,.;:，。；：、")
    return piece[:1].upper() + piece[1:]
