"""Names lead to backends; nothing is imported before it is asked for."""

import json
import subprocess
import sys
from pathlib import Path

import gradio as gr
import pytest

import backends
from backends.backend import Backend
from backends.base import Explanation
from demo import explain, page
from demo.benchmark import __main__ as benchmark
from demo.settings import Settings


def test_a_wrong_name_suggests_the_nearest() -> None:
    with pytest.raises(backends.UnknownBackend, match="Did you mean “cascade”"):
        backends.get("cascad")


@pytest.mark.parametrize("name", backends.names())
def test_every_registered_backend_can_be_had(name: str) -> None:
    backend = backends.get(name)
    assert isinstance(backend, Backend)
    assert backend.card.name == name
    assert backends.get(name) is backend


FOREIGN = """
from backends.backend import Backend, Card
from backends.base import ALL_MODALITIES, EmotionScore, Explanation, Progress


class Coin(Backend):
    card = Card(
        name="coin", title="Tossed coin", summary="Heads is happy.", modalities=ALL_MODALITIES,
        licence="none", size="none", place="this machine", expected_time="no time",
    )

    def explain(self, clip, request):
        yield Progress(stage="tossing")
        heads = EmotionScore(word="happy", score=1.0)
        yield Explanation(clip=clip.name, backend=self.card.name, emotions=[heads])
"""


@pytest.mark.models
def test_one_line_adds_a_backend(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    happy: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "tossed_coin.py").write_text(FOREIGN, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(backends.REGISTRY, "coin", "tossed_coin:Coin")
    assert "coin" in backends.names()

    blocks = page.build(Settings(_cli_parse_args=False, backends=["echo", "coin"]))
    built = [
        block for block in blocks.blocks.values() if isinstance(block, gr.components.Component)
    ]
    assert [block.label for block in built if block.elem_id == "tick-coin"] == ["Tossed coin"]
    assert sum("Heads is happy." in str(block.value) for block in built) == 1

    assert explain.main([str(happy), "--backend", "coin", "--json"]) == 0
    said = Explanation.model_validate_json(capsys.readouterr().out)
    assert (said.backend, said.emotions[0].word) == ("coin", "happy")

    out = tmp_path / "out"
    asked = ["--dataset", "gallery", "--backend", "coin", "--limit", "3", "--out", str(out)]
    assert benchmark.main(asked) == 0
    results = [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
    assert [result["backend"] for result in results] == ["coin"] * 3
    assert all(result["explanation"]["emotions"][0]["word"] == "happy" for result in results)


def test_cards_load_no_model_library_and_backends_no_page() -> None:
    code = (
        "import sys, backends\n"
        "[backends.get(name).card for name in backends.names()]\n"
        "heavy = {'gradio', 'demo', 'cv2', 'onnxruntime', 'faster_whisper', 'parselmouth', 'av'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_options_are_checked_against_what_the_backends_offer() -> None:
    backends.check_options(["cascade"], {"merge": "rules"})
    backends.check_options(["smolvlm2"], {"mode": "labels", "frames": "12", "seed": "3"})
    with pytest.raises(backends.UnknownOption, match="Did you mean “mode”"):
        backends.check_options(["smolvlm2"], {"mood": "labels"})
    with pytest.raises(backends.UnknownOption, match="only: reasons, labels"):
        backends.check_options(["smolvlm2"], {"mode": "lables"})
    with pytest.raises(backends.UnknownOption, match="Known: none"):
        backends.check_options(["echo"], {"frames": "8"})
    with pytest.raises(backends.UnknownOption, match="only: rules"):
        backends.check_options(["cascade"], {"merge": "endpoint"})
