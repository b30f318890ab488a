"""The same server without the page, by gradio_client."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from backends.base import Explanation
from demo import page
from demo.settings import Settings
from tests.helpers.patience import PATIENCE
from tests.helpers.places import GALLERY


@pytest.fixture(scope="module")
def client(server: str) -> Client:
    """A client of the running page."""
    return Client(server, verbose=False, httpx_kwargs={"timeout": PATIENCE})


@pytest.fixture(scope="module")
def narrow() -> Iterator[str]:
    """The address of a server that explains one clip at a time."""
    settings = Settings(_cli_parse_args=False, parallel=1, backends=["echo"])
    blocks = page.build(settings)
    yield page.launch(blocks, settings, prevent_thread_lock=True, quiet=True)
    blocks.close()


def uploaded(name: str) -> list[Path]:
    """Files of this name that the server keeps."""
    return list(Path(os.environ["GRADIO_TEMP_DIR"]).rglob(name))


def own(clip: Path, folder: Path, name: str) -> Path:
    """A copy of a clip under a name that no other test uses."""
    return Path(shutil.copy(clip, folder / name))


def test_explain(client: Client, happy: Path) -> None:
    answers = client.predict(handle_file(str(happy)), ["cascade", "echo"], api_name="/explain")
    cascade, echo = (Explanation.model_validate(answer) for answer in answers)
    assert cascade.emotions[0].word == "happy"
    assert echo.clip == "1001_DFA_HAP_XX"


def test_an_explanation_is_taken_away_as_files(client: Client, happy: Path) -> None:
    clip = handle_file(str(happy))
    files = client.predict(clip, "cascade", "eaf,csv", language="zh", api_name="/take_away")
    assert [Path(one).name for one in files] == [
        f"{happy.stem}.cascade{ending}" for ending in (".clues.csv", ".curves.csv", ".eaf")
    ]
    assert "快乐" in Path(files[0]).read_text("utf-8")
    with pytest.raises(AppError, match="Did you mean “json”"):
        client.predict(clip, "cascade", "jsn", api_name="/take_away")
    with pytest.raises(AppError, match="cascade"):
        client.predict(clip, "nobody", api_name="/take_away")


def test_only_two_endpoints_are_public(client: Client) -> None:
    endpoints = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert list(endpoints) == ["/explain", "/take_away"]


def test_bad_input_is_a_sentence(client: Client, tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_text("no video")
    with pytest.raises(AppError, match="not a video or sound file"):
        client.predict(handle_file(str(bad)), ["echo"], api_name="/explain")


WRONG: list[tuple[list[Any], str]] = [
    ([["nobody"]], "Choose among these backends: cascade"),
    ([[["echo"]]], "Choose among these backends: cascade"),
    ([5], "Choose among these backends: cascade"),
    ([["echo"], ["en"]], "The language is “en” or “zh”"),
    ([["echo"], "en", 5], "The modalities are a list"),
    ([["echo"], "en", [["visual"]]], "not a valid Modality"),
    ([["echo"], "en", None, 5], "The subtitle is a text"),
    ([["echo"], "en", None, "", [5]], "The options are a dictionary"),
]


@pytest.mark.parametrize(("asked", "said"), WRONG)
def test_what_cannot_be_asked_for_is_a_sentence(
    client: Client, happy: Path, tmp_path: Path, asked: list[Any], said: str
) -> None:
    clip = own(happy, tmp_path, "refused.mp4")
    with pytest.raises(AppError, match=said):
        client.predict(handle_file(str(clip)), *asked, api_name="/explain")
    assert not uploaded("refused.mp4")


def test_the_clip_is_gone_after_the_call(client: Client, happy: Path, tmp_path: Path) -> None:
    clip = own(happy, tmp_path, "answered.mp4")
    (answer,) = client.predict(handle_file(str(clip)), ["echo"], api_name="/explain")
    assert answer["clip"] == "answered"
    assert not uploaded("answered.mp4")


def test_the_same_clip_by_several_who_wait_in_line(
    narrow: str, happy: Path, tmp_path: Path
) -> None:
    clip = own(happy, tmp_path, "shared.mp4")
    clients = [Client(narrow, verbose=False, httpx_kwargs={"timeout": PATIENCE}) for _ in range(4)]

    def ask(client: Client) -> list[dict[str, Any]]:
        return client.predict(handle_file(str(clip)), ["echo"], api_name="/explain")

    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(ask, clients))
    assert [answer["clip"] for (answer,) in answers] == ["shared"] * 4
    assert not uploaded("shared.mp4")


def test_a_gallery_clip_stays_on_the_page(client: Client, server: str) -> None:
    config = httpx.get(f"{server}config", timeout=PATIENCE).json()
    (player,) = (c for c in config["components"] if c["props"].get("elem_id") == "player")
    shown = player["props"]["value"]["url"]
    clip = Path(player["props"]["value"]["path"]).name
    assert clip not in {path.name for path in GALLERY.iterdir()}  # its name would tell its label
    own = sorted(GALLERY.glob("*.mp4"))[0]
    client.predict(handle_file(str(own)), ["echo"], api_name="/explain")
    assert httpx.get(shown, timeout=PATIENCE).status_code == 200
    assert own.exists()
    assert not uploaded(own.name)


def test_a_folder_breaks_nothing(client: Client, happy: Path, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="Give the clip with handle_file"):
        client.predict({"path": os.environ["GRADIO_TEMP_DIR"]}, ["echo"], api_name="/explain")
    clip = own(happy, tmp_path, "after.mp4")
    client.predict(handle_file(str(clip)), ["echo"], api_name="/explain")
    assert not uploaded("after.mp4")


@pytest.mark.parametrize(
    ("meta", "said"),
    [({}, "Give the clip with handle_file"), ({"meta": {"_type": "gradio.FileData"}}, "")],
)  # Gradio itself refuses the second, without saying why
def test_files_of_the_server_are_out_of_reach(
    server: str, happy: Path, tmp_path: Path, meta: dict[str, Any], said: str
) -> None:
    clip = own(happy, tmp_path, "of_the_server.mp4")
    call = f"{server.rstrip('/')}/gradio_api/call/explain"
    inputs = [{"path": str(clip), **meta}, ["echo"], "en", None, "", None]
    asked = httpx.post(call, json={"data": inputs}, timeout=PATIENCE)
    told = httpx.get(f"{call}/{asked.json()['event_id']}", timeout=PATIENCE).text
    assert "event: error" in told
    assert said in told
    assert "frames" not in told
    assert clip.exists()
