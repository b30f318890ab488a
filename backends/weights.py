"""Finding the weights that ship with the project, and proving that they are the ones meant."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path

from backends.errors import BackendError
from backends.words import Words

FOLDER = Path(__file__).resolve().parents[1] / "assets" / "weights"

WITHOUT = "EMER_WITHOUT"
"""Environment variable that names the parts to leave out, with commas between them."""
OPTIONAL = {"voice-head": "voice_head.npz"}
"""Part without which the rest works → its file. Its licence may forbid what a person wants."""

_SAY = Words(__file__)


@cache
def manifest() -> dict[str, dict[str, str]]:
    """File name → {"sha256", "licence", "origin", "what"}, from `assets/weights/manifest.json`."""
    entries: dict[str, dict[str, str]] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    return entries


def check(data: bytes, sha256: str, what: str) -> bytes:
    """`data`, once its SHA-256 is the expected one. Raises BackendError with a sentence if not."""
    check_sum(hashlib.sha256(data).hexdigest(), sha256, what)
    return data


def check_sum(found: str, expected: str, what: str) -> None:
    """Raise BackendError with a sentence if two SHA-256 differ."""
    if found != expected:
        raise BackendError(
            _SAY("weights.damaged", what=what, found=found[:12], expected=expected[:12])
        )


def read(name: str) -> bytes:
    """The checked bytes of one file of `assets/weights`. Raises BackendError if it can't be had."""
    try:
        data = (FOLDER / name).read_bytes()
    except OSError as error:
        raise BackendError(_SAY("weights.missing", name=name)) from error
    return check(data, manifest()[name]["sha256"], name)


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
