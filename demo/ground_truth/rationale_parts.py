"""A rationale in one piece, split into EMER's four parts by the markers that it holds itself.

"In the video … In the audio … In the text … Therefore …" (arXiv 2306.15401), in Chinese
"在视频中…；在音频中…；在文本中…；因此…". A text without any of these is split by the other wordings
of the field ("画面中", "Visually", headings), which `backends.reading.heads` knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from backends.base import Language, Modality, Rationale
from backends.reading import heads
from backends.words import ENGLISH, Words

_CONCLUSION = "conclusion"

_PARTS = (*Modality, _CONCLUSION)


def _pattern(words: Mapping[str, str]) -> re.Pattern[str]:
    """What finds the markers of one language, each as a group named after the part it begins."""
    groups = "|".join(f"(?P<{part}>{words[part]})" for part in _PARTS)
    return re.compile(f"{words['before']}(?:{groups})", re.IGNORECASE)


_MARKERS = {
    language: _pattern(words) for language, words in Words(__file__).every("reading").items()
}
"""Language → what a part begins with, each with the field of `Rationale` that it is for."""

_SENTENCE_ENDS = ".!?;:…。！？；：\n"
_CLAUSE_ENDS = ",，、"
_BULLETS = " \t-*•#"

_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|\"[^\"\n]{0,300}\"")
_SEPARATORS = "；; \n\t\r"


def split(text: str, language: Language = "en") -> Rationale:
    """The four parts of a rationale, each with its marker; a part without a marker is None.

    The markers of `language` are looked for first, then the others'. They may come in any order;
    what stands before the first goes with it, and passages of one modality are joined. No marker:
    the text is no conclusion in particular, but stays whole as `conclusion`; see `is_unsplit`.
    """
    text = text.strip()
    every = dict.fromkeys([language, *_MARKERS])
    found = next((hits for one in every if (hits := _markers(text, one))), None)
    if not found:
        return _in_other_words(text)
    edges = [0, *(at for at, _ in found[1:]), len(text)]
    passages = [
        (part, text[start:end])
        for (_, part), start, end in zip(found, edges, edges[1:], strict=False)
    ]
    return _joined(passages)


def _in_other_words(text: str) -> Rationale:
    """The parts by any wording of the field; the whole as the conclusion where there is none.

    Labels ("Visual:") go, marks between the passages stay.
    """
    spans = heads.split(text)
    if not any(span.part in frozenset(Modality) for span in spans):
        return Rationale(conclusion=text or None)
    passages = []
    behind = 0
    for span in spans:
        between = text[behind : span.start]
        marks = "" if any(map(str.isalnum, between)) else between
        passages.append((span.part or _CONCLUSION, marks + text[span.start : span.end]))
        behind = span.end
    return _joined(passages)


def _joined(passages: Sequence[tuple[str, str]]) -> Rationale:
    """Passages as parts; those of one part are joined."""
    parts: dict[str, list[str]] = {}
    for part, said in passages:
        parts.setdefault(part, []).append(said.strip(_SEPARATORS))
    return Rationale(**{part: " ".join(filter(None, said)) for part, said in parts.items()})


def is_marked(text: str, language: Language | None = None) -> bool:
    """Whether a text has the marker of a modality, as a rationale has and a subtitle has not.

    In `language`, or in any.
    """
    return any(_markers(text, one) for one in ([language] if language else _MARKERS))


def is_unsplit(rationale: Rationale) -> bool:
    """Whether this is a text without any marker, kept whole as the conclusion."""
    return bool(rationale.conclusion) and not any(getattr(rationale, one) for one in Modality)


def _markers(text: str, language: Language) -> list[tuple[int, str]]:
    """Where each part begins, in order: (position, field of Rationale). Empty without a modality.

    A marker counts at the beginning of a sentence; for a modality that has none there, its first
    one at the beginning of a clause. The conclusion is the first behind all modalities and goes on
    to the end; failing that, the first that does not itself lead up to a marker.
    """
    text = _QUOTED.sub(_blank, text)
    found: list[tuple[int, str]] = []
    in_clauses: dict[str, int] = {}
    conclusions: list[tuple[int, bool]] = []
    markers = _MARKERS.get(language) or _MARKERS[ENGLISH]
    for hit in markers.finditer(text):
        part, at = str(hit.lastgroup), hit.start()
        before = text[:at].rstrip(_BULLETS)
        starts = not before or before[-1] in _SENTENCE_ENDS or text[at].isupper()
        if part == _CONCLUSION and starts:
            rest = re.compile(r"\W*").match(text, hit.end())
            leads = rest is not None and markers.match(text, rest.end()) is not None
            conclusions.append((at, leads))
        elif starts:
            found.append((at, part))
        elif part != _CONCLUSION and before[-1] in _CLAUSE_ENDS:
            in_clauses.setdefault(part, at)
    found += [(at, part) for part, at in in_clauses.items() if part not in {p for _, p in found}]
    if not found:
        return []
    firsts = {part: at for at, part in sorted(found, reverse=True)}
    last = next((at for at, _ in conclusions if at > max(firsts.values())), None)
    if last is not None:
        return [*sorted(one for one in found if one[0] < last), (last, _CONCLUSION)]
    early = next((at for at, leads in conclusions if not leads), None)
    return sorted(found if early is None else [*found, (early, _CONCLUSION)])


def _blank(quoted: re.Match[str]) -> str:
    """As many characters without words: a quotation's end may end the sentence around it."""
    ends_sentence = quoted[0][-2] in ".!?…。！？" if len(quoted[0]) > 2 else False
    return "_" * (len(quoted[0]) - 1) + ("." if ends_sentence else "_")
