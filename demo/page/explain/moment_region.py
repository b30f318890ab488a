"""The moment: the player, with boxes about the faces, and under it the lanes of one time axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor

import gradio as gr

from backends.base import Language
from backends.clip import Clip
from backends.words import ENGLISH
from demo.captions import captions
from demo.page.explain import curves
from demo.page.explain.lanes import Lanes
from demo.page.gradio_seams import Updates
from demo.page.language import PAGE_SAY
from demo.page.naming import keys_of, titles
from demo.page.render import render
from demo.side_by_side import Answer
from demo.strings import STRINGS

TICK_STEPS = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
ALWAYS_TICKS, MOST_TICKS = 6, 12
CLOSE = 6.0
"""Seconds that the lanes of a longer clip show at first (WINDOW of moment.js)."""

UNPLAYABLE_SCRIPT = """
const look = () => {
  const video = document.querySelector("#player video");
  const notice = element.querySelector("[data-unplayable]");
  if (!notice || !video) return;
  const unseen = video.readyState >= 1 && notice.dataset.picture === "1" && !video.videoWidth;
  notice.hidden = !video.error && !unseen;
};
for (const name of ["error", "loadedmetadata"]) {
  document.addEventListener(name, (event) => {
    if (event.target.closest?.("#player")) look();
  }, true);
}
new MutationObserver(look).observe(element, { childList: true, subtree: true });
element.addEventListener("click", (event) => {
  if (event.target.closest("[data-copy]")) trigger("select", {});
});
"""
"""Only the browser knows what it can play: the notice comes with each clip, and is shown then."""


@dataclass(frozen=True)
class Tick:
    """A time on the axis (s), whether it always stands there, and the room of one that may not."""

    time: float
    always: bool
    room: float


@dataclass(frozen=True)
class MomentRegion:
    """The player and what lies under it."""

    player: gr.Video
    unplayable: gr.HTML
    """That the browser can't play the clip, shown where it is so; see `playable.py`."""
    moments: gr.HTML

    def labels(self, language: Language) -> Updates:
        """Every label of the region in a language."""
        return {self.player: gr.update(label=STRINGS[language]["player"])}


def build(path: str, line: str) -> MomentRegion:
    """Lay the region out inside the current Blocks context, with a clip and its line of time."""
    player = gr.Video(
        path,
        label=STRINGS[ENGLISH]["player"],
        interactive=False,
        elem_id="player",
        height=360,
        buttons=[],
    )
    unplayable = gr.HTML(js_on_load=UNPLAYABLE_SCRIPT, elem_id="unplayable")
    return MomentRegion(player, unplayable, gr.HTML(line, elem_id="moments"))


def unplayable(clip: Clip | None, language: Language) -> str:
    """That a clip can't be played, with the offer of a copy; shown by the page where it is so."""
    if clip is None:
        return ""
    said = PAGE_SAY.text(language, "playable.cannot", file=clip.path.name)
    return _unplayable(said, language, asking=True, picture=clip.shows_picture)


def copying(share: float, language: Language) -> str:
    """How much of the copy is written, 0..1; less than 0 while it waits."""
    if share < 0:
        return _unplayable(PAGE_SAY.text(language, "playable.waits"), language)
    said = PAGE_SAY.text(language, "playable.writing", share=share)
    return _unplayable(said, language, share=share)


def not_copied(why: str, language: Language) -> str:
    """Why there is no copy."""
    return _unplayable(PAGE_SAY.text(language, "playable.failed", why=why), language)


def _unplayable(
    sentence: str,
    language: Language,
    *,
    share: float | None = None,
    asking: bool = False,
    picture: bool = False,
) -> str:
    said = PAGE_SAY.table(language, "playable")
    return render(
        "unplayable",
        language,
        s=said,
        sentence=sentence,
        share=share,
        asking=asking,
        picture=picture,
    )


def moments(
    clip: Clip | None,
    answers: Mapping[str, Answer],
    language: Language,
    *,
    covered: bool = False,
) -> str:
    """What lies under the player: the lanes of each answer, of which one is shown at a time.

    That is the first which tells a course. Without an answer there are the clip's own: its
    loudness, and its length. Empty without a clip.
    """
    if clip is None:
        return ""
    named = titles(answers, language, covered=covered)
    keys = keys_of(named, covered=covered)
    shown = [
        Lanes(clip, answer.explanation, language, key=keys[name], title=named[name])
        for name, answer in answers.items()
        if answer.explanation
    ]
    shown.sort(key=lambda lanes: not lanes.has_course)
    spoken = (answer.explanation.transcript for answer in answers.values() if answer.explanation)
    transcript = next((one for one in spoken if one and one.words), None)
    return render(
        "moments",
        language,
        s=PAGE_SAY.table(language, "lanes"),
        clip=clip,
        shown=shown or [Lanes(clip, None, language)],
        captions=captions(transcript),
        outline=curves.outline(clip),
        ticks=ticks(clip.start, clip.end),
    )


def ticks(start: float, end: float) -> list[Tick]:
    """Round times between two others (s), for the axis of the lanes.

    A few stand there however much time the lanes show, and on a phone; those between them where
    they have room.
    """
    least = next(step for step in TICK_STEPS if min(end - start, CLOSE) / step <= MOST_TICKS)
    wide = (s for s in TICK_STEPS if _is_whole(s / least) and (end - start) / s <= ALWAYS_TICKS)
    most = next(wide, TICK_STEPS[-1])
    times = [n * least for n in range(ceil(start / least), floor(end / least) + 1)]
    found = [Tick(round(time, 3), _is_whole(time / most), least) for time in times]
    half = least / 2  # of the room of a name, which the ends of the axis would cut
    return [one for one in found if one.always or start + half <= one.time <= end - half]


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < 0.01
