"""Claims of what is said: quotations, and what the wording itself makes of a sentence.

What words are meant to do, and what they show of a feeling, is a reading of them and not measured.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from backends.base import Mark
from backends.measured import Measured, Span
from demo.fact_check.claims import QUOTE
from demo.fact_check.verdict import Verdict, unmeasured
from demo.metrics.matching import HEARD_OTHERWISE, SAME_WORDS, tokens

FORMS = {
    ("form", "question"): "question", ("form", "exclamation"): "exclamation",
    ("form", "repetition"): "repetition", ("form", "interjection"): "interjection",
    ("reminding", "reminder"): "reminder", ("act", "request"): "request",
    ("form", "order"): "request",
}  # fmt: skip
"""What the wording itself can show → the finding that shows it."""
_CHINESE = re.compile("[一-鿿]")


def of_words(measured: Measured, aspect: str, value: str, span: Span, quote: str) -> Verdict:
    """What is known of the words, against an aspect's value."""
    if value.startswith("not "):
        return of_words(measured, aspect, value.removeprefix("not "), span, quote).turned()
    text = measured.transcript.text if measured.transcript else ""
    spoken = _span(measured)
    if aspect == "silence":
        mark = Mark.CONTRADICTED if text else Mark.BORNE_OUT
        key = "words" if text else "no_words"
        return Verdict(mark, key, spoken, {"text": text})
    if aspect == QUOTE:
        return _quoted(text, quote, spoken)
    form = FORMS.get((aspect, value))
    if form is None:
        return unmeasured("meaning", spoken)
    if not text:
        return Verdict(Mark.CONTRADICTED, "no_words", span)
    if form in measured.forms:
        return Verdict(Mark.BORNE_OUT, f"form_{form}", spoken, {"text": text})
    if form == "question" and measured.forms & {"reminder", "request"} and "?" not in text:
        return Verdict(Mark.CONTRADICTED, "no_question", spoken, {"text": text})
    return Verdict(Mark.NOT_FOUND, "no_form", spoken, {"text": text})


def _quoted(text: str, quote: str, span: Span) -> Verdict:
    """Whether quoted words are those that are said, in their order."""
    if not text:
        return Verdict(Mark.CONTRADICTED, "no_words", span)
    if bool(_CHINESE.search(text)) != bool(_CHINESE.search(quote)):
        return unmeasured("translated", span)
    wanted, said = tokens(quote), tokens(text)
    blocks = SequenceMatcher(None, wanted, said, autojunk=False).get_matching_blocks()
    share = sum(block.size for block in blocks) / max(1, len(wanted))
    mark = Mark.NOT_FOUND
    if share >= SAME_WORDS:
        mark = Mark.BORNE_OUT
    elif share < HEARD_OTHERWISE:
        mark = Mark.CONTRADICTED
    facts: dict[str, float | str] = {"value": 100 * share, "text": text}
    return Verdict(mark, "quoted", span, facts, "%")


def _span(measured: Measured) -> Span:
    words = measured.transcript.words if measured.transcript else []
    return (words[0].start, words[-1].end) if words else (measured.start, measured.end)
