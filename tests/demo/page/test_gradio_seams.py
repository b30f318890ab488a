"""What Gradio itself deletes after a while, whatever it was handed before."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gradio as gr
import pytest
from gradio.route_utils import delete_files_created_by_app

from demo import page
from demo.ground_truth import gallery
from demo.page.gradio_seams import only_files
from demo.settings import Settings
from tests.helpers.places import ROOT


def test_gradio_deletes_files_although_others_named_what_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    with gr.Blocks() as blocks:
        asked = gr.JSON()
    only_files(blocks, lambda path: "mine" in path)
    clip = tmp_path / "clip.mp4"
    mine = tmp_path / "mine.mp4"
    for path in (clip, mine):
        path.write_bytes(b"x")
    blocks.upload_file_set.add(str(mine))
    with ThreadPoolExecutor() as pool:  # the browser's tests leave an event loop in this thread
        for path in (tmp_path, clip / "below.mp4", clip, mine):
            noting = asked.async_move_resource_to_block_cache(str(path))
            pool.submit(asyncio.run, noting).result()
    delete_files_created_by_app(blocks, age=None)
    assert not clip.exists()
    assert mine.exists()  # however old it is: a page shows it


def test_the_page_notes_nothing_but_files_and_never_the_gallery(tmp_path: Path) -> None:
    blocks = page.build(Settings(_cli_parse_args=False, backends=["echo"]))
    for block in blocks.blocks.values():
        assert not block.temp_files  # the gallery's first clip is shown, and not copied
        block.temp_files.add(str(tmp_path))
    assert not any(blocks.temp_file_sets)
    clips = gallery.clips()
    delete_files_created_by_app(blocks, age=None)
    assert all(clip.exists() for clip in clips)


def test_the_insides_of_gradio_are_touched_in_one_place() -> None:
    """Every other file takes from Gradio only what it offers by name."""
    files = [path for path in (ROOT / "demo").rglob("*.py") if path.name != "gradio_seams.py"]
    text = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in files}
    inside = re.compile(r"from gradio|import gradio\.")
    assert [name for name, said in text.items() if inside.search(said)] == []
    used = {word for said in text.values() for word in re.findall(r"\bgr\.(\w+)", said)}
    assert "Blocks" in used
    assert used - {"components", "themes"} <= set(gr.__all__)
