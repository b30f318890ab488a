"""Finding the weights that ship with the project, and proving that they are the ones meant."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from backends.base import Language
from backends.errors import BackendError

FOLDER = Path(__file__).resolve().parents[1] / "assets" / "weights"

DAMAGED: dict[Language, str] = {
    "en": "The weights of {what} are damaged or not the expected ones (sha256 {found}…, expected "
    "{expected}…). Install the project again.",
    "zh": "{what} 的权重已损坏，或不是应有的权重（sha256 为 {found}…，应为 {expected}…）。"
    "请重新安装本项目。",
}
MISSING: dict[Language, str] = {
    "en": "The weights file {name} is missing. Install it again.",
    "zh": "缺少权重文件 {name}，请重新安装。",
}


@cache
def manifest() -> dict[str, dict[str, str]]:
    """File name → {"sha256", "licence", "origin", "what"}, from `assets/weights/manifest.json`."""
    entries: dict[str, dict[str, str]] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    return entries


def check(data: bytes, sha256: str, what: str) -> bytes:
    """`data`, once its SHA-256 is the expected one. Raises BackendError with a sentence if not."""
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise BackendError.of(DAMAGED, what=what, found=found[:12], expected=sha256[:12])
    return data


def read(name: str) -> bytes:
    """The checked bytes of one file of `assets/weights`. Raises BackendError if it can't be had."""
    try:
        data = (FOLDER / name).read_bytes()
    except OSError as error:
        raise BackendError.of(MISSING, name=name) from error
    return check(data, manifest()[name]["sha256"], name)


def versions() -> dict[str, str]:
    """File name → the beginning of its checksum, for every weights file of the project."""
    return {name: f"sha256 {entry['sha256'][:12]}" for name, entry in manifest().items()}
