"""What CONTRIBUTING.md shows to copy does what it says."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

import backends
from backends.options import UnknownOption
from demo import explain
from demo.metrics import over_clips
from demo.metrics.over_clips import Family, Pair, Told, Tools
from demo.metrics.set_level import grouped_by
from demo.metrics.wheels import own
from tests.helpers.places import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
CODE = [
    textwrap.dedent(block)
    for block in re.findall(r"^ *```python\n(.*?)^ *```$", PAGE, re.DOTALL | re.MULTILINE)
]


def block(start: str) -> str:
    (found,) = [code for code in CODE if start in code]
    return found


def test_the_backend_on_the_page_is_a_backend(
    tmp_path: Path,
    happy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = block("class Mine(Backend)")
    assert len(code.splitlines()) < 40
    (tmp_path / "of_the_page.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(backends, "REGISTRY", {**backends.REGISTRY})
    name = "of_the_page:Mine"
    assert explain.main([str(happy), "--backend", name, "--option", "loud=-60"]) == 0
    loud = capsys.readouterr().out
    assert explain.main([str(happy), "--backend", name, "--option", "loud=0"]) == 0
    quiet = capsys.readouterr().out
    assert "excited" in loud and "excited" not in quiet
    assert "In the audio, the level is" in quiet
    with pytest.raises(UnknownOption, match="“loud” can't be “1”"):
        backends.check_options([backends.known(name)], {"loud": "1"})


def test_the_metric_on_the_page_measures() -> None:
    names: dict[str, object] = {**vars(over_clips), "grouped_by": grouped_by}
    exec(block("def jaccard(").replace("from __future__ import annotations\n", ""), names)
    exec(block("def _jaccard("), names)
    (family,) = names["FAMILIES"]  # type: ignore[misc]
    assert isinstance(family, Family) and family.keys == ("jaccard",)
    sides = [(("happy", "sad"), ("sad", "glum", "proud")), ((), ("happy",))]
    pairs = [Pair(Told(words=true), Told(words=said)) for true, said in sides]
    (found,) = family.measure(pairs, Tools(own(), None))
    assert found.rows == [(1 / 3,), None]  # "sad" and "glum" are of one meaning
