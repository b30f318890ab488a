"""Reading the emotions of words, and training the reader."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

import numpy as np
import pytest

from backends import weights
from backends.base import Transcript, Word
from backends.cascade.words import surface, words
from backends.llm.local.loading import mend_torchvision
from backends.reading import sentence_model
from backends.reading.basic_emotions import BASIC, GOEMOTIONS_TO_BASIC
from tests.helpers.places import ROOT

pytestmark = pytest.mark.models


def spoken(text: str, pace: float = 0.5) -> Transcript:
    """A transcript whose words follow each other, `pace` seconds each."""
    timed = [
        Word(text=word, start=at * pace, end=(at + 1) * pace)
        for at, word in enumerate(text.split())
    ]
    return Transcript(language="en", text=text, words=timed)


def given(text: str) -> Transcript:
    """A subtitle without word times."""
    return Transcript(language="", text=text)


def read(text: str) -> words.WordsReport:
    return words.read(given(text), 1.0, 4.0)


def names(report: words.WordsReport) -> set[str]:
    return {label.name for sentence in report.sentences for label in sentence.labels}


# Splitting and cleaning


def test_sentences_have_their_words_times():
    report = words.read(spoken("Mr. Green left. I am so sad! Why?"), 0, 4)
    assert [sentence.text for sentence in report.sentences] == [
        "Mr. Green left.",
        "I am so sad!",
        "Why?",
    ]
    assert (report.sentences[1].start, report.sentences[1].end) == (1.5, 3.5)


def test_subtitle_without_times_spans_the_clip():
    (sentence,) = read("I am so sad").sentences
    assert (sentence.start, sentence.end) == (1.0, 4.0)


def test_markup_addresses_and_control_characters_are_left_out():
    text = "<i>I&#39;m</i> so happy\x00 \u202e😀 https://a.b/c?d=1 <script>x</script> {\\an8}1 < 2"
    assert surface.clean(text).split() == [
        "I'm", "so", "happy", "\u202e😀", "x", "1", "<", "2",
    ]  # fmt: skip
    assert "joy" in names(read("<b>I&#39;m so happy</b> 😀"))


@pytest.mark.parametrize("text", ["", "   ", "\n\x00", "<br/>", "https://a.b"])
def test_nothing_to_read(text):
    assert read(text) == words.WordsReport(understood=True, language="en")


def test_marks_alone_can_be_read():
    report = read("?! 😡")
    assert report.understood
    assert [cue.kind for cue in report.cues] == ["exclamation"]


@pytest.mark.slow
def test_long_subtitle_is_cut_and_says_so():
    report = read("This is so sad and I hate it " * 280)
    assert report.word_count == 2240
    assert report.cut
    assert sum(len(sentence.words) for sentence in report.sentences) == words.MOST_WORDS
    assert not read("This is so sad.").cut
    assert read("sad" * 5000).cut is False  # one word, of which 60 letters are kept


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我真的很高兴见到你", "zh"),
        ("ありがとうございます、元気です", "ja"),
        ("Я тебя ненавижу", surface.UNKNOWN),
        ("Ich bin so glücklich, dass du endlich da bist!", surface.UNKNOWN),
        ("Estoy muy contento de verte", surface.UNKNOWN),
    ],
)
def test_other_languages_are_not_interpreted(text, language):
    report = read(text)
    assert (report.understood, report.language) == (False, language)
    assert not report.sentences
    assert not report.cues


def test_language_that_was_heard_decides():
    heard = spoken("Ich bin so happy").model_copy(update={"language": "de"})
    report = words.read(heard, 0, 2)
    assert (report.understood, report.language, report.word_count) == (False, "de", 4)


def test_cues_with_their_moments():
    report = words.read(spoken("Ohhh no, no, I don't know. Wow that that is it!"), 0, 6)
    found = {(cue.kind, cue.text, cue.start, cue.end) for cue in report.cues}
    assert found == {
        ("interjection", "Ohhh", 0.0, 0.5),
        ("repetition", "no, no,", 0.5, 1.5),
        ("interjection", "Wow", 3.0, 3.5),
    }  # the "!" is Whisper's guess, so it is no cue


# Reading emotions


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("I am so happy for you, congratulations!", {"joy", "excitement", "admiration"}),
        ("I can't believe she's gone.", {"sadness", "grief", "surprise"}),
        ("I miss her so much, I cried all night.", {"sadness", "grief"}),
        ("Don't touch me, I hate you!", {"anger"}),
        ("Thank you so much!", {"gratitude"}),
        ("I'm terrified of that man.", {"fear"}),
        ("The meeting is on Tuesday in room four.", {"neutral"}),
    ],
)
def test_plain_sentences(text, labels):
    report = read(text)
    assert report.sentences[0].labels[0].name in labels


def test_words_that_carry_an_emotion():
    (sentence,) = read("I was terribly angry that morning").sentences
    (anger,) = (label for label in sentence.labels if label.name == "anger")
    assert anger.carriers[0].word.text == "angry"
    assert anger.carriers[0].drop > 0.2
    falls = sentence_model.drops(sentence.text.split())[:, sentence_model.LABELS.index("anger")]
    assert len(falls) == 6
    assert int(np.argmax(falls)) == 3


def test_labels_and_their_grouping():
    assert sentence_model.model().labels == list(sentence_model.LABELS)
    assert set(GOEMOTIONS_TO_BASIC) == set(sentence_model.LABELS)
    assert set(GOEMOTIONS_TO_BASIC.values()) == set(BASIC)
    assert sentence_model.emotions([]).shape == (0, 28)
    assert sentence_model.embed([]).shape == (0, 384)


def test_meanings_can_be_compared():
    happy, joyful, angry = sentence_model.embed(["happy", "joyful", "angry"])
    assert happy @ joyful > happy @ angry
    assert np.linalg.norm(happy) == pytest.approx(1, abs=1e-4)


def test_order_and_company_of_texts_do_not_matter():
    texts = ["Wow!", "I am so sad that she left without a word to anybody", "Fine."]
    together = sentence_model.emotions(texts)
    alone = np.concatenate([sentence_model.emotions([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-4)


def test_card_and_manifest_name_what_ships():
    folder = ROOT / "assets" / "weights"
    assert {"words.onnx", "words_tokenizer.json"} <= set(weights.manifest())
    assert (folder / "words.onnx").stat().st_size < 30e6
    assert "GoEmotions" in (folder / "MODEL_CARD.words.md").read_text("utf-8")


# Training


@pytest.mark.slow
@pytest.mark.skipif(
    not all(find_spec(name) for name in ("torch", "transformers", "onnx", "onnxscript")),
    reason="needs what backends/cascade/train/requirements.txt names",
)
def test_training_command_on_a_tiny_model(tmp_path, monkeypatch):
    mend_torchvision()
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=30522,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config).save_pretrained(tmp_path / "bert")
    tokenizer = ROOT / "assets" / "weights" / "words_tokenizer.json"
    (tmp_path / "bert" / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    (tmp_path / "goemo_labels.txt").write_text("\n".join(sentence_model.LABELS))
    rows = "".join(f"I feel thing {at}\t{at % 28}\tid{at}\n" for at in range(40))
    for split in ("train", "dev", "test"):
        (tmp_path / f"goemo_{split}.tsv").write_text(rows)
    out = tmp_path / "out"
    given = ["--goemotions", tmp_path, "--minilm", tmp_path / "bert", "--out", out]
    monkeypatch.setattr(sys, "argv", ["words", *map(str, given), "--epochs", "1"])
    monkeypatch.setattr("backends.cascade.train.words_report.RESAMPLES", 3)
    with torch.random.fork_rng():  # the command seeds what this process shares
        import_module("backends.cascade.train.words").main()
    model = sentence_model.SentenceModel(
        (out / "words.onnx").read_bytes(), (out / "words_tokenizer.json").read_text("utf-8")
    )
    assert model.emotions(["Hello there", "No"]).shape == (2, 28)
    assert model.embed(["Hello there"]).shape == (1, 16)
    assert "macro-F1" in (out / "words_report.md").read_text("utf-8")
