"""A backend from outside this repository, named by module:Class wherever a name is accepted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from demo import agree, explain, settings
from demo.benchmark import __main__ as benchmark
from tests.helpers.places import GALLERY, ROOT

OWN = '''
"""A complete backend of one's own, with an option."""
from typing import Literal

from backends.backend import Backend, Card
from backends.base import ALL_MODALITIES, EmotionScore, Explanation, Rationale
from backends.options import Options


class MoodOptions(Options):
    mood: Literal["sunny", "grey"] = "sunny"


class Mine(Backend):
    card = Card(
        name="{name}", title="Mine <b>", summary="Says one thing.", modalities=ALL_MODALITIES,
        licence="none", size="none", place="this machine", expected_time="none",
    )
    options = MoodOptions

    def explain(self, clip, request):
        word = "happy" if MoodOptions.of(request.options).mood == "sunny" else "sad"
        yield Explanation(
            clip=clip.name, backend=self.card.name,
            emotions=[EmotionScore(word=word, score=1.0)],
            rationale=Rationale(conclusion=f"Therefore, {{word}}."),
        )


class Unfinished(Backend):
    card = Mine.card


class NoBackend:
    pass
'''


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a module of one's own."""
    (tmp_path / "own_emer.py").write_text(OWN.format(name="mine"), "utf-8")
    (tmp_path / "taken_emer.py").write_text(OWN.format(name="cascade"), "utf-8")
    (tmp_path / "broken_emer.py").write_text("import nothing_of_that_name\n", "utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command in a fresh process whose path holds the module."""
    path = os.pathsep.join([str(ROOT), str(folder)])
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", **more},
        capture_output=True,
        encoding="utf-8",
    )


CLIP = str(GALLERY / "1001_DFA_HAP_XX.mp4")
EXPLAIN = ("-m", "demo.explain", CLIP)


def test_explain_and_agree_take_it_by_its_class(own: Path) -> None:
    ran = run(own, *EXPLAIN, "--backend", "own_emer:Mine", "--option", "mood=grey", "--json")
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert (said["backend"], said["emotions"][0]["word"]) == ("mine", "sad")
    ran = run(own, "-m", "demo.agree", CLIP, "--backend", "own_emer:Mine")
    assert ran.returncode == 0, ran.stderr


def test_a_benchmark_of_it_goes_on_in_a_fresh_process(own: Path) -> None:
    out = own / "out"
    given = ["-m", "demo.benchmark", "--dataset", "gallery", "--backend", "own_emer:Mine"]
    given += ["--out", str(out)]
    ran = run(own, *given)
    assert ran.returncode == 0, ran.stderr
    lines = (out / "results.jsonl").read_text("utf-8").splitlines(keepends=True)
    assert [json.loads(line)["backend"] for line in lines] == ["mine"] * 6
    assert "Mine &lt;b&gt;" in (out / "report.html").read_text("utf-8")
    (out / "results.jsonl").write_text("".join(lines[:4]), "utf-8")
    ran = run(own, *given, "--resume")
    assert ran.returncode == 0, ran.stderr
    assert len((out / "results.jsonl").read_text("utf-8").splitlines()) == 6
    assert not run(own, *given, "--resume", "--backend", "echo").stdout


SETTINGS = """
import backends
from demo import settings
names = settings.read({arguments}).backends
mine = backends.get("mine")
print(*names, mine.card.title, [option.name for option in mine.options.shown("en")])
"""


def test_the_page_offers_it_with_its_card_and_options(own: Path) -> None:
    """By the option and by the variable: the page shows what `settings.backends` names."""
    code = SETTINGS.format(arguments=["--backends", "own_emer:Mine,echo"])
    assert run(own, "-c", code).stdout == "mine echo Mine <b> ['mood']\n"
    code = SETTINGS.format(arguments=[])
    ran = run(own, "-c", code, EMER_BACKENDS="own_emer:Mine, cascade")
    assert ran.stdout == "mine cascade Mine <b> ['mood']\n"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("no_such_module:Mine", "no_such_module"),
        ("own_emer:Other", "own_emer:Other"),
        ("own_emer:NoBackend", "own_emer:NoBackend"),
        ("own_emer:Unfinished", "own_emer:Unfinished"),
        ("broken_emer:Mine", "nothing_of_that_name"),
        ("taken_emer:Mine", "cascade"),
        (":", ":"),
    ],
)
def test_what_is_none_is_one_sentence(
    own: Path,
    name: str,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.syspath_prepend(own)
    out = ["--out", str(own / "out")]
    assert explain.main([CLIP, "--backend", name]) == 2
    told = [capsys.readouterr()]
    assert agree.main([CLIP, "--backend", name]) == 2
    told.append(capsys.readouterr())
    assert benchmark.main(["--dataset", "gallery", "--backend", name, *out]) == 2
    told.append(capsys.readouterr())
    with pytest.raises(SystemExit) as left:
        settings.read(["--backends", name])
    assert left.value.code == 2
    told.append(capsys.readouterr())
    for one in told:
        assert sentence in one.err
        assert len(one.err.splitlines()) == 1
        assert not one.out
