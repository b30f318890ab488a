"""The page's parts without a browser: strings, escaping, drawing, settings, runs."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import numpy as np
import pytest

from backends.base import (
    Clue,
    EmotionScore,
    Explanation,
    Measure,
    Modality,
    Rationale,
    Received,
    Transcript,
    Word,
)
from backends.clip import Clip
from backends.words import Words
from demo import ground_truth, settings
from demo.ground_truth import gallery
from demo.page import render
from demo.page.explain.moment_region import captions
from demo.side_by_side import Answer
from demo.strings import STRINGS

ATTACK = "<script>alert(1)</script> <img src=x onerror=alert(2)> **bold** {{ 7 * 7 }}"


def test_both_languages_have_the_same_words() -> None:
    assert set(STRINGS["en"]) == set(STRINGS["zh"])
    for key, text in STRINGS["en"].items():
        assert blanks(text) == blanks(STRINGS["zh"][key]), key


def blanks(text: str) -> list[str]:
    """The names of the blanks that `str.format` fills."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def attacked() -> Answer:
    clue = Clue(
        modality=Modality.LEXICAL, text=ATTACK, start=0, end=1,
        measure=Measure(name=ATTACK, value=ATTACK, unit=ATTACK, usual=ATTACK),
        supports={ATTACK: 0.5},
    )  # fmt: skip
    explanation = Explanation(
        clip=ATTACK, backend="echo", emotions=[EmotionScore(word=ATTACK, score=1)], clues=[clue],
        rationale=Rationale(visual=ATTACK, acoustic=ATTACK, lexical=ATTACK, conclusion=ATTACK),
        transcript=Transcript(
            language=ATTACK, text=ATTACK, words=[Word(text=ATTACK, start=0, end=1)]
        ),
        caveats=[ATTACK], versions={ATTACK: ATTACK}, timings={ATTACK: 1.0},
    )  # fmt: skip
    return Answer("echo", explanation=explanation, error=ATTACK, done=True)


def test_text_of_models_files_and_people_stays_text(happy: Path) -> None:
    truth = gallery.of(happy.stem)
    assert truth
    truth = truth.model_copy(update={"author": ATTACK, "emotions": [ATTACK], "method": ATTACK})
    pages = [
        render.columns(truth, {"echo": attacked()}, "en"),
        render.moments(Clip.open(happy), {"echo": attacked()}, "en"),
        render.alert(ATTACK, "en"),
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page
        assert "{{ 7 * 7 }}" in page


def test_captions_stay_one_attribute(happy: Path) -> None:
    """What was said may hold quotation marks; the player's script reads it as it was said."""
    figures: list[dict[str, str | None]] = []

    class Figures(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "figure":
                figures.append(dict(attrs))

    said = f'“"Oh" & \' onfocus="alert(1)" {ATTACK}'
    words = [Word(text=said, start=0, end=1)]
    transcript = Transcript(language="en", text=said, words=words)
    explanation = Explanation(clip="c", backend="echo", transcript=transcript)
    answer = Answer("echo", explanation=explanation, done=True)
    Figures().feed(render.moments(Clip.open(happy), {"echo": answer}, "en"))
    (figure,) = figures
    assert json.loads(figure["data-captions"] or "") == captions(transcript)
    assert "onfocus" not in figure


def test_columns_say_what_was_received_and_what_was_not() -> None:
    page = render.columns(None, {"echo": Answer("echo")}, "en")
    assert "No ground truth is known" in page
    assert "Press “Explain”" in page
    failed = render.columns(None, {"echo": Answer("echo", error="It broke.", done=True)}, "en")
    assert "It broke." in failed


def test_lines_of_a_model_are_kept_and_what_no_clue_supports_is_marked() -> None:
    text = "In the video:\n- he smiles.\n- he <b>flies</b>."
    explanation = Explanation(
        clip="c", backend="echo", rationale=Rationale(visual=text),
        emotions=[EmotionScore(word="proud", score=1)], unsupported=["- he <b>flies</b>.", "proud"],
    )  # fmt: skip
    answer = Answer("echo", explanation=explanation, done=True)
    page = render.columns(None, {"echo": answer}, "en")
    assert '<p class="said">In the video:\n- he smiles.\n<mark' in page
    assert "- he &lt;b&gt;flies&lt;/b&gt;.<span" in page
    assert page.count("no clue stands behind this)") == 2
    plain = Explanation(clip="c", backend="echo")
    assert render.marked(text, plain) == [(text, False)]
    stray = plain.model_copy(update={"unsupported": ["a."]})
    assert render.marked("a. b. a.", stray) == [("a.", True), (" b. ", False), ("a.", True)]
    word = explanation.model_copy(update={"unsupported": ["proud"]})
    assert render.marked("He is proud.", word) == [("He is proud.", False)]


def test_the_moments_are_one_tab_stop_a_lane(happy: Path) -> None:
    words = [Word(text=f"w{i}", start=i * 0.1, end=i * 0.1 + 0.1) for i in range(5)]
    transcript = Transcript(language="en", text="", words=words)
    explanation = Explanation(clip="c", backend="echo", transcript=transcript)
    page = render.moments(Clip.open(happy), {"echo": Answer("echo", explanation=explanation)}, "en")
    lane = page.split("lane spoken")[1].split("</div></div>")[0]
    assert lane.count("<button") == 5
    assert lane.count('tabindex="0"') == 1
    assert 'role="slider" tabindex="0"' in page


def test_the_clues_of_one_modality_are_one_tab_stop(happy: Path) -> None:
    measure = Measure(name="n", value=1.0)
    clues = [
        Clue(modality=modality, text=f"c{start}", start=start, end=start + 1, measure=measure)
        for modality, start in [(Modality.VISUAL, 0), (Modality.VISUAL, 0.5), (Modality.LEXICAL, 0)]
    ]
    explanation = Explanation(clip="c", backend="echo", clues=clues)
    page = render.moments(Clip.open(happy), {"echo": Answer("echo", explanation=explanation)}, "en")
    bars = page.split('role="toolbar"')[1:]
    assert [bar.split('"')[1] for bar in bars] == ["Echo · Picture", "Echo · Words"]
    assert [bar.count('class="lane clue') for bar in bars] == [2, 1]
    assert [bar.count("<button") for bar in bars] == [2, 1]
    assert [bar.count('tabindex="0"') for bar in bars] == [1, 1]


def test_a_moment_is_one_time_and_a_frame_is_one() -> None:
    assert render.span(0.21, 0.24) == "0.2 s"
    assert render.span(0.2, 0.4) == "0.2–0.4 s"
    for times, said in (([0.0], "1 frame, at 0.0 s"), ([0.0, 2.2], "2 frames, 0.0–2.2 s")):
        explanation = Explanation(clip="c", backend="echo", received=Received(frame_times=times))
        answer = Answer("echo", explanation=explanation, done=True)
        assert said in render.columns(None, {"echo": answer}, "en")


def test_chinese_has_its_own_stops_and_colons() -> None:
    truth = gallery.of("1001_DFA_HAP_XX", "zh")
    page = render.columns(truth, {"echo": attacked()}, "zh")
    assert "撰写者：EMER demo project。 演员被要求表演：<b>快乐</b>。" in page
    assert "失败：" in page
    assert "通常：" in page
    assert "文本: " not in page


def test_rows_that_could_not_be_read_are_told() -> None:
    assert render.truth_problems([], "en") == ""
    say = Words(ground_truth.__file__)
    problem = say("table.row", file="<b>.csv", line=3, fault=say("table.nameless"))
    page = render.truth_problems([problem], "en")
    assert "could not be read: 1" in page
    assert "&lt;b&gt;.csv, line 3: it names no clip" in page
    assert "&lt;b&gt;.csv 第 3 行：没有写片段名" in render.truth_problems([problem], "zh")


def test_captions_break_at_pauses_and_after_seven_words() -> None:
    words = [Word(text=f"w{i}", start=i * 0.3, end=i * 0.3 + 0.2) for i in range(9)]
    words.append(Word(text="late", start=9.0, end=9.5))
    made = captions(Transcript(language="en", text="", words=words))
    assert [caption["text"] for caption in made] == ["w0 w1 w2 w3 w4 w5 w6", "w7 w8", "late"]
    assert (made[-1]["start"], made[-1]["end"]) == (9.0, 9.5)
    assert captions(Transcript(language="zh", text="", words=words[:2]))[0]["text"] == "w0w1"
    assert captions(None) == []
    assert captions(Transcript(language="en", text="hi")) == []


def test_loudness_runs_from_silence_to_full_scale() -> None:
    assert render.loudness(np.zeros(16_000, np.float32)).max() == 0
    assert render.loudness(np.ones(16_000, np.float32)).min() == 1
    assert render.loudness(np.zeros(10, np.float32)).size == 0


def test_spans_are_packed_without_overlap() -> None:
    spans = [Word(text=str(i), start=s, end=e) for i, (s, e) in enumerate([(0, 2), (1, 3), (2, 4)])]
    rows = render.pack_rows(spans)
    assert [[span.text for span in row] for row in rows] == [["0", "2"], ["1"]]


def test_short_spans_have_room_for_a_finger() -> None:
    spans = [Word(text=str(i), start=s, end=s + 0.1) for i, s in enumerate([0, 0.2, 1, 1.9])]
    rows = render.pack_rows(spans, least=0.5, within=(0, 2))
    assert [[span.text for span in row] for row in rows] == [["0", "2", "3"], ["1"]]


def test_settings_come_from_options_and_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMER_MAX_SECONDS", "30")
    monkeypatch.setenv("EMER_BACKENDS", "echo,cascade")
    read = settings.read(["--port", "9999", "--open"])
    assert (read.port, read.open, read.max_seconds) == (9999, True, 30)
    assert read.backends == ["echo", "cascade"]
    assert settings.read(["--backends", "echo"]).backends == ["echo"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--backends", "cascad"], "Did you mean “cascade”"), (["--port", "x"], "port"),
     (["--max-seconds", "-1"], "greater than 0"), (["--backends", ""], "At least one backend")],
)  # fmt: skip
def test_settings_that_cannot_be_are_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as left:
        settings.read(arguments)
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert said in told
    assert len(told.splitlines()) == 1


def test_who_waits_for_a_core_is_said_in_their_column() -> None:
    answers = {"echo": Answer("echo", stage="line"), "cascade": Answer("cascade", stage="face")}
    english = render.columns(None, answers, "en")
    assert "waiting in line…" in english
    assert "watching the face…" in english
    assert "排队等候…" in render.columns(None, answers, "zh")


def test_words_without_figures_get_none() -> None:
    emotions = [EmotionScore(word="worried", score=0.5), EmotionScore(word="sad", score=0.5)]
    for backend, weighs in (("cascade", True), ("smolvlm2", False)):
        explanation = Explanation(clip="c", backend=backend, emotions=emotions)
        answer = Answer(backend, explanation=explanation, done=True)
        page = render.columns(None, {backend: answer}, "en")
        assert "worried" in page
        assert ("50%" in page) is weighs
        assert ("gives no figures" in page) is not weighs
