"""What the columns of a table mean, in every layout of the field and in a person's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from backends.base import Language
from backends.words import Sentence, Words
from demo.ground_truth import GroundTruthError, Votes, crowd_votes
from demo.ground_truth.csv_table import CsvTable, Record, header, read_table
from demo.ground_truth.rationale_parts import is_marked

_SAY = Words(__file__)

CLIP_SUFFIXES = (
    ".mp4", ".mov", ".mkv", ".webm", ".avi", ".flv", ".m4v", ".mpg",
    ".wav", ".flac", ".mp3", ".m4a", ".ogg", ".aac",
)  # fmt: skip
"""What a clip's file may be; where a clip has several, the first of these is taken."""

NAMES = ("name", "names", "clip", "filename", "file")
"""Columns that hold the clip's name; EMER-V1 says `names`, all others `name`."""


class Field(StrEnum):
    """What a column tells of a clip."""

    EMOTIONS = "emotions"
    """Open-vocabulary words, as a list in one of the field's notations."""
    LABEL = "label"
    """Mostly one basic emotion; a list counts as EMOTIONS."""
    RATIONALE = "rationale"
    SUBTITLE = "subtitle"


_FIELDS = {
    "openset": Field.EMOTIONS,
    **dict.fromkeys(("emotions", "emotion", "label", "discrete"), Field.LABEL),
    **dict.fromkeys(("reason", "reasons", "rationale"), Field.RATIONALE),
    **dict.fromkeys(("subtitle", "subtitles", "sentence"), Field.SUBTITLE),
}
_READING = _SAY.every("reading")
LANGUAGES = tuple(_READING)
"""Those that texts are told apart in, English first."""
_LANGUAGES: dict[str, Language] = {}
"""Columns named after a language hold rationales in EMER-V2 and subtitles elsewhere."""

_SHARING: dict[re.Pattern[str], list[Language]] = {}
"""Letters or words → the languages that are written in them, in the order of `LANGUAGES`."""

for _language, _words in _READING.items():
    _LANGUAGES.setdefault(_words["column"], _language)
    _SHARING.setdefault(re.compile(_words["letters"]), []).append(_language)

_LOOKED_AT = 50
"""Rows that decide which of the two they are."""


@dataclass(frozen=True)
class ClipTable:
    """What one file tells of clips, by clip name. Texts are as written, and may be empty."""

    path: Path
    texts: dict[tuple[Field, Language], dict[str, str]] = field(default_factory=dict)
    votes: dict[str, Votes] = field(default_factory=dict)
    problems: list[Sentence] = field(default_factory=list)


def read(path: Path) -> ClipTable:
    """Read a table about clips.

    Raises GroundTruthError where the file can't be read, or has no column of names, or none that
    tells anything.
    """
    table = read_table(path)
    if crowd_votes.is_about(table.columns):
        votes = crowd_votes.read(table)
        return ClipTable(path, votes=votes, problems=table.problems)
    if not set(NAMES) & set(table.columns):
        raise GroundTruthError(
            _SAY("table.no_names", file=path.name, names=[*NAMES], columns=[*table.columns])
        )
    if not is_known(table.columns):
        known = [*_FIELDS, *_LANGUAGES]
        raise GroundTruthError(_SAY("table.says_nothing", file=path.name, known=known))
    rows = list(_named(table))
    texts: dict[tuple[Field, Language], dict[str, str]] = {}
    for column, meaning in _meanings(table).items():
        for name, row in rows:
            text = row.values[column]
            language = _LANGUAGES.get(column) or language_of(text)
            texts.setdefault((meaning, language), {}).setdefault(name, text)
    return ClipTable(path, texts, problems=table.problems)


def is_table(path: Path) -> bool:
    """Whether a file begins like a table that `read` reads. Raises GroundTruthError as `header`."""
    columns = header(path)
    return crowd_votes.is_about(columns) or bool(set(NAMES) & set(columns) and is_known(columns))


def is_known(columns: Sequence[str]) -> bool:
    """Whether any column tells something of a clip."""
    return bool((_FIELDS.keys() | _LANGUAGES.keys()) & set(columns))


def clip_name(name: str) -> str:
    """The name of a clip as tables give it: without folders and without a known suffix."""
    name = re.split(r"[/\\]", name.strip())[-1]
    stem, dot, suffix = name.rpartition(".")
    return stem if dot + suffix.lower() in CLIP_SUFFIXES else name


def language_of(text: str) -> Language:
    """The language of whose letters its beginning has most, a Chinese character or a Latin word
    counting one; among languages that share their letters, the one whose markers it has."""
    beginning = text[:300]
    most = max(_SHARING, key=lambda letters: len(letters.findall(beginning)))
    first, *others = _SHARING[most]
    marked = (one for one in others if is_marked(text, one) and not is_marked(text, first))
    return next(marked, first)


def _named(table: CsvTable) -> Iterator[tuple[str, Record]]:
    """The rows by clip name; those without one, or with one that was there before, are faults."""
    column = next(name for name in NAMES if name in table.columns)
    lines: dict[str, int] = {}
    for row in table.rows:
        name = clip_name(row.values[column])
        if not name:
            table.faults[row.line] = _SAY("table.nameless")
        elif name in lines:
            table.faults[row.line] = _SAY("table.again", name=name, line=lines[name])
        else:
            lines[name] = row.line
            yield name, row


def _meanings(table: CsvTable) -> dict[str, Field]:
    """What each column tells, of those that are known."""
    spoken = [column for column in _LANGUAGES if column in table.columns]
    texts = [row.values[column] for row in table.rows[:_LOOKED_AT] for column in spoken]
    filled = [text for text in texts if text]
    marked = sum(is_marked(text) for text in filled)
    told = Field.RATIONALE if 2 * marked >= len(filled) > 0 else Field.SUBTITLE
    known = {column: _FIELDS[column] for column in table.columns if column in _FIELDS}
    return known | dict.fromkeys(spoken, told)
