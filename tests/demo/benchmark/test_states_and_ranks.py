"""Why an answer names no emotion is counted apart; who explains nothing is not ranked."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from backends.backend import Request
from backends.base import Events, Explanation, Language, State
from backends.clip import Clip
from demo.benchmark import report, view
from tests.helpers.benchmark_sets import Knowing, names_of, plan_of, put, ravdess, table_of


class Silent(Knowing):
    """Names an emotion of none of the clips that it has a state for."""

    def __init__(self, name: str, states: dict[str, State]) -> None:
        super().__init__(name)
        self.states = states

    def explain(self, clip: Clip, request: Request) -> Events:
        """Answer at once."""
        if state := self.states.get(clip.name):
            unread = state is State.NOT_READABLE
            told = {"conclusion": state, "visual": State.NOT_RECEIVED}
            yield Explanation(clip=clip.name, backend=self.name, state=told, unread=unread)
        else:
            yield from super().explain(clip, request)


TOLD: dict[Language, dict[State, str]] = {
    "en": {
        State.NOT_CLEAR: "name no clear emotion: 3 of 8",
        State.NOT_READABLE: "could not be read: 2 of 8",
        State.NOT_RECEIVED: "to nothing received: 1 of 8",
    },
    "zh": {
        State.NOT_CLEAR: "没有给出明确情绪的回答：8 个中有 3 个",
        State.NOT_READABLE: "无法读取的回答：8 个中有 2 个",
        State.NOT_RECEIVED: "什么都没有收到的回答：8 个中有 1 个",
    },
}


def test_three_ways_to_name_no_emotion_are_counted_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = ravdess(tmp_path / "set", 8)
    names = names_of(plan_of(root, "one"))
    order = [State.NOT_CLEAR] * 3 + [State.NOT_READABLE] * 2 + [State.NOT_RECEIVED]
    put(monkeypatch, Silent("one", dict(zip(names, order, strict=False))))
    table = table_of(plan_of(root, "one"), tmp_path / "out")
    assert table.backends[0].unnamed == {state: order.count(state) for state in set(order)}
    for language, sentences in TOLD.items():
        told = " ".join(view.of(table, language)["warnings"])
        assert all(sentence in told for sentence in sentences.values())
    with (tmp_path / "out" / "clips.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["clip"]: row for row in csv.DictReader(file)}
    assert [rows[name]["state"] for name in names] == [*order, State.READ, State.READ]
    assert rows[names[0]]["visual"] == State.NOT_RECEIVED and rows[names[0]]["acoustic"] == ""
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8", newline="") as file:
        counts = {
            row["metric"]: row["value"]
            for row in csv.DictReader(file)
            if "answers" in row["metric"]
        }
    assert list(counts.values()) == ["0", "3", "2", "1"]  # none failed


def test_who_explains_nothing_is_listed_and_not_ranked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, Knowing("one"))
    table = table_of(plan_of(ravdess(tmp_path / "set", 8), "one", "echo"), tmp_path / "out")
    shown = view.of(table, "en")
    rows = [row for group in shown["groups"] for one in group["metrics"] for row in one.rows]
    of_echo = [row["score"] for row in rows if row["title"] == "Echo"]
    assert of_echo and all(score.value is None for score in of_echo)
    assert {score.needs for score in of_echo} == {"explains nothing: not ranked"}
    assert any(row["score"].value is not None for row in rows)
    assert not table.comparisons and [one["title"] for one in shown["by_emotion"]] == ["Scripted"]
    assert "不参与排名" in report.page(table, "zh")
    assert "not ranked" in (tmp_path / "out" / "scores.csv").read_text("utf-8")


@pytest.mark.parametrize("clips", [1, 8])
def test_where_no_interval_can_be_given_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clips: int
) -> None:
    root = ravdess(tmp_path / "set", clips)
    put(monkeypatch, Knowing("one"), Knowing("two", broken=set(names_of(plan_of(root, "one")))))
    table = table_of(plan_of(root, "one", "two"), tmp_path / "out")
    share, uar = (table.backends[0].scores[key] for key in ("accuracy", "uar"))
    assert (share.value, uar.value) == (1, 1) and uar.interval is None
    assert (share.interval is None) == (clips == 1)
    text = report.text(table)
    assert "100.0, 100.0" not in text and "0.0, 0.0" not in text
    alone, alike = "One clip alone has no interval.", "All clips score alike: no interval"
    assert (alone if clips == 1 else alike) in text and (alike if clips == 1 else alone) not in text
    verdicts = {one["verdict"] for one in view.of(table, "en")["comparisons"]}
    assert "Scripted is ahead here; no interval can be given" in verdicts
    assert not any("apart" in verdict for verdict in verdicts)
