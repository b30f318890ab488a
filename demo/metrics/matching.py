"""Whether a statement of the ground truth and a clue say the same, the opposite, or neither.

In this order, and the first that holds decides:

1. The same sentence says the same.
2. Other moments: where both say when, or on which quoted word, and these are apart, nothing ties
   them. A time that a person writes down is good to `SLACK`. "Before he speaks", "at the end" and
   the like are times where the clip's are known (`moments.py`).
3. What can't both be true contradicts, whatever else the two agree in: opposite values of one
   aspect, a value and its denial, figures far apart, a calm face and an angry one, nothing said and
   a quotation. What both say counts against nothing: "the brows go up, then down" beside "the
   brows go up"; but what holds all the time is belied by a change, "blank throughout" by "neutral,
   then happy".
4. One value of one aspect, or figures near each other, say the same. A figure beside words counts
   as the word it is by itself ("around 106 Hz" as low).
5. Quoted words: the same words match; the same sentence with other words in it contradicts.
6. In English, and where the lexicon reads neither sentence, the cosine of their embeddings decides,
   unless one of them denies something or their figures differ. In Chinese nothing ties them then.

How near and how far figures are, what denies and what hedges stand in `backends/reading/aspects.py`
and its lexicons. A hedge does not untie ("perhaps a smile" matches "a smile"); it is noted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from math import inf

from backends.base import Language, Modality
from backends.reading.aspects import QUOTED, Lexicon, lexicon
from backends.reading.readings import EMOTION, NUMBER, Reading
from backends.reading.sentences import moment

ALIKE = 0.6
"""Cosine of MiniLM from which two sentences say the same, where the lexicon can read neither. A
guess that errs: of the pairs in `tests/demo/metrics/test_clues.py`, 12 of 14 paraphrases reach it,
and so do 4 of 13 that only sound alike ("he asks her to stay", "he tells her to leave")."""
SAME_WORDS = 0.8
"""Part of the shorter quotation's words that the longer one has to hold, in order: one word of five
may be misheard, none of four."""
HEARD_OTHERWISE = 0.5
"""Part from which two quotations are of one sentence that was heard in two ways."""
PART_OF_WORDS = 3
"""Words from which a shorter quotation counts as a part of what was said, not as a mention."""
SLACK = 0.5
"""Seconds that two moments may be apart and still be one: people write times to half a second."""

OPENING, OPENED = 1.0, 2.0
"""Where only words place a statement: what is over before `OPENING` s is not at the end of a clip,
and what begins at `OPENED` s or later is not at its beginning."""

SILENT = Reading("silence", "silent")
"""That nothing is said, which any words that are quoted belie."""

_TOKEN = re.compile(r"[^\W_一-鿿]+(?:'[^\W_一-鿿]+)*|[一-鿿]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Said:
    """A sentence as it is compared."""

    text: str
    modality: Modality
    readings: frozenset[Reading]
    """What it says of which aspect."""
    quotes: tuple[tuple[str, ...], ...]
    """The words of its quotations."""
    span: tuple[float, float]
    """From when to when, in seconds; 0 to infinity where it does not say."""
    place: str
    """"early" or "late", by words alone; "" where it does not say."""
    lasts: bool
    """Whether it says so of all the time."""
    hedged: bool
    denies: bool


@dataclass(frozen=True)
class Tie:
    """What ties two sentences: whether they agree, and in what; "" where it is their wording."""

    agrees: bool
    aspect: str


def read(
    text: str,
    modality: Modality,
    language: Language,
    span: tuple[float, float] | None = None,
    *,
    placed: tuple[float, float] | None = None,
) -> Said:
    """A sentence in the form that is compared.

    Without `span`, its moment is that of the seconds that it names, else `placed`, else any.
    """
    words = lexicon(language)
    named = moment(text, 0.0, inf)
    return Said(
        text=text,
        modality=modality,
        readings=words.read(text, modality),
        quotes=tuple(found for hit in QUOTED.findall(text) if (found := tokens(hit))),
        span=span or (named if named != (0.0, inf) else placed or named),
        place=words.place(text),
        lasts=words.lasts(text),
        hedged=words.is_hedged(text),
        denies=words.denies(text),
    )


def judge_pair(
    truth: Said, clue: Said, cosine: float | None, words: Lexicon, subtitle: str | None = None
) -> Tie | None:
    """What ties a statement and a clue of one modality; None where nothing does.

    `cosine` (-1..1) is that of their embeddings, None in a language that has none. `subtitle` is
    what is said in the clip's language: a truth may quote a translation of it.
    """
    if tokens(truth.text) == tokens(clue.text):
        return Tie(True, "")
    if not _at_one_moment(truth, clue):
        return None
    truth, clue = _figures_in_words(truth, clue, words), _figures_in_words(clue, truth, words)
    if _silent(truth, clue) or _silent(clue, truth):
        return Tie(False, words.title(SILENT.aspect, truth.modality))
    if opposed := _opposed(truth, clue, words):
        return Tie(False, words.title(opposed, truth.modality))
    if shared := {
        one.aspect
        for one in truth.readings
        if any(words.bears_out(one, other) for other in clue.readings)
    }:
        observed = sorted(shared - {EMOTION}) or [EMOTION]
        return Tie(True, words.title(observed[0], truth.modality))
    if truth.modality == Modality.LEXICAL and truth.quotes and clue.quotes:
        return _quotations(truth, clue, subtitle, words.implied["quoted"])
    alike = cosine is not None and cosine >= ALIKE
    return Tie(True, "") if alike and _only_worded(truth, clue) else None


def tokens(text: str) -> tuple[str, ...]:
    """Words of a text in lower case, each Chinese character by itself."""
    return tuple(_TOKEN.findall(text.replace("’", "'").lower()))


def _at_one_moment(truth: Said, clue: Said) -> bool:
    """Whether nothing that the two say of when puts them apart."""
    if truth.span[0] > clue.span[1] + SLACK or clue.span[0] > truth.span[1] + SLACK:
        return False
    if truth.place and clue.place and truth.place != clue.place:
        return False
    if truth.span == (0.0, inf) and truth.modality == Modality.VISUAL:  # a voice has its own times
        if truth.place == "late" and clue.span[1] < OPENING:
            return False
        if truth.place == "early" and clue.span[0] >= OPENED:
            return False
    if truth.modality == Modality.LEXICAL or not (truth.quotes and clue.quotes):
        return True  # of what is said, a quotation is the content and no moment
    return bool(set(sum(truth.quotes, ())) & set(sum(clue.quotes, ())))


def _figures_in_words(one: Said, other: Said, words: Lexicon) -> Said:
    """`one` with its figures in words too, of what the other gives no figures."""
    figures = {reading.aspect for reading in other.readings if reading.value == NUMBER}
    more = {word for word in words.in_words(one.readings) if word.aspect not in figures}
    return replace(one, readings=one.readings | more)


def _silent(one: Said, other: Said) -> bool:
    """Whether one says that nothing is said, and the other quotes what is."""
    return SILENT in one.readings and bool(other.quotes)


def _opposed(truth: Said, clue: Said, words: Lexicon) -> str | None:
    """The aspect of which both say what can't be true together.

    What holds all the time is belied by anything else, "blank throughout" by "neutral, then happy".
    """
    told = [one for one in truth.readings if truth.lasts or not any(map(one.same, clue.readings))]
    said = [one for one in clue.readings if not any(map(one.same, truth.readings))]
    found = {one.aspect for one in told for other in said if words.opposite(one, other)}
    return min(found, default=None)


def _quotations(truth: Said, clue: Said, subtitle: str | None, aspect: str) -> Tie | None:
    """Whether both quote what is said, or one sentence that was heard in two ways."""
    references = list(truth.quotes)
    longest = max(map(len, truth.quotes))
    if subtitle and longest >= PART_OF_WORDS:
        references.append(tokens(subtitle))
    shares = [_shared(one, other) for one in references for other in clue.quotes]
    if max(shares) >= SAME_WORDS:
        return Tie(True, aspect)
    sentences = min(longest, max(map(len, clue.quotes))) > PART_OF_WORDS
    return Tie(False, aspect) if sentences and max(shares) >= HEARD_OTHERWISE else None


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The part of the shorter quotation's words that the longer holds in order, 0..1."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return 1.0
    if len(short) < PART_OF_WORDS:
        return 0.0
    blocks = SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(short)


def _only_worded(truth: Said, clue: Said) -> bool:
    """Whether wording may decide: nothing is read in either, and neither denies nor counts else."""
    if truth.readings or clue.readings or truth.quotes or clue.quotes:
        return False
    figures, others = (set(_FIGURE.findall(said.text)) for said in (truth, clue))
    return truth.denies == clue.denies and (figures == others or not figures or not others)
