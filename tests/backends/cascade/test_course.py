"""The course of a clip and its curves: what the senses measured, told over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from backends.base import Modality, Transcript, Word
from backends.cascade import course
from backends.cascade.face import face
from backends.cascade.phrases import Phrases
from backends.cascade.voice.prosody import Prosody, measure
from backends.cascade.voice.speech import Stretch
from backends.cascade.voice.voice import VoiceReport, VoiceWindow
from backends.cascade.words.words import Label, ReadSentence, WordsReport
from backends.clip import SOUND_RATE as RATE
from backends.reading.basic_emotions import BASIC
from tests.helpers.face_series import series
from tests.helpers.voice_sounds import tone

SPAN = (0.0, 4.0)
ENGLISH = Phrases("en", *SPAN)
NOTHING = Prosody(np.zeros(0), np.zeros(0), np.zeros(0), [], [])


def shares(**named: float) -> np.ndarray:
    """A distribution [7]: what is named, and the rest spread over the others."""
    rest = (1 - sum(named.values())) / (len(BASIC) - len(named))
    return np.array([named.get(emotion, rest) for emotion in BASIC], np.float32)


def heard(*windows: tuple[float, float, np.ndarray]) -> VoiceReport:
    return VoiceReport(NOTHING, None, [VoiceWindow(*window) for window in windows], [], 0.5)


def told(stretches: Iterable[course.Stretch]) -> list[tuple[float, float, dict[str, float]]]:
    return [(s.start, s.end, {e.word: e.score for e in s.emotions}) for s in stretches]


def test_a_voice_is_told_where_it_is_heard_and_open_where_it_is_not() -> None:
    report = heard((0.5, 1.5, shares(angry=0.7)), (3.0, 3.6, shares(sad=0.5, fearful=0.2)))
    found = course.of_voice(report, SPAN, ENGLISH)
    assert told(found) == [
        (0.0, 0.5, {}),
        (0.5, 1.5, {"angry": 0.7}),
        (1.5, 3.0, {}),
        (3.0, 3.6, {"sad": 0.5, "fearful": 0.2}),
        (3.6, 4.0, {}),
    ]
    assert [one.open for one in found] == [1.0, 0.3, 1.0, 0.3, 1.0]
    assert {(one.modality, one.person) for one in found} == {(Modality.ACOUSTIC, None)}


def test_speech_that_is_not_judged_is_not_told_as_silence() -> None:
    """Too little is said from 2.5 s on to be judged; nobody speaks before, between and after."""
    spoken = [Stretch(0.5, 1.5), Stretch(2.8, 3.2)]
    prosody = Prosody(np.zeros(0), np.zeros(0), np.zeros(0), spoken, [])
    windows = [VoiceWindow(0.5, 1.5, shares(angry=0.7))]
    found = course.of_voice(VoiceReport(prosody, None, windows, [], 0.5), SPAN, ENGLISH)
    assert [(one.start, one.silent, bool(one.emotions)) for one in found] == [
        (0.0, True, False), (0.5, False, True), (1.5, True, False),
        (2.8, False, False), (3.2, True, False),
    ]  # fmt: skip


def test_what_is_hard_to_tell_keeps_two() -> None:
    report = heard((0.0, 4.0, shares(happy=0.4, sad=0.14)))
    (found,) = course.of_voice(report, SPAN, ENGLISH)
    assert told([found]) == [(0.0, 4.0, {"happy": 0.4, "sad": 0.14})]
    (sure,) = course.of_voice(heard((0.0, 4.0, shares(happy=0.7, sad=0.14))), SPAN, ENGLISH)
    assert told([sure]) == [(0.0, 4.0, {"happy": 0.7})]


def test_emotions_are_named_in_the_language_asked_for() -> None:
    report = heard((0.0, 4.0, shares(happy=0.7)))
    (found,) = course.of_voice(report, SPAN, Phrases("zh", *SPAN))
    assert [one.word for one in found.emotions] == [Phrases("zh", *SPAN).word("happy")]
    assert found.emotions[0].word != "happy"


def test_a_face_that_changes_and_goes_is_told_in_order() -> None:
    drawn = series(4, "happy")
    drawn.expression[20:] = drawn.evidence[20:] = shares(sad=0.6, fearful=0.3)
    drawn.present[30:] = False
    found = course.of_face(face.FaceReport(drawn, 1, 1, ()), SPAN, ENGLISH)
    assert [(end, words) for _, end, words in told(found)] == [
        (1.953, {"happy": 0.7}),  # between the frames of 1.9 and 2.0 s
        (3.0, {"sad": 0.6, "fearful": 0.3}),
        (4.0, {}),
    ]
    assert [one.start for one in found] == [0.0, 1.953, 3.0]
    assert [one.person for one in found] == ["A", "A", None]
    assert found[-1].open == 1.0


def test_without_a_face_or_a_voice_nothing_is_named() -> None:
    drawn = series(4)
    drawn.present[:] = False
    for found in (
        course.of_face(face.FaceReport(drawn, 0, 0, ()), SPAN, ENGLISH),
        course.of_voice(heard(), SPAN, ENGLISH),
    ):
        assert told(found) == [(0.0, 4.0, {})]
        assert found[0].open == 1.0


def sentence(start: float, **labels: float) -> ReadSentence:
    word = Word(text="Really", start=start, end=start + 0.5)
    return ReadSentence((word,), tuple(Label(*label) for label in labels.items()))


def test_each_sentence_is_a_stretch() -> None:
    report = WordsReport(
        True, "en", (sentence(1, joy=0.75, love=0.75), sentence(2, neutral=0.9)), word_count=2
    )
    found = course.of_words(report, Transcript(language="en", text="…"), SPAN, ENGLISH)
    assert told(found) == [
        (1.0, 1.5, {"joyful": 0.5, "loving": 0.5}),
        (2.0, 2.5, {"neutral": 0.9}),
    ]
    assert [one.open for one in found] == [0.0, 0.1]


def test_words_that_are_not_understood_are_open() -> None:
    words = [Word(text="你好", start=1.0, end=1.4)]
    spoken = Transcript(language="zh", text="你好", words=words)
    report = WordsReport(False, "zh", word_count=1)
    (found,) = course.of_words(report, spoken, SPAN, ENGLISH)
    assert told([found]) == [(1.0, 1.4, {})]
    assert found.open == 1.0
    silent = Transcript(language="", text="")
    assert course.of_words(WordsReport(True, "en"), silent, SPAN, ENGLISH) == ()


def curves(sound: np.ndarray, *speech: tuple[float, float]) -> dict[str, course.Curve]:
    found = course.of_sound(measure(sound.astype(np.float32), [Stretch(*s) for s in speech]))
    return {one.name: one for one in found}


def test_pitch_is_drawn_as_it_is_made_and_not_where_nobody_speaks() -> None:
    """Against the formula that made the sound, as an independent computation."""
    glide = 120 * 2 ** np.linspace(0, 1, 2 * RATE)
    drawn = curves(np.concatenate([tone(glide), np.zeros(RATE)]), (0, 2))["pitch"]
    assert drawn.unit == "Hz"
    spoken = [(time, hertz) for time, hertz in drawn.points if hertz is not None]
    assert len(spoken) > 90
    assert all(hertz == pytest.approx(120 * 2 ** (time / 2), rel=0.05) for time, hertz in spoken)
    assert all(hertz is None for time, hertz in drawn.points if time > 2.05)


def test_loudness_is_drawn_as_decibels_from_the_median_and_not_in_silence() -> None:
    sound = np.concatenate([tone(150), 2 * tone(150, 0.5), np.zeros(RATE)])
    drawn = curves(sound, (0, 2.5))["loudness"]
    level = dict(drawn.points)
    assert [level[t] for t in level if 0.2 < t < 1.8] == pytest.approx(
        [0.0] * sum(0.2 < t < 1.8 for t in level), abs=0.3
    )
    assert [level[t] for t in level if 2.1 < t < 2.4] == pytest.approx(
        [20 * np.log10(2)] * sum(2.1 < t < 2.4 for t in level), abs=0.3
    )
    assert all(level[t] is None for t in level if t > 2.6)


def test_silence_and_nothing_have_no_curve() -> None:
    assert curves(np.zeros(RATE)) == curves(np.zeros(0)) == {}


def test_a_long_curve_is_thinned_by_medians() -> None:
    times = np.arange(10_000) / 100
    values = np.where(times < 50, 100.0, np.nan)
    values[::7] = np.nan  # holes that no bin should lose its value by
    values[10] = 900.0  # nor should one wild point show
    points = course.thinned(times, values)
    assert len(points) <= 200
    assert {value for time, value in points if time < 49.5} == {100.0}
    assert {value for time, value in points if time > 50.5} == {None}
    assert all(later[0] > earlier[0] for earlier, later in pairwise(points))


def test_each_expression_is_a_curve_of_its_face() -> None:
    """Three frames, the second without the face."""
    shares_at = np.stack([shares(happy=0.7), np.full(7, np.nan, np.float32), shares(happy=0.1)])
    present = np.array([True, False, True])
    seen = replace(series(0.3), expression=shares_at, present=present)
    found = course.of_expression(face.FaceReport(seen, 1, 1, ()), ENGLISH, "B")
    assert [one.name for one in found] == [ENGLISH.word(emotion) for emotion in BASIC]
    happy = next(one for one in found if one.name == "happy")
    assert happy.points == [(0.0, 0.7), (0.1, None), (0.2, 0.1)]
    assert (happy.person, happy.modality, happy.unit) == ("B", Modality.VISUAL, "")
    nobody = replace(seen, present=np.zeros(3, bool))
    assert course.of_expression(face.FaceReport(nobody, 0, 0, ()), ENGLISH) == ()
