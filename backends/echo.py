"""A backend that only says what it received. It shows the contract, and serves the tests."""

from __future__ import annotations

from time import perf_counter

from backends.backend import Backend, Card, Request
from backends.base import (
    ALL_MODALITIES,
    Clue,
    Events,
    Explanation,
    Measure,
    Modality,
    Progress,
    Rationale,
    Received,
    State,
)
from backends.caveats import absent
from backends.clip import SOUND_RATE, Clip
from backends.words import Words

_SAY = Words(__file__)


class Echo(Backend):
    """Describes frames, seconds of sound and subtitle; claims nothing."""

    card = Card.of(_SAY, "echo.card", name="echo", modalities=ALL_MODALITIES, explains=False)

    def explain(self, clip: Clip, request: Request) -> Events:
        """Yield one stage and the Explanation; see Backend.explain."""
        yield Progress(stage="decode")
        began = perf_counter()
        say = _SAY.table(request.language, "echo")
        gone = absent(clip, request)
        frames = [] if Modality.VISUAL in gone else clip.frames
        seconds = 0.0 if Modality.ACOUSTIC in gone else clip.sound.size / SOUND_RATE
        text = None if Modality.LEXICAL in gone else clip.subtitle

        parts: dict[str, str] = {}
        clues: list[Clue] = []

        def note(modality: Modality, value: float, unit: str, **facts: object) -> None:
            parts[modality] = say[modality].format(**facts)
            measure = Measure(name=say["received"], value=value, unit=say[unit])
            clues.append(
                Clue(
                    modality=modality,
                    text=parts[modality],
                    start=clip.start,
                    end=clip.end,
                    measure=measure,
                )
            )

        if frames:
            height, width = frames[0].image.shape[:2]
            note(Modality.VISUAL, len(frames), "frames", n=len(frames), width=width, height=height)
        if seconds:
            note(Modality.ACOUSTIC, round(seconds, 3), "s", seconds=seconds)
        if text:
            note(Modality.LEXICAL, len(text), "characters", n=len(text), text=text)
        caveats = list(gone.values())
        if not text and Modality.LEXICAL not in gone:
            caveats.append(say["no_text"])
        yield Explanation(
            clip=clip.name,
            backend=self.card.name,
            state={
                modality.value: State.READ if modality in parts else State.NOT_RECEIVED
                for modality in Modality
            }
            | {"conclusion": State.NOT_CLEAR},
            rationale=Rationale(**parts, conclusion=say["conclusion"]),
            clues=clues,
            received=Received(
                frame_times=[frame.time for frame in frames], sound_seconds=seconds, text=text
            ),
            timings={"decode": perf_counter() - began},
            caveats=caveats,
        )
