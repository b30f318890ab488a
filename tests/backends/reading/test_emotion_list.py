"""Reading lists of emotion words in all the notations of the field."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.reading.emotion_list import EmotionList, parse


@pytest.mark.parametrize(
    "text",
    [
        "[happy, sad]",
        "['happy', 'sad']",
        '["happy", "sad"]',
        "['happy' 'sad']",
        "[“happy”, “sad”]",
        "[Happy, SAD, happy , sad]",
        "[[happy], [sad]]",
        '[["happy", "sad"], ["sad"]]',
        "[happy, sad",
        "[happy, , sad,]",
        "[1. happy, 2. sad]",
        "[\n- happy,\n- sad\n]",
        '{"emotions": ["happy", "sad"], "why": "he smiles"}',
        "{'emotions': ['happy', 'sad']}",
        '[{"word": "happy", "score": 0.5}, {"word": "sad", "score": 0.2}]',
        '```json\n["happy", "sad"]\n```',
        "Output: [happy, sad]",
        "Emotions: happy, sad",
        "The emotions are: happy and sad.",
        "happy, sad",
        "happy; sad",
        "happy\nsad",
        "- happy\n- sad",
        "* **Happy**\n* **Sad**",
        "1. happy\n2. sad",
        "(1) happy\n(2) sad",
        "【happy，sad】",
        "情绪：happy、sad",
        "happy，“sad”；happy",
        "happy|sad",
        "Emotions: happy/sad",
        "[happy(0.9), sad(0.1)]",
        "happy: 0.9, sad: 10%",
        "- happy: 0.9\n- sad (0.1)",
        '{"emotions": {"happy": 0.9, "sad": 0.1}, "why": "he smiles"}',
        '{"happy": 1, "sad": 0.5}',
        '["happy, sad"]',
        '["[happy, sad]"]',
        '{"emotion": "happy, sad"}',
        "<answer>happy, sad</answer>",
    ],
)
def test_every_notation_gives_the_same_words(text: str) -> None:
    assert parse(text) == EmotionList(("happy", "sad"))


@pytest.mark.parametrize("text", ["", "  ", "[]", "None", "none.", "[None]", "Output: N/A", "无"])
def test_an_empty_list_is_no_fault(text: str) -> None:
    assert parse(text) == EmotionList(())


@pytest.mark.parametrize(
    "text",
    [
        "The person is happy.",
        "He smiles, laughs, waves",
        "她看起来很高兴，笑了",
        "I cannot say which emotion this is",
        "3",
    ],
)
def test_a_sentence_is_kept_whole_and_gives_no_words(text: str) -> None:
    assert parse(text) == EmotionList((), text.strip())


@pytest.mark.parametrize(
    ("text", "words", "unparsed"),
    [
        ("[happy, calm] because he smiles", ("happy", "calm"), "because he smiles"),
        ("She feels good. Emotions: [happy]", ("happy",), "She feels good"),
        ("She feels good.\nEmotions: happy", ("happy",), "She feels good."),
        ("- Happy: he smiles\n- Sad - tears", ("happy", "sad"), "he smiles\ntears"),
        ("[the man is crying, sad]", ("sad",), "the man is crying"),
    ],
)
def test_explanations_beside_a_list_are_left_out_and_told(
    text: str, words: tuple[str, ...], unparsed: str
) -> None:
    assert parse(text) == EmotionList(words, unparsed)


def test_chinese_lists() -> None:
    assert parse("【“快乐”，“悲伤”】").words == ("快乐", "悲伤")
    assert parse("1、快乐\n2、悲伤").words == ("快乐", "悲伤")
    assert parse("输出：[快乐, 有些不满]").words == ("快乐", "有些不满")


def test_phrases_stay_whole() -> None:
    assert parse("[don't care, in my feelings, light-hearted]").words == (
        "don't care",
        "in my feelings",
        "light-hearted",
    )
    # the field's own scorer parts brackets at commas only; another answer would change its figures
    assert parse("[happiness/satisfaction, lost and found]").words == (
        "happiness/satisfaction",
        "lost and found",
    )


@given(st.text(max_size=300))
def test_any_text_reads(text: str) -> None:
    read = parse(text)
    assert len(set(read.words)) == len(read.words)
    assert all(word == word.lower().strip() != "" for word in read.words)


@given(st.lists(st.text("happy-sd", min_size=3, max_size=12).filter(str.isalpha), max_size=9))
def test_what_is_written_is_read(words: list[str]) -> None:
    assert parse(f"[{', '.join(words)}]").words == tuple(dict.fromkeys(words))


def test_chinese_words_are_parted_where_and_stands_between_them() -> None:
    assert parse("高兴和悲伤").words == parse("高兴与悲伤").words == ("高兴", "悲伤")
    assert parse("温和、心平气和、和蔼可亲、态度温和亲切").words == (
        "温和", "心平气和", "和蔼可亲", "态度温和亲切",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Unknown",
        "Emotions: unknown.",
        "No emotion detected",
        "Not enough information",
        "Sorry",
        "Cannot determine the emotion",
        "无法判断",
    ],
)
def test_a_refusal_is_no_emotion(text: str) -> None:
    assert parse(text) == EmotionList((), text)


def test_a_word_of_refusals_is_a_word_among_others() -> None:
    assert parse("[unknown]").words == ("unknown",)
    assert parse("sorry, sad").words == ("sorry", "sad")


def test_parts_of_json_that_are_sentences_stay_whole() -> None:
    read = parse('{"emotion": "happy", "reason": "He smiles, laughs"}')
    assert read == EmotionList(("happy",), "He smiles, laughs")


@pytest.mark.parametrize("run", [" ", "\u3000", "\n", ".", "( ", '"', "emotions ", "1"])
def test_a_long_run_of_one_thing_takes_no_time(run: str) -> None:
    text = f"- a{run * 50_000}x"
    start = time.process_time()
    parse(text)
    assert time.process_time() - start < 2  # twice the length took four times as long: minutes


@pytest.mark.parametrize(
    ("text", "words", "unparsed"),
    [
        (
            "happy, a little bit of sadness in the eyes",
            ("happy",),
            "a little bit of sadness in the eyes",
        ),
        (
            "happy, <img src=x onerror=alert(1)>, 12%",
            ("happy",),
            "<img src=x onerror=alert(1)>\n12%",
        ),
        ("快乐，眼睛里有一点点说不出来的悲伤", ("快乐",), "眼睛里有一点点说不出来的悲伤"),
        ("[happy, <b class=x>]", ("happy",), "<b class=x>"),
    ],
)
def test_what_can_be_read_of_a_list_is_kept_and_the_rest_told(
    text: str, words: tuple[str, ...], unparsed: str
) -> None:
    assert parse(text) == EmotionList(words, unparsed)


@pytest.mark.parametrize(
    "text",
    [
        "Overall, a mixture of several different feelings in one face",
        "In the video, a man with a grim look on his face",
        "Sad music plays, while a man walks through a long dark corridor",
        "Not happy, a little bit of sadness in the eyes",
        "Happy, because he smiles",
        "Sorry, I can't say what is shown here",
        "整体来看，画面里的人物表现出多种复杂交织的状态",
    ],
)
def test_a_sentence_with_commas_stays_whole(text: str) -> None:
    assert parse(text) == EmotionList((), text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("happy, sad, etc.", "etc"),
        ("[happy, sad, etc.]", "etc"),
        ("Emotions: happy, sad and so on.", "so on"),
        ("happy、sad、等等", "等等"),
        ('["happy, sad, etc."]', "etc"),
    ],
)
def test_what_ends_a_list_that_is_not_whole_is_no_emotion(text: str, rest: str) -> None:
    assert parse(text) == EmotionList(("happy", "sad"), rest)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[u'happy', u'in love']", ("happy", "in love")),
        ("frozenset({'tense', 'sad'})", ("tense", "sad")),
        ("set(['sad', 'calm'])", ("sad", "calm")),
        ("{'happy'}", ("happy",)),
        ("('happy',)", ("happy",)),
        ('["a", "b"]', ("a", "b")),
        ("array(['bored', 'sad'], dtype=object)", ("bored", "sad")),
        ("['don\\'t care', \"light-hearted\"]", ("don't care", "light-hearted")),
        ("['calm', None]", ("calm",)),
        ("[['calm'], ['sad']]", ("calm", "sad")),
        ("u'happy'", ("happy",)),
        ("Output: [u'sad']", ("sad",)),
        ("frozenset()", ()),
        ("set()", ()),
        ("()", ()),
    ],
)
def test_collections_as_python_prints_them(text: str, words: tuple[str, ...]) -> None:
    assert parse(text) == EmotionList(words)


@pytest.mark.parametrize("text", ["__import__('os').system('x')", "[f'{1}']", "['a' + 'b']"])
def test_code_is_no_list_and_is_not_run(text: str) -> None:
    assert parse(text).words != ("ab",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("高兴 激动", ("高兴", "激动")),
        ("[高兴 激动，难过]", ("高兴", "激动", "难过")),
        ("高興　激動 開心 興奮 快樂 幸福", ("高興", "激動", "開心", "興奮", "快樂", "幸福")),
    ],
)
def test_blanks_part_chinese_words(text: str, words: tuple[str, ...]) -> None:
    assert parse(text).words == words
    assert parse("他 很 高兴").words == ()
