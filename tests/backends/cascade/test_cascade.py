"""The embedded default on real weights and real clips: what it says is true of the clip."""

from __future__ import annotations

import re
import threading
from functools import cache
from pathlib import Path

import pytest

import backends
from backends import cascade
from backends.backend import Request
from backends.base import Explanation, Modality, Partial, Progress, Rationale, State
from backends.cascade import senses
from backends.cascade.phrases import Phrases
from backends.cascade.senses import Sense, Sensed
from backends.clip import Clip
from demo.ground_truth import gallery
from tests.helpers import media, sensed
from tests.helpers.places import GALLERY

pytestmark = pytest.mark.models

NAMES = [path.stem for path in gallery.clips()]


@cache
def explained(name: str, language: str = "en") -> Explanation:
    """The explanation of a gallery clip; every clip is explained once for all tests."""
    clip = Clip.open(GALLERY / f"{name}.mp4")
    with sensed.once():
        answers = [
            *backends.get("cascade").explain(clip, Request("zh" if language == "zh" else "en"))
        ]
    assert isinstance(answers[-1], Explanation)
    return answers[-1]


def explain(path: Path, **how: object) -> Explanation:
    subtitle = how.pop("subtitle", None)
    clip = Clip.open(path, subtitle=str(subtitle) if subtitle else None)
    *_, last = backends.get("cascade").explain(clip, Request(**how))
    assert isinstance(last, Explanation)
    return last


@pytest.mark.parametrize("name", NAMES)
def test_every_gallery_clip(name: str) -> None:
    clip, got = Clip.open(GALLERY / f"{name}.mp4"), explained(name)
    parts = got.rationale
    assert str(parts.visual).startswith("In the video, the ")
    assert str(parts.acoustic).startswith("In the audio, ")
    assert str(parts.lexical).startswith("In the text, “Don't forget")
    assert str(parts.conclusion).startswith("Therefore, ")
    assert {clue.modality for clue in got.clues} == set(Modality)
    for clue in got.clues:
        assert 0 <= clue.start <= clue.end <= clip.duration + 1e-3
        assert clue.measure.name
    assert got.received.frame_times == sorted(got.received.frame_times)
    assert got.received.frame_times[-1] <= clip.duration
    assert got.received.sound_seconds == pytest.approx(clip.duration, abs=0.01)
    scores = [emotion.score for emotion in got.emotions]
    assert scores == sorted(scores, reverse=True)
    assert got.open is not None and sum(scores) + got.open == pytest.approx(1, abs=1e-6)
    assert set(got.state) == set(Rationale.model_fields)
    assert {one.modality for one in got.measurements} == {Modality.VISUAL, Modality.ACOUSTIC}
    assert Explanation.model_validate_json(got.model_dump_json()) == got


@pytest.mark.parametrize("name", NAMES)
def test_a_clue_gives_one_emotion_one_figure(name: str) -> None:
    judged = [c for c in explained(name).clues if "probability of" in c.measure.name and c.supports]
    assert judged
    for clue in judged:
        assert max(clue.supports.values()) == pytest.approx(
            float(clue.measure.value) / 100, abs=1e-3
        )


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_whole_and_never_repeated(name: str) -> None:
    for text in explained(name).rationale.model_dump().values():
        sentences = re.split(r"(?<=[.!?”]) (?=[A-Z“])", text)
        assert len(sentences) == len(set(sentences))
        assert text.rstrip("”").endswith((".", "!", "?"))
        assert "  " not in text
        assert "{" not in text


@pytest.mark.parametrize("name", NAMES)
def test_the_words_are_heard_in_time(name: str) -> None:
    transcript = explained(name).transcript
    assert transcript
    assert transcript.language == "en"
    heard = re.sub(r"[^a-z' ]", "", transcript.text.lower())
    assert heard.startswith("don't forget")
    times = [time for word in transcript.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert times[0] >= 0.2  # nobody speaks before that in any of the clips


def test_most_clips_are_heard_to_the_last_word() -> None:
    heard = [str(explained(name).received.text).lower().strip(".!") for name in NAMES]
    assert sum(text == "don't forget a jacket" for text in heard) >= 5


def test_the_happy_face_is_happy() -> None:
    got = explained("1001_DFA_HAP_XX")
    assert got.emotions[0].word == "happy"
    smile = next(clue for clue in got.clues if "smile" in clue.text)
    assert smile.start == pytest.approx(1.0, abs=0.3)
    assert smile.supports == {"happy": 1.0}


def test_the_other_clips_as_the_crowd_saw_them() -> None:
    assert "angry" in {emotion.word for emotion in explained("1001_DFA_ANG_XX").emotions}
    disgusted = [emotion.word for emotion in explained("1001_DFA_DIS_XX").emotions]
    assert {"angry", "disgusted"} <= set(disgusted)
    assert explained("1001_DFA_NEU_XX").emotions[0].word == "neutral"
    assert explained("1001_DFA_SAD_XX").emotions[0].word == "neutral"
    assert explained("1001_DFA_FEA_XX").emotions[0].word == "fearful"


def test_in_chinese() -> None:
    got = explained("1001_DFA_HAP_XX", "zh")
    assert got.emotions[0].word == "快乐"
    for text, opening in zip(
        got.rationale.model_dump().values(),
        ["在视频中", "在音频中", "在文本中", "因此"],
        strict=True,
    ):
        assert text.startswith(opening)
        rest = re.sub(r"“[^”]*”", "", text)  # quoted words stay as they were said
        assert not re.search(r"[A-Za-z]", rest)


@pytest.mark.usefixtures("sensed_once")
@pytest.mark.parametrize("off", list(Modality))
def test_a_modality_switched_off_is_named_and_never_described(happy: Path, off: Modality) -> None:
    got = explain(happy, modalities=frozenset(Modality) - {off})
    assert getattr(got.rationale, off) is None
    assert off not in {clue.modality for clue in got.clues}
    assert {part.modality for part in got.course} == set(Modality) - {off}
    assert bool(got.people) == (off is not Modality.VISUAL)
    assert {one.modality for one in got.curves} == {Modality.VISUAL, Modality.ACOUSTIC} - {off}
    assert any("switched off" in caveat for caveat in got.caveats)
    about = {"visual": "face", "acoustic": "voice", "lexical": "words"}[off]
    assert about not in str(got.rationale.conclusion)
    assert bool(got.received.frame_times) == (off is not Modality.VISUAL)
    assert got.state[off.value] is State.NOT_RECEIVED
    assert off not in {one.modality for one in got.measurements}
    assert all(off not in view.modalities for view in got.views)
    heard = any("only used to hear the words" in caveat for caveat in got.caveats)
    assert heard == (off is Modality.ACOUSTIC)


def test_a_clip_without_sound_or_face(tmp_path: Path) -> None:
    got = explain(media.write(tmp_path / "shapes.mp4"))
    assert "no face is found" in str(got.rationale.visual)
    assert got.rationale.acoustic is None
    assert got.rationale.lexical is None
    assert got.emotions == []
    assert "nothing can be concluded" in str(got.rationale.conclusion)
    assert any("no sound" in caveat for caveat in got.caveats)
    assert got.state == {
        "visual": State.NOT_READABLE,
        "acoustic": State.NOT_RECEIVED,
        "lexical": State.NOT_RECEIVED,
        "conclusion": State.NOT_READABLE,
    }
    assert (got.open, got.views, got.decides) == (1.0, [], "")


def test_a_tone_alone(tmp_path: Path) -> None:
    path = media.write(tmp_path / "tone.wav", size=None, sound=media.tone(1), codecs=["pcm_s16le"])
    got = explain(path)
    assert got.rationale.visual is None
    assert "no voice is found" in str(got.rationale.acoustic)
    assert "no words are heard" in str(got.rationale.lexical)
    assert got.emotions == []


def test_a_subtitle_is_read_and_not_heard(happy: Path) -> None:
    got = explain(
        happy, subtitle="I hate this, leave me alone!", modalities=frozenset({Modality.LEXICAL})
    )
    assert got.received.text == "I hate this, leave me alone!"
    assert got.received.sound_seconds == 0
    assert got.emotions[0].word in {"angry", "annoyed"}


def test_other_languages_are_quoted_and_not_interpreted(happy: Path) -> None:
    got = explain(happy, subtitle="외투를 잊지 마", modalities=frozenset({Modality.LEXICAL}))
    assert "“외투를 잊지 마”" in str(got.rationale.lexical)
    assert got.emotions == []
    assert got.state["lexical"] is got.state["conclusion"] is State.NOT_READABLE
    assert any("understand English and Chinese only" in caveat for caveat in got.caveats)


def test_chinese_words_are_read_in_answers_of_both_languages(happy: Path) -> None:
    for language, named in (("en", "angry"), ("zh", "愤怒")):
        got = explain(
            happy,
            subtitle="氣死我了，你給我滾出去！",
            modalities=frozenset({Modality.LEXICAL}),
            language=language,
        )
        assert got.state["lexical"] is State.READ
        assert got.emotions[0].word == named
        assert "“氣死我了" in str(got.rationale.lexical)
        assert not any("not interpreted" in one or "不作解读" in one for one in got.caveats)


@pytest.mark.usefixtures("sensed_once")
def test_parts_come_as_they_are_known(happy: Path) -> None:
    events = list(backends.get("cascade").explain(Clip.open(happy), Request()))
    assert isinstance(events[0], Progress)
    stages = {event.stage for event in events if isinstance(event, Progress)}
    assert stages == {"decode", "face", "voice", "words", "reason"}
    partial = next(event for event in events if isinstance(event, Partial))
    assert partial.explanation.emotions == []  # no claim before all is weighed
    assert partial.explanation.rationale.conclusion is None
    assert partial.explanation.clues and partial.explanation.views == []
    assert partial.explanation.open is None and "conclusion" not in partial.explanation.state
    assert partial.explanation.state  # of whichever is known first
    for event in (one for one in events if isinstance(one, Partial)):
        known = event.explanation
        assert {one.modality for one in known.course} == {one.modality for one in known.clues}
        assert bool(known.people) == (known.rationale.visual is not None)
        told = {one.modality for one in known.curves}
        assert told == {one.modality for one in known.clues} - {Modality.LEXICAL}


def test_closing_stops_the_work(happy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def endless(*_: object) -> Sense:
        while not over.wait(0.01):
            yield None
        return Sensed(())

    monkeypatch.setattr(
        cascade, "SENSES", {m: (stage, endless) for m, (stage, _) in cascade.SENSES.items()}
    )
    before = set(threading.enumerate())
    events = backends.get("cascade").explain(Clip.open(happy), Request())
    next(events)
    next(events)
    at_work = [t for t in set(threading.enumerate()) - before if t.name in set(Modality)]
    try:
        assert len(at_work) == len(Modality)
        events.close()
        for thread in at_work:
            thread.join(120)
            assert not thread.is_alive()
    finally:
        over.set()


@pytest.mark.parametrize("name", ["see", "hear", "read", "listen_again"])
def test_whoever_asks_a_sense_gets_the_same(
    name: str, happy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many threads numpy uses changes what is measured, so each sense sees to that."""

    class Asked(Exception):
        pass

    def ask() -> None:
        raise Asked

    monkeypatch.setattr(senses, "arrays_on_one_thread", ask)
    with pytest.raises(Asked):
        next(getattr(senses, name)(Clip.open(happy, subtitle="So."), Phrases("en", 0.0, 1.0)))


def test_the_same_clip_gives_the_same_answer(happy: Path) -> None:
    again = explain(happy)
    first = explained("1001_DFA_HAP_XX")
    assert again.model_copy(update={"timings": {}}) == first.model_copy(update={"timings": {}})
