"""The card says what is sent, and where."""

from __future__ import annotations

import pytest

from backends.base import Modality
from backends.openai_compatible import OpenAICompatible
from tests.helpers.asking import KEY, Serve

VISUAL, _, LEXICAL = Modality


def test_the_card_says_what_is_sent_where_and_asks_nobody(serve: Serve) -> None:
    endpoint = serve()
    card = OpenAICompatible().card
    port = endpoint.url.split(":")[2].split("/")[0]
    assert card.place == f"this machine, port {port}"
    assert "8 frames, or as many as you choose (as pictures), the sound, the" in card.summary
    assert "not proven yet" in card.summary and "尚未验证" in card.text("summary", "zh")
    assert KEY not in card.model_dump_json()
    assert not endpoint.requests


def test_a_remote_server_is_named_without_the_rest_of_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EMER_ENDPOINT_URL", "https://llm.example.org:8443/v1?token=hidden")
    monkeypatch.setenv("EMER_ENDPOINT_MODEL", "omni")
    monkeypatch.setenv("EMER_ENDPOINT_SOUND", "none")
    card = OpenAICompatible().card
    assert card.place == "a remote server: llm.example.org"
    assert card.text("place", "zh") == "远程服务器：llm.example.org"
    assert "sound" not in card.summary.split(".")[1]
    assert card.modalities == {VISUAL, LEXICAL}
    assert "hidden" not in card.model_dump_json()
