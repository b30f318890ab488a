"""Where phones reach a room, and that it is said where they can't."""

from __future__ import annotations

import pytest

from demo.lesson import address
from demo.settings import Settings


def settings(**given: str) -> Settings:
    """Settings without a command line."""
    return Settings(_cli_parse_args=False, backends=["echo"], **given)


def of(asked_at: str, **given: str) -> address.Address:
    """A room's address as a teacher at `asked_at` is told."""
    return address.of_room("CDFHJK", asked_at, settings(**given))


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine is 192.168.1.5 in its network."""
    monkeypatch.setattr(address, "network_address", lambda: "192.168.1.5")


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    ("asked_at", "given", "url", "told"),
    [
        ("http://127.0.0.1:7860/lesson", {}, "http://127.0.0.1:7860/lesson/CDFHJK", "can't reach"),
        ("http://localhost:7860/lesson", {"host": "0.0.0.0"},
         "http://192.168.1.5:7860/lesson/CDFHJK", ""),
        ("http://[::1]:7860/emer/lesson", {"host": "::"},
         "http://192.168.1.5:7860/emer/lesson/CDFHJK", ""),
        ("http://10.0.0.7:7860/lesson", {"host": "0.0.0.0"},
         "http://10.0.0.7:7860/lesson/CDFHJK", ""),
        ("https://me-emer.hf.space/lesson", {}, "https://me-emer.hf.space/lesson/CDFHJK", ""),
        ("http://127.0.0.1:7860/lesson", {"lesson_address": "https://school.example/emer/"},
         "https://school.example/emer/lesson/CDFHJK", ""),
    ],
)  # fmt: skip
def test_the_address(asked_at: str, given: dict[str, str], url: str, told: str) -> None:
    found = of(asked_at, **given)
    assert found.url == url
    assert told in (str(found.problem) if found.problem else "")
    assert bool(told) == bool(found.problem)


def test_a_machine_in_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "network_address", lambda: None)
    found = of("http://localhost:7860/lesson", host="0.0.0.0")
    assert "no address of this machine" in str(found.problem)


def test_the_qr_code_is_drawn_and_escapes_nothing_of_a_page() -> None:
    drawn = address.qr_code("http://192.168.1.5:7860/lesson/CDFHJK")
    assert drawn.startswith("<svg") and "viewBox" in drawn
    assert "<script" not in address.qr_code("http://x/<script>alert(1)</script>")
