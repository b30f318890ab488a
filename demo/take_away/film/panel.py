"""The right side of a film: what the whole comes to, and the clues so far, the newest below."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from backends.base import Explanation, Person
from demo.percents import shares
from demo.strings import STRINGS
from demo.take_away.film.look import COLOURS, INK, PANEL, PAPER, RULE, SOFT, TINT, lighter
from demo.take_away.film.text import fitting, font, lines
from demo.take_away.moments import Told, moments, whole
from demo.take_away.taken import Taken, plain

TITLE, SMALL, BODY, LARGE = 24, 15, 18, 20
"""Sizes in pixels."""
LEADING = 1.38
"""Height of a line of text, in its size."""
MOST_EMOTIONS = 4
GAP, INDENT = 8, 16


class Panel:
    """Draws the right side; what it shows changes only when a clue comes or is over."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        self.told = moments(taken) or whole(taken)
        self._head, self._top = self._drawn_head()
        self._drawn: dict[tuple[int, frozenset[int], bool], NDArray[np.uint8]] = {}

    def draw(self, film: NDArray[np.uint8], time: float, *, over: bool) -> None:
        """Draw what is known at `time` (s of the clip); `over`: with the conclusion."""
        known = sum(one.start <= time + 1e-6 for one in self.told)
        now = frozenset(
            at for at, one in enumerate(self.told[:known]) if time <= one.end and not over
        )
        key = known, now, over
        if key not in self._drawn:
            self._drawn = {key: self._body(known, now, over)}
        area = film[PANEL.top : PANEL.top + PANEL.height, PANEL.left : PANEL.left + PANEL.width]
        area[:] = self._drawn[key]

    def _drawn_head(self) -> tuple[Image.Image, int]:
        """Names and emotions on the whole area, and where they end."""
        taken, t = self.taken, STRINGS[self.taken.language]
        image = Image.new("RGB", (PANEL.width, PANEL.height), PAPER)
        pen = ImageDraw.Draw(image)
        y = 0
        for text, size, colour in (
            (plain(taken.title), TITLE, INK),
            (plain(taken.clip.path.name), SMALL, SOFT),
        ):
            pen.text((0, y), fitting(text, size, PANEL.width), INK if size == TITLE else colour,
                     font=font(size))  # fmt: skip
            y += round(size * LEADING)
        y += 4
        answer = taken.answer
        if not answer.emotions:
            readable = answer.state.get("conclusion") != "not readable"
            words = t["no_emotion" if readable else "not_readable"]
            pen.text((0, y), words, INK, font=font(BODY))
            y += round(BODY * LEADING)
        several = bool(answer.people) and answer.people[0].open is not None
        everyone: list[tuple[str, Explanation | Person]] = [
            (answer.people[0].person if several else "", answer)
        ]
        everyone += [(one.person, one) for one in answer.people[1:] if one.open is not None]
        for who, one in everyone:
            y = self._emotions(pen, one, who, y, few=len(everyone) > 1)
        pen.line((0, y + 6, PANEL.width, y + 6), RULE, 1)
        return image, y + 6 + GAP

    def _emotions(
        self, pen: ImageDraw.ImageDraw, one: Explanation | Person, who: str, y: int, *, few: bool
    ) -> int:
        """Bars of what one comes to; returns where they end."""
        whole, rest = shares(one)
        most = 2 if few else MOST_EMOTIONS
        named = list(zip([e.word for e in one.emotions], whole, strict=True))[:most]
        if rest is None:
            words = STRINGS[self.taken.language]["list_comma"].join(word for word, _ in named)
            pen.text((0, y), fitting(words, BODY, PANEL.width), INK, font=font(BODY))
            return y + round(BODY * LEADING)
        rows = [(word, share, COLOURS["visual"]) for word, share in named]
        rows += [(self.taken.say["tier"]["open"], rest, (168, 162, 158))] if rest else []
        for word, share, colour in rows:
            label = fitting(f"{who}: {plain(word)}" if who else plain(word), BODY, 150)
            pen.text((0, y), label, INK, font=font(BODY))
            left, right, middle = 160, PANEL.width - 60, y + round(BODY * LEADING / 2) + 2
            pen.rounded_rectangle((left, middle - 6, right, middle + 6), 6, TINT)
            if share:
                end = left + max(12, round((right - left) * share / 100))
                pen.rounded_rectangle((left, middle - 6, end, middle + 6), 6, colour)
            pen.text((PANEL.width, y), f"{share}%", SOFT, font=font(BODY), anchor="ra")
            y += round(BODY * LEADING)
        return y

    def _body(self, known: int, now: frozenset[int], over: bool) -> NDArray[np.uint8]:
        """The whole area with the clues so far, as many of the newest as fit."""
        image = self._head.copy()
        pen = ImageDraw.Draw(image)
        conclusion = plain(self.taken.answer.rationale.conclusion or "") if over else ""
        last = lines(conclusion, BODY, PANEL.width - 2 * INDENT) if conclusion else []
        step = round(BODY * LEADING)
        room = PANEL.height - self._top - (len(last) * step + 2 * GAP + 8 if last else 0)
        shown: list[tuple[Told, list[str], bool]] = []
        for at in range(known - 1, -1, -1):
            one = self.told[at]
            text = lines(one.text, BODY, PANEL.width - 2 * INDENT)
            room -= len(text) * step + GAP + 8
            if room < 0:
                break
            shown.insert(0, (one, text, at in now))
        y = self._top
        for one, text, active in shown:
            y = self._clue(pen, one, text, y, active=active or over)
        if last:
            y = max(y, PANEL.height - len(last) * step - GAP - 12)
            bottom = y + len(last) * step + 8
            pen.rectangle((0, y, PANEL.width, bottom), lighter(COLOURS["conclusion"], 0.12))
            for at, line in enumerate(last):
                pen.text((INDENT, y + 2 + at * step), line, INK, font=font(BODY))
        return np.asarray(image)

    @staticmethod
    def _clue(pen: ImageDraw.ImageDraw, one: Told, text: list[str], y: int, *, active: bool) -> int:
        """One clue; returns where the next begins. What is over is paler."""
        step, colour = round(BODY * LEADING), COLOURS[one.modality.value]
        bottom = y + len(text) * step + 8
        if active:
            pen.rectangle((0, y, PANEL.width, bottom), lighter(colour, 0.1))
        pen.rectangle((0, y, 4, bottom), colour if active else lighter(colour, 0.5))
        for at, line in enumerate(text):
            pen.text((INDENT, y + 2 + at * step), line, INK if active else SOFT, font=font(BODY))
        return bottom + GAP
