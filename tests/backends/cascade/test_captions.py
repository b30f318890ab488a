"""What of a subtitle is said, and whether something else is heard."""

from __future__ import annotations

import pytest

from backends.backend import Request
from backends.base import Explanation, Modality, Transcript, Word
from backends.cascade import Cascade
from backends.cascade.words import comparison
from backends.cascade.words.captions import said
from backends.clip import Clip
from tests.helpers.places import GALLERY


@pytest.mark.parametrize(
    ("subtitle", "text", "left_out"),
    [
        ("[SOBBING] I won the prize!", "I won the prize!", ["[SOBBING]"]),
        ("(door slams) Get out.", "Get out.", ["(door slams)"]),
        ("<gasps> It's <i>you</i>!", "It's you!", ["<gasps>"]),
        ("*chuckles* You *really* did it.", "You *really* did it.", ["*chuckles*"]),
        ("♪ so in love with you ♪ Turn it off.", "Turn it off.", ["♪ so in love with you ♪"]),
        ("Stop. ♫ I feel good", "Stop.", ["♫ I feel good"]),
        ("# joy to the world # Enough!", "Enough!", ["# joy to the world #"]),
        ("HOPE: I hate you.", "I hate you.", ["HOPE:"]),
        ("I hate you. JOY ANN: So do I.", "I hate you. So do I.", ["JOY ANN:"]),
        ("- Grace: Hi.\n- DR. WHO: Run!", "Hi.\nRun!", ["Grace:", "DR. WHO:"]),
        (">> Speaker 2: I know.", "I know.", ["Speaker 2:"]),
        ("【笑】我恨你。", "我恨你。", ["【笑】"]),
        ("&lt;b&gt;No&lt;/b&gt; {\\an8}way", "No way", []),
        ("[♪♪] (crying)", "", ["(crying)"]),
    ],
)
def test_sounds_songs_and_names_are_not_said(subtitle: str, text: str, left_out: list[str]) -> None:
    found = said(subtitle)
    assert (found.text, list(found.left_out)) == (text, left_out)


@pytest.mark.parametrize(
    "text",
    [
        "I said: go away. It is 12:30.",
        "Listen: I hate you. NOTE: it is late.",
        "I'M SO HAPPY TODAY MY FRIEND: YES",
        "1 < 2, and 3 > 2; #5 and #6",
        "You are *so* wrong. He wrote 5 * 4 * 3.",
    ],
)
def test_what_only_looks_like_it_is_said(text: str) -> None:
    assert said(text).text == text
    assert not said(text).left_out


def test_windows_1252_in_a_subtitle_is_mended() -> None:
    meant = "She isn’t here… “gone”"
    given = "She isn\x92t here\x85 \x93gone\x94"
    assert said(given).text == meant
    clip = Clip.open(GALLERY / "1001_DFA_ANG_XX.mp4", subtitle=given)
    assert clip.subtitle == meant


def heard(text: str, sure: float = 0.9, language: str = "en") -> Transcript:
    words = [Word(text=word, start=0, end=1, probability=sure) for word in text.split()]
    return Transcript(language=language, text=text, words=words)


SAID = "I think I have a doctor's appointment."


@pytest.mark.models
@pytest.mark.parametrize(
    ("subtitle", "transcript", "differs"),
    [
        (SAID, heard("The surface is slick and cold."), True),
        ("We're so happy to see you again!", heard(SAID), True),
        (SAID, heard("I think I have a doctors appointment"), False),
        (SAID, heard("I sink I half the doctor appointment"), False),
        (
            "a doctor's appointment",
            heard("Well, I think I have a doctor's appointment today"),
            False,
        ),
        (SAID, heard("The surface is slick and cold.", sure=0.4), False),
        (SAID, heard("Oh yes"), False),
        ("我今天很高兴见到你", heard("The surface is slick and cold."), False),
        (SAID, heard("我今天很高兴见到你", language="zh"), False),
    ],
)
def test_another_sentence_differs_and_misheard_words_do_not(
    subtitle: str, transcript: Transcript, differs: bool
) -> None:
    assert comparison.differs(subtitle, transcript) is differs


def explained(subtitle: str, modalities: frozenset[Modality] = frozenset(Modality)) -> Explanation:
    clip = Clip.open(GALLERY / "1001_DFA_ANG_XX.mp4", subtitle=subtitle)
    *_, last = Cascade().explain(clip, Request("en", modalities))
    assert isinstance(last, Explanation)
    return last


SOUND = frozenset({Modality.ACOUSTIC, Modality.LEXICAL})


@pytest.mark.models
@pytest.mark.slow
@pytest.mark.usefixtures("sensed_once")
def test_a_subtitle_unlike_what_is_heard_is_kept_and_told() -> None:
    other = explained("I love you so much, you are wonderful!", SOUND)
    assert "love" in str(other.rationale.lexical)
    assert any("something else is heard: “Don't forget a jacket" in one for one in other.caveats)
    assert not any("heard:" in one for one in explained("Don't forget a jacket.", SOUND).caveats)


@pytest.mark.models
@pytest.mark.usefixtures("sensed_once")
def test_captions_speak_for_nothing_and_are_told() -> None:
    words_alone = frozenset({Modality.LEXICAL})
    found = explained("[LAUGHING] ♪ happy birthday ♪ GRACE: I hate you.", words_alone)
    assert [emotion.word for emotion in found.emotions] == ["angry"]
    assert "happy" not in str(found.rationale.lexical)
    told = "“[LAUGHING]”, “♪ happy birthday ♪” and “GRACE:”"
    assert any(told in caveat for caveat in found.caveats)
    nothing = explained("[MUSIC]", words_alone)
    assert nothing.rationale.lexical == "In the text, the subtitle holds no words that are said."
