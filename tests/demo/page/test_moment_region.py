"""The captions, and the lanes by keyboard."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from backends.base import Explanation, Transcript, Word
from backends.clip import Clip
from demo.captions import captions
from demo.page.explain.moment_region import moments
from demo.side_by_side import Answer
from tests.helpers.courses import LEXICAL, VISUAL, clue

ATTACK = "<script>alert(1)</script> <img src=x onerror=alert(2)> **bold** {{ 7 * 7 }}"


def test_captions_stay_one_attribute(happy: Path) -> None:
    """What was said may hold quotation marks; the player's script reads it as it was said."""
    figures: list[dict[str, str | None]] = []

    class Figures(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "figure":
                figures.append(dict(attrs))

    said = f'“"Oh" & \' onfocus="alert(1)" {ATTACK}'
    words = [Word(text=said, start=0, end=1)]
    transcript = Transcript(language="en", text=said, words=words)
    explanation = Explanation(clip="c", backend="echo", transcript=transcript)
    answer = Answer("echo", explanation=explanation, done=True)
    Figures().feed(moments(Clip.open(happy), {"echo": answer}, "en"))
    (figure,) = figures
    assert json.loads(figure["data-captions"] or "") == captions(transcript)
    assert "onfocus" not in figure


def test_captions_break_at_pauses_and_after_seven_words() -> None:
    words = [Word(text=f"w{i}", start=i * 0.3, end=i * 0.3 + 0.2) for i in range(9)]
    words.append(Word(text="late", start=9.0, end=9.5))
    made = captions(Transcript(language="en", text="", words=words))
    assert [caption["text"] for caption in made] == ["w0 w1 w2 w3 w4 w5 w6", "w7 w8", "late"]
    assert (made[-1]["start"], made[-1]["end"]) == (9.0, 9.5)
    assert captions(Transcript(language="zh", text="", words=words[:2]))[0]["text"] == "w0w1"
    assert captions(None) == []
    assert captions(Transcript(language="en", text="hi")) == []


def test_the_moments_are_one_tab_stop_a_lane(happy: Path) -> None:
    words = [Word(text=f"w{i}", start=i * 0.1, end=i * 0.1 + 0.1) for i in range(5)]
    transcript = Transcript(language="en", text="", words=words)
    explanation = Explanation(clip="c", backend="echo", transcript=transcript)
    page = moments(Clip.open(happy), {"echo": Answer("echo", explanation=explanation)}, "en")
    lane = page.split("lane spoken")[1].split("</div></div>")[0]
    assert lane.count("<button") == 5
    assert lane.count('tabindex="0"') == 1
    assert 'role="slider" tabindex="0"' in page


def test_the_acts_of_one_modality_are_one_tab_stop(happy: Path) -> None:
    clues = [
        clue(m, at, at + 0.5, f"c{at}") for m, at in ((VISUAL, 0), (VISUAL, 0.5), (LEXICAL, 0))
    ]
    explanation = Explanation(clip="c", backend="echo", clues=clues)
    page = moments(Clip.open(happy), {"echo": Answer("echo", explanation=explanation)}, "en")
    rows = [row for row in page.split('<div class="lane ')[1:] if row.startswith("acts")]
    assert [row.split('aria-label="')[1].split('"')[0] for row in rows] == ["Seen", "Heard", "Read"]
    assert [row.count("<button") for row in rows] == [2, 0, 1]
    assert [row.count('tabindex="0"') for row in rows] == [1, 0, 1]
