"""The three senses of the cascade: each turns a clip into findings and an opinion of its own.

A sense is a generator: it yields the part that is done (0..1, or None where it can't know), so that
whoever runs it can show progress and stop in between, and returns what it sensed.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version

import numpy as np

from backends.base import Curve, Modality, Person, State, Stretch, Transcript
from backends.cascade import clues, course, word_clues
from backends.cascade.conclusion import plainly
from backends.cascade.findings import Finding
from backends.cascade.phrases import Phrases
from backends.cascade.reason import SURE, Opinion
from backends.cascade.voice.norms import NORMS
from backends.clip import Clip

MEASURED = "faster-whisper"
"""The transcriber of which it is known how many words it mishears."""


@dataclass(frozen=True)
class Sensed:
    """What one sense made of a clip. `opinion` is None where nothing can be judged."""

    findings: tuple[Finding, ...]
    opinion: Opinion | None = None
    caveats: tuple[str, ...] = ()
    transcript: Transcript | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    """What it depends on besides what every answer does."""
    people: tuple[Person, ...] = ()
    course: tuple[Stretch, ...] = ()
    curves: tuple[Curve, ...] = ()

    @property
    def state(self) -> State:
        """Whether it could be judged, and whether it speaks for an emotion clearly."""
        if self.opinion is None:
            return State.NOT_READABLE
        if self.opinion.speaks or plainly(self.opinion.modality, self.findings):
            return State.READ if self.opinion.weight >= SURE else State.NOT_CLEAR
        return State.NOT_CLEAR


Sense = Generator[float | None, None, Sensed]


def see(clip: Clip, phrases: Phrases) -> Sense:
    """Watch the face."""
    from backends.cascade.face import face, people, still

    frames = clip.frames
    moments = []
    for moment in face.follow((frame.time, frame.image) for frame in frames):
        moments.append(moment)
        yield len(moments) / len(frames)
    damage = clip.damage(Modality.VISUAL)
    torn = damage is not None and damage[1] >= clip.end  # what followed the last frame is unknown
    report = face.read(moments, None if torn else clip.end)
    findings = tuple(clues.of_face(report))
    drawn = course.of_face(report, (clip.start, clip.end), phrases)
    mean = report.mean_expression
    doubts = [
        phrases.say("caveat", name)
        for name, true in (("no_face", mean is None), ("still", still.stands_still(frames)))
        if true
    ]
    opinion = None if mean is None else Opinion(Modality.VISUAL, clues.with_actions(mean, report))
    boxes = people.boxes(moments, frames)
    return Sensed(findings, opinion, tuple(doubts), people=boxes, course=drawn)


def hear(clip: Clip, phrases: Phrases) -> Sense:
    """Listen to the voice."""
    from backends.cascade.voice import head as voice_head
    from backends.cascade.voice import voice

    yield None
    report = voice.listen(clip.sound, clip.start)
    span = (clip.start, clip.end)
    sensed = Sensed(
        tuple(clues.of_voice(report, span)),
        course=course.of_voice(report, span, phrases),
        curves=course.of_sound(report.prosody),
    )
    if not report.has_speech:
        return sensed
    voiced = report.prosody.voiced
    if not voice_head.is_there():
        return replace(sensed, caveats=(phrases.say("caveat", "no_head"),))
    if report.probabilities is None or report.judged < voice.LEAST_NAMED or voiced is None:
        return replace(sensed, caveats=(phrases.say("caveat", "too_short"),))
    caveats = [phrases.say("caveat", "acted")]
    trust = min(1.0, voiced / NORMS["voiced"].low)
    if NORMS["voiced"].side(voiced) == "below":
        caveats.append(phrases.say("caveat", "toneless_voice"))
    opinion = Opinion(Modality.ACOUSTIC, report.probabilities.astype(np.float64), trust)
    return replace(sensed, opinion=opinion, caveats=tuple(caveats))


def read(clip: Clip, phrases: Phrases) -> Sense:
    """Read the words: those of the subtitle where there is one, else those that are heard."""
    from backends.cascade.words import transcript as speech
    from backends.cascade.words import words

    caveats = []
    versions = {}
    if clip.subtitle:
        transcript = Transcript(language="und", text=clip.subtitle)
    else:
        for heard in speech.transcribe(clip.sound, clip.start):  # noqa: B007, yields at least once
            yield None
        transcript = heard.transcript
        caveats += [phrases.say("caveat", "doubted", text=text) for text in heard.doubted]
        if by := heard.transcriber:
            versions = {
                by.package: version(by.package),
                "transcriber": f"{by.package}, {by.weights}",
            }
            if by.package != MEASURED:
                caveats.append(phrases.say("caveat", "transcriber", weights=by.weights))
    yield None
    report = words.read(transcript, clip.start, clip.end)
    if not report.understood:
        language = phrases.language_name(report.language)
        caveats.append(phrases.say("caveat", "not_understood", language=language))
    if report.cut:
        caveats.append(phrases.say("caveat", "cut"))
    span = (clip.start, clip.end)
    findings = tuple(word_clues.of_words(report, transcript, span))
    drawn = course.of_words(report, transcript, span, phrases)
    shares = word_clues.meaning(report)
    opinion = None if shares is None else Opinion(Modality.LEXICAL, shares)
    said = transcript if transcript.text else None
    return Sensed(findings, opinion, tuple(caveats), said, versions, course=drawn)
