"""`python -m demo.score` with a judge."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from demo import score
from demo.metrics.over_clips import QUESTIONS_AT_ONCE
from tests.helpers.openai_server import Reply, serving
from tests.helpers.ratings import rating

if TYPE_CHECKING:
    from tests.helpers.score_fixtures import Run, Table

pytest_plugins = ["tests.helpers.score_fixtures"]
pytestmark = pytest.mark.usefixtures("no_judge")


def test_judged_scores_carry_their_judge(
    run: Run, table: Table, judge: Callable[[str], None]
) -> None:
    truth = table("truth.csv", 'name,reason\na,He smiles.\nb,He cries.\nc,He shouts.\nd,""\n')
    said = table("said.csv", 'name,reason\na,He grins.\nb,He weeps.\nc,""\n')

    def brain(request: dict[str, Any]) -> Reply:
        return rating(8) if "He smiles." in str(request) else Reply("1-10: 7")

    with serving(otherwise=brain) as server:
        judge(server.url)
        lines = run(truth, said, "--metrics", "clue_overlap,label_overlap")
        asked = len(server.requests)
    assert asked == 2 * 3  # one good answer, and one that is asked twice, for each metric
    for line in lines:
        assert line["judge"] == "judge-1"
        assert line["value"] == (8 + 1) / 2
        assert (line["clips"], line["skipped"], line["unparsed"]) == (2, 1, 1)


@pytest.mark.models
def test_a_judge_is_not_asked_unless_it_is_named(
    run: Run, table: Table, judge: Callable[[str], None]
) -> None:
    truth = table("truth.csv", 'name,reason,openset\na,He smiles.,"[happy, calm]"\n')
    with serving() as server:
        judge(server.url)
        lines = run(truth, truth)
        assert server.requests == []
    assert lines
    assert all(line["judge"] is None for line in lines)


def test_a_judge_groups_the_words_of_each_clip(
    run: Run, table: Table, judge: Callable[[str], None]
) -> None:
    truth = table("truth.csv", 'name,openset\na,"[one, two]"\nb,"[two, three]"\n')
    said = table("said.csv", 'name,openset\na,"[uno, dos]"\nb,"[two, quatro]"\n')

    def brain(request: dict[str, Any]) -> Reply:
        if "quatro" in str(request):
            return Reply("?")
        return Reply(json.dumps({"groups": [["one", "uno"], ["two", "dos"]]}))

    with serving(otherwise=brain) as server:
        judge(server.url)
        (line,) = run(truth, said, "--metrics", "set_average", "--groups", "judge")
    assert line["metric"] == "set_average"
    assert (line["value"], line["clips"], line["unparsed"]) == (100, 1, 1)
    assert (line["judge"], line["words"]) == ("judge-1", None)


def test_a_clip_without_true_words_is_skipped_and_no_judge_is_asked(
    run: Run, table: Table, judge: Callable[[str], None]
) -> None:
    truth = table("truth.csv", 'name,openset\na,"[one, two]"\nb,[]\n')
    said = table("said.csv", "name,openset\na,[two]\nb,[two]\n")
    (line,) = run(truth, said, "--metrics", "set_accuracy")
    assert (line["metric"], line["value"], line["skipped"]) == ("set_accuracy", 100, 1)
    with serving(otherwise=Reply('{"groups": []}')) as server:
        judge(server.url)
        (line,) = run(truth, said, "--metrics", "set_accuracy", "--groups", "judge")
        assert len(server.requests) == 1
    assert (line["clips"], line["skipped"], line["unparsed"]) == (1, 1, 0)


def test_a_refused_clip_is_counted_and_the_others_are_scored(
    run: Run, table: Table, judge: Callable[[str], None]
) -> None:
    truth = table("truth.csv", "name,reason\na,He smiles.\nb,He swears.\n")

    def brain(request: dict[str, Any]) -> Reply:
        return Reply(status=400) if "swears" in str(request) else rating(8)

    with serving(otherwise=brain) as server:
        judge(server.url)
        (line,) = run(truth, truth, "--metrics", "clue_overlap")
    assert (line["value"], line["clips"], line["unparsed"]) == (8, 1, 1)


def test_a_judge_that_fails_ends_with_one_sentence(
    table: Table, judge: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    truth = table("truth.csv", "name,reason\na,He smiles.\n")
    with serving(Reply(status=401)) as server:
        judge(server.url)
        arguments = ["--truth", str(truth), "--predictions", str(truth)]
        assert score.main([*arguments, "--metrics", "clue_overlap"]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "refused the key" in sentence


def test_a_judge_that_refuses_everything_ends_with_one_sentence(
    table: Table, judge: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    truth = table("truth.csv", "name,reason\na,He smiles.\nb,He cries.\n")
    with serving(otherwise=Reply(status=400)) as server:
        judge(server.url)
        arguments = ["--truth", str(truth), "--predictions", str(truth)]
        assert score.main([*arguments, "--metrics", "clue_overlap"]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "refused the request (400)" in sentence


def test_one_failure_or_ctrl_c_breaks_off_what_is_asked(
    table: Table, judge: Callable[[str], None]
) -> None:
    rows = "".join(f"{i},He smiles {i}.\n" for i in range(20))
    truth = table("truth.csv", f"name,reason\n{rows}")
    arguments = ["--truth", str(truth), "--predictions", str(truth), "--metrics", "clue_overlap"]

    def brain(request: dict[str, Any]) -> Reply:
        return Reply(status=401) if "smiles 3." in str(request) else Reply(fault="silent")

    with serving(otherwise=brain) as server:
        judge(server.url)
        assert score.main(arguments) == 1
        assert server.left.wait(10)
        asked = len(server.requests)
        assert asked <= QUESTIONS_AT_ONCE + 1

    def interrupts(request: dict[str, Any]) -> Reply:
        if "smiles 3." in str(request):
            signal.raise_signal(signal.SIGINT)
        return Reply(fault="silent")

    with serving(otherwise=interrupts) as server:
        judge(server.url)
        with pytest.raises(KeyboardInterrupt):
            score.main(arguments)
        assert server.left.wait(10)
        assert len(server.requests) <= QUESTIONS_AT_ONCE
