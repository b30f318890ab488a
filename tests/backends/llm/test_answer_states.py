"""Real shapes of answers: which emotions they name, and how each part came out."""

from __future__ import annotations

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from backends.base import Language, Modality, State
from backends.clip import Clip
from backends.llm import answer
from backends.words import Words
from tests.helpers.model_answers import read

SAY = Words(answer.__file__)
READ, NOT_CLEAR, NOT_READABLE, NOT_RECEIVED = State
THREE = "In the video, he frowns. In the audio, it shakes. In the text, he says “A jacket.” "
CHINESE = "视频中他皱眉。音频中声音颤抖。字幕中他说“夹克。”"


ANSWERS = {
    f"{THREE}Therefore, he is fearful, worried and alarmed.": ("fearful worried alarmed", READ),
    f"{CHINESE}因此，他感到害怕和担心。": ("害怕 担心", READ),
    f"{THREE}Therefore, he is sad.\nEmotions: [fearful, tense]": ("fearful tense", READ),
    f"{THREE}Therefore, he is not happy, he is worried.": ("worried", READ),
    # the conclusion first, then the whole
    "In the video, he looks sad. In the audio, it shakes. Therefore, he is angry.": ("angry", READ),
    "In the video, he looks sad. In the audio, it shakes. Therefore, that is all.": ("sad", READ),
    "The man looks sad. His voice trembles.": ("sad", READ),
    f"{THREE}Therefore, she seems neutral.": ("neutral", NOT_CLEAR),
    f"{THREE}[neutral]": ("neutral", NOT_CLEAR),
    f"{THREE}Therefore, no clear emotion can be told.": ("", NOT_CLEAR),
    "In the video, he looks sad. In the audio, it shakes. Overall, his emotion is unclear.": (
        "", NOT_CLEAR),
    f"{CHINESE}因此，没有明显的情绪。": ("", NOT_CLEAR),
    "Emotions: []": ("", NOT_CLEAR),
    "No emotion detected": ("", NOT_CLEAR),
    f"{THREE}Therefore, that is all.": ("", NOT_READABLE),
    "I can't help with that.": ("", NOT_READABLE),
    "很抱歉，我无法协助。": ("", NOT_READABLE),
    "": ("", NOT_READABLE),
}  # fmt: skip


@pytest.mark.parametrize("text", ANSWERS, ids=lambda text: text[-30:])
def test_emotions_of_a_list_or_else_of_sentences(text: str, clip: Clip) -> None:
    words, state = ANSWERS[text]
    found = read(text, clip)
    assert [emotion.word for emotion in found.emotions] == words.split()
    assert found.state["conclusion"] is state
    assert found.unread == (state is NOT_READABLE)
    assert found.open is None  # the model gives no shares
    in_a_list = "[" in text
    told = {SAY.text("en", f"answer.{key}") for key in ("in_prose", "none_in_prose", "no_words")}
    assert bool(told & {*found.caveats}) != in_a_list


def test_parts_that_are_told_not_given_or_not_readable(clip: Clip) -> None:
    found = read(
        "In the video, he frowns. In the audio, nothing can be heard. [sad]", clip,
        frozenset({Modality.VISUAL, Modality.ACOUSTIC}),
    )  # fmt: skip
    assert found.state == {
        "visual": READ, "acoustic": NOT_READABLE, "lexical": NOT_RECEIVED, "conclusion": READ,
    }  # fmt: skip
    # given and not told of: only the list was asked for
    assert read("[sad]", clip).state == {"conclusion": READ}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", ["他看起来很害怕，声音也在颤抖。", "He looks afraid and shaky."])
def test_who_does_not_divide_the_answer_is_told_of(
    text: str, language: Language, clip: Clip
) -> None:
    found = read(text, clip, language=language)
    assert SAY.text(language, "answer.no_parts") in found.caveats
    assert SAY.text(language, "answer.in_prose") in found.caveats
    assert found.rationale.conclusion == text
    assert {found.state[m.value] for m in Modality} == {NOT_READABLE}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_that_an_answer_was_cut_off_is_told_first(language: Language, clip: Clip) -> None:
    given = frozenset({Modality.VISUAL})
    found = read("In the video, he", clip, given, language, cut_off=True)
    assert found.caveats[0] == SAY.text(language, "answer.cut_off")
    assert len(found.caveats) > 2


@any_of(st.text(max_size=300) | st.lists(st.sampled_from(sorted(ANSWERS))).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_any_answer_has_a_state_that_fits_its_emotions(clip: Clip, text: str) -> None:
    found = read(text, clip)
    assert found.model_dump_json()
    assert found.unread == (found.state["conclusion"] is NOT_READABLE)
    assert not (found.unread and found.emotions)
