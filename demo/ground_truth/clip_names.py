"""The names of clips as tables and disks write them, and which of them mean the same clip."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

CLIP_SUFFIXES = (
    ".mp4", ".mov", ".mkv", ".webm", ".avi", ".flv", ".m4v", ".mpg", ".mpeg", ".ts", ".mts",
    ".wmv", ".asf", ".3gp", ".3g2", ".ogv", ".vob", ".f4v", ".mxf", ".rm", ".rmvb", ".dv", ".m2ts",
    ".wav", ".flac", ".mp3", ".m4a", ".ogg", ".aac", ".opus", ".oga", ".wma", ".amr", ".aif", ".wv",
    ".aifc", ".caf", ".au", ".mka", ".weba", ".mp2", ".ac3", ".m4b", ".mj2", ".w64", ".aiff",
    ".tta",
)  # fmt: skip
"""What a clip's file may be; where a clip has several, the first of these is taken."""

_PATH = re.compile(r"[/\\]|^\.{1,2}$")
_ROOT = re.compile(r"[/\\]|[A-Za-z]:[/\\]|file://")


def clip_name(name: str) -> str:
    """The name of a clip alone: without folders and without a known ending."""
    return full_name(name).rpartition("/")[2]


def full_name(name: str) -> str:
    """The name with its folders, in one spelling: `.\\b\\a.MP4` → `b/a`.

    Letters are composed (NFC), since macOS takes them apart. A leading root stays: `/b/a`.
    """
    name = unicodedata.normalize("NFC", name.strip())
    if not _PATH.search(name):
        return _stem(name)
    root = "/" if _ROOT.match(name) else ""
    name = re.sub(r"^(?:file://|[A-Za-z]:(?=[/\\]))", "", name)
    parts = [part.strip() for part in re.split(r"[/\\]+", name)]
    parts = [part for part in parts if part not in ("", ".", "..")]
    if not parts:
        return ""
    return root + "/".join([*parts[:-1], _stem(parts[-1])])


def _stem(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return stem if stem and dot + suffix.lower() in CLIP_SUFFIXES else name


def without_roots(names: Iterable[str]) -> dict[str, str]:
    """Full names as a table writes them → what of them holds on another machine.

    Somebody's disk is no part of a clip's name: of names that begin at a root, only so many folders
    are kept as it takes to tell the table's clips apart.
    """
    told = {name: name for name in names}
    rooted = [name for name in told if name.startswith("/")]
    if not rooted:
        return told
    keep = 1
    while keep < max(name.count("/") for name in rooted):
        if max(Counter(_ending(name, keep) for name in told).values()) == 1:
            break
        keep += 1
    return told | {name: _ending(name, keep) for name in rooted}


def _ending(name: str, parts: int) -> str:
    return "/".join(name.strip("/").split("/")[-parts:])


class Names:
    """Full names of clips, found by whatever a person or a disk says of a clip's name."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._alike: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._names):
            self._alike[name.rpartition("/")[2]].append(name)

    def meant(self, name: str) -> list[str]:
        """The names that agree with `name` in as much of the path as both give, mostly one.

        Several: what is given can't tell them apart. None: no such clip.
        """
        wanted = full_name(name)
        if wanted in self._names:
            return [wanted]
        parts = _backwards(wanted)
        agreeing: dict[int, list[str]] = defaultdict(list)
        for known in self._alike.get(parts[0] if parts else "", ()):
            theirs = _backwards(known)
            common = min(len(parts), len(theirs))
            if parts[:common] == theirs[:common]:
                agreeing[common].append(known)
        return agreeing[max(agreeing)] if agreeing else []

    def longest(self) -> list[str]:
        """The names, sorted, without those that another one gives with more of its folders."""
        return sorted(
            name
            for alike in self._alike.values()
            for name in alike
            if not any(len(other) > len(name) and other.endswith("/" + name) for other in alike)
        )

    def elsewhere(self, name: str) -> list[str]:
        """The names that have the same last part, in whatever folder."""
        return list(self._alike.get(clip_name(name), ()))


def _backwards(name: str) -> list[str]:
    return name.strip("/").split("/")[::-1]
