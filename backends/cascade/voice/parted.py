"""What of a sound is speech. What is sung, played, or laughed and sobbed is set aside and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.kinds import Kinds, kinds
from backends.cascade.voice.laughter import Bursts, bursts
from backends.cascade.voice.speech import Stretch, utterances
from backends.clip import SOUND_RATE

Sound = NDArray[np.float32]

PIECE = 3.0
"""Seconds of a voice at most that are together called sung or spoken."""

SUNG = 0.5
"""Share of a voice that is singing rather than speech from which it is called sung."""

LEAST_SUNG = 0.5
"""Seconds of it: a drawn-out vowel of speech may be as long as a short note."""

PART_SUNG, HINT = 0.33, 0.15
"""Where a third of an utterance is sung, a piece of it that is sung by this share is taken for sung
too: of what untrained singers sing, the detector takes a part for speech."""

BESIDE = 0.5
"""Seconds. What is left of a stretch beside bursts, and is shorter, belongs to them: the breath."""


@dataclass(frozen=True)
class Parted:
    """The parts of a sound by what is heard in them, in order of time."""

    speech: list[Stretch]
    singing: tuple[Stretch, ...] = ()
    music: tuple[Stretch, ...] = ()
    """Where music plays, alone or under a voice."""
    bursts: tuple[Bursts, ...] = ()
    """Where bursts of a voice repeat as in laughter or sobbing."""

    def later(self, offset: float) -> Parted:
        """The same with all times `offset` seconds later."""
        speech, singing, music = (
            [Stretch(one.start + offset, one.end + offset) for one in parts]
            for parts in (self.speech, self.singing, self.music)
        )
        repeated = (Bursts(a + offset, b + offset, interval) for a, b, interval in self.bursts)
        return Parted(speech, tuple(singing), tuple(music), tuple(repeated))

    @property
    def aside(self) -> list[Stretch]:
        """The parts with a voice that does not speak."""
        return sorted([*self.singing, *(Stretch(one.start, one.end) for one in self.bursts)])


NO_PARTS = Parted([])


def parted(sound: Sound, stretches: Sequence[Stretch]) -> Parted:
    """Part a sound (mono, 16 kHz), in whose `stretches` a detector of speech hears some.

    Stretches in which nothing is sung, played or repeated stay as they are.
    """
    found = kinds(sound)
    repeated = bursts(sound, found)
    left = [part for stretch in stretches for part in _left(stretch, repeated)]
    speech: list[Stretch] = []
    singing: list[Stretch] = []
    for said in utterances([part for part in left if not found.is_music_alone(part)]):
        pieces = [piece for part in said for piece in _pieces(part)]
        sung = [_is_sung(piece, found) for piece in pieces]
        seconds = sum(piece.seconds for piece, one in zip(pieces, sung, strict=True) if one)
        if not seconds:
            speech += said
            continue
        if seconds >= PART_SUNG * sum(part.seconds for part in said):
            sung = [one or _hints(piece, found) for piece, one in zip(pieces, sung, strict=True)]
        for is_sung, run in groupby(zip(pieces, sung, strict=True), key=itemgetter(1)):
            some = [piece for piece, _ in run]
            if is_sung:
                singing.append(Stretch(some[0].start, some[-1].end))
            else:
                speech += _joined(some)
    known = [*speech, *(Stretch(one.start, one.end) for one in repeated)]
    beside = [one for one in found.singing if not any(overlap(one, part) for part in known)]
    whole_songs = _joined(sorted([*singing, *beside]))
    return Parted(speech, tuple(whole_songs), tuple(found.music), tuple(repeated))


def silenced(sound: Sound, parts: Sequence[Stretch]) -> Sound:
    """The sound with nothing in these parts of it."""
    if not parts:
        return sound
    left = sound.copy()
    for part in parts:
        left[round(part.start * SOUND_RATE) : round(part.end * SOUND_RATE)] = 0
    return left


def overlap(one: Stretch, other: Stretch) -> float:
    """Seconds that two parts share."""
    return max(0.0, min(one.end, other.end) - max(one.start, other.start))


def _left(stretch: Stretch, repeated: Sequence[Bursts]) -> list[Stretch]:
    """What is left of a stretch without the bursts in it."""
    inside = [one for one in repeated if overlap(stretch, Stretch(one.start, one.end))]
    if not inside:
        return [stretch]
    begins = [stretch.start, *(one.end for one in inside)]
    ends = [*(one.start for one in inside), stretch.end]
    left = [Stretch(start, end) for start, end in zip(begins, ends, strict=True)]
    return [part for part in left if part.seconds >= BESIDE]


def _pieces(part: Stretch) -> list[Stretch]:
    """A stretch in pieces of at most 3 s: who sings may have spoken before."""
    edges = np.linspace(part.start, part.end, int(np.ceil(part.seconds / PIECE)) + 1).tolist()
    return [Stretch(start, end) for start, end in pairwise(edges)]


def _is_sung(piece: Stretch, found: Kinds) -> bool:
    """Whether most of the voice in a piece is sung, for long enough or as a part of a song."""
    share, seconds = found.sung(piece)
    return share >= SUNG and (seconds >= LEAST_SUNG or _in_a_song(piece, found))


def _hints(piece: Stretch, found: Kinds) -> bool:
    """Whether a piece of an utterance that is sung in other pieces may be sung too."""
    return found.sung(piece)[0] >= HINT or _in_a_song(piece, found)


def _in_a_song(piece: Stretch, found: Kinds) -> bool:
    """Whether half of it or more lies where somebody sings for a second or more."""
    return any(2 * overlap(piece, part) >= piece.seconds for part in found.singing)


def _joined(pieces: Sequence[Stretch]) -> list[Stretch]:
    """Pieces, by their start, as one where they overlap or follow each other without a gap."""
    joined: list[Stretch] = []
    for piece in pieces:
        if joined and piece.start <= joined[-1].end:
            joined[-1] = Stretch(joined[-1].start, max(piece.end, joined[-1].end))
        else:
            joined.append(piece)
    return joined
