"""The comparison as the page draws it, from a hand-made agreement."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from backends.base import Clue, EmotionScore, Explanation, Language, Measure, Modality, Rationale
from demo.ground_truth import GroundTruth
from demo.metrics import Agreement, ClueAgreement, ClueMatch, Score, TruthClue, WordPlace
from demo.metrics.meanings import note
from demo.page.compare import wheel_drawing
from demo.page.compare.agreement_view import ScoreFigure, agreements, disagreement
from demo.page.compare.clue_pairs import Line, pairs
from demo.page.page_state import PageState
from demo.side_by_side import Answer
from demo.strings import STRINGS

ATTACK = "<script>alert(1)</script> <img src=x onerror=alert(2)>\n**bold** {{ 7 * 7 }}"
TRUTH = GroundTruth(clip="c", emotions=["angry"], rationale=Rationale(visual="x"), author="me")


def clue(text: str, modality: Modality = Modality.VISUAL, start: float = 0.0) -> Clue:
    measure = Measure(name="n", value=1.0)
    return Clue(modality=modality, text=text, start=start, end=start + 1, measure=measure)


CLUES = [
    clue("late, of nothing", start=2),
    clue("frowns", start=1),
    clue("shouts", Modality.ACOUSTIC),
    clue("of nothing"),
]
FOUND = ClueAgreement(
    truths=[
        TruthClue(modality=Modality.VISUAL, text="He smiles."),
        TruthClue(modality=Modality.VISUAL, text="His brows are low."),
        TruthClue(modality=Modality.ACOUSTIC, text="He whispers."),
    ],
    matches=[ClueMatch(truth=1, clue=1, aspect="the brows", similarity=0.8)],
    contradictions=[ClueMatch(truth=2, clue=2, aspect="the loudness", similarity=0.6)],
    missed=[0, 2],
    unsupported=[0, 2, 3],
)
WORDS = [
    WordPlace(word="angry", source="truth", sector="angry", petal="mad"),
    WordPlace(word="Angry", source="backend", sector="angry", petal="mad"),
    WordPlace(word="zorb", source="backend", sector=None, petal=None),
    WordPlace(word="sad", source="truth", sector="sad", petal=None),
]
SCORES = [
    Score(metric="ew_l1", value=2 / 3),
    Score(metric="clue_overlap", value=7, scale=(1, 10), is_fraction=False, judge="some-judge"),
    Score(
        metric="label_overlap", value=None, scale=(1, 10), is_fraction=False, needs="Name a judge."
    ),
]
AGREEMENT = Agreement(clues=FOUND, words=WORDS, scores=SCORES)


def shown(word: str = "angry", **found: Agreement | None) -> PageState:
    answers = {
        name: Answer(
            name,
            explanation=Explanation(
                clip="c", backend=name, clues=CLUES, emotions=[EmotionScore(word=word, score=1)]
            ),
            done=True,
        )
        for name in found
    }
    return PageState(path="c.mp4", answers=answers, agreements=found)


EXPLANATION = Explanation(clip="c", backend="echo")
PAGE = agreements(TRUTH, shown(cascade=AGREEMENT), "en", None)


def test_both_sides_show_what_is_matched_missed_unsupported_and_contradicted() -> None:
    visual, acoustic = pairs(FOUND, CLUES, "p")

    def brief(lines: list[Line]) -> list[tuple[str, str]]:
        return [(line.text, line.status) for line in lines]

    assert brief(visual.truths) == [("He smiles.", "missed"), ("His brows are low.", "matched")]
    # tied clues first, the rest in order of time
    assert brief(visual.clues) == [
        ("frowns", "matched"), ("of nothing", "unsupported"), ("late, of nothing", "unsupported"),
    ]  # fmt: skip
    assert brief(acoustic.truths) == [("He whispers.", "contradicted")]
    assert brief(acoustic.clues) == [("shouts", "contradicted")]
    statement, said = visual.truths[1], visual.clues[0]
    assert [tie.partner for tie in statement.ties] == [said.id]
    assert [tie.partner for tie in said.ties] == [statement.id]
    assert (statement.start, statement.number, said.ties[0].number) == (1.0, 2, 2)


def test_the_page_says_it_in_signs_and_in_words() -> None:
    page = agreements(TRUTH, shown(cascade=AGREEMENT), "en", None)
    assert (
        "1 of 3 statements of the ground truth are borne out by Cascade, 1 contradicted; "
        "2 of its 4 clues have no statement behind them."
    ) in page
    assert re.search(
        r"His brows are low\.<span.*> Matched\. Matched by: “frowns” \(the brows\)", page
    )
    assert 'data-partners="tie-cascade-clue-1"' in page
    assert "the brows" in page
    assert "67%" in page
    assert "some-judge" in page
    assert "7.0" in page
    assert "Name a judge." in page
    assert "Not on the wheel" in page


def test_two_figures_and_a_sentence_stand_first_and_the_rest_is_folded() -> None:
    metrics = ("clue_recall", "ew_l1", "m_avg", "m1", "m2", "set_accuracy", "set_recall", "uar")
    known = AGREEMENT.model_copy(update={"scores": [Score(metric=m, value=0.5) for m in metrics]})
    page = agreements(TRUTH, shown(cascade=known), "en", None)
    first, rest = page.split('<details class="rest"')
    assert first.count("<dd>") == 2 and rest.count("n = ") > len(metrics)
    assert "are borne out by Cascade" in first
    assert "n = " not in first and "His brows are low." not in first
    assert "<details" not in first and not re.search(r"<details[^>]*\bopen\b", rest)
    assert (
        "it proves nothing about a backend" in rest.split('class="figures"')[1].split("<details")[0]
    )


def test_text_stays_text() -> None:
    found = AGREEMENT.model_copy(
        update={
            "clues": ClueAgreement(
                truths=[TruthClue(modality=Modality.VISUAL, text=ATTACK)],
                matches=[ClueMatch(truth=0, clue=0, aspect=ATTACK, similarity=1)],
                missed=[],
                unsupported=[],
            ),
            "words": [WordPlace(word=ATTACK, source="truth", sector="angry", petal=None)],
            "scores": [Score(metric="ew_l1", value=None, needs=ATTACK, judge=ATTACK)],
        }
    )
    page = agreements(TRUTH, shown(word=ATTACK, cascade=found, smolvlm2=found), "en", None)
    assert "<script>" not in page
    assert "<img" not in page
    assert "{{ 7 * 7 }}" in page


def test_what_is_hedged_is_said_to_be() -> None:
    def page(language: Language, *, hedged: bool) -> str:
        matches = [FOUND.matches[0].model_copy(update={"hedged": hedged})]
        clues = FOUND.model_copy(update={"matches": matches})
        found = AGREEMENT.model_copy(update={"clues": clues})
        return agreements(TRUTH, shown(cascade=found), language, None)

    assert "“frowns” (the brows, hedged)" in page("en", hedged=True)
    assert "the brows · 有保留</small>" in page("zh", hedged=True)
    assert "hedged" not in page("en", hedged=False)


def test_what_is_not_there_is_said() -> None:
    refused = agreements(None, PageState(), "en", None)
    assert STRINGS["en"]["agreement_no_clip"] in refused
    assert "this clip" not in refused
    assert "Press “Explain”" in agreements(TRUTH, PageState(), "en", None)
    assert "nothing to compare with" in agreements(None, shown(cascade=AGREEMENT), "en", None)
    assert "could not be compared" in agreements(TRUTH, shown(cascade=None), "en", None)


def test_what_was_cancelled_is_not_said_to_be_compared_still() -> None:
    answered = shown(cascade=None)
    assert "Comparing with" in agreements(TRUTH, replace(answered, agreements={}), "en", None)
    given_up = replace(answered, agreements={}, cancelled=True)
    page = agreements(TRUTH, given_up, "en", None)
    assert "Cancelled, and so not compared" in page
    assert "Comparing with" not in page
    echo = {"echo": Answer("echo", explanation=EXPLANATION, done=True)}
    page = agreements(TRUTH, replace(answered, answers=echo, agreements={}), "en", None)
    assert "claims anything" in page  # Echo repeats what it was given, and is not ranked
    assert "Comparing with" not in page
    failed = replace(answered.answers["cascade"], error="It broke.")  # after a first part
    page = agreements(
        TRUTH, replace(answered, answers={"cascade": failed}, agreements={}), "en", None
    )
    assert "Comparing with" not in page


def test_a_part_of_a_clip_is_said_to_stand_beside_the_whole_truth() -> None:
    part = replace(shown(cascade=AGREEMENT), segment=(0.0, 1.24))
    assert "Only 0.0–1.2 s of the clip was explained." in agreements(TRUTH, part, "en", None)
    assert "只解释了片段的 0.0–1.2 s。" in agreements(TRUTH, part, "zh", None)
    assert "was explained" not in agreements(TRUTH, shown(cascade=AGREEMENT), "en", None)


def test_what_can_be_seen_of_a_button_is_part_of_its_name() -> None:
    assert "aria-label" not in "".join(re.findall(r"<button type=.button. data-seek[^>]*>", PAGE))
    assert PAGE.count("data-seek") == 6  # without it the line above proves nothing


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [2, *map(int, re.findall(r"<h(\d)", PAGE))]
    assert max(b - a for a, b in pairwise(levels)) == 1


def test_the_wheel_keeps_to_the_language_of_the_answers() -> None:
    page = agreements(TRUTH, shown(cascade=AGREEMENT), "zh", None)
    assert re.search(r"<textPath[^>]*>✓ angry<", page)
    chinese = replace(shown(cascade=AGREEMENT), language="zh")
    assert re.search(r"<textPath[^>]*>✓ 愤怒<", agreements(TRUTH, chinese, "zh", None))


def test_two_backends_have_tabs_and_one_sentence() -> None:
    both = shown(cascade=AGREEMENT, smolvlm2=AGREEMENT)
    page = agreements(TRUTH, both, "en", None)
    assert page.count('role="tab"') == page.count('role="tabpanel"') == 2
    assert "The 2 backends agree about the strongest emotion: angry." in page
    other = {**both.answers, "smolvlm2": shown(word="sad", smolvlm2=None).answers["smolvlm2"]}
    assert disagreement(other, "en").endswith("Cascade says angry, SmolVLM2 2.2B says sad.")
    assert disagreement(shown(cascade=None).answers, "en") == ""


def test_words_are_placed_in_their_sector_each_once() -> None:
    wheel = wheel_drawing.draw({"angry": ["mad", "bitter"], "sad": [], "happy": []}, WORDS)
    angry, sad, happy = wheel.sectors
    assert [(e.word, e.truth, e.backend) for e in angry.entries] == [("angry", True, True)]
    assert [sector.status for sector in wheel.sectors] == ["matched", "missed", ""]
    assert [petal.name for petal in angry.petals] == ["mad"]
    assert [entry.word for entry in wheel.unknown] == ["zorb"]
    assert not happy.entries
    x, y = angry.entries[0].x, angry.entries[0].y
    assert x > wheel_drawing.SIZE / 2  # the first sector begins at the top and goes to the right
    assert y < wheel_drawing.SIZE * 0.75
    assert sad.entries[0].y > wheel_drawing.SIZE / 2


def test_a_crowded_sector_says_how_many_more_there_are() -> None:
    words = [WordPlace(word=f"w{i}", source="truth", sector="sad", petal=None) for i in range(9)]
    (sad,) = wheel_drawing.draw({"sad": []}, words).sectors
    assert len(sad.entries) == 9
    assert sad.shown == wheel_drawing.LINES - 1
    assert sad.more
    assert sad.more.word == "+5"


@pytest.mark.parametrize(
    ("value", "scale", "share", "text"),
    [
        (0.5, (0, 1), 0.5, "50%"),
        (0, (0, 1), 0, "0%"),
        (10, (1, 10), 1, "10.0"),
        (1, (1, 10), 0, "1.0"),
    ],
)
def test_a_figure_is_on_its_own_scale(
    value: float, scale: tuple[float, float], share: float, text: str
) -> None:
    known = Score(metric="m", value=value, scale=scale, is_fraction=scale == (0, 1))
    figure = ScoreFigure(known)
    assert figure.share == share
    assert figure.write(value) == text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sentence_on_the_clues_adds_up_to_their_score(language: Language) -> None:
    page = agreements(TRUTH, shown(cascade=AGREEMENT), language, None)
    summary = re.search(r'class="summary">(.*?)</p>', page)[1]
    matched = {match.truth for match in FOUND.matches}
    told = {
        "matched": len(matched),
        "truths": len(matched) + len(FOUND.missed),
        "contradicted": len({match.truth for match in FOUND.contradictions}),
        "unsupported": len(FOUND.unsupported) - len({m.clue for m in FOUND.contradictions}),
        "clues": len(CLUES),
    }
    said = STRINGS[language]["agreement_one"].format(title="Cascade", **told)
    assert summary == said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_note_stands_beside_its_figure(language: Language) -> None:
    score = Score(metric="accuracy", value=0, note=note(language, "asked_for"))
    page = agreements(
        TRUTH, shown(cascade=AGREEMENT.model_copy(update={"scores": [score]})), language, None
    )
    assert score.note in page
