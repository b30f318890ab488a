"""One take's sound under another take's picture: each part is of its own take."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

import backends
from backends.backend import Request
from backends.base import Explanation, Modality
from backends.clip import Clip
from tests.helpers.places import GALLERY

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("sensed_once")]

SEEN_AND_HEARD = frozenset([Modality.VISUAL, Modality.ACOUSTIC])


def crossed(picture: Path, sound: Path, target: Path) -> Path:
    """A file with the pictures of one clip and the sound of another, both as they were coded."""
    with av.open(str(picture)) as seen, av.open(str(sound)) as heard, av.open(target, "w") as file:
        sources = [(seen, seen.streams.video[0]), (heard, heard.streams.audio[0])]
        copies = [file.add_stream_from_template(stream) for _, stream in sources]  # before packets
        for (source, stream), copy in zip(sources, copies, strict=True):
            for packet in source.demux(stream):
                if packet.dts is not None:
                    packet.stream = copy
                    file.mux(packet)
    return target


def told(path: Path, modality: Modality) -> set[tuple[str, object, float]]:
    *_, last = backends.get("cascade").explain(Clip.open(path), Request(modalities=SEEN_AND_HEARD))
    assert isinstance(last, Explanation)
    return {
        (one.measure.name, one.measure.value, one.start)
        for one in last.clues
        if one.modality is modality
    }


def test_each_part_is_of_its_own_take(tmp_path: Path) -> None:
    picture, sound = (GALLERY / f"1001_DFA_{name}_XX.mp4" for name in ("DIS", "ANG"))
    both = crossed(picture, sound, tmp_path / "both.mp4")
    assert told(both, Modality.VISUAL) == told(picture, Modality.VISUAL)
    assert told(both, Modality.ACOUSTIC) == told(sound, Modality.ACOUSTIC)
    for modality in SEEN_AND_HEARD:  # or it would not matter whose they are
        assert told(picture, modality) != told(sound, modality)
