"""Which parts of a sound are read for words, and where a word then lies."""

from __future__ import annotations

import numpy as np

from backends.cascade.voice.speech import Stretch
from backends.cascade.words import kept
from backends.clip import SOUND_RATE as RATE

SPEECH = [Stretch(1.0, 2.0), Stretch(3.5, 4.0), Stretch(9.0, 10.0)]
SOUND = np.arange(11 * RATE, dtype=np.float32)


def test_only_long_pauses_are_left_out() -> None:
    found = kept.parts(SPEECH, len(SOUND))
    assert [(part.start / RATE, part.end / RATE) for part in found] == [(0.6, 4.4), (8.6, 10.4)]
    read = kept.joined(SOUND, found)
    assert len(read) == round(5.6 * RATE)
    assert read[-1] == 10.4 * RATE - 1


def test_no_part_reaches_beyond_the_sound() -> None:
    (part,) = kept.parts([Stretch(0.1, 0.9)], RATE)
    assert (part.start, part.end) == (0, RATE)


def test_a_word_lies_where_its_speech_is() -> None:
    found = kept.parts(SPEECH, len(SOUND))
    assert kept.placed(0.4, 0.9, found) == (1.0, 1.5)
    assert kept.placed(4.2, 4.6, found) == (9.0, 9.4)
    # A transcriber begins the first word after a pause where the one before it ends.
    assert kept.placed(3.4, 4.5, found) == (8.6, 9.3)
    # In silence, and after everything: still inside the sound.
    assert kept.placed(3.5, 3.7, found) == (4.1, 4.3)
    assert kept.placed(7.0, 7.5, found)[1] <= 10.4
