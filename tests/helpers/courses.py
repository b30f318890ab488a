"""An answer that tells a course, curves, faces and views, made by hand."""

from __future__ import annotations

from typing import Any

from backends.base import (
    Clue,
    Curve,
    EmotionScore,
    Explanation,
    Measure,
    Modality,
    Person,
    Rationale,
    Received,
    State,
    Stretch,
    Transcript,
    View,
    Word,
)

VISUAL, ACOUSTIC, LEXICAL = Modality


def stretch(
    modality: Modality, start: float, end: float, person: str | None = None, **shares: float
) -> Stretch:
    """What is open is what the shares leave."""
    emotions = [EmotionScore(word=word, score=share) for word, share in shares.items()]
    left = round(1 - sum(shares.values()), 3)
    return Stretch(
        modality=modality, start=start, end=end, emotions=emotions, open=left, person=person
    )


def clue(modality: Modality, start: float, end: float, text: str, **supports: float) -> Clue:
    """Its measure is 0.25 mm, usually 0.1."""
    measure = Measure(name="width", value=0.25, unit="mm", usual="0.1")
    return Clue(
        modality=modality, text=text, start=start, end=end, measure=measure, supports=supports
    )


def view(*modalities: Modality, conclusion: str = "", **shares: float) -> View:
    """What is open is what the shares leave; without any, no emotion is clear."""
    emotions = [EmotionScore(word=word, score=share) for word, share in shares.items()]
    state = State.READ if emotions else State.NOT_CLEAR
    left = round(1 - sum(shares.values()), 3)
    return View(
        modalities=list(modalities), emotions=emotions, open=left, state=state,
        conclusion=conclusion,
    )  # fmt: skip


def told(**more: Any) -> Explanation:
    """Two seconds: happy, then perhaps fearful; a voice from 0.5 to 1.5 s; two words; all views."""
    known: dict[str, Any] = {
        "clip": "c",
        "backend": "cascade",
        "emotions": [EmotionScore(word="happy", score=0.5)],
        "open": 0.5,
        "rationale": Rationale(
            visual="In the video, a smile.", acoustic="In the audio, a voice.",
            lexical="In the text, words.", conclusion="Therefore, all of it.",
        ),
        "clues": [
            clue(VISUAL, 0.0, 1.0, "The face looks happy until 1.0 s."),
            clue(VISUAL, 0.6, 0.9, "The brows go up from 0.6 to 0.9 s.", surprised=0.5),
            clue(VISUAL, 0.0, 2.0, "One face is in view."),
            clue(ACOUSTIC, 0.5, 1.5, "The pitch is high."),
            clue(ACOUSTIC, 1.2, 1.4, "The voice grows louder at 1.3 s, by 6 dB."),
            clue(LEXICAL, 0.5, 1.0, "“Oh no” is said."),
        ],
        "people": [Person(person="A", boxes=[(t / 10, 0.25, 0.1, 0.2, 0.3) for t in range(10)])],
        "course": [
            stretch(VISUAL, 0.0, 1.0, "A", happy=0.7),
            stretch(VISUAL, 1.0, 1.6, "A", fearful=0.4, sad=0.3),
            stretch(VISUAL, 1.6, 2.0),
            stretch(ACOUSTIC, 0.5, 1.5, angry=0.6),
        ],
        "curves": [
            Curve(name="pitch", modality=ACOUSTIC, unit="Hz",
                  points=[(0.5, 100.0), (0.6, 200.0), (0.7, None), (0.8, 150.0), (0.9, 150.0)]),
            Curve(name="loudness", modality=ACOUSTIC, unit="dB", points=[(0.0, -20.0), (2.0, 0.0)]),
        ],
        "views": [
            view(VISUAL, ACOUSTIC, conclusion="Therefore, without words.", happy=0.6),
            view(VISUAL, LEXICAL, conclusion="Therefore, without sound.", sad=0.6),
            view(ACOUSTIC, LEXICAL, conclusion="Therefore, without picture.", angry=0.6),
            view(VISUAL, conclusion="Therefore, the picture alone.", fearful=0.6),
            view(ACOUSTIC, conclusion="Therefore, the sound alone.", angry=0.8),
            view(LEXICAL),
        ],
        "transcript": Transcript(
            language="en", text="Oh no",
            words=[Word(text="Oh", start=0.5, end=0.6), Word(text="no", start=0.6, end=1.0)],
        ),
        "received": Received(
            frame_times=[t / 10 for t in range(20)], sound_seconds=2.0, text="Oh no"
        ),
    }  # fmt: skip
    return Explanation(**{**known, **more})
