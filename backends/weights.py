"""Finding the weights that ship with the project, and proving that they are the ones meant."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from backends.errors import BackendError
from backends.words import Words

FOLDER = Path(__file__).resolve().parents[1] / "assets" / "weights"

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


def versions() -> dict[str, str]:
    """File name → the beginning of its checksum, for every weights file of the project."""
    return {name: f"sha256 {entry['sha256'][:12]}" for name, entry in manifest().items()}
