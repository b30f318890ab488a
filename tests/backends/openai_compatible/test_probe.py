"""What is proven to arrive at the server, and what is not."""

from __future__ import annotations

import pytest

from backends.backend import Request
from backends.base import Modality
from backends.clip import Clip
from backends.llm.endpoint.server import Server
from backends.openai_compatible import OpenAICompatible, __main__, probe
from tests.helpers.asking import Serve, answer
from tests.helpers.openai_server import Reply

VISUAL, ACOUSTIC, _ = Modality
MALFORMED = Reply(raw='{"choices": [')


def fates(backend: OpenAICompatible) -> str:
    return backend.card.summary


def test_the_first_use_proves_that_both_arrive(serve: Serve, clip: Clip) -> None:
    endpoint = serve()
    backend = OpenAICompatible()
    answer(clip)
    assert "The picture is proven to arrive. The sound is proven to arrive." in fates(backend)
    asked = len(endpoint.requests)
    answer(clip)
    assert len(endpoint.requests) == asked + 2  # the probe is done once; then one look an answer


@pytest.mark.parametrize(("part", "modality"), [("input_audio", ACOUSTIC), ("image_url", VISUAL)])
def test_what_the_server_drops_is_not_received(
    serve: Serve, clip: Clip, part: str, modality: Modality
) -> None:
    serve(drops=[part])
    said = answer(clip)
    assert modality not in {clue.modality for clue in said.clues}
    assert getattr(said.rationale, modality) is None
    assert any("drops the" in caveat for caveat in said.caveats)
    assert any("which it was not given" in caveat for caveat in said.caveats)
    received = said.received
    assert (not received.sound_seconds) == (modality is ACOUSTIC)
    assert (not received.frame_times) == (modality is VISUAL)
    assert "drops the" in fates(OpenAICompatible())


@pytest.mark.parametrize(
    ("part", "modality", "sound"),
    [
        ("input_audio", ACOUSTIC, "input_audio"),
        ("image_url", VISUAL, "input_audio"),
        ("image_url", VISUAL, "none"),
        ("audio_url", ACOUSTIC, "audio_url"),
    ],
)
def test_a_server_that_drops_it_later_is_noticed(
    serve: Serve,
    clip: Clip,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    modality: Modality,
    sound: str,
) -> None:
    endpoint = serve()
    monkeypatch.setenv("EMER_ENDPOINT_SOUND", sound)
    before = answer(clip)
    assert getattr(before.rationale, modality)
    endpoint.drops = [part]
    for told in ("took the", "drops the"):  # at once; and then it stays so
        said = answer(clip)
        assert getattr(said.rationale, modality) is None
        assert modality not in {clue.modality for clue in said.clues}
        assert any(told in caveat for caveat in said.caveats), said.caveats
        assert told in fates(OpenAICompatible())


def test_a_server_that_counts_no_more_is_told(serve: Serve, clip: Clip) -> None:
    endpoint = serve()
    assert not [caveat for caveat in answer(clip).caveats if "proven" in caveat]
    endpoint.counts = False
    assert "It is not proven that the sound arrives at the server." in answer(clip).caveats


def test_a_look_that_fails_leaves_what_was_proven(serve: Serve, clip: Clip) -> None:
    endpoint = serve()
    answer(clip)
    endpoint.probed = Reply(status=429)
    assert not [caveat for caveat in answer(clip).caveats if "proven" in caveat]


def test_a_server_that_does_not_count_proves_nothing(serve: Serve, clip: Clip) -> None:
    serve(counts=False)
    said = answer(clip)
    assert "It is not proven that the sound arrives at the server." in said.caveats
    assert "It is not proven that the picture arrives at the server." in said.caveats


@pytest.mark.parametrize("fault", [Reply(status=429), Reply(status=503), MALFORMED])
def test_a_probe_that_fails_is_not_begun_with_every_clip(
    serve: Serve, clip: Clip, monkeypatch: pytest.MonkeyPatch, fault: Reply
) -> None:
    endpoint = serve(probed=fault)
    for _ in range(3):
        assert "It is not proven that the sound arrives at the server." in answer(clip).caveats
    assert len(endpoint.requests) - len(endpoint.streamed) == 3
    monkeypatch.setattr(probe, "AGAIN", 0.0)
    endpoint.probed = Reply("yes")
    assert not any("proven" in caveat for caveat in answer(clip).caveats)


def test_an_answer_does_not_wait_long_for_its_proof(
    serve: Serve, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(probed=Reply(fault="silent"))
    monkeypatch.setattr("backends.openai_compatible.HOLD", 0.3)
    assert "It is not proven that the sound arrives at the server." in answer(clip).caveats
    assert not probe.start(Server.read()).done()  # a later answer may have it


def test_who_leaves_last_stops_the_probe(serve: Serve, clip: Clip) -> None:
    serve(otherwise=Reply(fault="silent"), probed=Reply(fault="silent"))
    answers = [OpenAICompatible().explain(clip, Request()) for _ in range(2)]
    for events in answers:
        next(events)
    proof = probe.start(Server.read())
    answers[0].close()
    assert not proof.cancelled()
    answers[1].close()
    assert proof.cancelled()
    assert probe.known(Server.read()) is None


@pytest.mark.parametrize(
    ("told", "code", "line"),
    [
        ({}, 0, "The sound is proven to arrive."),
        ({"drops": ["input_audio"]}, 1, "drops the sound"),
        ({"refuses": ["image_url"]}, 1, "refuses the picture"),
    ],
)
def test_the_probe_command(
    serve: Serve, capsys: pytest.CaptureFixture[str], told: dict[str, object], code: int, line: str
) -> None:
    serve(**told)
    assert __main__.main(["probe"]) == code
    assert line in capsys.readouterr().out


def test_the_probe_command_and_a_malformed_answer(
    serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    serve(probed=MALFORMED)
    assert __main__.main(["probe"]) == 1
    assert "no answer of the OpenAI protocol" in capsys.readouterr().err


def test_the_probe_command_without_a_server(
    serve: Serve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(key="another")
    assert __main__.main(["probe"]) == 1
    assert "refuses the key" in capsys.readouterr().err
    monkeypatch.delenv("EMER_ENDPOINT_URL")
    assert __main__.main(["probe"]) == 2
    assert "EMER_ENDPOINT_URL" in capsys.readouterr().err
