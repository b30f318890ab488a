"""A run goes on only under the conditions that it was begun under, and tells which they were."""

from __future__ import annotations

import csv
import html
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import backends
from backends.backend import Request
from backends.cascade import Cascade
from backends.echo import Echo
from backends.openai_compatible import OpenAICompatible
from demo.benchmark import conditions
from demo.benchmark.__main__ import main
from demo.benchmark.plan import Plan
from demo.ground_truth import predictions
from tests.helpers.asking import KEY
from tests.helpers.benchmark_sets import ravdess
from tests.helpers.openai_server import OpenAIServer, Reply, serving


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIServer]:
    """A server of two models, of which the first is set."""
    with serving(otherwise=Reply(), models=("first", "second"), key=KEY) as server:
        for name, value in {"URL": server.url, "MODEL": "first", "KEY": KEY}.items():
            monkeypatch.setenv(f"EMER_ENDPOINT_{name}", value)
        yield server


def own_set(folder: Path, rows: list[str]) -> list[str]:
    """Two silent clips, a and b, with these rows of a table; the command that runs over them."""
    if not folder.exists():
        for path, name in zip(sorted(ravdess(folder, 2).iterdir()), "ab", strict=True):
            path.rename(folder / f"{name}.wav")
    table = "\n".join(["name,label,subtitle", *rows])
    (folder / "labels.csv").write_text(table + "\n", "utf-8")
    return ["--dataset", "csv", "--root", str(folder), "--out", str(folder.parent / "out")]


def refused(given: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The sentence by which the run is not resumed; its results are as they were."""
    results = Path(given[given.index("--out") + 1]) / "results.jsonl"
    before = results.read_bytes()
    capsys.readouterr()
    assert main([*given, "--resume"]) == 2
    assert results.read_bytes() == before
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_answers_of_another_model_or_server_are_not_mixed_in(
    tmp_path: Path,
    endpoint: OpenAIServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = own_set(tmp_path / "set", ["a,happy,hello", "b,sad,hello"])
    given += ["--backend", "openai_compatible"]
    assert main(given) == 0
    results = tmp_path / "out" / "results.jsonl"
    results.write_text(results.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")
    with monkeypatch.context() as other:
        other.setenv("EMER_ENDPOINT_MODEL", "second")
        assert "another model of openai_compatible (first, now second):" in refused(given, capsys)
        other.setenv("EMER_ENDPOINT_SOUND", "none")
        assert "and sound of openai_compatible (input_audio, now none):" in refused(given, capsys)
    with monkeypatch.context() as other:
        other.setenv("EMER_ENDPOINT_URL", "http://elsewhere.example/v1")
        said = refused(given, capsys)
        assert "another server of openai_compatible (this machine, port" in said
        assert "now a remote server: elsewhere.example):" in said
    with monkeypatch.context() as other:
        other.setenv("EMER_ENDPOINT_KEY", f"{KEY}-too")  # who pays makes no difference
        endpoint.key = f"{KEY}-too"
        assert main([*given, "--resume"]) == 0
    assert {body["model"] for body in endpoint.requests} == {"first"}


def test_model_and_host_are_told_and_the_key_is_not(tmp_path: Path, endpoint: OpenAIServer) -> None:
    given = own_set(tmp_path / "set", ["a,happy,hello", "b,sad,hello"])
    assert main([*given, "--backend", "openai_compatible", "--backend", "echo"]) == 0
    port = endpoint.url.removeprefix("http://127.0.0.1:").removesuffix("/v1")
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "out").glob("[!.]*")}
    assert json.loads(written["meta.json"])["conditions"]["backends"] == {
        "openai_compatible": {
            "model": "first", "server": f"this machine, port {port}", "picture": "frames",
            "sound": "input_audio",
        },
        "echo": {},
    }  # fmt: skip
    assert f"model: first · server: this machine, port {port} · picture" in written["report.html"]
    assert all(KEY not in text for text in written.values())


def test_changed_truths_and_subtitles_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["a,happy,hello", "b,sad,hello"]
    given = [*own_set(tmp_path / "set", rows), "--backend", "echo"]
    assert main(given) == 0
    own_set(tmp_path / "set", ["a,happy,hello", "b,sad,bye"])
    assert "another ground truth or subtitle of b:" in refused(given, capsys)
    own_set(tmp_path / "set", ["a,angry,hello", "b,sad,bye"])
    assert "another ground truth or subtitle of a, b:" in refused(given, capsys)
    own_set(tmp_path / "set", rows[::-1])
    assert main([*given, "--resume"]) == 0


def test_the_cascade_depends_on_who_writes_and_on_weights_of_a_persons_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EMER_TEXT_LOCAL", "a/writer")
    monkeypatch.delenv("EMER_WHISPER", raising=False)
    assert Cascade().depends_on(Request()) == {}
    written = Request("zh", options={"merge": "local"})
    assert Cascade().depends_on(written) == {"text model": "a/writer", "its place": "本机"}
    monkeypatch.setenv("EMER_WHISPER", "/somewhere/large-v3")
    assert Cascade().depends_on(Request()) == {"Whisper weights": "large-v3"}


def test_a_backend_depends_on_nothing_unless_it_says_so(endpoint: OpenAIServer) -> None:
    assert Echo().depends_on(Request()) == {}
    assert KEY not in str(OpenAICompatible().depends_on(Request()))
    assert endpoint.requests == []


def test_a_folder_of_an_older_version_or_without_its_notes_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [*own_set(tmp_path / "set", ["a,happy,hello", "b,sad,hello"]), "--backend", "echo"]
    assert main(given) == 0
    meta = tmp_path / "out" / "meta.json"
    noted = json.loads(meta.read_text("utf-8"))
    del noted["conditions"]
    meta.write_text(json.dumps(noted), "utf-8")
    assert "or of an older version's, which did not note" in refused(given, capsys)
    meta.unlink()
    said = refused(given, capsys)
    assert "without a meta.json no run in it can go on: name another" in said
    assert "--resume" not in said


def test_no_cell_is_a_formula_and_words_and_names_are_read_back(
    tmp_path: Path, endpoint: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked = backends.get("echo").card.model_copy(update={"explains": True})
    monkeypatch.setattr(backends.get("echo"), "card", ranked)  # to have differences
    said = "In the text, he greets. Therefore, odd.\nEmotions: [=1+1a, sad]"
    endpoint.enqueue(Reply(said), Reply(said))
    given = own_set(tmp_path / "set", ["-a,=happy,hello", "b,sad,hello"])
    (tmp_path / "set" / "a.wav").rename(tmp_path / "set" / "-a.wav")
    assert main([*given, "--backend", "echo", "--backend", "openai_compatible"]) == 0
    with (tmp_path / "out" / "clips.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["backend"] == "openai_compatible"]
    assert [row["openset"] for row in rows] == ["'=1+1a, sad"] * 2
    assert [row["clip"] for row in rows] == ["-a", "b"]
    said = "".join(f'{row["clip"]},"{row["openset"]}"\n' for row in rows)
    (tmp_path / "said.csv").write_text(f"clip,openset\n{said}", "utf-8")
    read = predictions.read(tmp_path / "said.csv").words
    assert {name: listed.words for name, listed in read.items()} == dict.fromkeys(
        ["-a", "b"], ("=1+1a", "sad")
    )
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8", newline="") as file:
        differences = [row for row in csv.DictReader(file) if row["kind"] == "difference"]
    assert differences
    assert min(float(row["value"]) for row in differences) < 0  # a figure is no formula


def test_other_versions_weights_and_options_are_refused_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [*own_set(tmp_path / "set", ["a,happy,hello", "b,sad,hello"]), "--backend", "echo"]
    assert main(given) == 0
    results, meta = (tmp_path / "out" / name for name in ("results.jsonl", "meta.json"))
    results.write_text(results.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")
    began = json.loads(meta.read_bytes())
    with monkeypatch.context() as other:
        other.setattr(conditions, "version", lambda _: "9.9.9")
        other.setattr(conditions.weights, "versions", lambda: {"words.onnx": "sha256 0"})
        said = refused(given, capsys)
        for what in (f" version of numpy ({began['versions']['numpy']}, now 9.9.9)",
                     "set of weights in assets/ (", "add --despite-changes"):  # fmt: skip
            assert what in said
        assert json.loads(meta.read_bytes()) == began
        assert main([*given, "--despite-changes"]) == 0
        told = capsys.readouterr()
    assert len(results.read_bytes().splitlines()) == 2
    noted = json.loads(meta.read_bytes())["changed"]
    assert sum("were made with another version of numpy (" in one for one in noted) == 1
    assert all(one in told.err and one in told.out for one in noted)
    report = html.unescape((tmp_path / "out" / "report.html").read_text("utf-8"))
    assert all(one in report for one in noted)
    assert "now 9.9.9" not in refused(given, capsys)  # it is the former versions that are new now


def test_another_option_is_named_with_both_values() -> None:
    plans = [Plan(dataset="csv", root="/a", backends=("echo",), options=one)
             for one in ({"mode": "labels"}, {"mode": "both", "frames": "8"})]  # fmt: skip
    assert plans[1].differences(plans[0]) == []
    assert [one.text("en") for one in plans[1].changes(plans[0])] == [
        "value of the option frames (none, now 8)",
        "value of the option mode (labels, now both)",
    ]
    assert "选项 mode 的值（labels，现在是 both）" in plans[1].changes(plans[0])[1].text("zh")
