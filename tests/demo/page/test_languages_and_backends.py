"""A third language is a file, a backend from elsewhere is a name: the page offers both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import backends
from demo import page, strings
from demo.page.benchmark.handlers import BenchmarkHandlers
from demo.page.explain.explaining import Explaining
from demo.page.language import asked_language
from demo.page.translating import Translating
from demo.settings import Settings
from tests.helpers.open_page import OpenPage, session
from tests.helpers.places import ROOT

MINE = """
from typing import Literal

from pydantic import Field

from backends.backend import Backend, Card
from backends.base import ALL_MODALITIES, EmotionScore, Explanation
from backends.options import Options


class TalkOptions(Options):
    tone: Literal["plain", "bold"] = Field("plain", title="Tone of it", description="How it talks.")


class Talker(Backend):
    card = Card(
        name="mine-of-{n}", title="My own <b>backend</b>", summary="Says what it is told.",
        modalities=ALL_MODALITIES, licence="mine", size="none", place="here",
        expected_time="no time",
    )
    options = TalkOptions

    def explain(self, clip, request):
        emotions = [EmotionScore(word=self.options.of(request.options).tone, score=1)]
        yield Explanation(clip=clip.name, backend=self.card.name, emotions=emotions)
"""


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's words in a folder where a third language has a file."""
    for file in (ROOT / "demo").glob("*.toml"):
        shutil.copy(file, tmp_path)
    words = 'own_name = "Español"\nexplain = "Explicar"\nown_use = "Comparar con esto"\n'
    (tmp_path / "es.toml").write_text(words, "utf-8")
    monkeypatch.setattr(strings.SAY, "folder", tmp_path)


@pytest.mark.usefixtures("spanish")
def test_a_third_language_is_one_file() -> None:
    """Both pages offer it, and the address names it; what it lacks is told in English."""
    blocks = page.build(Settings(_cli_parse_args=False, backends=["echo"]))
    opened, benchmark = OpenPage(blocks, Explaining), OpenPage(blocks, BenchmarkHandlers)
    now = opened.page
    for radio in (now.language, benchmark.page.language):
        assert radio.choices == [("English", "en"), ("Español", "es"), ("中文", "zh")]

    class Request:
        query_params = {"lang": "es"}  # noqa: RUF012
        headers: dict[str, str] = {}  # noqa: RUF012

    assert asked_language(Request()) == "es"  # type: ignore[arg-type]
    opened.values[now.language] = "es"
    [words] = opened.fire(Translating.translate)
    assert words[now.choice.explain]["value"] == "Explicar"
    assert words[now.choice.cancel]["value"] == "Cancel"
    opened.fire(Explaining.line_up)
    drawn = opened.fire(Explaining.explain)[-1]
    assert "Echo: no clear emotion." in drawn[now.status]
    assert not drawn[now.alert]
    opened.values[now.language] = "en"
    [words] = opened.fire(Translating.translate)
    assert "The answers were written in Español" in words[now.status]


def test_a_backend_from_elsewhere_has_its_place_on_both_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its card, its options and its answers, of a class in a file of one's own and nothing else."""
    (tmp_path / "elsewhere.py").write_text(MINE.replace("{n}", "elsewhere"), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(backends, "REGISTRY", {**backends.REGISTRY})
    name = backends.known("elsewhere:Talker")
    blocks = page.build(Settings(_cli_parse_args=False, backends=[name, "echo"]))
    opened, benchmark = OpenPage(blocks, Explaining), OpenPage(blocks, BenchmarkHandlers)
    now = opened.page
    assert "Says what it is told." in now.choice.cards[name].value
    assert now.choice.ticks[name].label == "My own <b>backend</b>"
    tone = now.choice.options["tone"]
    assert (tone.label, tone.info) == ("Tone of it", "How it talks.")
    assert [value for _, value in tone.choices] == ["plain", "bold"]
    assert tone.value == "plain"

    opened.values |= {tone: "bold"}
    opened.fire(Explaining.line_up)
    drawn = opened.fire(Explaining.explain)[-1]
    assert '<span class="word">bold' in drawn[now.columns]
    assert "My own &lt;b&gt;backend&lt;/b&gt;" in drawn[now.columns]
    assert f'data-panel="{name}"' in drawn[now.agreement.drawn]

    assert ("My own <b>backend</b>", name) in benchmark.page.backends.choices
    benchmark.values |= {benchmark.page.backends: [name], benchmark.page.limit: 2}
    benchmark.fire(BenchmarkHandlers.line_up)
    drawn = benchmark.fire(BenchmarkHandlers.run)[-1]
    assert "2 of 2 answers" in drawn[benchmark.page.status]
    assert "My own &lt;b&gt;backend&lt;/b&gt;" in drawn[benchmark.page.leaderboard]
    benchmark.do.close(session())
