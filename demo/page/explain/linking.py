"""A link that opens a clip of the gallery as it is here: part, backends, language and modalities.

The moment at which it opens is added by the page's script, which knows where the player stands. A
person's own clip has no link: it lies on no other page, and nowhere once this one is closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from urllib.parse import urlencode

from backends.base import Modality
from demo.ground_truth import gallery
from demo.page.page_state import PageState

CLIP, BACKENDS, USE, FROM, TO, LANGUAGE = "clip", "backends", "use", "from", "to", "lang"
"""The names in an address; "at" is the script's."""


@dataclass(frozen=True)
class Linked:
    """What an address asks for."""

    path: Path
    segment: tuple[float, float] | None
    backends: tuple[str, ...]
    """Those that are offered here; none: the usual ones."""
    modalities: tuple[Modality, ...]
    """All of them where the address names none."""


def read(query: Mapping[str, str], offered: Sequence[str]) -> Linked | None:
    """What the query of an address asks for; None where it names no clip of the gallery.

    What else it names that is not there is left out: an old link still opens its clip.
    """
    path = next((one for one in gallery.clips() if one.stem == query.get(CLIP)), None)
    if path is None:
        return None
    asked = query.get(BACKENDS, "").split(",")
    used = query.get(USE, "").split(",")
    start, end = _second(query.get(FROM)), _second(query.get(TO))
    part = None if start is None or end is None or end - start < 0.1 else (start, end)
    return Linked(
        path,
        part,
        tuple(name for name in offered if name in asked),
        tuple(one for one in Modality if one in used) or tuple(Modality),
    )


def address(state: PageState) -> str:
    """The query that opens what `state` shows, beginning with "?"; "" where there can be none."""
    if state.path is None or state.asked is None or Path(state.path) not in gallery.clips():
        return ""
    query = {CLIP: state.name, BACKENDS: ",".join(state.answers), LANGUAGE: state.language}
    if len(state.asked.modalities) < len(Modality):
        query[USE] = ",".join(one for one in Modality if one in state.asked.modalities)
    if state.segment:
        query |= {FROM: f"{state.segment[0]:g}", TO: f"{state.segment[1]:g}"}
    return f"?{urlencode(query, safe=',:')}"


def _second(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if isfinite(value) and value >= 0 else None
