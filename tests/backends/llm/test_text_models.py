"""Language models that write text from text: behind an endpoint, and in transformers."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from backends.backend import Request
from backends.cascade import Cascade
from backends.clip import Clip
from backends.errors import BackendError
from backends.llm.local import weights
from backends.llm.local.loading import mend_torchvision
from backends.llm.local.weights import FOLDER_VARIABLE
from backends.llm.text_models import Turn, configured
from tests.helpers.openai_server import REASONS, OpenAIServer, Reply, serving
from tests.helpers.patience import PATIENCE
from tests.helpers.tiny_parts import PLAIN, TEXT, tokenizer

pytest_plugins = ["tests.helpers.tiny_models"]

TURNS = [
    Turn("system", "Write."),
    Turn("user", "Who?"),
    Turn("assistant", "He."),
    Turn("user", "?"),
]


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch):
    with serving(otherwise=Reply(), key="a-secret") as server:
        monkeypatch.setenv("EMER_TEXT_URL", server.url)
        monkeypatch.setenv("EMER_TEXT_MODEL", "tiny")
        monkeypatch.setenv("EMER_TEXT_KEY", "a-secret")
        yield server


def written(name: str, most: int = 50) -> str:
    return "".join(piece or "" for piece in configured()[name].write(TURNS, most))


def test_nothing_is_configured_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "MODEL", "LOCAL"):
        monkeypatch.delenv(f"EMER_TEXT_{name}", raising=False)
    assert configured() == {}


def test_an_endpoint_gets_the_whole_conversation_and_answers(endpoint: OpenAIServer) -> None:
    assert written("endpoint").strip() == REASONS
    sent = endpoint.streamed[0]["messages"]
    assert [(message["role"], message["content"]) for message in sent] == [*map(tuple, TURNS)]
    assert endpoint.streamed[0]["temperature"] == 0


def test_a_failing_endpoint_is_a_sentence_without_the_key(endpoint: OpenAIServer) -> None:
    endpoint.key = "another"
    with pytest.raises(BackendError, match="EMER_TEXT_KEY") as caught:
        written("endpoint")
    assert "a-secret" not in str(caught.value)


def test_closing_stops_the_request(endpoint: OpenAIServer) -> None:
    endpoint.enqueue(Reply(fault="silent"))
    pieces = configured()["endpoint"].write(TURNS, 50)
    assert next(pieces) is None
    pieces.close()
    assert endpoint.left.wait(PATIENCE)


def test_a_wrong_address_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMER_TEXT_URL", "nowhere")
    monkeypatch.setenv("EMER_TEXT_MODEL", "tiny")
    with pytest.raises(BackendError, match="EMER_TEXT_URL"):
        configured()


def test_the_help_names_the_variables_that_are_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMER_TEXT_URL", "http://host/v1")
    monkeypatch.setenv("EMER_TEXT_MODEL", "tiny")
    monkeypatch.setenv("EMER_TEXT_SOUND", "stereo")
    with pytest.raises(BackendError, match="EMER_TEXT_SOUND is one of") as caught:
        configured()
    assert "EMER_ENDPOINT" not in str(caught.value)


@pytest.mark.parametrize(("there", "lacking"), [("URL", "MODEL"), ("MODEL", "URL")])
def test_half_an_endpoint_names_the_other_half(
    monkeypatch: pytest.MonkeyPatch, there: str, lacking: str
) -> None:
    monkeypatch.delenv(f"EMER_TEXT_{lacking}", raising=False)
    monkeypatch.setenv(f"EMER_TEXT_{there}", "http://host/v1")
    with pytest.raises(BackendError, match=f"EMER_TEXT_{lacking} is not"):
        configured()


@pytest.mark.models
def test_the_cascade_hands_over_clues_and_words_and_checks(
    endpoint: OpenAIServer, happy: Path
) -> None:
    said = (
        "In the video, the face looks happy.\nIn the audio, the voice trembles.\n"
        "In the text, nothing is said of feelings.\nTherefore, he is glad.\n"
        "Emotions: [happy, heartbroken]"
    )
    endpoint.enqueue(Reply(said))
    request = Request(options={"merge": "endpoint"})
    *_, answer = Cascade().explain(Clip.open(happy), request)
    assert answer.rationale.visual == "In the video, the face looks happy."
    assert "In the audio, the voice trembles." in answer.unsupported
    assert "heartbroken" in answer.unsupported
    assert "In the video, the face looks happy." not in answer.unsupported
    (sent,) = endpoint.streamed
    assert all(isinstance(message["content"], str) for message in sent["messages"])
    assert "forget a jacket" in sent["messages"][-1]["content"]


@pytest.fixture
def local(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tiny random text model, saved as a real one is, is the one that is configured."""
    name = "somebody/tiny-text"
    monkeypatch.setenv(FOLDER_VARIABLE, str(tiny_folder))
    monkeypatch.setenv("EMER_TEXT_LOCAL", name)
    if (tiny_folder / name).exists():
        return
    mend_torchvision()
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    words = tokenizer(marks=["<|end|>", "<|pad|>"])
    words.chat_template = (
        "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}<|end|>"
        "{% endfor %}"
    )
    torch.manual_seed(0)
    model = LlamaForCausalLM(LlamaConfig(**TEXT | PLAIN, vocab_size=len(words)))
    model.save_pretrained(tiny_folder / name)
    words.save_pretrained(tiny_folder / name)


@pytest.mark.models
@pytest.mark.usefixtures("local")
def test_a_local_model_writes_the_same_for_the_same_conversation() -> None:
    first = written("local", most=12)
    assert first
    assert written("local", most=12) == first


@pytest.mark.models
@pytest.mark.usefixtures("local")
def test_a_local_model_stops_when_closed() -> None:
    before = threading.active_count()
    pieces = configured()["local"].write(TURNS, 4000)
    while not next(pieces):
        pass
    pieces.close()
    assert threading.active_count() <= before + 1


@pytest.mark.models
@pytest.mark.usefixtures("local")
def test_a_local_model_is_fetched_where_that_is_allowed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = Path(os.environ[FOLDER_VARIABLE])
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setenv("EMER_TEXT_LOCAL", "somebody/fetched")
    monkeypatch.setattr(weights, "may_download", lambda: True)
    asked = []

    def fetch(name: str, **_: object) -> None:
        asked.append(name)
        shutil.copytree(there / "somebody" / "tiny-text", tmp_path / name)

    monkeypatch.setattr("huggingface_hub.snapshot_download", fetch)
    assert written("local", most=4)
    assert written("local", most=4)
    assert asked == ["somebody/fetched"]


@pytest.mark.models
@pytest.mark.usefixtures("local")
def test_a_download_that_fails_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMER_TEXT_LOCAL", "nobody/nothing")
    monkeypatch.setattr(weights, "may_download", lambda: True)
    with pytest.raises(BackendError, match="nobody/nothing can't be downloaded"):
        written("local")


def test_weights_that_are_not_here_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMER_TEXT_LOCAL", "nobody/nothing")
    with pytest.raises(BackendError, match="hf download nobody/nothing") as caught:
        written("local")
    assert "nan" not in str(caught.value)
