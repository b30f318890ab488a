"""What a rationale claims: each observation that it tells, with where it stands in the text.

The pieces are those of `demo/metrics/statements.py`, what they say is read with the lexicon. What
names an emotion is no claim about the clip: that is what scores are for. The conclusion is passed
over, unless the whole text is one that has no parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from backends.base import Language, Modality, Part, Rationale
from backends.reading.aspects import QUOTED, lexicon
from backends.reading.emotion_words import named
from backends.reading.patterns import Patterns
from backends.reading.readings import EMOTION, Reading
from backends.reading.sentences import speaks_of
from backends.reading.sentences import split as sentences
from demo.metrics.statements import split

_SAID = Patterns(__file__, "fact_check")
REASONS = ("scene", "clothes", "person", "intention", "target")
"""Why nothing measures what a piece says, where its words tell."""
OTHER = "other"
"""That it isn't known what a piece speaks of."""
LEAST = 3
"""Words, or Chinese characters, from which a piece is a claim of its own."""
QUOTE = "quote"
"""The aspect of what is said, word for word."""
COVERED: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("mouth", "open"): (("jaw", "slack"), ("mouth", "ajar")),
    ("lips", "pressed"): (("mouth", "closed"),),
    ("inner_brows", "raised"): (
        ("brows", "raised"), ("brows", "lowered"), ("frown", "frown"), ("head", "up"),
    ),
    ("brows", "level"): (("frown", "smooth"),),
    ("brows", "raised"): (("frown", "frown"),),
    ("pitch_moves", "swings"): (
        ("pitch_moves", "rises"), ("pitch_moves", "falls"), ("melody", "lively"),
    ),
    ("ending", "rises"): (("pitch_moves", "rises"),),
    ("ending", "falls"): (("pitch_moves", "falls"),),
    ("blink", "often"): (("blink", "blinks"),),
    ("blink", "rarely"): (("blink", "blinks"),),
    ("smile_end", "stays"): (("smile", "smile"),),
    ("head", "nod"): (("head", "up"), ("head", "down")),
    ("length", "long"): (("pace", "slow"),),
}  # fmt: skip
"""What a piece says → what is read in the same words besides, and is no claim of its own."""
CALM = {("rest", "calm"), ("plain_voice", "calm")}
"""What a word for no emotion is read as too: "the face looks neutral"."""
_WORD = re.compile(r"[^\W_一-鿿]+|[一-鿿]")
_PERSON = re.compile(r"\b([A-Z])\b(?=[:：]|'s\b|’s\b)|人物\s*([A-Z])(?![A-Za-z])")


@dataclass(frozen=True)
class Stated:
    """One claim as it is read, before anything is looked for."""

    text: str
    part: Part
    place: tuple[int, int]
    """First letter in the part, and the one after the last."""
    modality: Modality
    reading: Reading | None
    """What it says of which aspect; None where nothing measures it, and `reason` says why."""
    reason: str = ""
    person: str | None = None
    compared: str = ""
    quote: str = ""
    hedged: bool = False


def stated(rationale: Rationale, language: Language) -> list[Stated]:
    """All claims of a rationale in reading order."""
    found = []
    for modality in Modality:
        text = getattr(rationale, modality) or ""
        found += [*_of_text(text, modality.value, modality, language)]
    if not any(getattr(rationale, modality) for modality in Modality) and rationale.conclusion:
        found += [*_of_prose(rationale.conclusion, language)]
    return found


def _of_prose(text: str, language: Language) -> Iterator[Stated]:
    """A text without parts, sentence by sentence: each of what its words speak of."""
    at = 0
    for sentence in sentences(text):
        at = max(at, text.find(sentence, at))
        words = lexicon(language)
        scores = {m: len(_readings(words.read(sentence, m))) for m in Modality}
        told = speaks_of(sentence)
        modality = max(Modality, key=lambda one: (scores[one], one in told))
        if not told and not scores[modality] and _reasons(sentence):
            modality = Modality.VISUAL
        elif not told and not scores[modality]:
            at += len(sentence)
            continue
        for one in _of_text(sentence, "conclusion", modality, language, at):
            if not _names_emotion(one.text, language):  # which is what follows, and no observation
                yield one
        at += len(sentence)


def _of_text(
    text: str, part: Part, modality: Modality, language: Language, offset: int = 0
) -> Iterator[Stated]:
    at = 0
    for piece in split(text, modality, language):
        own = piece.rsplit("…", 1)[-1].strip() if "…" in piece else piece  # its subject was added
        found = text.lower().find(own.lower(), at)
        if found < 0:
            found = text.lower().find(own.lower())
        if found < 0:
            continue
        at = found + len(own)
        place = (offset + found, offset + at)
        letters = [one or other for one, other in _PERSON.findall(text[:at])]
        person = letters[-1] if letters else None  # a letter holds until the next
        yield from _of_piece(piece, text[found:at], part, place, modality, language, person)


def _of_piece(
    piece: str,
    own: str,
    part: Part,
    place: tuple[int, int],
    modality: Modality,
    language: Language,
    person: str | None,
) -> Iterator[Stated]:
    words = lexicon(language)
    quotes = QUOTED.findall(piece)
    quote = max(quotes, key=len)[1:-1] if quotes else ""
    about = Stated(
        own,
        part,
        place,
        modality,
        None,
        person=person,
        compared=_compared(piece),
        quote=quote,
        hedged=words.is_hedged(piece),
    )
    emotional = _names_emotion(piece, language)
    readings = _readings(words.read(piece, modality))
    if emotional:
        readings = [one for one in readings if (one.aspect, one.value) not in CALM]
    if not readings and modality is not Modality.LEXICAL:
        for other in speaks_of(piece) - {modality, Modality.LEXICAL}:
            if readings := _readings(words.read(piece, other)):
                modality = other
                break
    quotes_words = quote and (modality is Modality.LEXICAL or len(_WORD.findall(quote)) >= LEAST)
    if quotes_words:
        yield replace(about, modality=Modality.LEXICAL, reading=Reading(QUOTE, QUOTE))
    for reading in readings:
        yield replace(about, modality=modality, reading=reading)
    reasons = _reasons(QUOTED.sub("", piece)) if modality is Modality.VISUAL else []
    if any(one.aspect == "gaze" for one in readings):
        reasons = [why for why in reasons if why != "target"]
    for why in reasons:
        yield replace(about, reason=why)
    if reasons or readings or quotes_words:
        return
    why = next(iter(_reasons(QUOTED.sub("", piece))), OTHER)
    if why == OTHER and (emotional or about.hedged or len(_WORD.findall(own)) < LEAST):
        return
    yield replace(about, reason=why)


def _names_emotion(text: str, language: Language) -> bool:
    """Whether a word for an emotion is in it, or for none; a smile or tears are seen, not felt."""
    calm = any(one.value == "calm" for one in lexicon(language).emotions_in(text))
    return bool(named(text)) or calm


def _readings(found: frozenset[Reading]) -> list[Reading]:
    """What is said of aspects, in one order; of emotions nothing, and nothing twice."""
    said = {(one.aspect, one.value) for one in found}
    twice = {other for one in said for other in COVERED.get(one, ())}
    twice |= {(a, v.removeprefix("not ")) for a, v in said if v.startswith("not ")}  # denied
    kept = (o for o in found if o.aspect != EMOTION and (o.aspect, o.value) not in twice)
    return sorted(kept, key=lambda one: (one.aspect, one.value, one.low))


def _reasons(piece: str) -> list[str]:
    """Why nothing measures some of what a piece says; none where its words don't tell."""
    low = piece.lower()
    return [one for one in REASONS if re.search(_SAID.every(one), low)]


def _compared(piece: str) -> str:
    low = piece.lower()
    for kind in ("elsewhere", "earlier", "most"):
        if re.search(_SAID.every(kind), low):
            return kind
    return ""
