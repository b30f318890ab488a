"""What is told of moments: the sentences of the rationale whose moments are known, or the clues."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from backends.base import Modality
from demo.strings import STRINGS
from demo.take_away.taken import Taken, plain


@dataclass(frozen=True)
class Told:
    """A sentence that can stand alone, of what is seen, heard or read from `start` to `end` (s)."""

    start: float
    end: float
    modality: Modality
    text: str


def moments(taken: Taken) -> list[Told]:
    """In order of time. A sentence of several moments lasts from the first to the last of them."""
    answer = taken.answer
    found = [
        _told(taken, one.modality, [time for moment in one.moments for time in moment], one.text)
        for one in answer.sentences
    ]
    found = _named(taken, found) or [
        _told(taken, one.modality, [one.start, one.end], one.text) for one in answer.clues
    ]
    return sorted(found, key=lambda one: one.start)


def _named(taken: Taken, told: list[Told]) -> list[Told]:
    """Sentences in the order of the rationale, each with the letter of whom it is about.

    Where several people are told apart, "B: …" holds for what follows; alone, it has to say so.
    """
    letters = {one.person for one in taken.answer.people}
    if len(letters) < 2:
        return told
    found, about = [], dict.fromkeys(Modality, "")
    for one in told:
        said = set(re.findall(r"(?<![A-Za-z])[A-Z](?![A-Za-z])", one.text))
        if begins := re.match("([A-Z])[:：]", one.text):
            about[one.modality] = begins[1]
        elif about[one.modality] and not letters & said:
            text = f"{about[one.modality]}{STRINGS[taken.language]['colon']}{one.text}"
            one = replace(one, text=text)
        found.append(one)
    return found


def whole(taken: Taken) -> list[Told]:
    """The parts of the rationale, of an answer that tells nothing of moments."""
    parts, clip = taken.answer.rationale.model_dump(), taken.clip
    return [
        _told(taken, modality, [clip.start, clip.end], parts[modality])
        for modality in Modality
        if parts[modality]
    ]


def _told(taken: Taken, modality: Modality, times: list[float], text: str) -> Told:
    """Without the "In the video, …" by which a part begins: sentences stand in another order."""
    opening = STRINGS[taken.language][modality]
    text = plain(text)
    for comma in (", ", "，"):
        if text.startswith(opening + comma):
            text = text.removeprefix(opening + comma)
            text = text[:1].upper() + text[1:]
    return Told(min(times), max(times), modality, text)
