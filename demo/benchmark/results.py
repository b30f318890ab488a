"""One line of JSON a clip and backend, on the disk before the next one is asked for.

A line counts once its line break is written. Whatever a killed run left half-written after the
last line break is cut off, and that clip is done again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from backends.base import Explanation, State
from backends.words import Words
from demo.benchmark import BenchmarkError

_SAY = Words(__file__)


class Spent(BaseModel):
    """What the whole run has used since the line before; the sums are what a run has cost.

    Kept in every line, so that a run that is killed has still said what it cost.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    wall: float = Field(default=0.0, ge=0)
    """Seconds by the clock."""
    cpu: float = Field(default=0.0, ge=0)
    """Seconds of this machine's processors; a remote server's are not seen."""
    peak_memory: int | None = None
    """Bytes that this process has held at most; None where the system does not tell."""


class Result(BaseModel):
    """What one backend answered about one clip: an explanation, or a sentence saying why none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clip: str
    backend: str
    label: str | None
    """The basic emotion that is true of the clip, where the data set has one."""
    explanation: Explanation | None = None
    error: str | None = None
    seconds: float = Field(ge=0)
    """From the backend's start to its answer, while other clips and backends were at work."""
    spent: Spent = Spent()

    @model_validator(mode="after")
    def _says_one_thing(self) -> Result:
        if (self.explanation is None) == (self.error is None):
            raise ValueError("a result holds an explanation or an error")
        return self

    @property
    def words(self) -> list[str]:
        """The emotions in order, the strongest first; none where the backend failed."""
        return [e.word for e in self.explanation.emotions] if self.explanation else []

    @property
    def state(self) -> State | None:
        """How its conclusion came out; None where the backend failed."""
        said = self.explanation
        if said is None:
            return None
        untold = State.NOT_READABLE if said.unread else State.NOT_CLEAR
        return said.state.get("conclusion", State.READ if said.emotions else untold)


def read(path: Path) -> list[Result]:
    """The results in a file that `mend` has seen to; none where there is no file yet.

    Raises BenchmarkError naming a line that is not one of ours.
    """
    if not path.exists():
        return []
    results = []
    with path.open("rb") as lines:  # bytes, since what spoilt a line may have left no UTF-8
        for number, line in enumerate(lines, start=1):
            try:
                results.append(Result.model_validate_json(line))
            except ValidationError as error:
                raise BenchmarkError(
                    _SAY("folder.foreign_line", line=number, file=path.name)
                ) from error
    return results


def mend(path: Path) -> int:
    """Cut off what stands after the last line break; returns how many bytes that were."""
    if not path.exists():
        return 0
    with path.open("r+b") as file:
        content = file.read()
        whole = content.rfind(b"\n") + 1
        file.truncate(whole)
        os.fsync(file.fileno())
    return len(content) - whole


def replace(path: Path, results: Iterable[Result]) -> None:
    """Write the whole file anew, with these results only."""
    write_whole(path, "".join(map(_line, results)))


def write_whole(path: Path, text: str) -> None:
    """A kill leaves the old file or the new one, nothing between."""
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def appended(path: Path, results: Iterable[Result]) -> Iterator[Result]:
    """Pass the results on, each once it is safely on the disk."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        for result in results:
            file.write(_line(result))
            file.flush()
            os.fsync(file.fileno())
            yield result


def _line(result: Result) -> str:
    return result.model_dump_json() + "\n"
