"""What only voice and words together tell; without either, nothing of it is told."""

from __future__ import annotations

import numpy as np
import pytest

from backends.base import Modality, Transcript, Word
from backends.cascade.findings import Finding, found
from backends.cascade.senses import Sensed
from backends.cascade.spoken import together
from backends.cascade.voice.prosody import Prosody
from backends.cascade.voice.speech import Stretch
from backends.cascade.words.form import form

WORDS = ("I", "never", "said", "that")
TIMES = np.arange(0.005, 2.0, 0.01)


def prosody(loud: str = "", high: str = "") -> Prosody:
    """A phrase of four words of half a second; one may be 6 dB louder, one 4 semitones higher."""
    at = np.minimum((TIMES / 0.5).astype(int), 3)
    loudness = np.where(np.isin(at, [WORDS.index(loud)] if loud else []), -14.0, -20.0)
    loudness -= 10 * np.abs(TIMES % 0.5 - 0.25)  # each word swells and fades
    pitch = np.where(np.isin(at, [WORDS.index(high)] if high else []), 189.0, 150.0)
    return Prosody(TIMES, pitch, loudness, [Stretch(0, 2)], [], pitch_median=150.0)


def heard(*findings: Finding, measured: Prosody) -> Sensed:
    return Sensed(findings, prosody=measured)


def read(*words: str) -> Sensed:
    timed = [Word(text=word, start=0.5 * at, end=0.5 * at + 0.5) for at, word in enumerate(words)]
    return Sensed((), transcript=Transcript(language="en", text=" ".join(words), words=timed))


def of_voice(kind: str, topic: str, start: float, end: float) -> Finding:
    return found(Modality.ACOUSTIC, kind, topic, (start, end), 1.0, "s")


@pytest.mark.parametrize(
    ("loud", "high", "stressed"),
    [("never", "never", ["never"]), ("never", "", []), ("", "never", []), ("never", "said", []),
     ("", "", [])],
)  # fmt: skip
def test_a_word_that_is_louder_and_higher_than_all_others(
    loud: str, high: str, stressed: list[str]
) -> None:
    sensed = {
        Modality.ACOUSTIC: heard(measured=prosody(loud, high)),
        Modality.LEXICAL: read(*WORDS),
    }
    told = [one for one in together(sensed) if one.kind == "stressed"]
    assert [one.facts["text"] for one in told] == stressed
    for one in told:
        assert (one.start, one.end) == (0.5, 1.0)
        assert one.value == pytest.approx(6, abs=0.5)
        assert one.facts["higher"] == pytest.approx(4, abs=0.1)


def test_a_pause_is_told_with_the_word_behind_it() -> None:
    pause = of_voice("pause", "moment", 0.9, 1.45)
    sensed = {Modality.ACOUSTIC: heard(pause, measured=prosody()), Modality.LEXICAL: read(*WORDS)}
    (told,) = [one for one in together(sensed) if one.topic == "moment"]
    assert (told.kind, told.facts["text"]) == ("pause_before", "that")
    (alone,) = together({Modality.ACOUSTIC: heard(pause, measured=prosody())})
    assert alone == pause


def test_without_words_the_voice_is_told_as_it_is_and_without_a_voice_nothing_is() -> None:
    pace = of_voice("pace", "manner", 0.0, 2.0)
    voice, words = heard(pace, measured=prosody()), read(*WORDS)
    assert together({Modality.ACOUSTIC: voice}) == [pace]
    assert together({Modality.LEXICAL: words}) == []
    silent = Sensed((), prosody=Prosody(np.zeros(0), np.zeros(0), np.zeros(0), [], []))
    assert together({Modality.ACOUSTIC: silent, Modality.LEXICAL: words}) == []
    (both,) = together({Modality.ACOUSTIC: voice, Modality.LEXICAL: words})
    assert (both.kind, both.value, both.usual) == ("pace", 2.4, False)  # five syllables in 2.1 s


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Don't forget a jacket.", "reminder"), ("Don’t forget to check it.", "reminder"),
     ("Please remember to call.", "reminder"), ("Please sit down.", "request"),
     ("Can you help me?", "request"), ("Where are you?", "question"),
     ("I remember you.", None), ("I forget everything.", None), ("What a day!", None),
     ("They were pleased.", None)],
)  # fmt: skip
def test_what_kind_of_sentence_it_is(text: str, kind: str | None) -> None:
    assert form([Word(text=word, start=0, end=1) for word in text.split()]) == kind
