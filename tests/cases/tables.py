"""The rows of tables: ground truth beside an answer, and scores."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from demo import explain, score
from tests.cases.running import NotRun, folder, ran, row, scored


def truth_of(clip: Path, table: str) -> tuple[bool, str]:
    """Whether the ground truth beside a clip is “happy”."""
    answer = ran(explain.main, clip, "--truth", folder() / table, "--backend", "echo")
    found = [line for line in answer.out.splitlines() if line.startswith("## Ground truth")]
    said = " ".join(found) or answer.err.strip()
    return bool(found) and found[0].endswith("happy"), said


def full(name: str, *metrics: str, predicted: str | None = None) -> tuple[bool, str]:
    """Whether these metrics are 100 for a pair of tables of the folder."""
    found = scored(
        folder() / f"{name}_truth.csv", folder() / (predicted or f"{name}_predicted.csv")
    )
    values = {metric: found[metric]["value"] if metric in found else None for metric in metrics}
    said = ", ".join(f"{metric} {value}" for metric, value in values.items())
    return all(value and round(value, 6) == 100 for value in values.values()), said


@row("same_names.csv", "happy, or that it is ambiguous")
def _() -> tuple[bool, str]:
    right, said = truth_of(folder() / "M003" / "happy" / "001.mp4", "same_names.csv")
    return right or "ambiguous" in said, said


@row("suffixes.csv", "found")
def _() -> tuple[bool, str]:
    return truth_of(folder() / "f.opus", "suffixes.csv")


@row("nfc.csv", "found")
def _() -> tuple[bool, str]:
    return truth_of(next(folder().glob("caf*.mp4")), "nfc.csv")


@row("meld.csv", "dia0_utt0 joy, …")
def _() -> tuple[bool, str]:
    with tempfile.TemporaryDirectory() as place:
        mine = Path(place) / "mine.csv"
        mine.write_text("name,label\ndia0_utt0,joy\ndia0_utt1,anger\n")
        found = scored(folder() / "meld.csv", mine)
    said = {name: (round(one["value"], 6), one["clips"]) for name, one in found.items()}
    return said.get("accuracy") == (100, 2), f"{said}"


@row("track3_emoprefer.csv", "read, or a sentence that it holds preferences")
def _() -> tuple[bool, str]:
    table = folder() / "track3_emoprefer.csv"
    answer = ran(score.main, "--truth", table, "--predictions", table)
    return answer.code == 0 or "prefer" in answer.err.replace(table.name, ""), answer.err.strip()


@row("worried_truth.csv", "accuracy 100; hit rate 95: the fifth wheel puts cheerful among powerful")
def _() -> tuple[bool, str]:
    found = scored(folder() / "worried_truth.csv", folder() / "worried_openset.csv")
    values = [round(found[name]["value"], 6) for name in ("accuracy", "hit_rate")]
    return values == [100, 95], f"{values}"


@row("nouns_truth.csv", "accuracy and hit rate 100")
def _() -> tuple[bool, str]:
    return full("nouns", "accuracy", "hit_rate")


@row("abbreviated_truth.csv", "hit rate over 6 clips")
def _() -> tuple[bool, str]:
    found = scored(folder() / "abbreviated_truth.csv", folder() / "abbreviated_predicted.csv")
    said = {
        name: (round(found[name]["value"], 6), found[name]["clips"])
        for name in ("accuracy", "hit_rate")
    }
    return set(said.values()) == {(100, 6)}, f"{said}"


@row("xxx_truth.csv", "UAR 100 over 3 clips, two without a label told")
def _() -> tuple[bool, str]:
    found = scored(folder() / "xxx_truth.csv", folder() / "xxx_predicted.csv")["uar"]
    said = f"{found['value']} over {found['clips']}, {found['skipped']} skipped"
    return (round(found["value"], 6), found["clips"]) == (100, 3), said


@row("traditional_truth.csv", "100")
def _() -> tuple[bool, str]:
    return full("traditional", "accuracy", "hit_rate")


@row("words_truth.csv", "100")
def _() -> tuple[bool, str]:
    return full("words", "set_accuracy", "set_recall", predicted="words_u.csv")


@row("numbers.csv", "that the labels are numbers, and what is wanted")
def _() -> tuple[bool, str]:
    table = folder() / "numbers.csv"
    answer = ran(score.main, "--truth", table, "--predictions", table)
    return answer.code == 2 and "number" in answer.err, answer.err.strip()


@row("sep.csv", "read")
def _() -> tuple[bool, str]:
    try:
        found = scored(folder() / "sep.csv", folder() / "sep.csv")
    except NotRun as why:
        return False, str(why)
    value = found["accuracy"]["value"]
    return round(value, 6) == 100, f"accuracy {value}"


@row("10,000 and 100,000 rows", "under 3 and 30 s of a core's work")
def _() -> tuple[bool, str]:
    took = {count: _seconds(count, limit) for count, limit in ((10_000, 60), (100_000, 60))}
    right = took[10_000] < 3 and took[100_000] < 30
    return right, ", ".join(f"{count:,}: {seconds:.1f} s" for count, seconds in took.items())


def _seconds(count: int, limit: float) -> float:
    """A core's seconds for so many rows; infinity without trying, where a tenth was too slow."""
    emotions = ("happy", "sad", "angry", "worried", "surprised", "neutral")
    lines = [
        f'{i},"[{emotions[i % 6]}, {emotions[i % 5]}]",{emotions[i % 6]}' for i in range(count)
    ]
    with tempfile.TemporaryDirectory() as place:
        table = Path(place) / "many.csv"
        table.write_text("\n".join(["name,openset,label", *lines]))
        if count > 10_000 and _seconds(count // 10, limit) > limit / 10:
            return float("inf")
        began = time.process_time()
        ran(score.main, "--truth", table, "--predictions", table, "--json")
        return time.process_time() - began
