"""Subtitles with times, as what is said and when: SubRip, WebVTT, and the track inside a clip."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from backends.clip_error import ClipError
from backends.decode import decoding_errors, opened

TRACK = "track"
"""Instead of a file: the subtitle track that a clip has inside."""
FILES = (".srt", ".vtt")
MOST_BYTES = 2_000_000
_ARROW = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}[ \t]*-->", re.MULTILINE)
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class TimedText:
    """A subtitle: what is shown from `start` to `end` (s from the clip's start)."""

    start: float
    end: float
    text: str


def is_timed(text: str) -> bool:
    """Whether a text is a subtitle file's, with times, and not just what is said."""
    return bool(_ARROW.search(text))


def timed(text: str) -> tuple[TimedText, ...]:
    """The cues of a SubRip or WebVTT text, in order of time.

    Raises ClipError where there are times and nothing can be made of them.
    """
    import pysubs2

    vtt = text.lstrip("\ufeff \n\r").startswith("WEBVTT")
    try:
        file = pysubs2.SSAFile.from_string(text, format_="vtt" if vtt else "srt")
    except (pysubs2.exceptions.Pysubs2Error, ValueError, IndexError) as error:
        raise ClipError("subtitles") from error
    cues = [
        TimedText(one.start / 1000, one.end / 1000, _plain(one.plaintext, references=vtt))
        for one in file
        if not one.is_comment
    ]
    found = [one for one in cues if one.text and one.end > one.start]
    if not found:
        raise ClipError("subtitles")
    return tuple(sorted(found, key=lambda one: one.start))


def of_file(path: Path) -> tuple[TimedText, ...]:
    """The cues of a .srt or .vtt file, or of the subtitle track inside a clip.

    Raises ClipError where there are none.
    """
    if path.suffix.lower() not in FILES:
        return embedded(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ClipError("subtitles_in", name=path.name)
        return timed(_decoded(path.read_bytes()))
    except (OSError, ClipError) as error:
        raise ClipError("subtitles_in", name=path.name) from error


def embedded(path: Path) -> tuple[TimedText, ...]:
    """The cues of the first subtitle track of a clip that holds text.

    Raises ClipError where there is none, or the file can't be read.
    """
    found: list[TimedText] = []
    with opened(path) as container:
        origin = (container.start_time or 0) / 1_000_000
        streams = container.streams.subtitles
        try:
            for packet in container.demux(streams[0]) if streams else ():
                if packet.pts is None or not packet.time_base or not packet.duration:
                    continue
                start = max(0.0, float(packet.pts * packet.time_base) - origin)
                end = start + float(packet.duration * packet.time_base)
                for one in packet.decode():
                    told = getattr(one, "dialogue", b"") or getattr(one, "text", b"")
                    text = _plain(told.decode("utf-8", "replace"), references=False)
                    if text:
                        found.append(TimedText(round(start, 3), round(end, 3), text))
        except decoding_errors():
            pass  # what came before the damage is known
    if not found:
        raise ClipError("no_subtitles", name=path.name)
    return tuple(sorted(found, key=lambda one: one.start))


def within(cues: tuple[TimedText, ...], start: float, end: float) -> tuple[TimedText, ...]:
    """What is shown between two times, cut at both (s)."""
    return tuple(
        TimedText(max(one.start, start), min(one.end, end), one.text)
        for one in cues
        if one.end > start and one.start < end
    )


def _plain(text: str, *, references: bool) -> str:
    """A cue's lines; `references`: with WebVTT's, which pysubs2 leaves as they are (1.8.1)."""
    text = re.sub(r"\{\\[^{}]*\}", "", text).replace("\\N", "\n").replace("\\h", " ")
    text = html.unescape(text) if references else text
    return "\n".join(text.splitlines()).strip()


def _decoded(content: bytes) -> str:
    """UTF-8, or what else subtitle files are written in: UTF-16 with its mark, GB 18030, Latin."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.decode(name, "replace")
    for name in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
