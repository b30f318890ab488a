"""What a model is asked: EMER's four parts and a list of words, or the list alone.

The wording lies in `prompts.<language>.toml`; all have the same keys.
"""

from __future__ import annotations

from backends.base import Language, Modality
from backends.llm.generation import Mode
from backends.words import Words

_PIECES = Words(__file__, "prompts")


def prompt(
    language: Language,
    mode: Mode,
    given: frozenset[Modality],
    subtitle: str | None,
    start: float = 0.0,
) -> str:
    """The words that go with the clip to a model.

    Args:
        language: of the question, and so of the answer.
        mode: "reasons" asks for the parts of the rationale and the list of emotion words,
            "labels" for the list alone.
        given: what the model gets. Parts are asked for these only, and for the others it is told
            to write nothing. Lexical without a subtitle means whatever words are heard in the
            sound; without sound either, there are none, and none are spoken of.
        subtitle: what is said; fenced as data, so that instructions in it are not followed.
        start: the second of the clip at which a part of it begins. Whatever tells a model the
            times of its frames tells them in seconds of the whole clip.

    Raises ValueError if nothing is given.
    """
    subtitle = subtitle if subtitle and subtitle.strip() else None
    if subtitle is None and Modality.ACOUSTIC not in given:
        given -= {Modality.LEXICAL}
    if not given:
        raise ValueError("Nothing of the clip is given, so nothing can be asked about it.")
    pieces = _PIECES.table(language)
    ask = pieces["ask"]
    heard = subtitle is None and Modality.LEXICAL in given
    shown = {m: pieces["shown"][m] for m in Modality if m in given}
    asked = {m: pieces["part"][m] for m in Modality if m in given}
    if heard:
        del shown[Modality.LEXICAL]
        shown[Modality.ACOUSTIC] = pieces["shown"]["heard"]
        asked[Modality.LEXICAL] = pieces["part"]["heard"]
    lines = [ask["intro"].format(shown=pieces["separator"].join(shown.values()))]
    if start > 0:
        lines.append(ask["part_of_clip"].format(start=start))
    lines.append(ask[mode].strip())
    if mode == "reasons":
        lines += [*asked.values(), pieces["part"]["conclusion"], ask["honest"].strip()]
        lines += [
            ask["not_given"].format(missing=pieces["missing"][m])
            for m in Modality
            if m not in given
        ]
    lines.append(pieces["list"][mode].strip())
    if subtitle is not None and Modality.LEXICAL in given:
        lines.append(_fenced(pieces["subtitle"]["fence"], subtitle))
    return "\n".join(lines)


def _fenced(template: str, subtitle: str) -> str:
    """The subtitle on one line between two fences that it does not contain itself."""
    one_line = " ".join(subtitle.split())
    fence = "====="
    while fence in one_line:
        fence += "="
    return template.strip().format(fence=fence, subtitle=one_line)
