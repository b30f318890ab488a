"""Reading Chinese words, by the weights that ship."""

from __future__ import annotations

import numpy as np
import pytest

from backends import weights
from backends.base import Transcript, Word
from backends.cascade import word_clues
from backends.cascade.phrases import Phrases
from backends.cascade.rationale import clue
from backends.cascade.words import chinese, words
from backends.reading.basic_emotions import BASIC, GOEMOTIONS_TO_BASIC
from tests.helpers.places import ROOT

pytestmark = pytest.mark.models


def read(text: str) -> words.WordsReport:
    return words.read(Transcript(language="", text=text), 1.0, 4.0)


def strongest(text: str) -> str:
    """The label of a text of one sentence."""
    (sentence,) = read(text).sentences
    return sentence.labels[0].name


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("非常高兴！", "joy"),
        ("我好难过，好想哭", "sadness"),
        ("你给我滚出去，太过分了！", "anger"),
        ("我好害怕，别过来", "fear"),
        ("真恶心，我都想吐了", "disgust"),
        ("天哪，怎么可能！", "surprise"),
        ("会议三点在二楼开始", "neutral"),
        ("我不开心", "sadness"),
        ("一点也不难过", "neutral"),
        ("我一点都不害怕", "neutral"),
        ("我没有生气", "neutral"),
        ("怎么也高兴不起来", "sadness"),
    ],
)
def test_plain_lines_degree_and_denial(text: str, label: str) -> None:
    assert strongest(text) == label


def test_degree_raises_and_denial_lowers() -> None:
    faint, strong, denied = chinese.emotions(["有点高兴", "非常高兴！", "不高兴"])[:, 1]
    assert strong > denied + 0.3
    assert faint > denied + 0.3


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("我一點也不難過", "我一点也不难过"), ("他氣憤地離開了這裡！", "他气愤地离开了这里！")],
)
def test_traditional_is_read_as_simplified_and_quoted_as_written(
    traditional: str, simplified: str
) -> None:
    one, other = read(traditional), read(simplified)
    assert (one.understood, one.language) == (True, "zh")
    assert [s.labels[0].name for s in one.sentences] == [s.labels[0].name for s in other.sentences]
    assert np.allclose(chinese.emotions([traditional]), chinese.emotions([simplified]))
    assert one.sentences[0].text == traditional


def test_sentences_and_words_of_a_subtitle() -> None:
    report = read("<i>你来了！</i> 我真的很高兴，OK？走吧")
    assert [sentence.text for sentence in report.sentences] == [
        "你来了！", "我真的很高兴，OK？", "走吧",
    ]  # fmt: skip
    assert report.word_count == len("你来了我真的很高兴走吧") + 1
    assert [cue.kind for cue in report.cues] == ["exclamation"]
    assert report.cues[0].text.endswith("来了！")


def test_words_that_were_heard_keep_their_times() -> None:
    heard = [Word(text=one, start=at, end=at + 0.5) for at, one in enumerate("我真的很高兴。走吧")]
    text = "".join(word.text for word in heard)
    report = words.read(Transcript(language="zh", text=text, words=heard), 0, 9)
    first, last = report.sentences
    assert (first.text, first.start, first.end) == ("我真的很高兴。", 0, 6.5)
    assert (last.start, last.end) == (7, 8.5)
    (joy,) = (label for label in first.labels if label.name == "joy")
    carrier = joy.carriers[0].word
    assert "高兴" in carrier.text
    start = text.index(carrier.text)
    assert (carrier.start, carrier.end) == (start, start + len(carrier.text) - 0.5)


def test_a_clue_quotes_the_words_that_carry_in_both_languages() -> None:
    transcript = Transcript(language="", text="今天拿到通知书了，我真的特别高兴！")
    report = words.read(transcript, 0, 4)
    told = {}
    for language in ("en", "zh"):
        phrases = Phrases(language, 0, 4)
        found = word_clues.of_words(report, transcript, (0, 4))
        (told[language],) = (clue(one, phrases).text for one in found if one.kind == "speaks_of")
    assert "joy, carried by “" in told["en"]
    assert "高兴" in told["en"]
    assert told["zh"].startswith("文字表达了")
    assert "高兴" in told["zh"]


def test_what_is_not_sure_is_hedged_and_what_is_less_is_not_named() -> None:
    kinds = {}
    for share in (0.9, 0.7):
        words_said = (Word(text="走吧", start=0, end=1),)
        sentence = words.ReadSentence(words_said, (words.Label("joy", share),), "")
        report = words.WordsReport(True, "zh", (sentence,), word_count=2, sure=chinese.SURE)
        transcript = Transcript(language="zh", text="走吧", words=list(words_said))
        *_, last = word_clues.of_words(report, transcript, (0, 1))
        kinds[share] = clue(last, Phrases("en", 0, 1)).text
    assert kinds == {0.9: "The words speak of joy.", 0.7: "The words may speak of joy."}
    assert read("我非常高兴！").sure == chinese.SURE
    assert strongest("你怎么来了？") == "neutral"  # surprised at .57, under the threshold


def test_only_what_is_left_out_is_charged() -> None:
    parts = ["我", "今天", "真的", "特别", "高兴"]
    fallen = chinese.drops(parts)
    assert fallen.shape == (5, 7)
    assert int(fallen[:, 1].argmax()) == 4
    whole, without = chinese.emotions(["".join(parts), "".join(parts[:-1])])
    assert np.allclose(fallen[4], whole - without, atol=1e-4)
    assert (np.abs(chinese.drops(list("我今天真的特别高兴你们呢"))).sum(1) > 0).sum() <= (
        chinese.MOST_TRIED
    )


def test_order_and_company_of_lines_do_not_matter() -> None:
    texts = ["天哪！", "他走了以后我一个人在家里哭了很久很久，谁也不理我", "好"]
    together = chinese.emotions(texts)
    alone = np.concatenate([chinese.emotions([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-3)
    assert np.allclose(together.sum(1), 1, atol=1e-5)
    assert chinese.emotions([]).shape == (0, 7)


def test_long_lines_are_read_to_a_limit_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST_WORDS", 50)
    assert not read("我很难过。").cut
    report = read("会议三点开始" * 10)
    assert (report.cut, report.word_count) == (True, 60)
    assert [len(sentence.text) for sentence in report.sentences] == [40, 10]
    assert not read("").sentences


def test_shares_before_thresholds() -> None:
    shares = words.basic_shares(["我非常高兴！", "", "气死我了。天哪！"], "zh")
    assert shares.shape == (3, 7)
    assert np.allclose(shares.sum(1), 1)
    assert BASIC[shares[0].argmax()] == "happy"
    assert shares[1].tolist() == [1, 0, 0, 0, 0, 0, 0]
    (english,) = words.basic_shares(["I am so happy for you!"], "en")
    assert BASIC[english.argmax()] == "happy"


def test_labels_are_the_basic_emotions() -> None:
    assert [GOEMOTIONS_TO_BASIC[label] for label in chinese.LABELS] == list(BASIC)
    assert len(chinese.thresholds()) == len(chinese.LABELS)


def test_card_manifest_and_licences() -> None:
    folder = ROOT / "assets" / "weights"
    names = {"chinese_words.onnx", "chinese_words_tokenizer.json", "chinese_words_runs.npz"}
    assert names <= set(weights.manifest())
    assert sum((folder / name).stat().st_size for name in names) < 20e6
    card = (folder / "MODEL_CARD.chinese_words.md").read_text("utf-8")
    assert all(name in card for name in (*names, "CPED", "GoEmotions", "Apache-2.0", "MIT"))
    assert (folder / "LICENSE.e5").read_text("utf-8").count("Permission is hereby granted") == 2
