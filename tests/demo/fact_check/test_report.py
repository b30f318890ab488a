"""The reports on how far marks can be trusted: their arithmetic, and that the set is whole."""

from pathlib import Path

import pytest

from backends.base import Claim, Mark, Modality
from demo.fact_check.__main__ import main
from demo.fact_check.report import judged
from demo.fact_check.report.by_hand import mark_of
from demo.fact_check.report.resampled import auc, interval


def claim(mark: Mark) -> Claim:
    return Claim(
        text="a", part="visual", place=(0, 1), modality=Modality.VISUAL, mark=mark,
        said="b", start=0, end=1,
    )  # fmt: skip


def test_the_area_under_the_curve_by_hand() -> None:
    assert auc([1.0, 0.5], [0.5, 0.0]) == pytest.approx(3.5 / 4)
    assert auc([], [1.0]) is None


def test_an_interval_holds_its_figure_and_is_the_same_again() -> None:
    found = interval([0.0, 1.0, 1.0, 1.0], lambda some: sum(some) / len(some))
    assert found is not None and found.low < 0.75 < found.high
    assert found == interval([0.0, 1.0, 1.0, 1.0], lambda some: sum(some) / len(some))


def test_a_text_counts_as_what_speaks_against_it_first() -> None:
    both = (claim(Mark.BORNE_OUT), claim(Mark.CONTRADICTED))
    assert mark_of(both) is Mark.CONTRADICTED
    assert mark_of((claim(Mark.UNMEASURABLE), claim(Mark.BORNE_OUT))) is Mark.BORNE_OUT
    assert mark_of(()) is Mark.UNMEASURABLE


def test_the_set_is_whole() -> None:
    kinds = [one.kind for one in judged.rationales()]
    assert [kinds.count(kind) for kind in ("own", "blind", "truth")] == [60, 12, 12]
    assert len(judged.pairs()) == 60
    assert len(judged.claims()) == 212
    assert {one.clip for one in judged.claims()} == set(judged.CLIPS)


def test_a_report_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speeed"]) == 2
    assert "There is no report “speeed”" in capsys.readouterr().err


def test_coverage_of_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "a.csv"
    table.write_text('name,reason\na,"In the video, he smiles. He wears a hat."\n', "utf-8")
    assert main(["coverage", str(table)]) == 0
    told = capsys.readouterr().out
    assert "1 rationales, 2 claims." in told
    assert "| visual: clothes | 1 | 0.50 |" in told
    assert main(["coverage", str(tmp_path / "none.csv")]) == 2


@pytest.mark.models
def test_marks_are_right_and_a_rationale_fits_its_own_clip_best() -> None:
    """Well below what docs/fact-check.md tells, so that one claim more or less is no failure."""
    known = [
        (one.judged == "true", mark_of(judged.checked(one.text, one.language, one.clip)))
        for one in judged.claims()
        if one.judged in ("true", "false")
    ]
    decided = [(t, m) for t, m in known if m in (Mark.BORNE_OUT, Mark.CONTRADICTED)]
    right = sum(true == (mark is Mark.BORNE_OUT) for true, mark in decided)
    assert len(decided) > 90
    assert right / len(decided) > 0.88
