"""What touches the insides of Gradio, so that a newer one is tried in one place."""

from __future__ import annotations

from pathlib import Path

import gradio as gr


class _Files(set[str]):
    """A set that takes only files."""

    def add(self, path: str) -> None:
        """Leave out whatever else anyone names."""
        if Path(path).is_file():
            super().add(path)


def only_files(blocks: gr.Blocks) -> None:
    """Let Gradio note nothing but files for its deletion (`delete_cache`) in a page that is built.

    It notes any path below the upload folder that a request names, and its task ends for good
    at the first that it can't delete, such as a folder (gradio 6.31, `route_utils.py`).
    """
    for block in blocks.blocks.values():
        block.temp_files = _Files(block.temp_files)
    noted = [block.temp_files for block in blocks.blocks.values()]
    blocks.temp_file_sets = [blocks.upload_file_set, *noted]
