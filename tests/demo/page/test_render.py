"""The page's parts without a browser: strings, escaping, drawing, settings, runs."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest

from backends.base import (
    Clue,
    EmotionScore,
    Explanation,
    Measure,
    Modality,
    Rationale,
    Received,
    Sentence,
    Transcript,
    Word,
)
from backends.clip import Clip
from backends.words import Words
from demo import ground_truth, settings
from demo.ground_truth import gallery
from demo.page import render
from demo.page.explain.moment_region import moments
from demo.side_by_side import Answer
from demo.slots import Waiting
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


def test_who_waits_reads_the_place_and_a_guess() -> None:
    waiting = Answer("cascade", stage="line", waiting=Waiting(3, 21.6))
    assert render.stage(waiting, "en") == "in line: number 3, about 20 s…"
    assert render.stage(waiting, "zh") == "排队中：第 3 位，约 20 秒…"
    unknown = Answer("cascade", stage="line", waiting=Waiting(1, None))
    assert render.stage(unknown, "en") == "in line: number 1…"


def test_the_head_tells_how_long_clips_are_kept() -> None:
    assert "after 1.5 min." in render.head("en", 1.5)
    assert "90 分钟后删除" in render.head("zh", 90.0)


def test_text_of_models_files_and_people_stays_text(happy: Path) -> None:
    truth = gallery.of(happy.stem)
    assert truth
    truth = truth.model_copy(update={"author": ATTACK, "emotions": [ATTACK], "method": ATTACK})
    pages = [
        render.columns(truth, {"echo": attacked()}, "en"),
        moments(Clip.open(happy), {"echo": attacked()}, "en"),
        render.alert(ATTACK, "en"),
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page
        assert "{{ 7 * 7 }}" in page


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
    proud = {"unsupported": ["proud"], "rationale": Rationale(visual="He is proud.")}
    word = explanation.model_copy(update=proud)
    assert render.pieces(Modality.VISUAL, word) == [("He is proud.", False, ())]


def test_a_sentence_has_the_moments_of_what_it_tells() -> None:
    clue = Clue(
        modality=Modality.VISUAL, text="He nods.", start=1, end=2,
        measure=Measure(name="said by the model", value="He nods."),
    )  # fmt: skip
    acoustic = clue.model_copy(update={"modality": Modality.ACOUSTIC, "text": "He smiles."})
    known = Explanation(
        clip="c", backend="echo", unsupported=["He flies."], clues=[clue, acoustic],
        rationale=Rationale(visual="He smiles. He nods. He <b>. He flies."),
        sentences=[
            Sentence(modality=Modality.VISUAL, text="He <b>.", moments=[(0.5, 1), (0, 0.7)])
        ],
    )  # fmt: skip
    assert [piece for piece in render.pieces(Modality.VISUAL, known) if piece.text.strip()] == [
        ("He smiles. ", False, ()),  # that is of another part
        ("He nods.", False, ((1.0, 2.0),)),
        ("He <b>.", False, ((0.5, 1.0), (0.0, 0.7))),
        ("He flies.", True, ()),
    ]
    page = render.columns(None, {"echo": Answer("echo", explanation=known, done=True)}, "en")
    assert 'data-seek="0.0" data-until="1.0" data-moments="0.5-1.0 0.0-0.7 ">He &lt;b&gt;.<' in page


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
