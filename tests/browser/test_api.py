"""The same server without the page, by gradio_client."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from backends.base import Explanation


@pytest.fixture(scope="module")
def client(server: str) -> Client:
    """A client of the running page."""
    return Client(server, verbose=False)


def test_explain(client: Client, happy: Path) -> None:
    answers = client.predict(handle_file(str(happy)), ["cascade", "echo"], api_name="/explain")
    cascade, echo = (Explanation.model_validate(answer) for answer in answers)
    assert cascade.emotions[0].word == "happy"
    assert echo.clip == "1001_DFA_HAP_XX"


def test_only_one_endpoint_is_public(client: Client) -> None:
    endpoints = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert list(endpoints) == ["/explain"]


def test_bad_input_is_a_sentence(client: Client, happy: Path, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="Choose among these backends: cascade"):
        client.predict(handle_file(str(happy)), ["nobody"], api_name="/explain")
    bad = tmp_path / "bad.mp4"
    bad.write_text("no video")
    with pytest.raises(AppError, match="not a video or sound file"):
        client.predict(handle_file(str(bad)), ["echo"], api_name="/explain")


@pytest.mark.parametrize("meta", [{}, {"meta": {"_type": "gradio.FileData"}}])
def test_files_of_the_server_are_out_of_reach(server: str, happy: Path, meta: dict) -> None:
    call = f"{server.rstrip('/')}/gradio_api/call/explain"
    asked = httpx.post(call, json={"data": [{"path": str(happy), **meta}, ["echo"]]})
    told = httpx.get(f"{call}/{asked.json()['event_id']}", timeout=30).text
    assert "event: error" in told
    assert "frames" not in told
