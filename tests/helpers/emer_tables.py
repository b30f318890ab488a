"""Small tables in the layouts of the licensed sets, with rows of our own."""

from __future__ import annotations

import csv
from pathlib import Path

ENGLISH = (
    "In the video, a woman looks at the door and her shoulders sink. In the audio, she sighs, and "
    "her voice is low. In the text, she says “He did not come.” Therefore, she is disappointed."
)
CHINESE = (
    "在视频中，一名女子看着门，肩膀垂了下来；在音频中，她叹了口气，声音很低；"
    "在文本中，她说：“他没有来。”；因此，她很失望。"
)
UNSPLIT = "She waits at the door for a long time and goes away in the end."


def write(path: Path, *rows: tuple[str, ...], encoding: str = "utf-8") -> Path:
    """A table with these rows, the header first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def emer_v1(folder: Path) -> Path:
    """Two clips in English and Chinese; the second has no subtitle."""
    head = ("names", "emotions", "subtitles", "reasons")
    write(
        folder / "gt-eng.csv",
        head,
        ("sample_1", "sad", "He did not come.", ENGLISH),
        ("sample_2", "worried", "", ENGLISH),
    )
    write(
        folder / "gt-chi.csv",
        head,
        ("sample_1", "悲伤", "他没有来。", CHINESE),
        ("sample_2", "担心", "", CHINESE),
    )
    return folder


def emer_v2(folder: Path, name: str = "name") -> Path:
    """Three clips; the second does not split. Their words, and subtitles of many clips."""
    write(
        folder / "final-EMER-reason.csv",
        (name, "chinese", "english"),
        ("sample_1", CHINESE, ENGLISH),
        ("sample_3", CHINESE, UNSPLIT),
        ("sample_4", CHINESE, ENGLISH.upper().replace(", ", " ")),
    )
    write(
        folder / "ov-openset.csv",
        ("name", "openset"),
        ("sample_1", "[disappointed, sad]"),
        ("sample_3", "['resigned', 'sad']"),
        ("sample_4", "[]"),
    )
    write(
        folder / "subtitle_chieng.csv",
        ("name", "chinese", "english"),
        ("sample_1", "他没有来。", "He did not come."),
        ("sample_3", "", ""),
        *((f"other_{n}", "你好。", "Hello.") for n in range(60)),
    )
    return folder


def empty_files(folder: Path, *names: str) -> None:
    """Files that are never opened."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
