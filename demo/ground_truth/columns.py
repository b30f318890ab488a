"""What the columns of a table mean, in every layout of the field and in a person's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from backends.base import Language
from backends.words import Sentence, Words
from demo.ground_truth import GroundTruthError, Votes, codes, crowd_votes
from demo.ground_truth.clip_names import Names, full_name, without_roots
from demo.ground_truth.codes import Kind
from demo.ground_truth.csv_table import CsvTable, Record, header, read_table
from demo.ground_truth.rationale_parts import is_marked

_SAY = Words(__file__)

NAMES = ("name", "names", "clip", "filename", "file")
"""Columns that hold the clip's name; EMER-V1 says `names`, all others `name`."""

MELD = ("dialogue_id", "utterance_id")
"""Columns of MELD's own tables, whose clips are `dia<Dialogue_ID>_utt<Utterance_ID>`."""

PREFERENCES = {"a1", "a2"}
"""Columns of MER2026's third track: two descriptions of one clip, and which one people prefer."""


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
    **dict.fromkeys(("subtitle", "subtitles", "sentence", "utterance"), Field.SUBTITLE),
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
    """What one file tells of clips, by their full names as in `Names`.

    Texts are as written, and may be empty; but labels are decoded, see `codes`.
    """

    path: Path
    texts: dict[tuple[Field, Language], dict[str, str]] = field(default_factory=dict)
    votes: dict[str, Votes] = field(default_factory=dict)
    problems: list[Sentence] = field(default_factory=list)
    kind: Kind = Kind.WORDS
    """What its labels are, where it has labels."""

    @cached_property
    def names(self) -> Names:
        """All its clips."""
        return Names({*self.votes, *(name for texts in self.texts.values() for name in texts)})


def read(path: Path) -> ClipTable:
    """Read a table about clips.

    Raises GroundTruthError where the file can't be read, or has no column of names, or none that
    tells anything.
    """
    table = read_table(path)
    if crowd_votes.is_about(table.columns):
        votes = crowd_votes.read(table)
        return ClipTable(path, votes=votes, problems=table.problems)
    if not _names_clips(path, table.columns):
        raise GroundTruthError(
            _SAY("table.no_names", file=path.name, names=[*NAMES], columns=[*table.columns])
        )
    if not is_known(table.columns):
        known = [*_FIELDS, *_LANGUAGES]
        raise GroundTruthError(_SAY("table.says_nothing", file=path.name, known=known))
    rows = list(_named(table))
    texts: dict[tuple[Field, Language], dict[str, str]] = {}
    kind, remarks = Kind.WORDS, []
    for column, meaning in _meanings(table).items():
        cells = {name: row.values[column] for name, row in rows}
        if meaning is Field.LABEL:
            labels = codes.decoded(path.name, cells)
            cells, kind = labels.texts, labels.kind
            remarks += labels.remarks
        for name, text in cells.items():
            language = _LANGUAGES.get(column) or language_of(text)
            texts.setdefault((meaning, language), {}).setdefault(name, text)
    return ClipTable(path, texts, problems=[*table.problems, *remarks], kind=kind)


def is_table(path: Path) -> bool:
    """Whether a file begins like a table that `read` reads.

    Raises GroundTruthError as `header`, and for a table of preferences: no other reader takes it.
    """
    columns = header(path)
    return crowd_votes.is_about(columns) or (_names_clips(path, columns) and is_known(columns))


def _names_clips(path: Path, columns: Sequence[str]) -> bool:
    if set(columns) >= PREFERENCES and not is_known(columns):
        raise GroundTruthError(_SAY("table.preferences", file=path.name))
    return bool(set(NAMES) & set(columns)) or set(columns) >= set(MELD)


def is_known(columns: Sequence[str]) -> bool:
    """Whether any column tells something of a clip."""
    return bool((_FIELDS.keys() | _LANGUAGES.keys()) & set(columns))


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
    written = [full_name(_name_in(row)) for row in table.rows]
    told = without_roots(written)
    lines: dict[str, int] = {}
    for row, name in zip(table.rows, (told[one] for one in written), strict=True):
        if not name:
            table.faults[row.line] = _SAY("table.nameless")
        elif name in lines:
            table.faults[row.line] = _SAY("table.again", name=name, line=lines[name])
        else:
            lines[name] = row.line
            yield name, row


def _name_in(row: Record) -> str:
    column = next((name for name in NAMES if name in row.values), None)
    if column is not None:
        return row.values[column]
    dialogue, utterance = (row.values[column] for column in MELD)
    return f"dia{dialogue}_utt{utterance}" if dialogue and utterance else ""


def _meanings(table: CsvTable) -> dict[str, Field]:
    """What each column tells, of those that are known."""
    spoken = [column for column in _LANGUAGES if column in table.columns]
    texts = [row.values[column] for row in table.rows[:_LOOKED_AT] for column in spoken]
    filled = [text for text in texts if text]
    marked = sum(is_marked(text) for text in filled)
    told = Field.RATIONALE if 2 * marked >= len(filled) > 0 else Field.SUBTITLE
    known = {column: _FIELDS[column] for column in table.columns if column in _FIELDS}
    return known | dict.fromkeys(spoken, told)
