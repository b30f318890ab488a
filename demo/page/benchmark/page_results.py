"""What one open page's benchmark has come to, in a folder of its own that goes with the page."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from backends.errors import EmerError
from demo.benchmark.plan import Plan
from demo.benchmark.scores import Table
from demo.ground_truth.datasets import Dataset
from demo.page.gradio_seams import upload_folder


class PageResults:
    """The results of one open page: drawn again in another language, gone on with, deleted."""

    def __init__(self) -> None:
        self.asked: tuple[Plan, Dataset] | None = None
        self.path: Path | None = None
        self.closed = False
        """The page is closed: whoever still writes to the folder deletes it afterwards."""
        self.progress: dict[str, Any] | None = None
        """How far the last run has come, as `benchmark_status.html` takes it; None: not told."""
        self.refusal: EmerError | None = None
        self.table: Table | None = None
        """What the last run came to, once it is over."""

    def folder_for(self, asked: Plan, dataset: Dataset) -> Path:
        """The folder to go on in if the same is asked for of the same data, else a new one."""
        if self.path is None or self.asked != (asked, dataset):
            self.delete()
            upload_folder().mkdir(parents=True, exist_ok=True)
            self.asked = asked, dataset
            self.path = Path(tempfile.mkdtemp(prefix="benchmark-", dir=upload_folder()))
        return self.path

    def delete(self) -> None:
        """Remove the folder with all that is in it."""
        if self.path:
            shutil.rmtree(self.path, ignore_errors=True)
        self.asked = self.path = None
