"""Of a part of a clip, a model on this machine is told the seconds of the whole clip."""

from __future__ import annotations

from pathlib import Path

import pytest

import backends
from backends.backend import Request
from backends.base import ALL_MODALITIES
from backends.clip import Clip
from backends.llm import prompts
from backends.llm.generation import Generation
from backends.multimodal_llm.local import LocalLLM
from tests.helpers import media


def test_times_of_a_part_are_the_clips_own(tmp_path: Path) -> None:
    clip = Clip.open(media.write(tmp_path / "long.mp4", 3.0), segment=(1.0, 2.0))
    backend, request = backends.get("qwen3-vl-4b"), Request(options={"frames": "3"})
    assert isinstance(backend, LocalLLM)
    given = backend._media(clip, request, ALL_MODALITIES, Generation.of(request.options))
    (seen,) = backend.picture(None, given)["video_metadata"]
    times = [index / seen["fps"] for index in seen["frames_indices"]]
    assert times == pytest.approx([frame.time for frame in given.frames], abs=1e-3)
    assert times[0] == pytest.approx(1.0, abs=0.05)
    assert seen["total_num_frames"] > seen["frames_indices"][-1]
    assert seen["duration"] == pytest.approx(2.0)
    assert prompts._PIECES.table("en")["ask"]["part_of_clip"].format(start=1.0) in given.prompt
