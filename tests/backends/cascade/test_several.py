"""Two people in one clip: letters, who speaks, and what is told of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends import cascade
from backends.backend import Request
from backends.base import Explanation, Modality
from backends.cascade import Cascade, senses, several
from backends.cascade.phrases import Phrases
from backends.cascade.senses import Sense, Sensed
from backends.clip import Clip
from tests.helpers import sensed
from tests.helpers.two_people import FULL, LEFT, RIGHT, Look, Scene, in_turn, take

pytestmark = [pytest.mark.models, pytest.mark.slow]

LOOKS = {"A": Look(), "B": Look(mirrored=True, hue=70, narrow=0.9)}
LINE = "Don't forget a jacket."


@pytest.fixture(scope="module")
def one_speaks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one on the left says the angry take; the other, who is nearer, listens."""
    scene = Scene(len(take("ANG").pictures) / 25, LOOKS)
    scene.says("A", "ANG")
    scene.listens("B", "NEU")
    scene.shots = [(0, scene.seconds, {"A": (0, 40, 280), "B": (280, 0, 360)})]
    return scene.write(tmp_path_factory.mktemp("people") / "one.mp4")


def explained(path: Path, language: str = "en", *modalities: Modality) -> Explanation:
    asked = frozenset(modalities or Modality)
    clip = Clip.open(path, subtitle=LINE)
    *_, said = Cascade().explain(clip, Request(language=language, modalities=asked))
    assert isinstance(said, Explanation)
    return said


@pytest.fixture(scope="module")
def seen(one_speaks: Path) -> Sensed:
    """What the eye makes of it."""
    clip = Clip.open(one_speaks)
    return sensed.of(senses.see(clip, Phrases("en", clip.start, clip.end)))


@pytest.fixture(scope="module")
def said(one_speaks: Path, seen: Sensed) -> Explanation:
    def again(*_: object) -> Sense:
        yield 1.0
        return seen

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(cascade.SENSES, Modality.VISUAL, ("face", again))
        return explained(one_speaks, "en", Modality.VISUAL, Modality.ACOUSTIC)


def test_each_has_a_letter_a_course_and_a_role(said: Explanation) -> None:
    """The nearer one is A, and listens; B speaks."""
    assert [(one.person, one.role) for one in said.people] == [("A", "listens"), ("B", "speaks")]
    assert all(len(one.boxes) >= 20 for one in said.people)
    left = {one.person: one.boxes[5][1] for one in said.people}
    assert left["B"] < 0.5 < left["A"]
    seen = {one.person for one in said.course if one.modality is Modality.VISUAL}
    assert seen == {"A", "B"}


def test_the_voice_and_its_emotion_are_the_speakers(said: Explanation) -> None:
    (turn,) = said.turns
    assert turn.person == "B" and turn.confidence >= 0.7
    heard = [one for one in said.clues if one.modality is Modality.ACOUSTIC]
    assert heard and {one.person for one in heard} == {"B"}
    assert {view.modalities[0] for view in said.views} == {Modality.VISUAL}, "A's face alone"
    scores = {one.person: [emotion.person for emotion in one.emotions] for one in said.people}
    assert set(scores["A"]) <= {"A"} and set(scores["B"]) <= {"B"}
    assert said.emotions == said.people[0].emotions


def test_words_without_a_voice_to_tell_whose_they_are_count_for_nobody(
    one_speaks: Path, seen: Sensed
) -> None:
    clip = Clip.open(one_speaks, subtitle="I am so happy, I love you!")
    phrases = Phrases("en", clip.start, clip.end)
    read = sensed.of(senses.read(clip, phrases))
    told = several.tell(clip, {Modality.VISUAL: seen, Modality.LEXICAL: read}, phrases)
    assert told and not told.turns
    assert [one.modality for one in told.opinions] == [Modality.VISUAL]
    assert "so they count for nobody" in told.text
    assert any("love" in str(one.facts.get("text", one.facts)) for one in told.findings)
    assert all(one.role is None for one in told.people)


def test_the_rationale_says_first_whom_it_is_about(said: Explanation) -> None:
    told = said.rationale
    assert told.visual and told.acoustic and told.conclusion
    assert told.visual.startswith("In the video, 2 faces are told apart, A and B; A, whose face")
    assert told.visual.index("A: ") < told.visual.index("B: ")
    assert "listener's face" in told.visual
    assert "is B's, to judge by the mouths" in told.acoustic
    first, second = told.conclusion.index("A (listening)"), told.conclusion.index("B")
    assert first < second
    assert any("nobody is recognised" in caveat for caveat in said.caveats)


def test_a_voice_off_screen_is_tied_to_nobody(tmp_path: Path) -> None:
    scene = Scene(len(take("ANG").pictures) / 25, LOOKS)
    scene.listens("A", "SAD")
    scene.listens("B", "NEU")
    scene.voice(0, "ANG")
    scene.shots = [(0, scene.seconds, {"A": LEFT, "B": RIGHT})]
    told = explained(scene.write(tmp_path / "off.mp4"), "zh", Modality.VISUAL, Modality.ACOUSTIC)
    assert [turn.person for turn in told.turns] == [None]
    assert {one.role for one in told.people} == {"unknown"}
    assert all(one.person is None for one in told.clues if one.modality is Modality.ACOUSTIC)
    assert told.rationale.conclusion and "不计在任何人身上" in told.rationale.conclusion


def test_who_comes_back_after_a_cut_has_the_same_letter(tmp_path: Path) -> None:
    """Shot and counter-shot, both in the middle."""
    scene = in_turn(LOOKS, ["HAP", "NEU", "ANG"])
    edges = [0.0, 1.2, 2.4, 3.6]
    scene.seconds = edges[-1]
    scene.shots = [
        (start, end, {person: FULL})
        for start, end, person in zip(edges[:-1], edges[1:], "ABA", strict=True)
    ]
    clip = Clip.open(scene.write(tmp_path / "cuts.mp4"))
    found = sensed.of(senses.see(clip, Phrases("en", clip.start, clip.end)))
    shown = {one.person: [box[0] for box in one.boxes] for one in found.people}
    assert set(shown) == {"A", "B"}
    assert all(1.2 <= time < 2.4 for time in shown["B"])
    assert min(shown["A"]) < 1.2 and max(shown["A"]) >= 2.4
    assert not any(1.2 <= time < 2.4 for time in shown["A"])
