"""Emotion words are found in sentences, and what is denied is not."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.reading.emotion_words import claims_none, is_neutral, named

NAMED = {
    "Therefore, he is fearful, worried and alarmed.": "fearful worried alarmed",
    "因此，他感到害怕和担心。": "害怕 担心",
    "Overall, these clues support worry, fear, and unease together.": "worry fear unease",
    "她可能既惊讶又有些不安。": "惊讶 不安",
    "He is afraid; his fear grows into panic, and he is scared.": "afraid fear panic",
    "She is light-hearted and at ease.": "light-hearted|at ease",
    # denied
    "He is not happy.": "",
    "He doesn't seem sad, but afraid.": "afraid",
    "She speaks without anger, fear or sadness.": "",
    "He is hardly angry.": "",
    "Neither happy nor sad, rather calm.": "calm",
    "There is no clear sign of any anger.": "",
    "He seems sad rather than angry.": "sad",
    "Anger is not evident; he is tense.": "tense",
    "Fear and anger can be ruled out.": "",
    "The happy tone is absent.": "",
    "It can't be told whether he is happy or sad.": "",
    "I'm sorry, I can't determine if he is angry.": "",
    "I cannot identify emotions such as anger or fear.": "",
    "他不高兴。": "",
    "他没有生气，而是有点担心。": "担心",
    "他看起来焦虑不安、害怕，并不显得愤怒或悲伤。": "焦虑 不安 害怕",
    "他的表情是惊讶，不太像害怕。": "惊讶",
    "悲伤不明显，更多是愤怒。": "愤怒",
    "无法判断他是否害怕。": "",
    # only compared with
    "He shouts as if he were angry.": "",
    "She smiles, as though the man had been happy.": "",
    "It sounds as if he is afraid.": "afraid",
    "他的声音像生气一样大。": "",
    # not denied
    "He can't hide his anger.": "anger",
    "It is not only fear but also disgust.": "fear disgust",
    "She did not smile because she is sad.": "sad",
    "No, he is angry.": "angry",
    "No emotion other than fear is there.": "fear",
    "他不仅害怕，而且愤怒。": "害怕 愤怒",
    "他忍不住喜悦。": "喜悦",
    "毫无疑问，他非常愤怒。": "愤怒",
    # no emotion of the person's
    "He says “I am so happy for all of you” with “contempt”.": "contempt",
    "As far as the audio is concerned, I am not confident.": "",
    "The content is certain; the support is strong, low and open.": "",
    "这些线索共同支持同一个结论，声音低沉，表情生动，恐怕不确定。": "",
}


@pytest.mark.parametrize("text", NAMED)
def test_the_words_that_a_text_claims(text: str) -> None:
    expected = NAMED[text]
    assert list(named(text)) == (expected.split("|") if "|" in expected else expected.split())


NONE = [
    "He shows no emotion.", "No clear emotion can be told.", "There is no particular feeling.",
    "It is hard to tell which emotion he feels.", "His emotion is unclear.",
    "The emotional state cannot be determined.", "He doesn't show any clear emotion.",
    "没有明显的情绪。", "无法判断他的情绪。", "情绪不明显。", "看不出明确的情绪。",
]  # fmt: skip
SOME = ["The emotion is clear.", "He shows emotion.", "情绪明显。", "He nods.", ""]


@pytest.mark.parametrize("text", NONE)
def test_who_says_that_there_is_none_is_understood(text: str) -> None:
    assert claims_none(text) and not named(text)


@pytest.mark.parametrize("text", SOME)
def test_who_does_not_say_so_is_not_taken_to(text: str) -> None:
    assert not claims_none(text)


def test_neutral_is_a_word_and_no_emotion() -> None:
    assert named("He is emotionally neutral.") == ("neutral",)
    assert is_neutral("Neutral") and is_neutral("中性")
    assert not is_neutral("calm") and not is_neutral("a word of nobody's")


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str) -> None:
    assert isinstance(named(text), tuple) and claims_none(text) in (True, False)


@pytest.mark.parametrize(
    "piece", ["no ", "no happy ", "happy, ", "不", "不高兴、", "emotion ", "“"]
)
def test_a_flood_is_read_at_once(piece: str) -> None:
    began = process_time()
    text = piece * (20_000 // len(piece))
    named(text)
    claims_none(text)
    assert process_time() - began < 5
