"""What stands in the lanes under the player: an answer in order of time, one axis for all.

A lane for the face, one for the voice, one for acts (what happens in a moment) and one for words.
What holds for the whole clip is no bar: it stands in the text of the answer.
"""

from __future__ import annotations

import re

from backends.base import Clue, Explanation, Language, Modality, Stretch, Word
from backends.clip import Clip
from demo.page.explain import curves
from demo.page.explain.boxes import boxes
from demo.page.explain.lane_parts import ALIKE, Bar, Mark, Row, Told, spaced
from demo.page.language import PAGE_SAY

SURE = 0.5
"""From this share on an emotion is named as it is; below it with a question mark."""
WHOLE = 0.85
"""A clue that covers this part of the clip holds for all of it."""


class Lanes:
    """The lanes of one answer about a clip; of none, what can be seen of the clip itself."""

    def __init__(
        self,
        clip: Clip,
        answer: Explanation | None,
        language: Language,
        *,
        key: str = "",
        title: str = "",
    ) -> None:
        """`key`: the answer's name in the page's source; `title`: for people to read."""
        self.clip = clip
        self.answer = answer or Explanation(clip=clip.name, backend="")
        self.say = PAGE_SAY.table(language, "lanes")
        self.key, self.title = key, title

    @property
    def has_course(self) -> bool:
        """Whether the answer says how something changes, and not only when something is so."""
        return bool(self.answer.course)

    @property
    def face(self) -> list[Row]:
        """The course of each face; one empty row where nothing of any is known."""
        return self._courses(Modality.VISUAL)

    @property
    def voice(self) -> list[Row]:
        """The course of the voice."""
        return self._courses(Modality.ACOUSTIC)

    @property
    def together(self) -> list[Bar]:
        """What all modalities come to over time, as far as the answer says."""
        nothing = self.say["open"]
        return [
            self._bar(
                Stretch(
                    modality=one.modalities[0],
                    start=one.start,
                    end=one.end,
                    emotions=one.emotions,
                    open=one.open,
                )
            )
            if one.emotions and one.modalities
            else Bar(one.start, one.end, nothing, nothing, "unreadable")
            for one in self.answer.merged
        ]

    @property
    def text(self) -> list[Row]:
        """The course of what is said, sentence by sentence: for the table."""
        return self._courses(Modality.LEXICAL)

    @property
    def acts(self) -> list[Row]:
        """What is seen, and what is heard, in moments; what is read only where nothing else is."""
        shown = [Modality.VISUAL, Modality.ACOUSTIC]
        if not self.has_course:
            shown.append(Modality.LEXICAL)
        rows = [
            Row(modality, person, [], self._marks(modality, person))
            for modality in shown
            for person in (self._seen if modality is Modality.VISUAL else [""])
        ]
        return [row for row in rows if row.marks or row.modality is not Modality.LEXICAL]

    @property
    def _seen(self) -> list[str]:
        """Letters of those whose acts have rows of their own; "" where only one is looked at."""
        people = [row.person for row in self.face]
        return people if len(people) > 1 else [""]

    @property
    def words(self) -> list[Mark]:
        """The words at their times. They take turns above and below, so that each has room."""
        said = self.answer.transcript.words if self.answer.transcript else []
        spans = [(word.start, word.end, word.text, self._quoted(word)) for word in said]
        return spaced(spans, self.clip.end, rows=2)

    @property
    def untimed(self) -> str:
        """What is said, where it is not known when."""
        transcript = self.answer.transcript
        return transcript.text if transcript and not transcript.words else ""

    @property
    def people(self) -> dict[str, object]:
        """Where the faces are, for the script that draws them over the player."""
        return boxes(self.answer)

    @property
    def loudness(self) -> list[str]:
        """The backend's own measurement of it, as polylines."""
        return self._lines("loudness")

    @property
    def pitch(self) -> list[str]:
        """The pitch as polylines, one for each stretch that has one."""
        return self._lines("pitch")

    @property
    def table(self) -> list[Told]:
        """All of it in words, in order of time within a lane."""
        say = self.say
        told = [
            Told(self.name(row, say[lane]), bar.start, bar.end, bar.label, bar.told,
                 self._measured(row.modality, bar))
            for lane, rows in (("face", self.face), ("voice", self.voice), ("words", self.text))
            for row in rows for bar in row.bars
        ]  # fmt: skip
        told += [
            Told(say["together"], bar.start, bar.end, bar.label, bar.told, "")
            for bar in self.together
        ]
        told += [
            Told(self.name(row, say[f"acts_{clue.modality}"]), clue.start, clue.end, clue.text,
                 _shares(clue.supports, say["share"]), _measure(clue))
            for row in self.acts for clue in self._acts(row.modality, row.person)
        ]  # fmt: skip
        told += [
            Told(say["words"], word.start, word.end, word.label, "", "") for word in self.words
        ]
        return told + self._curve_steps()

    def name(self, row: Row, lane: str) -> str:
        """What a row of a lane is called."""
        return f"{lane} {row.person}".rstrip()

    def _lines(self, name: str) -> list[str]:
        curve = curves.of(self.answer.curves, name)
        return curves.lines(curve, self.clip.start, self.clip.end) if curve else []

    def _courses(self, modality: Modality) -> list[Row]:
        """A row for each person. What is not readable is of nobody: it stands in the first row.

        Where several people are told apart, what is heard of nobody who is known has its own row.
        """
        course = [one for one in self.answer.course if one.modality is modality]
        people = sorted({one.person for one in course if one.person})
        several = bool(self.answer.turns) or len(people) > 1
        if not people or (several and any(one.emotions and not one.person for one in course)):
            people.insert(0, "")
        rows: dict[str, list[Bar]] = {person: [] for person in people}
        for one in course:
            rows[one.person or people[0]].append(self._bar(one))
        return [Row(modality, who if several else "", bars, []) for who, bars in rows.items()]

    def _bar(self, one: Stretch) -> Bar:
        if not one.emotions:
            label = told = self.say["silent" if one.silent else f"unreadable_{one.modality}"]
            return Bar(one.start, one.end, label, told, "unreadable")
        strongest = one.emotions[0]
        shares = {emotion.word: emotion.score for emotion in one.emotions}
        if one.open:
            shares[self.say["open"]] = one.open
        told = _shares(shares, self.say["share"])
        if strongest.score >= SURE:
            return Bar(one.start, one.end, strongest.word, told, "sure")
        label = self.say["unsure"].format(word=strongest.word)
        return Bar(one.start, one.end, label, told, "unsure")

    def _acts(self, modality: Modality, person: str = "") -> list[Clue]:
        """Clues about a moment that are no stretch of the course, in order of time; of one person,
        where a letter is given."""
        course = [(one.start, one.end) for one in self.answer.course if one.modality is modality]
        if course:  # what holds as long as all of it, e.g. of a voice
            course.append((min(start for start, _ in course), max(end for _, end in course)))
        length = self.clip.end - self.clip.start
        found = [
            clue
            for clue in self.answer.clues
            if clue.modality is modality
            and (not person or clue.person == person)
            and clue.end - clue.start < WHOLE * length
            and not any(_alike(clue, span) for span in course)
        ]
        return sorted(found, key=lambda clue: (clue.start, clue.end))

    def _marks(self, modality: Modality, person: str = "") -> list[Mark]:
        spans = [
            (clue.start, clue.end, self._named(clue), clue.text)
            for clue in self._acts(modality, person)
        ]
        return spaced(spans, self.clip.end)

    def _named(self, clue: Clue) -> str:
        """The beginning of the clue's sentence as a name: when it is, the lane shows."""
        first, *_ = re.split("[,，;；]", re.sub(self.say["when"], "", clue.text))
        return first.rstrip(".。")

    def _quoted(self, word: Word) -> str:
        pattern: str = self.say["word"]
        return pattern.format(word=word.text.strip(), start=word.start, end=word.end)

    def _measured(self, modality: Modality, bar: Bar) -> str:
        """What was measured of a stretch, where a clue tells."""
        span = (bar.start, bar.end)
        clues = (one for one in self.answer.clues if one.modality is modality)
        return next((_measure(one) for one in clues if _alike(one, span)), "")

    def _curve_steps(self) -> list[Told]:
        """The curves of the sound as medians of equal steps."""
        lane = self.say["voice"]
        return [
            Told(lane, start, end, self.say.get(one.name, one.name), "", f"{value:.0f} {one.unit}")
            for one in self.answer.curves
            if one.modality is Modality.ACOUSTIC
            for start, end, value in curves.steps(one, self.clip.start, self.clip.end)
        ]


def _alike(clue: Clue, span: tuple[float, float]) -> bool:
    return abs(clue.start - span[0]) < ALIKE and abs(clue.end - span[1]) < ALIKE


def _shares(shares: dict[str, float], pattern: str) -> str:
    return " · ".join(
        pattern.format(word=word, share=round(100 * share)) for word, share in shares.items()
    )


def _measure(clue: Clue) -> str:
    """The measurement behind a clue, with what is usual in brackets."""
    measure = clue.measure
    value = f"{measure.value:.3g}" if isinstance(measure.value, float) else measure.value
    usual = f" ({measure.usual})" if measure.usual else ""
    return f"{measure.name} {value} {measure.unit}".rstrip() + usual
