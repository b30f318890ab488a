"""Finding the weights that ship with the project, and proving that they are the ones meant."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from backends.errors import BackendError
from backends.words import Words

FOLDER = Path(__file__).resolve().parents[1] / "assets" / "weights"

WITHOUT = "EMER_WITHOUT"
"""Environment variable that names the parts to leave out, with commas between them."""
OPTIONAL = {"voice-head": "voice_head.npz"}
"""Part without which the rest works → its file. Its licence may forbid what a person wants."""

SHARED = ("ProgramData", "PUBLIC")
"""Windows' variables of folders that all may write to, whose paths hold no one's name."""

_SAY = Words(__file__)


@cache
def manifest() -> dict[str, dict[str, str]]:
    """File name → {"sha256", "licence", "origin", "what"}, from `assets/weights/manifest.json`."""
    entries: dict[str, dict[str, str]] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    return entries


def check(data: bytes, sha256: str, what: str) -> bytes:
    """`data`, once its SHA-256 is the expected one. Raises BackendError with a sentence if not."""
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise BackendError(
            _SAY("weights.damaged", what=what, found=found[:12], expected=sha256[:12])
        )
    return data


def read(name: str) -> bytes:
    """The checked bytes of one file of `assets/weights`. Raises BackendError if it can't be had."""
    try:
        data = (FOLDER / name).read_bytes()
    except OSError as error:
        raise BackendError(_SAY("weights.missing", name=name)) from error
    return check(data, manifest()[name]["sha256"], name)


@contextmanager
def plain_path(name: str) -> Iterator[str]:
    """The path of a file of `assets/weights` in ASCII, for a library that opens it by such only.

    On Windows, C++ reads a narrow path in the system's code page, which has not the letters of
    every folder. Where the path is not plain, that of a copy, which is deleted after the block.
    Raises BackendError if the file can't be had, or no folder is plain enough.
    """
    path = FOLDER / name
    data = read(name)
    if str(path).isascii():
        yield str(path)
        return
    places = [tempfile.gettempdir(), *filter(None, map(os.environ.get, SHARED))]
    place = next((one for one in places if one.isascii() and os.access(one, os.W_OK)), None)
    if place is None:
        raise BackendError(_SAY("weights.no_plain_folder", name=name))
    with tempfile.TemporaryDirectory(dir=place) as folder:
        copy = Path(folder) / name
        copy.write_bytes(data)
        yield str(copy)


def is_left_out(part: str) -> bool:
    """Whether a part of `OPTIONAL` is not used: `EMER_WITHOUT` names it, or its file is not there.

    Raises BackendError where `EMER_WITHOUT` names what can't be left out.
    """
    named = {name.strip() for name in os.environ.get(WITHOUT, "").split(",")} - {""}
    if unknown := sorted(named - OPTIONAL.keys()):
        raise BackendError(_SAY("weights.without", names=unknown, known=[*OPTIONAL]))
    return part in named or not (FOLDER / OPTIONAL[part]).is_file()


def versions() -> dict[str, str]:
    """File name → the beginning of its checksum, for every weights file that is used."""
    gone = {file for part, file in OPTIONAL.items() if is_left_out(part)}
    return {
        name: f"sha256 {entry['sha256'][:12]}"
        for name, entry in manifest().items()
        if name not in gone
    }
