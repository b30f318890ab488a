"""What the words say becomes findings: quoted with their moment, plain ones told as plain."""

from __future__ import annotations

import pytest

from backends.base import Transcript, Word
from backends.cascade import word_clues
from backends.cascade.words.words import Carrier, Label, ReadSentence, WordsReport


def spoken(*words: str) -> tuple[Word, ...]:
    return tuple(Word(text=word, start=i, end=i + 0.5) for i, word in enumerate(words))


def report(*labels: Label) -> tuple[WordsReport, Transcript]:
    words = spoken("Thank", "you!")
    sentence = ReadSentence(words, labels)
    transcript = Transcript(language="en", text="Thank you!", words=list(words))
    return WordsReport(True, "en", (sentence,), word_count=2), transcript


def test_words_that_carry_are_quoted_with_their_moment() -> None:
    words = spoken("Thank", "you!")
    found = list(
        word_clues.of_words(*report(Label("gratitude", 0.9, (Carrier(words[0], 0.5),))), (0, 2))
    )
    assert [f.kind for f in found] == ["said", "speaks_of"]
    assert found[1].facts["carriers"] == ("Thank",)
    assert found[1].supports == {"gratitude": 0.9}
    assert (found[1].start, found[1].end) == (0, 1.5)


def test_function_words_do_not_carry() -> None:
    """A hint is told of the whole sentence, and what carries is a phrase, not single words."""
    words = spoken("Don't", "forget", "to", "check", "it.")
    carriers = tuple(Carrier(words[at], 0.2) for at in (2, 0, 1))
    for labels, carried in (
        ((Label("neutral", 0.6), Label("caring", 0.4, carriers)), ()),
        ((Label("caring", 0.6, carriers), Label("neutral", 0.4)), ("Don't forget to",)),
    ):
        read = WordsReport(True, "en", (ReadSentence(words, labels),), word_count=5)
        transcript = Transcript(language="en", text="Don't forget to check it.", words=list(words))
        found = word_clues.of_words(read, transcript, (0, 5))
        (last,) = [one for one in found if one.topic == "meaning"]
        assert last.facts["carriers"] == carried


@pytest.mark.parametrize(("text", "sure", "told"), [
    ("check", 0.53, ["check"]), ("check", 0.9, []), ("a", 0.3, []), ("外套", 0.3, ["外套"]),
])  # fmt: skip
def test_a_word_that_may_be_misheard_is_told(text: str, sure: float, told: list[str]) -> None:
    word = Word(text=text, start=0, end=1, probability=sure)
    read = WordsReport(True, "en", word_count=1)
    transcript = Transcript(language="en", text=text, words=[word])
    found = list(word_clues.of_words(read, transcript, (0, 1)))
    assert [one.facts["text"] for one in found if one.kind == "misheard"] == told


def test_plain_words_and_stances_speak_for_nothing() -> None:
    plain, transcript = report(Label("neutral", 0.9))
    found = list(word_clues.of_words(plain, transcript, (0, 2)))
    assert [f.kind for f in found] == ["said", "plain"]
    assert not any(f.supports for f in found)
    shares = word_clues.meaning(plain)
    assert shares is not None
    assert shares[0] == 1
    stance = word_clues.meaning(report(Label("caring", 0.9))[0])
    assert stance is not None
    assert stance[0] == 1
    assert word_clues.meaning(WordsReport(False, "zh", word_count=3)) is None


def test_a_long_text_is_quoted_short() -> None:
    assert word_clues.shortened("word " * 100).endswith("word …")
    assert len(word_clues.shortened("word " * 100).split()) == word_clues.LONGEST_QUOTE + 1
