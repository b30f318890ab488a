"""Subtitles with times as what is said: files, pasted texts, and the track inside a clip."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

import backends
from backends import subtitles
from backends.backend import Request
from backends.cascade.words import surface
from backends.clip import Clip, ClipError
from backends.subtitles import TimedText

SRT = """1
00:00:00,500 --> 00:00:01,001
<i>Don't forget</i>

2
00:00:01,001 --> 00:00:01,800
a jacket & <3
[sighs]
"""
VTT = """WEBVTT

NOTE nothing of this is said

00:00.500 --> 00:01.001 position:10%
<v A>Don&apos;t forget

00:01.001 --> 00:01.800
a jacket &amp; &lt;3
[sighs]
"""
CUES = (TimedText(0.5, 1.001, "Don't forget"), TimedText(1.001, 1.8, "a jacket & <3\n[sighs]"))


@pytest.mark.parametrize("text", [SRT, VTT, f"\ufeff{SRT}", SRT.replace("\n", "\r\n")])
def test_a_text_of_either_kind_tells_when(text: str) -> None:
    assert subtitles.is_timed(text)
    assert subtitles.timed(text) == CUES


def test_plain_words_are_not_taken_for_a_file() -> None:
    assert not subtitles.is_timed("At 10:30 --> go")
    assert not subtitles.is_timed("Don't forget")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_files_in_the_encodings_they_come_in(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "said.srt"
    file.write_bytes(SRT.replace("jacket", "外套").encode(encoding))
    assert subtitles.of_file(file)[1].text.startswith("a 外套")


@pytest.mark.parametrize("text", ["nothing", "00:00:01,000 --> 00:00:00,500\nback"])
def test_a_file_without_subtitles_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "no.srt").write_text(text)
    with pytest.raises(ClipError, match=r"no\.srt"):
        subtitles.of_file(tmp_path / "no.srt")
    with pytest.raises(ClipError, match=r"gone\.vtt"):
        subtitles.of_file(tmp_path / "gone.vtt")


def with_track(clip: Path, target: Path) -> Path:
    """The clip with a subtitle track, in a .mkv."""
    (target.parent / "in.srt").write_text(SRT, "utf-8")
    with (
        av.open(str(clip)) as given,
        av.open(str(target.parent / "in.srt")) as said,
        av.open(str(target), "w") as made,
    ):
        into = {one: made.add_stream_from_template(one) for one in given.streams.video}
        text = said.streams.subtitles[0]
        into[text] = made.add_stream_from_template(text)
        for source, streams in ((given, given.streams.video), (said, [text])):
            for packet in source.demux(streams):
                if packet.dts is not None:
                    packet.stream = into[packet.stream]
                    made.mux(packet)
    return target


def test_the_track_inside_a_clip(happy: Path, tmp_path: Path) -> None:
    found = subtitles.embedded(with_track(happy, tmp_path / "with.mkv"))
    assert [(one.start, one.end) for one in found] == [(0.5, 1.001), (1.001, 1.8)]
    assert "Don't forget" in found[0].text and "a jacket & <3" in found[1].text
    with pytest.raises(ClipError, match="no subtitle track"):
        subtitles.embedded(happy)


def test_a_clip_has_the_cues_of_its_part(happy: Path) -> None:
    clip = Clip.open(happy, subtitle=SRT, segment=(1.0, 1.5))
    assert [(one.start, one.end) for one in clip.cues] == [(1.0, 1.001), (1.001, 1.5)]
    assert Clip.open(happy, subtitle=SRT, segment=(1.2, 1.5)).subtitle == "a jacket & <3\n[sighs]"
    assert Clip.open(happy, subtitle="Don't forget").cues == ()
    assert Clip.open(happy, subtitle=SRT, segment=(0.0, 0.3)).subtitle is None


def test_words_share_the_time_of_their_cue() -> None:
    cues = [TimedText(0.0, 1.0, "Oh <i>no!</i> [sighs]"), TimedText(2.0, 3.0, "很好。")]
    words = surface.timed(cues)
    assert [(one.text, one.start, one.end) for one in words] == [
        ("Oh", 0.0, 0.4), ("no!", 0.4, 1.0), ("很", 2.0, 2.333), ("好。", 2.333, 3.0),
    ]  # fmt: skip


@pytest.mark.models
def test_the_cascade_reads_them_with_their_times_and_says_where_they_differ(happy: Path) -> None:
    def explained(subtitle: str) -> list[str]:
        clip = Clip.open(happy, subtitle=subtitle)
        *_, answer = backends.get("cascade").explain(clip, Request())
        assert answer.transcript is not None  # type: ignore[union-attr]
        words = answer.transcript.words  # type: ignore[union-attr]
        assert (words[0].start, words[-1].end) == (0.5, 1.8)
        return list(answer.caveats)  # type: ignore[union-attr]

    assert not any("is heard" in one for one in explained(SRT.replace("& <3", "")))
    other = "1\n00:00:00,500 --> 00:00:01,800\nMy sister has never been so sad before"
    assert any("jacket" in one for one in explained(other))
