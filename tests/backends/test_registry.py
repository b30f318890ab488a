"""Names lead to backends; nothing is imported before it is asked for."""

import subprocess
import sys

import pytest

import backends
from backends.backend import Backend


def test_a_wrong_name_suggests_the_nearest() -> None:
    with pytest.raises(backends.UnknownBackend, match="Did you mean “cascade”"):
        backends.get("cascad")


@pytest.mark.parametrize("name", backends.names())
def test_every_registered_backend_can_be_had(name: str) -> None:
    backend = backends.get(name)
    assert isinstance(backend, Backend)
    assert backend.card.name == name
    assert backends.get(name) is backend


def test_one_line_adds_a_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(backends.REGISTRY, "again", "backends.echo:Echo")
    assert "again" in backends.names()
    assert backends.get("again").card.title == "Echo"


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
