import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.base import Clue, Measure, Modality, Rationale
from demo.metrics.cue_overlap import clip_score, cue_overlap, cues

pytestmark = pytest.mark.models

CUES = ["He smiles", "Her brows are raised", "The voice trembles", "happy", "She speaks slowly"]
SOME = st.lists(st.sampled_from(CUES), min_size=1, max_size=5)


def test_the_same_cues_overlap_wholly_in_any_order() -> None:
    found = cue_overlap(CUES, CUES[::-1])
    assert found
    assert (found.precision, found.recall, found.f1) == pytest.approx((1, 1, 1), abs=1e-5)


def test_an_empty_truth_is_skipped_and_an_empty_answer_scores_nothing() -> None:
    assert cue_overlap([], ["He smiles"]) is None
    assert cue_overlap([], []) is None
    found = cue_overlap(["He smiles"], [])
    assert found
    assert (found.precision, found.recall, found.f1) == (0, 0, 0)


def test_recall_is_over_true_cues_and_precision_over_predicted_ones() -> None:
    found = cue_overlap(["He smiles", "The tax form is due on Monday"], ["He smiles"])
    assert found
    assert found.precision == pytest.approx(1, abs=1e-5)
    assert found.recall < 0.7
    assert found.f1 == pytest.approx(2 * found.recall / (1 + found.recall), abs=1e-5)


def test_it_does_not_tell_opposites_apart() -> None:
    """Why it is called an embedding overlap, and never a judge."""
    found = cue_overlap(["He speaks loudly"], ["He speaks softly"])
    assert found and found.f1 > 0.6


@settings(deadline=None, max_examples=25)
@given(SOME, SOME)
def test_swapping_the_sides_swaps_precision_and_recall(one: list[str], other: list[str]) -> None:
    there, back = cue_overlap(one, other), cue_overlap(other, one)
    assert there and back
    assert there.precision == pytest.approx(back.recall, abs=1e-5)
    assert there.f1 == pytest.approx(back.f1, abs=1e-5)
    assert -1 <= there.f1 <= 1 + 1e-5


def test_of_a_clip_without_a_rationale_there_are_no_cues() -> None:
    said = Rationale(visual="In the video, he smiles.")
    assert clip_score(Rationale(), ["happy"], said, ["happy"]) is None
    assert clip_score(said, [], Rationale(), []) == 0
    assert clip_score(said, ["happy"], said, ["happy"]) == pytest.approx(1, abs=1e-5)


def test_a_rationale_without_parts_is_read_as_a_whole() -> None:
    assert cues(Rationale(conclusion="He smiles, and then his eyes close.")) == [
        "He smiles", "Then his eyes close",
    ]  # fmt: skip
    parted = Rationale(visual="He smiles.", acoustic="The voice is loud.", lexical="He says no.")
    assert cues(parted) == ["He smiles", "The voice is loud"]


def test_clues_are_cues_except_those_of_the_words() -> None:
    def clue(modality: Modality, text: str) -> Clue:
        return Clue(
            modality=modality, text=text, start=0, end=1, measure=Measure(name="m", value=1.0)
        )

    assert cues([clue(Modality.VISUAL, "a"), clue(Modality.LEXICAL, "b")]) == ["a"]
