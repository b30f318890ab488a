import subprocess
import sys
from pathlib import Path

import pytest

from backends.base import Clue, EmotionScore, Explanation, Language, Measure, Modality, Rationale
from demo.agree import main, table
from demo.ground_truth import GroundTruth, Votes, gallery
from demo.metrics import Agreement, ClueAgreement, Score
from demo.metrics.agreement import agreement, distribution
from demo.metrics.grounding import KEYS as GROUNDING
from demo.metrics.meanings import meanings, needs, note
from tests.helpers.places import ROOT

pytestmark = pytest.mark.models

KEYS = [
    "clue_precision",
    "clue_recall",
    "cue_overlap",
    "set_accuracy",
    "set_recall",
    "set_average",
    "ew_l1",
    "m_avg",
    "m1",
    "m2",
    "hit_rate",
    "accuracy",
    "uar",
    "weighted_f1",
    "top2",
    "votes_audiovisual",
    "votes_visual",
    "votes_acoustic",
    "clue_overlap",
    "label_overlap",
    *GROUNDING,
]


def clue(modality: str, text: str, **supports: float) -> Clue:
    return Clue(
        modality=Modality(modality),
        text=text,
        start=0,
        end=1,
        measure=Measure(name="m", value=1.0),
        supports=supports,
    )


ANSWER = Explanation(
    clip="1001_DFA_HAP_XX",
    backend="fake",
    emotions=[EmotionScore(word="happy", score=0.8), EmotionScore(word="surprised", score=0.2)],
    clues=[
        clue("visual", "The man smiles.", happy=1.0),
        clue("visual", "He blinks."),
        clue("acoustic", "The voice is lively.", happy=0.4, surprised=0.4),
        clue("acoustic", "The pace is slow."),
    ],
)


def of(answer: Explanation = ANSWER, language: Language = "en", **changes: object) -> Agreement:
    truth = gallery.of("1001_DFA_HAP_XX", language)
    assert truth
    return agreement(truth.model_copy(update=changes), answer, language)


def scores(found: Agreement) -> dict[str, Score]:
    return {score.metric: score for score in found.scores}


def test_the_scores_of_one_clip() -> None:
    found = scores(of())
    assert found["clue_precision"].value == pytest.approx(3 / 4)
    assert found["clue_recall"].value == pytest.approx(5 / 12)
    assert 0.3 < (found["cue_overlap"].value or 0) < 1
    assert found["set_accuracy"].value == pytest.approx(1 / 2)
    assert found["accuracy"].value == 1
    assert found["hit_rate"].value == 1
    assert found["votes_audiovisual"].value == pytest.approx(0.8)
    # 7 of 9 chose happy; the one visual clue that speaks for an emotion speaks for it alone.
    assert found["votes_visual"].value == pytest.approx(7 / 9)
    assert found["votes_acoustic"].value == 0
    for score in found.values():
        assert score.value is None or score.scale[0] <= score.value <= score.scale[1]


def test_judged_scores_say_what_they_need() -> None:
    found = scores(of())
    for metric in ("clue_overlap", "label_overlap"):
        assert found[metric].value is None
        assert found[metric].judge is None
        assert found[metric].scale == (1, 10)
        assert "judge" in found[metric].needs


def test_chinese_says_that_the_embedding_knows_no_chinese() -> None:
    found = scores(of(language="zh"))
    assert found["cue_overlap"].value is None
    assert found["cue_overlap"].needs == needs("zh", "english")


def test_what_the_truth_gives_no_ground_for_is_left_out() -> None:
    found = scores(of(votes=None, intended=None))
    assert {"accuracy", "hit_rate", "votes_audiovisual"}.isdisjoint(found)
    found = scores(of(votes=Votes(visual={"happy": 3})))
    assert "votes_visual" in found
    assert "votes_acoustic" not in found


def test_the_label_of_a_set_goes_before_what_an_actor_was_asked_for() -> None:
    assert scores(of(label="sad"))["accuracy"].value == 0


def test_an_empty_answer_and_an_empty_truth() -> None:
    found = scores(of(Explanation(clip="x", backend="fake")))
    assert found["clue_precision"].value is None
    assert found["clue_precision"].needs == needs("en", "clues")
    assert found["clue_recall"].value == 0
    assert found["accuracy"].value == 0
    assert found["votes_audiovisual"].needs == needs("en", "answer")
    assert found["votes_visual"].needs == needs("en", "supports")

    bare = GroundTruth(clip="x", emotions=[], rationale=Rationale(), author="a")
    empty = agreement(bare, ANSWER, "en")
    assert "clue_precision" in scores(empty)
    assert all(score.value is None for score in empty.scores)
    assert all(score.needs for score in empty.scores)
    assert empty.clues.unsupported == [0, 1, 2, 3]


def test_words_have_their_place_on_a_wheel_of_basic_emotions() -> None:
    words = {(word.source, word.word): word for word in of().words}
    assert words["truth", "cheerful"].sector == words["backend", "happy"].sector == "happy"
    assert words["backend", "surprised"].sector == "surprised"
    chinese = of(language="zh").words
    assert {word.sector for word in chinese if word.source == "truth"} == {"happy"}


def test_a_modality_speaks_by_the_mean_of_its_clues() -> None:
    answer = ANSWER.model_copy(
        update={
            "clues": [
                clue("visual", "a", happy=1.0),
                clue("visual", "b", happy=0.5, sad=0.5),
                clue("visual", "c"),
                clue("acoustic", "d", angry=1.0),
            ]
        }
    )
    assert distribution(answer, Modality.VISUAL) == {"happy": 0.75, "sad": 0.25}
    assert distribution(answer, Modality.LEXICAL) == {}


def test_every_metric_is_told_in_both_languages() -> None:
    for language in ("en", "zh"):
        told = meanings(language)
        assert list(told) == KEYS
        for meaning in told.values():
            assert meaning.meaning.count(".") + meaning.meaning.count("。") == 1
            assert meaning.title and meaning.source
    assert "not a judge" in meanings("en")["cue_overlap"].title
    assert {score.metric for score in of().scores} <= set(KEYS)


def test_the_table_marks_every_statement_and_clue() -> None:
    shown = table(of(), ANSWER)
    assert (
        "✓ The man is smiling from the first frame\n        = The man smiles. [the smile]" in shown
    )
    assert "✗ The words come quickly\n        ≠ The pace is slow. [the pace]" in shown
    assert "    + The pace is slow." in shown


def test_the_command(capsys: pytest.CaptureFixture[str], happy: Path, tmp_path: Path) -> None:
    assert main([str(happy), "--backend", "echo"]) == 0
    assert "✗ He blinks" in capsys.readouterr().out
    other = tmp_path / "holiday.mp4"
    other.write_bytes(happy.read_bytes())
    assert main([str(other)]) == 2
    assert "no ground truth" in capsys.readouterr().err
    assert main([str(happy), "--backend", "cascad"]) == 2
    assert "Did you mean" in capsys.readouterr().err


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    code = (
        "import sys; import demo.metrics.agreement; "
        "print({'onnxruntime', 'sklearn', 'pandas', 'gradio'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stderr


def test_the_first_answer_counts_as_the_label_that_scores_and_benchmark_take_it_for() -> None:
    cheerful = ANSWER.model_copy(update={"emotions": [EmotionScore(word="cheerful", score=1.0)]})
    assert scores(of(cheerful))["accuracy"].value == 1


@pytest.mark.parametrize(("written", "asked"), [("en", "zh"), ("zh", "en")])
def test_a_rationale_in_another_language_is_not_compared(
    written: Language, asked: Language
) -> None:
    truth = gallery.of("1001_DFA_HAP_XX", written)
    assert truth and truth.language == written
    found = agreement(truth, ANSWER, asked)
    for metric in ("clue_precision", "clue_recall", "cue_overlap"):
        score = scores(found)[metric]
        assert (score.value, score.needs) == (None, needs(asked, "language"))
    assert found.clues == ClueAgreement(truths=[], matches=[], missed=[], unsupported=[])
    assert scores(found)["ew_l1"].value is not None


def test_a_label_alone_has_no_cues() -> None:
    score = scores(of(rationale=Rationale()))["cue_overlap"]
    assert (score.value, score.needs) == (None, needs("en", "rationale"))


@pytest.mark.parametrize(("language", "said"), [("en", "A voice is heard."), ("zh", "有人说话。")])
def test_what_is_taken_for_granted_is_supported_and_never_missed(
    language: Language, said: str
) -> None:
    alone = Explanation(clip="x", backend="fake", clues=[clue("acoustic", said)])
    found, silent = of(alone, language), of(Explanation(clip="x", backend="fake"), language)
    assert scores(found)["clue_precision"].value == 1
    assert [truth.implied for truth in found.clues.truths].count(True) == 1
    assert found.clues.truths[-1].implied
    assert found.clues.missed == silent.clues.missed
    assert scores(found)["clue_recall"].value == scores(silent)["clue_recall"].value == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_score_by_label_says_where_the_label_is_what_an_actor_was_asked_for(
    language: Language,
) -> None:
    asked = note(language, "asked_for")
    for changes in ({}, {"label": "happy"}, {"intended": "calm", "label": "neutral"}):
        found = scores(of(language=language, **changes))
        assert [found[metric].note for metric in ("accuracy", "hit_rate")] == [asked] * 2
    told = scores(of(language=language, label="sad"))  # a table's own label
    none = scores(of(language=language, label="sad", intended=None))
    for found in (told, none):
        assert not any(score.note for score in found.values())
