"""Take an explanation away: files in the formats that other tools open.

A new format is one file with a function `write(taken, target)`, plus one line in `FORMATS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from backends.clip import Clip
from demo.take_away.taken import SAY, TakeAwayError, Taken

__all__ = ["FORMATS", "Format", "TakeAwayError", "Taken", "chosen", "names", "write"]

LONGEST_NAME = 120
"""Letters of a clip's name that are kept in the names of files: file systems take 255 bytes."""


@dataclass(frozen=True)
class Format:
    """A file that can be taken away."""

    name: str
    """By which it is asked for. Formats that share a name are written together."""
    ending: str
    """Of the file's name, after those of the clip and the backend."""
    module: str
    """Has the function `write`; imported when the format is first written."""
    needs_picture: bool = False
    """Whether there is no such file of a clip without a picture."""

    @property
    def key(self) -> str:
        """By which the page and the words know it: "clues.csv"."""
        return self.ending[1:].lower()

    def fits(self, clip: Clip) -> bool:
        """Whether there is such a file of a clip."""
        return clip.shows_picture or not self.needs_picture

    def write(self, taken: Taken, target: Path) -> None:
        """Write one file. Raises TakeAwayError, or OSError where the disk refuses."""
        writer: Callable[[Taken, Path], None] = import_module(self.module).write
        writer(taken, target)


FORMATS = (
    Format("json", ".json", "demo.take_away.json_document"),
    Format("csv", ".clues.csv", "demo.take_away.clues_csv"),
    Format("csv", ".curves.csv", "demo.take_away.curves_csv"),
    Format("eaf", ".eaf", "demo.take_away.elan"),
    Format("textgrid", ".TextGrid", "demo.take_away.praat"),
    Format("srt", ".srt", "demo.take_away.srt"),
    Format("vtt", ".vtt", "demo.take_away.webvtt"),
    Format("html", ".html", "demo.take_away.html_page"),
    Format("video", ".mp4", "demo.take_away.film", needs_picture=True),
)


def names() -> tuple[str, ...]:
    """What can be asked for, each once."""
    return tuple(dict.fromkeys(one.name for one in FORMATS))


def chosen(text: str) -> tuple[Format, ...]:
    """The formats that a list with commas names, in the order of `FORMATS`; "all" means each.

    Raises TakeAwayError naming what is unknown.
    """
    asked = [name.strip().lower() for name in text.split(",") if name.strip()]
    if "all" in asked:
        return FORMATS
    for name in asked:
        if name not in names():
            close = get_close_matches(name, names(), 1)
            sentence = SAY("unknown", given=name, known=[*names()])
            if close:
                sentence = SAY("nearest", before=sentence, last=close[0])
            raise TakeAwayError(sentence)
    if not asked:
        raise TakeAwayError(SAY("none", known=[*names()]))
    return tuple(one for one in FORMATS if one.name in asked)


def write(
    taken: Taken, formats: Iterable[Format], folder: Path, used: set[str] | None = None
) -> Iterator[Path]:
    """Write an answer in each of `formats`, as `CLIP.BACKEND.ENDING` in `folder`; yield each file.

    `used` holds the names that this run has given away: of a second clip with the same name, the
    files are called `CLIP-2.…`. A file of an earlier run is written over. A format that needs a
    picture is left out for a clip that shows none.
    Raises TakeAwayError where a file can't be written.
    """
    stem = _stem(taken, set() if used is None else used)
    for one in formats:
        if not one.fits(taken.clip):
            continue
        target = folder / f"{stem}{one.ending}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            one.write(taken, target)
        except OSError as error:
            why = error.strerror or str(error)
            raise TakeAwayError(SAY("unwritten", file=target.name, why=why)) from error
        yield target


def _stem(taken: Taken, used: set[str]) -> str:
    """How the names of an answer's files begin: as no other answer's of the same run."""
    clip = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "-", taken.clip.name)[:LONGEST_NAME].strip()
    backend = re.sub(r"[^\w-]+", "-", taken.answer.backend)
    number = 1
    while (stem := f"{clip}{'' if number == 1 else f'-{number}'}.{backend}").lower() in used:
        number += 1
    used.add(stem.lower())
    return stem
