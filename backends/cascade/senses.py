"""The three senses of the cascade: each turns a clip into findings and an opinion of its own.

A sense is a generator: it yields the part that is done (0..1, or None where it can't know), so that
whoever runs it can show progress and stop in between, and returns what it sensed.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from textwrap import shorten

import numpy as np
from numpy.typing import NDArray

from backends.base import Curve, Modality, Person, State, Stretch, Transcript
from backends.cascade import clues, course, word_clues
from backends.cascade.conclusion import plainly
from backends.cascade.face.face import FaceReport
from backends.cascade.findings import MAIN_PERSON, Finding, Span
from backends.cascade.over_time import Said
from backends.cascade.phrases import Phrases
from backends.cascade.reason import SURE, Opinion
from backends.cascade.voice.norms import NORMS
from backends.cascade.voice.parted import Parted
from backends.cascade.voice.prosody import Prosody
from backends.cascade.voice.voice import VoiceReport
from backends.clip import SOUND_RATE, Clip
from backends.errors import BackendError
from backends.sessions import arrays_on_one_thread

MEASURED = "faster-whisper"
"""The transcriber of which it is known how many words it mishears."""

MOST_DOUBTED = 60
"""Characters that are quoted of what the recogniser probably invented."""


BESIDE = 3
"""Passages of a subtitle, or moments of the sound, that are named in one caveat."""


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
    said: tuple[Said, ...] = ()
    """What it says of each stretch, for the merge over time."""
    prosody: Prosody | None = None
    """What is measured of a voice, for what only voice and words together tell (`spoken.py`)."""
    faces: tuple[tuple[str, FaceReport], ...] = ()
    """Letter and report of each person whose face is read, the main one first."""
    voice: VoiceReport | None = None
    """All that is measured of the voice."""

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
    arrays_on_one_thread()
    from backends.cascade import several_faces
    from backends.cascade.face import face, people, still
    from backends.cascade.face.face import expression_segments

    frames = clip.frames
    moments = []
    for moment in face.follow((frame.time, frame.image) for frame in frames):
        moments.append(moment)
        yield len(moments) / len(frames)
    damage = clip.damage(Modality.VISUAL)
    torn = damage is not None and damage[1] >= clip.end  # what followed the last frame is unknown
    end = min(clip.end, max(clip.picture_end, frames[-1].time)) if frames else clip.end
    faces = tuple(face.read_each(moments, None if torn else end))
    report = faces[0][1] if faces else face.read(moments, None if torn else end)
    span = (clip.start, end)
    findings = tuple(clues.of_face(report, None if torn else clip.end))
    drawn = course.of_face(report, span, phrases)
    opinion = clues.opinion_of_face(report)
    doubts = [
        phrases.say("caveat", name)
        for name, true in (("no_face", opinion is None), ("still", still.stands_still(frames)))
        if true
    ]
    boxes = people.boxes(moments, frames)
    said = tuple(
        Said(part.start, part.end, Opinion(Modality.VISUAL, _shares(part.probabilities), 1.0, 0.0))
        for part in expression_segments(report)
    )
    if len(faces) > 1:
        findings = tuple(several_faces.seen(faces, boxes, span, None if torn else clip.end))
        drawn = several_faces.drawn(faces, span, phrases)
    curves = tuple(
        curve
        for letter, of_one in faces or ((MAIN_PERSON, report),)
        for curve in course.of_expression(of_one, phrases, letter)
    )
    return Sensed(
        findings,
        opinion,
        tuple(doubts),
        people=boxes,
        course=drawn,
        curves=curves,
        said=said,
        faces=faces,
    )


def hear(clip: Clip, phrases: Phrases) -> Sense:
    """Listen to the voice."""
    arrays_on_one_thread()
    yield None
    return of_sound(clip.sound, (clip.start, clip.end), phrases)


def of_sound(sound: NDArray[np.float32], span: Span, phrases: Phrases) -> Sensed:
    """What is heard in a sound (float32, mono, 16 kHz) that lasts over `span` (s) of its clip."""
    from backends.cascade.voice import head as voice_head
    from backends.cascade.voice import music, voice

    report = voice.listen(sound, span[0])
    sensed = Sensed(
        tuple(clues.of_voice(report, span)),
        course=course.of_voice(report, span, phrases),
        curves=course.of_sound(report.prosody),
        prosody=report.prosody,
        voice=report,
    )
    aside = _aside(report.parted, phrases)
    if not report.has_speech:
        return replace(sensed, caveats=tuple(aside))
    voiced = report.prosody.voiced
    flaws = [*aside, *_flaws(report, phrases)]
    if not voice_head.is_there():
        return replace(sensed, caveats=(*flaws, phrases.say("caveat", "no_head")))
    trust = music.TRUST if report.mixed else None
    if voiced is not None:
        trust = min(1.0, voiced / NORMS["voiced"].low)
    if report.probabilities is None or report.judged < voice.LEAST_NAMED or trust is None:
        return replace(sensed, caveats=(*flaws, phrases.say("caveat", "too_short")))
    caveats = [*flaws, phrases.say("caveat", "acted")]
    if voiced is not None and NORMS["voiced"].side(voiced) == "below":
        caveats.append(phrases.say("caveat", "toneless_voice"))
    opinion = Opinion(Modality.ACOUSTIC, report.probabilities.astype(np.float64), trust)
    said = tuple(
        Said(one.start, one.end, replace(opinion, probabilities=_shares(one.probabilities)))
        for one in report.windows
    )
    return replace(sensed, opinion=opinion, caveats=tuple(caveats), said=said)


def _shares(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    return probabilities.astype(np.float64)


def _flaws(report: VoiceReport, phrases: Phrases) -> list[str]:
    """What the recording lacks that the voice is measured by, and which figures that costs."""
    told = [
        phrases.say("caveat", name, start=parts[0].start, end=parts[-1].end)
        for name, parts in (("dropouts", report.dropouts), ("clipped", report.clipped))
        if parts
    ]
    if report.hums:
        hertz = phrases.list_words([f"{one:.0f}" for one in report.hums])
        told.append(phrases.say("caveat", "hum", hertz=hertz))
    if report.mixed:
        told.append(phrases.say("caveat", "music", when=_when(report.parted.music, phrases)))
    elif report.prosody.accompanied:
        told.append(phrases.say("caveat", "accompanied"))
    return told


def _aside(parted: Parted, phrases: Phrases) -> list[str]:
    """Where a voice is heard that does not speak, so that it is not judged."""
    return [
        phrases.say("caveat", name, when=_when(parts, phrases))
        for name, parts in (("singing", parted.singing), ("bursts", parted.bursts))
        if parts
    ]


def _when(parts: Sequence[tuple[float, ...]], phrases: Phrases) -> str:
    """The first of some parts, each beginning with its start and end (s), in words."""
    return phrases.list_words([phrases.when(one[0], one[1]) for one in parts[:BESIDE]])


def read(clip: Clip, phrases: Phrases) -> Sense:
    """Read the words: those of the subtitle where there is one, else those that are heard."""
    arrays_on_one_thread()
    from backends.cascade.words import captions, words
    from backends.cascade.words import transcript as speech

    caveats = []
    versions = {}
    if clip.subtitle:
        transcript = _given(clip, clip.subtitle)
        if beside := captions.said(clip.subtitle).left_out:
            told = phrases.list_words([f"“{one}”" for one in beside[:BESIDE]])
            caveats.append(phrases.say("caveat", "not_said", texts=told))
    else:
        for heard in speech.transcribe(clip.sound, clip.start):  # noqa: B007, yields at least once
            yield None
        transcript = heard.transcript
        caveats += _aside(heard.parted, phrases)
        caveats += [
            phrases.say("caveat", "doubted", text=shorten(text, MOST_DOUBTED, placeholder=" …"))
            for text in heard.doubted
        ]
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
    opinion = None if shares is None else Opinion(Modality.LEXICAL, shares, report.trust)
    heard_or_given = transcript if transcript.text else None
    said = (
        ()
        if opinion is None
        else tuple(
            Said(one.start, one.end, replace(opinion, probabilities=word_clues.meaning_of(one)))
            for one in report.sentences
        )
    )
    return Sensed(
        findings, opinion, tuple(caveats), heard_or_given, versions, course=drawn, said=said
    )


def _given(clip: Clip, subtitle: str) -> Transcript:
    """What a subtitle says; with times, where they are known."""
    from backends.cascade.words import surface

    if not clip.cues:
        return Transcript(language="und", text=subtitle)
    words = surface.timed(clip.cues)
    return Transcript(language=surface.language_of(words, None), text=subtitle, words=words)


def listen_again(clip: Clip, phrases: Phrases) -> Sense:
    """Whether something else is heard than the subtitle of a clip with sound says: a caveat.

    Without weights for it, or where a few seconds don't tell, there is none.
    """
    arrays_on_one_thread()
    from backends.cascade.words import captions, comparison
    from backends.cascade.words import transcript as speech

    heard = speech.NOTHING
    beginning = clip.sound[: int(comparison.SECONDS * SOUND_RATE)]
    try:
        for heard in speech.transcribe(beginning, clip.start):  # noqa: B007, the last is the whole
            yield None
    except BackendError:
        return Sensed(())
    if not comparison.differs(captions.said(clip.subtitle or "").text, heard.transcript):
        return Sensed(())
    return Sensed((), caveats=(phrases.say("caveat", "differs", text=heard.transcript.text),))
