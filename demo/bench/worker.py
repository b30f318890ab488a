"""Runs inside a checkout and tells what its answers cost: one line of JSON for each it is given.

It is started as a file, with the folder of the checkout as its working directory and PYTHONPATH, so
that it measures that checkout's packages, and therefore imports none of this package. Places in
code are named by text: a version that has none of them goes without.

Lines given: {"do": "warm" | "stages" | "practice", "clip": PATH, …}.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from time import perf_counter, process_time, thread_time
from typing import Any

STAGES = {
    "faces: detector": ("face.nets:detect", "face_nets:detect"),
    "faces: mesh": ("face.nets:mesh", "face_nets:mesh"),
    "faces: expression": (
        "face.expression:read",
        "face.nets:expression",
        "face_nets:expression",
    ),
    "speech detection": (
        "voice.voice:speech_stretches",
        "words.transcript:speech_stretches",
        "voice:speech_stretches",
        "transcript:speech_stretches",
        "=faster_whisper.transcribe:get_speech_timestamps",
    ),
    "transcriber": ("words.transcript:transcribe", "transcript:transcribe"),
    "words": ("words.words:read", "words:read"),
}
"""Stage → functions of `backends.cascade` that are its work, under the names of all versions; "="
stands before one of another package."""

ANSWERS = ("cascade.answer:Answer", "cascade:_Answer")
"""The answer that grows, under the names of all versions."""
COMPOSING = ("so_far", "whole")
"""Its methods that turn measurements into sentences."""

FACE = "faces: expression"
"""It is called once for every face."""

spent: dict[str, float] = defaultdict(float)
calls: dict[str, int] = defaultdict(int)
_running: list[str] = []


def main() -> None:
    """Answer every line until there are no more."""
    for line in sys.stdin:
        asked = json.loads(line)
        found = DOING[asked.pop("do")](**asked)
        print(json.dumps(found), flush=True)


def warm(clip: str) -> dict[str, float]:
    """Processor seconds of one more answer, and seconds by the clock to its first part."""
    began, cpu, first = perf_counter(), process_time(), None
    for event in _events(clip):
        if first is None and hasattr(event, "explanation"):
            first = perf_counter() - began
    now = perf_counter()
    return {"cpu": process_time() - cpu, "first": first or now - began, "wall": now - began}


def stages(clip: str) -> dict[str, Any]:
    """Processor seconds by stage, each sense for itself so that no two are mixed, and of faces."""
    _watch()
    spent.clear()
    calls.clear()
    cpu = process_time()
    shared = _opened(clip)
    _ = shared.frames, shared.sound
    found = {"decode": process_time() - cpu}
    rest = {"visual": "faces: the rest", "acoustic": "voice", "lexical": "words"}
    for modality, name in rest.items():
        before, cpu = sum(spent.values()), process_time()
        for _ in _events(clip, shared, modality):
            pass
        spent[name] += process_time() - cpu - (sum(spent.values()) - before)
    found |= {name: spent[name] for name in (*STAGES, *rest.values(), "compose") if spent[name]}
    faces = calls[FACE]
    alone = sum(seconds for name, seconds in found.items() if name.startswith("faces"))
    return {"stages": found, "faces": faces, "a face": alone / faces if faces else None}


def practice(clip: str, weights: str) -> dict[str, float]:
    """Processor seconds of what is done elsewhere: openai-whisper's base in float32, and a face
    detector and an expression net on every frame of the file; both are those of this checkout."""
    import cv2
    import numpy as np

    if "whisper" not in _loaded:
        whisper = importlib.import_module("whisper")
        _loaded["whisper"] = whisper.load_model(weights, device="cpu")
    cpu = process_time()
    sound = np.ascontiguousarray(_opened(clip).sound)
    _loaded["whisper"].transcribe(sound, fp16=False, word_timestamps=True)
    hearing, cpu = process_time() - cpu, process_time()
    nets = importlib.import_module("backends.cascade.face.nets")
    reader = importlib.import_module("backends.cascade.face.expression")
    pictures = cv2.VideoCapture(clip)
    frames = 0
    while True:
        there, image = pictures.read()
        if not there:
            break
        frames += 1
        image = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        for face in nets.detect(image):
            reader.read(nets.crop(image, face))
    return {"hearing": hearing, "seeing": process_time() - cpu, "frames": frames}


_loaded: dict[str, Any] = {}


def _opened(clip: str) -> Any:
    return importlib.import_module("backends.clip").Clip.open(Path(clip))


def _events(clip: str, opened: Any = None, modality: str = "") -> Iterator[Any]:
    """What the default says of a clip: of all of it, or of one modality."""
    base, registry = importlib.import_module("backends.base"), importlib.import_module("backends")
    try:
        request = importlib.import_module("backends.backend").Request
    except ModuleNotFoundError:
        request = base.Request
    modalities = frozenset([base.Modality(modality)] if modality else base.Modality)
    events: Iterator[Any] = registry.get("cascade").explain(
        opened or _opened(clip), request("en", modalities)
    )
    return events


def _watch() -> None:
    """Have the functions of every stage count what they spend; once is enough."""
    if "watched" in _loaded:
        return
    _loaded["watched"] = True
    for stage, places in STAGES.items():
        for place in places:
            module = place[1:] if place.startswith("=") else f"backends.cascade.{place}"
            holder, name, function = _found(module)
            if function:
                setattr(holder, name, _counted(stage, function, process_time))
    answer = next(one for place in ANSWERS if (one := _found(f"backends.{place}")[2]))
    for name in COMPOSING:
        setattr(answer, name, _counted("compose", getattr(answer, name), thread_time))


def _found(place: str) -> tuple[Any, str, Any]:
    """The module of "module:name", that name, and what is called so; None: there is nothing."""
    module, _, name = place.partition(":")
    try:
        holder = importlib.import_module(module)
    except ModuleNotFoundError:
        return None, name, None
    return holder, name, getattr(holder, name, None)


def _counted(
    stage: str, function: Callable[..., Any], clock: Callable[[], float]
) -> Callable[..., Any]:
    """The same function, whose time belongs to `stage`, without that of stages inside it."""

    def within(work: Callable[[], Any]) -> Any:
        inside, began = sum(spent.values()), clock()
        try:
            return work()
        finally:
            spent[stage] += clock() - began - (sum(spent.values()) - inside)

    def each(steps: Iterator[Any]) -> Iterator[Any]:
        ended = object()
        while (step := within(lambda: next(steps, ended))) is not ended:
            yield step

    @wraps(function)
    def counted(*args: Any, **options: Any) -> Any:
        calls[stage] += 1
        found = within(lambda: function(*args, **options))
        return each(found) if isinstance(found, Iterator) else found

    return counted


DOING: dict[str, Callable[..., Any]] = {"warm": warm, "stages": stages, "practice": practice}

if __name__ == "__main__":
    main()
