"""What a report warns of before any figure: clips that hang together, labels, training."""

from __future__ import annotations

from pathlib import Path

import pytest

import backends
from backends.base import Language
from demo.benchmark import dependence, report, view
from demo.benchmark.plan import Plan
from demo.strings import STRINGS
from tests.helpers.benchmark_sets import Knowing, plan_of, put, ravdess, table_of


def test_clips_that_are_not_independent_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, Knowing("one"))
    root = ravdess(tmp_path / "set", 8)
    once = next(root.glob("03-*"))
    once.with_name(once.name.replace("03-", "01-", 1)).write_bytes(once.read_bytes())
    html = report.page(table_of(plan_of(root, "one"), tmp_path / "out"), "en")
    assert "The 9 clips show 8 performances" in html
    assert "Actors in the 9 clips: 1." in html
    assert list(dependence.warnings("csv", ["a", "b"], "en")) == []
    assert list(dependence.warnings("cremad", ["1001_A", "1002_A"], "en")) == []


def test_a_backend_trained_on_the_set_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned = Knowing("learned")
    learned.card = learned.card.model_copy(update={"trained_on": frozenset({"ravdess"})})  # type: ignore[misc]
    put(monkeypatch, learned, Knowing("fresh"))
    root = ravdess(tmp_path / "set", 2)
    for name, told in (("learned", 1), ("fresh", 0)):
        warnings = view.of(table_of(plan_of(root, name), tmp_path / name), "en")["warnings"]
        assert sum("was trained on clips of this very data set" in one for one in warnings) == told
    assert "ravdess" in backends.get("cascade").card.trained_on


@pytest.mark.parametrize("language", ["en", "zh"])
def test_labels_that_an_actor_was_asked_for_are_told_before_any_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    put(monkeypatch, Knowing("one"))
    acted = table_of(plan_of(ravdess(tmp_path / "set", 8), "one"), tmp_path / "acted")
    told = STRINGS[language]["bench_asked_for"].format(n=8, of=8)
    assert told in view.of(acted, language)["warnings"]
    assert told in report.page(acted, language)
    labels = tmp_path / "set" / "labels.csv"
    labels.write_text("name,label\nown,sad\n", "utf-8")
    next((tmp_path / "set").glob("*.wav")).rename(tmp_path / "set" / "own.wav")
    own_words = Plan(dataset="csv", root=str(tmp_path / "set"), backends=("one",))
    plain = table_of(own_words, tmp_path / "plain")
    assert plain.asked_for == 0
    assert not any("asked for" in sentence for sentence in view.of(plain, "en")["warnings"])
