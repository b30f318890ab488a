"""The published rows."""

from __future__ import annotations

import pytest

from demo.metrics.published import rows, sets


def value(set_name: str, metric: str, system: str, modalities: str = "") -> float:
    (row,) = [
        row
        for row in rows()
        if (row.set, row.metric, row.system) == (set_name, metric, system)
        and (not modalities or row.modalities == modalities)
    ]
    return row.value


@pytest.mark.parametrize(
    ("where", "printed"),
    [
        (("emer-v1", "clue_overlap", "Emotion-LLaMA"), 7.83),
        (("emer-v1", "label_overlap", "Video-LLaMA"), 4.89),
        (("ov-merd", "set_f1", "Chat-UniVi"), 53.08),
        (("ov-merd", "m_avg", "Qwen-Audio"), 31.84),
        (("mer-unibench", "mean", "AffectGPT", "audio, video, text"), 74.77),
        (("mer-unibench", "mean", "AffectGPT", "audio, text"), 72.18),
        (("emer-fine", "set_average", "AcoustEmo"), 67.55),
    ],
)
def test_rows_are_as_printed(where: tuple[str, ...], printed: float) -> None:
    assert value(*where) == printed


def test_every_row_says_where_it_is_from_and_is_on_its_scale() -> None:
    assert sets() == ["emer-v1", "ov-merd", "mer-unibench", "emer-fine"]
    keys = [(row.set, row.metric, row.system, row.modalities) for row in rows()]
    assert len(keys) == len(set(keys)) == 14 + 24 + 10 + 5
    for row in rows():
        assert row.source
        top = 10 if row.metric in ("clue_overlap", "label_overlap") else 100
        assert 1 <= row.value <= top
        assert (row.set == "mer-unibench") == row.best_on_test


def test_what_weakens_a_figure_stands_beside_it() -> None:
    second_hand = [row for row in rows() if row.second_hand]
    assert {row.system for row in second_hand} >= {"R1-Omni", "AffectGPT-R1", "MicroEmo"}
    for row in rows():
        assert ("second hand" in row.remarks) == row.second_hand
        assert ("best checkpoint on the test set" in row.remarks) == row.best_on_test
        if row.metric in ("clue_overlap", "label_overlap"):
            assert any("judge" in remark for remark in row.remarks)
