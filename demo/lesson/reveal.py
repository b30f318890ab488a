"""All that is shown of a clip once it is revealed: class, crowd, reference and models as data.

Nothing here is made, nor read from a file, for a clip that is not revealed: `revealed` refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from backends.base import Explanation, Language, Modality
from demo.ground_truth import GroundTruth
from demo.ground_truth.library import Library
from demo.lesson import figures
from demo.lesson.agreement import Alpha, alpha
from demo.lesson.figures import Change, Distribution
from demo.lesson.models import ModelAnswer, Models
from demo.lesson.refusals import Refused
from demo.lesson.rooms import Room
from demo.lesson.shown import ShownClips
from demo.lesson.stages import Given, Stage, Step, same_clip
from demo.lesson.voting import Vote, Voting

_CROWD = {Given.PICTURE: "visual", Given.SOUND: "acoustic", Given.BOTH: "audiovisual"}
"""What a crowd of CREMA-D was given → its field of `Votes`."""


@dataclass(frozen=True)
class Seen:
    """One step of a clip: what the class said, and what a crowd said that was given the same."""

    given: Given
    votes: tuple[Vote, ...]
    said: Distribution
    told_by: list[tuple[str, int]]
    crowd: Mapping[str, int]


@dataclass(frozen=True)
class Cell:
    """A part of a heat strip or of a lane."""

    start: float
    end: float
    weight: float
    """0..1: how dark it is."""
    label: str


@dataclass(frozen=True)
class Revealed:
    """One clip, revealed."""

    number: int
    """Which clip of the lesson, from 1."""
    name: str
    step: Step
    """Its last."""
    steps: tuple[Seen, ...]
    change: Change | None
    """From the first step to the last; None where there is one step."""
    truth: GroundTruth | None
    models: tuple[ModelAnswer, ...]
    seconds: float
    heat: tuple[Cell, ...]
    marks: int

    @property
    def last(self) -> Seen:
        """The clip as it was given last."""
        return self.steps[-1]

    @property
    def reasons(self) -> list[Vote]:
        """The votes with a line, of all steps."""
        return [vote for seen in self.steps for vote in seen.votes if vote.reason]


class Reveals:
    """Makes them."""

    def __init__(
        self, voting: Voting, models: Models, shown: ShownClips, library: Callable[[], Library]
    ) -> None:
        self._voting, self._models, self._shown = voting, models, shown
        self._library = library

    def revealed(self, room: Room, clip: str, language: Language) -> Revealed:
        """One clip. Raises Refused where it is not revealed yet."""
        places = [n for n, step in enumerate(room.steps) if step.clip == clip]
        if not places or not room.steps[places[0]].revealed:
            raise Refused("not_now", 403)
        truth = self._library().of(room.paths[clip].stem, language)
        votes = self._voting.all(room)
        steps = tuple(self._seen(room.steps[n], votes, n, truth) for n in places)
        models = tuple(self._models.of(room, clip))
        moments = [vote.moment for seen in steps for vote in seen.votes if vote.moment is not None]
        seconds = self._shown.seconds(room.paths[clip])
        order = list(dict.fromkeys(step.clip for step in room.steps))
        return Revealed(
            number=order.index(clip) + 1,
            name=room.paths[clip].stem,
            step=room.steps[places[-1]],
            steps=steps,
            change=figures.change(steps[0].votes, steps[-1].votes) if len(steps) > 1 else None,
            truth=truth,
            models=models,
            seconds=seconds,
            heat=_heat(moments, seconds),
            marks=len(moments),
        )

    def now(self, room: Room, language: Language) -> Revealed | None:
        """The clip that is revealed now, if one is."""
        if room.at.stage is not Stage.REVEAL:
            return None
        return self.revealed(room, room.step.clip, language)

    def all(self, room: Room, language: Language) -> list[Revealed]:
        """Every clip that is revealed, in their order."""
        clips = dict.fromkeys(step.clip for step in room.steps if step.revealed)
        return [self.revealed(room, clip, language) for clip in clips]

    def agreement(self, room: Room) -> Alpha:
        """Of the class, over the clips that are revealed, each as it was given last."""
        votes = self._voting.all(room)
        lasts = {same_clip(n, room.steps)[-1] for n, step in enumerate(room.steps) if step.revealed}
        return alpha(
            [
                {vote.number: figures.first_group(vote) for vote in votes if vote.place == place}
                for place in sorted(lasts)
            ]
        )

    def _seen(
        self, step: Step, votes: Sequence[Vote], place: int, truth: GroundTruth | None
    ) -> Seen:
        own = tuple(vote for vote in votes if vote.place == place)
        crowd = getattr(truth.votes, _CROWD[step.given]) if truth and truth.votes else {}
        return Seen(
            step.given, own, figures.distribution(own), figures.told_by(own),
            dict(sorted(crowd.items(), key=lambda one: -one[1])),
        )  # fmt: skip


def lanes(explanation: Explanation, seconds: float) -> dict[Modality, list[Cell]]:
    """What a model says of each modality over time, for the lanes below the heat strip."""
    found: dict[Modality, list[Cell]] = {}
    for one in explanation.course:
        strongest = one.emotions[0] if one.emotions else None
        label = strongest.word if strongest else ""
        weight = strongest.score if strongest else 0.0
        end = min(one.end, seconds)
        if end > one.start:
            found.setdefault(one.modality, []).append(Cell(one.start, end, weight, label))
    return found


def _heat(moments: Sequence[float], seconds: float) -> tuple[Cell, ...]:
    counts = figures.heat(moments, seconds)
    step, most = seconds / len(counts), max(counts)
    return tuple(
        Cell(n * step, (n + 1) * step, count / most, str(count))
        for n, count in enumerate(counts)
        if count
    )
