"""The echo says what it received, and explains nothing."""

from __future__ import annotations

from pathlib import Path

from backends.backend import Request
from backends.base import Explanation, Modality, State
from backends.clip import Clip
from backends.echo import Echo


def test_it_tells_what_was_received_apart_from_what_was_not(happy: Path) -> None:
    request = Request(modalities=frozenset({Modality.VISUAL, Modality.LEXICAL}))
    *_, said = Echo().explain(Clip.open(happy), request)
    assert isinstance(said, Explanation)
    assert said.state == {
        "visual": State.READ,
        "acoustic": State.NOT_RECEIVED,
        "lexical": State.NOT_RECEIVED,
        "conclusion": State.NOT_CLEAR,
    }
    assert not said.emotions and not Echo.card.explains
