"""A model's answer, however it is laid out, becomes an explanation made of its own claims."""

from __future__ import annotations

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from backends.backend import Request
from backends.base import Explanation, Modality, Received, State
from backends.clip import Clip
from backends.llm import answer
from backends.words import Words
from tests.helpers.model_answers import read

SAY = Words(answer.__file__)

VISUAL, ACOUSTIC, LEXICAL = Modality
PLAIN = (
    "In the video, he smiles. He nods at 1.2 s. In the audio, his voice rises. "
    "In the text, he says goodbye. Therefore, he is glad.\nEmotions: [happy, relieved]"
)
SAME = {
    "plain": PLAIN,
    "lines": PLAIN.replace(". In", ".\nIn").replace(". Therefore", ".\n\nTherefore"),
    "bold heads": PLAIN.replace("In the video,", "**In the video**,"),
    "numbered": "1. " + PLAIN.replace(". In", ".\n2. In"),
    "preamble": "Sure! Here is my analysis:\n" + PLAIN,
    "thinking": "<think>In the video, nothing. [sad]</think>\n" + PLAIN,
    "unopened thinking": "Hm, [sad].</think>" + PLAIN,
    "answer tags": f"<think>x</think><answer>{PLAIN}</answer>",
    "fenced": f"```\n{PLAIN}\n```",
    "bullets": "- " + PLAIN.replace(". In", ".\n- In"),
    "lower case": PLAIN.replace("In the", "in the"),
}
OTHER = {
    "headings": "### Video\nHe smiles. He nods at 1.2 s.\n### Audio\nHis voice rises.\n"
    "### Subtitle\nHe says goodbye.\n### Conclusion\nHe is glad.\n\n**Emotions:** happy, relieved",
    "labels": "**Visual clues:** He smiles. He nods at 1.2 s.\n**Acoustic clues:** His voice "
    "rises.\n**Lexical clues:** He says goodbye.\n**Conclusion:** He is glad.\n"
    "Output: ['happy', 'relieved']",
    "json": '```json\n{"visual": "He smiles. He nods at 1.2 s.", "audio": "His voice rises.", '
    '"text": "He says goodbye.", "conclusion": "He is glad.", "emotions": ["happy", "relieved"]}'
    "\n```",
}


def words(explanation: Explanation) -> list[str]:
    return [emotion.word for emotion in explanation.emotions]


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_one_answer_in_many_layouts(text: str, clip: Clip) -> None:
    found = read(text, clip)
    assert words(found) == ["happy", "relieved"]
    assert [e.score for e in found.emotions] == [0.5, 0.5]
    said = {k: (v or "").lower() for k, v in found.rationale}
    assert said["visual"] == "in the video, he smiles. he nods at 1.2 s."
    assert said["acoustic"] == "in the audio, his voice rises."
    assert said["lexical"] == "in the text, he says goodbye."
    assert said["conclusion"] == "therefore, he is glad."
    assert [clue.modality for clue in found.clues] == [VISUAL, VISUAL, ACOUSTIC, LEXICAL]
    assert not found.unread


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_headings_labels_and_json(text: str, clip: Clip) -> None:
    found = read(text, clip)
    assert words(found) == ["happy", "relieved"]
    assert found.rationale.visual == "He smiles. He nods at 1.2 s."
    assert found.rationale.acoustic == "His voice rises."
    assert found.rationale.lexical == "He says goodbye."
    assert found.rationale.conclusion == "He is glad."


def test_chinese(clip: Clip) -> None:
    text = (
        "在视频中，他微笑，在1.2秒点头；在音频中，声音上扬。在文本中，他告别。"
        "因此，他很高兴。\n情绪：[高兴，轻松]"
    )
    found = read(text, clip, language="zh")
    assert words(found) == ["高兴", "轻松"]
    assert found.rationale.visual == "在视频中，他微笑，在1.2秒点头"
    assert found.rationale.lexical == "在文本中，他告别。"
    assert found.clues[0].measure.name == "模型所述" and found.clues[0].start == 1.2


def test_a_clue_is_the_models_own_sentence(clip: Clip) -> None:
    smile, nod, *_ = read(PLAIN, clip).clues
    assert smile.measure.name == "said by the model"
    assert smile.measure.value == smile.text == "In the video, he smiles."
    assert (smile.start, smile.end) == (clip.start, clip.end)
    assert (nod.start, nod.end) == (1.2, 1.2)
    assert not smile.supports  # the model gives no weights


def test_what_was_not_given_is_flagged_and_no_clue(clip: Clip) -> None:
    text = PLAIN.replace("Therefore, he", "His trembling voice shows it. Therefore, he").replace(
        "he smiles.", "he smiles. His voice is soft."
    )
    found = read(text, clip, frozenset({VISUAL}))
    assert found.rationale.acoustic is None and found.rationale.lexical is None
    assert [clue.text for clue in found.clues] == ["In the video, he smiles.", "He nods at 1.2 s."]
    flagged = " ".join(found.caveats)
    assert "“In the audio, his voice rises.”" in flagged
    assert "“His voice is soft.”" in flagged
    assert "“In the text, he says goodbye.”" in flagged
    assert found.unsupported == ["His voice is soft."]  # it still stands in the rationale
    assert "The model was not given the sound." in found.caveats


def test_words_switched_off_are_still_heard(clip: Clip) -> None:
    request = Request(modalities=frozenset({VISUAL, ACOUSTIC}))
    found = answer.read(PLAIN, clip, request, frozenset({VISUAL, ACOUSTIC}), Received(), "model")
    assert any("can be heard" in caveat for caveat in found.caveats)


@pytest.mark.parametrize("text", ["", "I can't help with that.", "I can't", "Word word word. A b."])
def test_what_can_not_be_parsed_is_shown_raw_and_counted(text: str, clip: Clip) -> None:
    found = read(text, clip)
    assert (found.rationale.conclusion or "") == text
    assert not found.emotions and not found.clues
    assert found.unread and set(found.state.values()) == {State.NOT_READABLE}
    assert {SAY.text("en", f"answer.{key}") for key in ("no_parts", "no_words")} <= {*found.caveats}


def test_a_missing_list_is_counted_but_an_empty_one_is_an_answer(clip: Clip) -> None:
    found = read("In the video, he nods. Therefore, it is hard to say.", clip)
    assert found.unread and SAY.text("en", "answer.no_words") in found.caveats
    found = read(PLAIN.split("\n")[0] + "\nEmotions: []", clip)
    assert not found.emotions and not found.unread


def test_missing_parts_stay_missing(clip: Clip) -> None:
    found = read("In the audio, he shouts. [angry]", clip)
    assert found.rationale.visual is None and found.rationale.conclusion is None
    assert found.rationale.acoustic == "In the audio, he shouts."
    assert words(found) == ["angry"]


@pytest.mark.parametrize("text", ["happy, sad", "[happy, sad]", "1. happy\n2. sad", "Happy; sad."])
def test_a_bare_list(text: str, clip: Clip) -> None:
    found = read(text, clip)
    assert words(found) == ["happy", "sad"] and found.rationale.conclusion is None
    assert SAY.text("en", "answer.no_figures") in found.caveats


@pytest.mark.parametrize(
    "text",
    [
        "Not enough information",
        "Unknown",
        "Sorry",
        "Sorry, cannot determine.",
        "Cannot determine",
        "[unknown]",
        "无法判断",
        "信息不足",
        "抱歉",
    ],
)
def test_a_refusal_is_no_emotion(text: str, clip: Clip) -> None:
    for said in (text, f"Emotions: {text}", f'{{"emotions": ["{text}"]}}'):
        found = read(said, clip)
        assert not found.emotions and found.unread


def test_an_emotion_that_sounds_like_a_refusal_stays_one(clip: Clip) -> None:
    assert words(read("[sad, sorry, 没有信心]", clip)) == ["sad", "sorry", "没有信心"]
    assert words(read("Emotions: [happy, unknown]", clip)) == ["happy"]
    found = read('{"visual": "He smiles.", "emotions": []}', clip)
    assert not found.unread and found.rationale.visual == "He smiles."


@pytest.mark.parametrize("listed", ["Emotions: [angry]", "Emotions: angry.", "**Answer:** [angry]"])
def test_a_list_at_the_end_of_the_last_part_is_no_clue(listed: str, clip: Clip) -> None:
    said = "In the video, she shouts and her loud, trembling speech rises."
    found = read(f"{said} {listed}", clip)
    assert words(found) == ["angry"]
    assert found.rationale.visual == said
    assert [clue.text for clue in found.clues] == [said]


def test_a_list_between_parts_swallows_none(clip: Clip) -> None:
    found = read("In the video, he smiles. Emotions: [glad, calm]. In the audio, he sighs.", clip)
    assert (
        words(found) == ["glad", "calm"] and found.rationale.acoustic == "In the audio, he sighs."
    )


@pytest.mark.parametrize(
    ("sentence", "denies"),
    [
        ("In the audio, nothing can be said, as no sound was given.", True),
        ("In the audio, I cannot judge the tone.", True),
        ("No audio track was provided.", True),
        ("在音频中，没有提供声音，无法判断。", True),
        ("In the audio, no anger is heard.", False),
        ("In the audio, no sound was given, but his voice trembles.", False),
        ("在音频中，没有提供声音，但他的语气低沉。", False),
    ],
)
def test_who_denies_having_heard_did_not_write_about_it(
    sentence: str, denies: bool, clip: Clip
) -> None:
    found = read(f"In the video, he smiles.\n{sentence}\n[happy]", clip, frozenset({VISUAL}))
    assert any("which it was not given" in caveat for caveat in found.caveats) != denies


def test_a_list_within_a_sentence_stays_readable(clip: Clip) -> None:
    found = read("Therefore, he is [sad, afraid].", clip)
    assert words(found) == ["sad", "afraid"]
    assert found.rationale.conclusion == "Therefore, he is [sad, afraid]."


def test_thinking_is_kept_apart(clip: Clip) -> None:
    found = read(SAME["thinking"], clip)
    assert found.versions["thought"] == "In the video, nothing. [sad]"
    assert "nothing" not in (found.rationale.visual or "")
    assert read("<think>and on and on", clip).unread


def test_while_it_streams_nothing_is_said_about_what_is_not_there_yet(clip: Clip) -> None:
    for end in range(len(PLAIN) + 1):
        found = read(PLAIN[:end], clip, complete=False)
        lacking = {SAY.text("en", f"answer.{key}") for key in ("no_parts", "no_words", "in_prose")}
        assert not found.unread and not set(found.caveats) & lacking
        assert bool(found.emotions) == (end == len(PLAIN))


TRICKS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[click](javascript:alert(1))",
    "![x](http://example.org/x.png)",
    "</div></body>{{ 7*7 }}${7*7}",
]


@pytest.mark.parametrize("trick", TRICKS)
def test_tricks_stay_text(trick: str, clip: Clip) -> None:
    found = read(PLAIN.replace("he smiles.", f"he smiles {trick} twice."), clip)
    assert trick in (found.rationale.visual or "")
    assert words(found) == ["happy", "relieved"]
    assert trick in read(f"I see {trick}. That is all.", clip).rationale.model_dump_json().replace(
        '\\"', '"'
    )


def test_characters_that_hide_or_turn_text_are_taken_out(clip: Clip) -> None:
    found = read("In the video, he \u202esmiles\x00\ud800. [happy]", clip)
    assert found.rationale.visual == "In the video, he smiles?."
    assert found.model_dump_json()


@any_of(
    st.text(max_size=400)
    | st.sampled_from([*SAME.values(), *OTHER.values()]).map(lambda text: text[::-1] + text[3:])
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(clip: Clip, text: str) -> None:
    found = read(text, clip)
    assert found.model_dump_json()
    assert len({e.word for e in found.emotions}) == len(found.emotions)


@pytest.mark.parametrize(
    "piece", [" ", "[", "In the video ", "<think>", "**", "At 1 s ", "{", "\n"]
)
def test_a_flood_is_read_at_once(piece: str, clip: Clip) -> None:
    from time import process_time

    began = process_time()
    read(piece * (20_000 // len(piece)), clip)
    assert process_time() - began < 5
