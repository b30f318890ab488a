"""A person's own ground truths: tables and folders of them, found by the clip's name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backends.base import Language
from backends.reading.emotion_list import parse
from backends.reading.labels import normalise
from backends.words import Sentence, Words
from demo.ground_truth import GroundTruth, GroundTruthError, columns, file_names, gallery
from demo.ground_truth.clip_names import CLIP_SUFFIXES, Names, clip_name
from demo.ground_truth.columns import ClipTable, Field
from demo.ground_truth.rationale_parts import is_unsplit, split

_AUTHORS = {
    "gt-eng": "EMER-V1",
    "gt-chi": "EMER-V1",
    "final-emer-reason": "EMER-V2",
    "track2_train_ovmerd": "OV-MERD",
    "track3_train_ovmerd": "OV-MERD",
    "track2_train_mercaptionplus": "MER-Caption+",
    "track3_train_mercaptionplus": "MER-Caption+",
}
"""Published files, without suffix and in small letters → the set."""

_SAY = Words(__file__)

_NAMED = 3
"""How many clips a sentence names."""


@dataclass(frozen=True)
class _Found:
    """A text with its table and its language; no table where there is no text."""

    text: str
    path: Path | None
    language: Language


class Library:
    """Ground truths by clip name, of the gallery, of tables and of file names."""

    def __init__(self, tables: Sequence[ClipTable] = (), problems: Sequence[Sentence] = ()) -> None:
        self._tables = tuple(reversed(tables))
        self.problems = [*problems, *(line for table in tables for line in table.problems)]
        """One sentence for every row or file that is left out, with file and line."""

    @classmethod
    def open(cls, paths: Sequence[Path]) -> Library:
        """Read tables, and in folders, at any depth, every `.csv` that is one of ground truths.

        Clips are not opened. Where two tables tell the same of a clip, the later one counts; a
        folder's are taken in order of their paths. Raises GroundTruthError where a path does not
        exist, a file is no such table, or a folder has neither one nor a clip whose name says it.
        """
        tables: list[ClipTable] = []
        problems: list[Sentence] = []
        for path in paths:
            if not path.exists():
                raise GroundTruthError(_SAY("dataset.absent", path=path))
            if path.is_dir():
                read, left_out = _folder(path)
                tables += read
                problems += left_out
            else:
                tables.append(columns.read(path))
        return cls(tables, problems)

    def of(self, name: str, language: Language = "en") -> GroundTruth | None:
        """The ground truth of a clip: the gallery's, else the tables', else its file name's.

        `name` may have folders and an ending. `language` is that of the text, where it is there;
        otherwise another one is given.
        """
        return gallery.of(clip_name(name), language) or self.read(name, language)

    def read(self, name: str, language: Language = "en") -> GroundTruth | None:
        """The ground truth in tables and file names alone, in that order.

        None also where a table has several clips that `name` can mean; see `why_none`.
        """
        named = file_names.read(clip_name(name), language)
        told = self._told(name, language)
        votes = next((t.votes[one] for t, one in self._rows(name) if one in t.votes), None)
        if named is None:
            return told and told.model_copy(update={"votes": votes})
        if told is None:
            return named.model_copy(update={"votes": votes})
        return told.model_copy(
            update={
                "votes": votes,
                "intended": named.intended,
                "label": told.label or named.label,
                "subtitle": told.subtitle or named.subtitle,
            }
        )

    def why_none(self, name: str) -> Sentence | None:
        """Why no table tells of a clip, where one has its name: it can be several, or another."""
        for table in self._tables:
            if len(meant := table.names.meant(name)) > 1:
                return _SAY("dataset.ambiguous", name=clip_name(name), names=meant[:_NAMED])
        for table in self._tables:
            if not table.names.meant(name) and (others := table.names.elsewhere(name)):
                return _SAY("dataset.elsewhere", name=clip_name(name), names=others[:_NAMED])
        return None

    def names(self) -> list[str]:
        """The clips that a table gives emotions or a rationale for, sorted: their full names."""
        told = {
            name
            for table in self._tables
            for (field, _), texts in table.texts.items()
            if field != Field.SUBTITLE
            for name, text in texts.items()
            if text
        }
        return Names(told).longest()

    def _told(self, name: str, language: Language) -> GroundTruth | None:
        """What the tables say of emotions and reasons; a subtitle alone is no ground truth."""
        found = {field: self._find(field, name, language) for field in Field}
        words, label, reason, subtitle = (found[field].text for field in Field)
        if not (words or label or reason):
            return None
        emotions, labels = parse(words or label), parse(label).words
        rationale = split(reason, found[Field.RATIONALE].language)
        sources = {field: one.path for field, one in found.items() if one.path}
        if words:
            sources.pop(Field.LABEL, None)
        writers = [path for field, path in sources.items() if field != Field.SUBTITLE]
        authors = dict.fromkeys(_AUTHORS.get(path.stem.lower(), path.name) for path in writers)
        says = _SAY.table(language, "source")
        method = [says[field].format(file=path.name) for field, path in sources.items()]
        if is_unsplit(rationale):
            method.append(says["unsplit"])
        if emotions.unparsed:
            method.append(says["unparsed"].format(text=emotions.unparsed))
        return GroundTruth(
            clip=clip_name(name),
            emotions=list(emotions.words),
            rationale=rationale,
            language=found[Field.RATIONALE].language,
            subtitle=subtitle or None,
            author=says["comma"].join(authors),
            method=says["space"].join(method),
            label=normalise(labels[0]) if len(labels) == 1 else None,
        )

    def _find(self, field: Field, name: str, language: Language) -> _Found:
        """What the last table says, in `language` or else in another one."""
        rows = self._rows(name)
        for one in dict.fromkeys([language, *_SAY.languages()]):
            for table, row in rows:
                if text := table.texts.get((field, one), {}).get(row):
                    return _Found(text, table.path, one)
        return _Found("", None, language)

    def _rows(self, name: str) -> list[tuple[ClipTable, str]]:
        """The tables that tell of a clip, and its full name in each."""
        found = ((table, table.names.meant(name)) for table in self._tables)
        return [(table, meant[0]) for table, meant in found if len(meant) == 1]


def among(paths: Sequence[Path]) -> tuple[list[ClipTable], list[Sentence]]:
    """The tables about clips among some `.csv` files, and a sentence for each that is no table.

    Tables with other columns are none of ours and passed over; preferences are told.
    """
    tables: list[ClipTable] = []
    problems: list[Sentence] = []
    for path in paths:
        try:
            if columns.is_table(path):
                tables.append(columns.read(path))
        except GroundTruthError as error:
            problems.append(error.sentence)
    return tables, problems


def files(root: Path) -> Iterator[Path]:
    """The files below a folder, at any depth, in order of their paths; hidden ones are left out.

    Links to folders are followed, each folder once.
    """
    seen = set()
    for folder, below, names in os.walk(root, followlinks=True):
        real = Path(folder).resolve()
        if real in seen:
            below.clear()
            continue
        seen.add(real)
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))


def _folder(root: Path) -> tuple[list[ClipTable], list[Sentence]]:
    below = list(files(root))
    tables, problems = among([path for path in below if path.suffix.lower() == ".csv"])
    if not tables and not any(
        path.suffix.lower() in CLIP_SUFFIXES and file_names.read(path.stem) for path in below
    ):
        raise GroundTruthError(with_first(_SAY("dataset.no_folder", path=root), problems))
    return tables, problems


def with_first(sentence: Sentence, problems: Sequence[Sentence]) -> Sentence:
    """A sentence and, where there are problems, the first of them behind it."""
    return _SAY("both", first=sentence, second=problems[0]) if problems else sentence
