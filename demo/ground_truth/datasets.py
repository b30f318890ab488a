"""Labelled sets on a person's disk: `read("ravdess", folder)` gives clips, each with its truth.

No set is fetched or shipped: most are under agreements that forbid passing them on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from backends.base import Language
from backends.words import Sentence, Words
from demo.ground_truth import GroundTruth, GroundTruthError, file_names
from demo.ground_truth.clip_names import CLIP_SUFFIXES, Names, clip_name, full_name
from demo.ground_truth.library import Library, among, files, with_first

_SAY = Words(__file__)


@dataclass(frozen=True)
class LabelledClip:
    """A clip and what is true of it. `path` is None where the clip itself is not there."""

    name: str
    path: Path | None
    truth: GroundTruth


@dataclass(frozen=True)
class Dataset:
    """The clips of one set that have a ground truth, sorted by name."""

    kind: str
    clips: list[LabelledClip]
    problems: list[Sentence]
    """One sentence for every row or file that is left out, with file and line."""


OWN = "csv"
"""The kind of a person's own tables."""

Reader = Callable[[str, Path, Language], Dataset]


def read(kind: str, root: Path, language: Language = "en") -> Dataset:
    """Read a set of one of the kinds of `DATASETS`. `root` is its folder, or one table of it.

    Clips are looked for by name at any depth below the folder, or below the table's folder, and
    not opened. A table of any name but those of a published set is of kind "csv" alone.
    Raises GroundTruthError where the kind is not known or nothing of it is there.
    """
    if kind not in DATASETS:
        raise GroundTruthError(_SAY("dataset.unknown", kind=kind, known=[*DATASETS]))
    if not root.exists():
        raise GroundTruthError(_SAY("dataset.absent", path=root))
    return DATASETS[kind](kind, root, language)


def _tables(kind: str, root: Path, language: Language, *, patterns: Sequence[str]) -> Dataset:
    """A set whose labels are in tables, of the file names that the patterns match."""
    folder = root if root.is_dir() else root.parent
    below = list(files(folder))
    if root.is_dir():
        library = Library(*among([path for path in below if _matches(path, patterns)]))
    elif kind == OWN or _matches(root, patterns):
        library = Library.open([root])
    else:
        library = Library()
    clips = _Files(below, folder)
    truths = [(name, library.read(name, language)) for name in library.names()]
    found = [LabelledClip(name, clips.of(name), truth) for name, truth in truths if truth]
    named: Sentence | str = patterns[0]
    for pattern in patterns[1:]:
        named = _SAY("either", one=named, other=pattern)
    lacking = _SAY("dataset.no_table", path=root, kind=kind, patterns=named)
    return _dataset(kind, found, [*library.problems, *clips.problems], lacking)


def _named(
    kind: str, root: Path, language: Language, *, names: Callable[[str], GroundTruth | None]
) -> Dataset:
    """A set whose labels are in the names of its clips. Votes that lie among them are read too."""
    below = list(files(root))
    tables, _ = among([path for path in below if _matches(path, ["*.csv"])])
    library = Library([table for table in tables if table.votes])
    clips: dict[str, Path] = {}
    for path in sorted(filter(_is_clip, below), key=_rank):
        clips.setdefault(clip_name(path.name), path)
    truths = [(name, library.read(name, language)) for name in sorted(clips) if names(name)]
    found = [LabelledClip(name, clips[name], truth) for name, truth in truths if truth]
    lacking = _SAY("dataset.no_clip", path=root, kind=kind)
    return _dataset(kind, found, library.problems, lacking)


def _matches(path: Path, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(path.name.lower(), pattern) for pattern in patterns)


def _dataset(
    kind: str, clips: list[LabelledClip], problems: list[Sentence], lacking: Sentence
) -> Dataset:
    if not clips:
        raise GroundTruthError(with_first(lacking, problems))
    return Dataset(kind, clips, problems)


class _Files:
    """The clip files below a folder, found by the names of a table."""

    def __init__(self, paths: Sequence[Path], folder: Path) -> None:
        self._paths = {
            full_name(str(path.relative_to(folder))): path
            for path in sorted(filter(_is_clip, paths), key=_rank, reverse=True)
        }
        self._names = Names(self._paths)
        self.problems: list[Sentence] = []
        """One sentence for every name that several files have."""

    def of(self, name: str) -> Path | None:
        """The file of a clip; of several, the one whose form is before the others'.

        None where there is none, or where the name can't tell files of one form apart.
        """
        paths = sorted((self._paths[one] for one in self._names.meant(name)), key=_rank)
        best = [path for path in paths if _form(path) == _form(paths[0])]
        if len(best) > 1:
            files = [str(path) for path in best[:2]]
            self.problems.append(_SAY("dataset.same_name", name=name, files=files))
        return best[0] if len(best) == 1 else None


def _is_clip(path: Path) -> bool:
    return path.suffix.lower() in CLIP_SUFFIXES


def _form(path: Path) -> int:
    return CLIP_SUFFIXES.index(path.suffix.lower())


def _rank(path: Path) -> tuple[int, Path]:
    return _form(path), path


DATASETS: dict[str, Reader] = {
    "emer-v1": partial(_tables, patterns=("gt-eng.csv", "gt-chi.csv")),
    "emer-v2": partial(_tables, patterns=("*emer-reason*.csv", "*openset*.csv", "subtitle*.csv")),
    "mer2025": partial(_tables, patterns=("track*.csv", "subtitle*.csv")),
    "mer2026": partial(_tables, patterns=("track*.csv", "subtitle*.csv")),
    "meld": partial(_tables, patterns=("*_sent_emo.csv",)),
    "cremad": partial(_named, names=file_names.cremad),
    "ravdess": partial(_named, names=file_names.ravdess),
    OWN: partial(_tables, patterns=("*.csv",)),
}
"""Kind of set → its reader."""
