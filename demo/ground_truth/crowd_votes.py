"""CREMA-D's votes: what listeners, viewers and people given both chose for each clip.

Cao et al. 2014, doi 10.1109/TAFFC.2014.2336244. Read from `processedResults/tabulatedVotes.csv` of
the set, or from an extract of it that names the modality in a column.
"""

from __future__ import annotations

from collections.abc import Sequence

from backends.words import Words
from demo.ground_truth import Votes
from demo.ground_truth.clip_names import full_name
from demo.ground_truth.csv_table import CsvTable, Record

_SAY = Words(__file__)

_EMOTIONS = {
    "a": "angry", "d": "disgusted", "f": "fearful", "h": "happy", "n": "neutral", "s": "sad",
}  # fmt: skip
_CLIP, _MODALITY, _NUMBER = "filename", "modality", ""
"""Columns; the last has no name and holds 100000 × what was given + number of the clip."""
_GIVEN = {
    "voice": "acoustic", "face": "visual", "audio-visual": "audiovisual",
    "1": "acoustic", "2": "visual", "3": "audiovisual",
}  # fmt: skip
"""What the crowd was given, as the tables write it → field of `Votes`."""


def is_about(columns: Sequence[str]) -> bool:
    """Whether a table with these columns holds votes."""
    return {*_EMOTIONS, _CLIP} <= set(columns) and bool({_MODALITY, _NUMBER} & set(columns))


def read(table: CsvTable) -> dict[str, Votes]:
    """Votes by clip name, without zeros; rows that can't be read are added to its faults."""
    votes: dict[str, dict[str, dict[str, int]]] = {}
    for row in table.rows:
        clip, given = full_name(row.values[_CLIP]), _GIVEN.get(_code(row))
        try:
            counts = {word: int(row.values[letter]) for letter, word in _EMOTIONS.items()}
        except ValueError:
            counts = {}
        if not clip or given is None or not counts or min(counts.values()) < 0:
            table.faults[row.line] = _SAY("table.no_votes")
        elif given in votes.setdefault(clip, {}):
            table.faults[row.line] = _SAY(
                "table.votes_again", given=_SAY(f"votes.{given}"), clip=clip
            )
        else:
            votes[clip][given] = {word: count for word, count in counts.items() if count}
    return {clip: Votes(**by_modality) for clip, by_modality in votes.items()}


def _code(row: Record) -> str:
    """What tells the modality: its name, or the first of a number's six digits."""
    named = row.values.get(_MODALITY)
    return row.values[_NUMBER][:1] if named is None else named.casefold()
