"""The gallery's files under names that tell nothing: addresses stand in the page's source."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from demo.ground_truth import gallery


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="emer-gallery-")  # gone when the process ends


@cache
def _aliases() -> dict[Path, Path]:
    return {
        path: Path(shutil.copy(path, Path(_folder().name) / f"{token_hex(4)}{path.suffix}"))
        for path in gallery.clips()
    }


def folder() -> Path:
    """Where the files lie that a page may ask for."""
    return Path(_folder().name)


def aliases(*, by_alias: bool = False) -> list[tuple[Path, Path]]:
    """Each clip of the gallery and the file that it is shown from.

    In the order of the clips' names; or, with `by_alias`, of names that were drawn by lot.
    """
    pairs = [*_aliases().items()]
    return sorted(pairs, key=lambda pair: pair[1]) if by_alias else pairs


def shown(path: str | None) -> str | None:
    """The file that the player shows for a clip: of the gallery's its alias, else itself."""
    alias = _aliases().get(Path(path)) if path else None
    return str(alias) if alias else path


def named(name: str) -> Path | None:
    """The clip of the gallery with this name, or with this alias."""
    return next(
        (path for path, alias in _aliases().items() if name in (path.stem, alias.stem)), None
    )
