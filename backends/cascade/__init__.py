"""The embedded default: EMER's annotation pipeline on a CPU, offline.

Clues first, then the merge, in this order of files:

    senses.py       face, voice and words, each measured for itself, side by side
      face/         who is on screen, what the face does, when (face, people, nets, cues, events,
                    still)
      voice/        how it is said (voice, speech, pitch, prosody, head, events, phrase, attack,
                    faint, register, pace, syllables, norms)
      words/        what is said, and what it speaks for (words, transcript, surface)
    clues.py        measurements → findings (findings.py), the same in every language; of words,
                    word_clues.py
    spoken.py       what voice and words tell only together: pace, stress, pauses before words
    course.py       measurements → what each modality says over time, and curves
    reason.py       what each modality says → one verdict, weighed by how sure each is
    transient.py    emotions that hold for a part of the clip only
    shares.py       what each named emotion has of all evidence, and what is left open
    salience.py     which findings stand out, and which are told first
    rationale.py    findings → clues, measurements and the parts, in words from phrases/
    conclusion.py   what follows, told no more surely than the clues
    several.py      several people: what belongs to whom, and what each comes to, by
                    several_faces.py (what is seen of each) and speakers.py (who speaks when)
    views.py        the same from fewer modalities, and which of them decides
    rewrite/        or else a language model writes the parts (merge), checked against the clues
                    (faithful, figures)

Weights (backends/weights.py, words/whisper_weights.py) load when they are first needed, once, and
are shared. `train/` holds the commands that made and measured them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from queue import Queue
from time import perf_counter

from backends import weights
from backends.backend import Backend, Card, Request
from backends.base import (
    ALL_MODALITIES,
    Event,
    Events,
    Explanation,
    Modality,
    Part,
    Partial,
    Progress,
    Received,
    State,
)
from backends.cascade import rationale, senses, several
from backends.cascade.conclusion import Conclusion, conclude
from backends.cascade.findings import Finding
from backends.cascade.phrases import Phrases
from backends.cascade.reason import Opinion
from backends.cascade.rewrite import merge
from backends.cascade.senses import Sense, Sensed
from backends.cascade.spoken import together
from backends.cascade.views import views
from backends.cascade.words import whisper_weights
from backends.caveats import absent
from backends.clip import SOUND_RATE, Clip
from backends.reading.basic_emotions import BASIC
from backends.words import Words

_SAY = Words(__file__)

SENSES: dict[Modality, tuple[str, Callable[[Clip, Phrases], Sense]]] = {
    Modality.ACOUSTIC: ("voice", senses.hear),
    Modality.VISUAL: ("face", senses.see),
    Modality.LEXICAL: ("words", senses.read),
}
"""Modality → (stage, sense), the quickest first."""


@dataclass(frozen=True)
class _Step:
    """One step of one sense: the part done, or at its end what it sensed or why it could not."""

    modality: Modality
    fraction: float | None = None
    sensed: Sensed | None = None
    error: Exception | None = None
    seconds: float = 0.0


class Cascade(Backend):
    """Measures face, voice and words, weighs them, and says why."""

    card = Card.of(
        _SAY,
        "card",
        name="cascade",
        modalities=ALL_MODALITIES,
        trained_on=frozenset({"ravdess"}),  # the voice head
    )

    options = merge.Writer

    def depends_on(self, request: Request) -> dict[str, str]:
        """Whisper weights of one's own, what is left out, who writes; see Backend.depends_on."""
        found = {}
        if folder := os.environ.get(whisper_weights.VARIABLE):
            found["Whisper weights"] = Path(folder).name
        if gone := [part for part in weights.OPTIONAL if weights.is_left_out(part)]:
            found["left out"] = ", ".join(gone)
        if writer := merge.writer(request):
            found |= {"text model": writer.title, "its place": writer.place.text(request.language)}
        return found

    def explain(self, clip: Clip, request: Request) -> Events:
        """Yield each part as soon as it is measured; see Backend.explain."""
        began = perf_counter()
        phrases = Phrases(request.language, clip.start, clip.end)
        answer = _Answer(clip, request, phrases)
        yield Progress(stage="decode")
        wanted = [modality for modality in SENSES if modality not in answer.gone]
        if answer.hears:
            _ = clip.sound
        if Modality.VISUAL in wanted:
            _ = clip.frames
        answer.timings["decode"] = perf_counter() - began
        steps: Queue[_Step] = Queue()
        stop = threading.Event()
        for modality in wanted:
            sense = SENSES[modality][1](clip, phrases)
            threading.Thread(
                target=_run, args=(modality, sense, steps, stop), name=modality, daemon=True
            ).start()
        try:
            left = len(wanted)
            while left:
                step = steps.get()
                stage = SENSES[step.modality][0]
                if step.error:
                    raise step.error
                if step.sensed is None:
                    yield Progress(stage=stage, fraction=step.fraction)
                    continue
                left -= 1
                answer.sensed[step.modality] = step.sensed
                answer.timings[stage] = step.seconds
                if left:
                    yield Partial(explanation=answer.so_far())
        finally:
            stop.set()
        if clip.subtitle and {Modality.ACOUSTIC, Modality.LEXICAL} <= set(wanted):
            began_hearing = perf_counter()
            heard = yield from _sensed("words", senses.listen_again(clip, phrases))
            answer.add_caveats(Modality.LEXICAL, heard.caveats)
            answer.timings["words"] += perf_counter() - began_hearing
        yield Progress(stage="reason")
        whole = answer.whole(began)
        if writer := merge.writer(request):
            yield Partial(explanation=whole)
            whole = yield from merge.rewrite(whole, answer.shares, writer, request.language)
        yield whole


def _sensed(stage: str, sense: Sense) -> Generator[Event, None, Sensed]:
    """What a sense comes to, its progress passed on."""
    while True:
        try:
            yield Progress(stage=stage, fraction=next(sense))
        except StopIteration as end:
            found: Sensed = end.value
            return found


def _run(modality: Modality, sense: Sense, steps: Queue[_Step], stop: threading.Event) -> None:
    """Work one sense to its end, or until `stop` is set."""
    began = perf_counter()
    try:
        while not stop.is_set():
            steps.put(_Step(modality, fraction=next(sense)))
    except StopIteration as end:
        steps.put(_Step(modality, sensed=end.value, seconds=perf_counter() - began))
    except Exception as error:  # raised again where the caller of explain can see it
        steps.put(_Step(modality, error=error))


class _Answer:
    """The explanation as it grows, from what has been sensed so far."""

    def __init__(self, clip: Clip, request: Request, phrases: Phrases) -> None:
        self.clip, self.phrases = clip, phrases
        self.gone = absent(clip, request)
        self.hears = Modality.ACOUSTIC not in self.gone or (
            Modality.LEXICAL not in self.gone and not clip.subtitle
        )
        self.sensed: dict[Modality, Sensed] = {}
        self.timings: dict[str, float] = {}
        self.shares: dict[str, float] = {}
        """Once all is told: each basic emotion's share of all evidence, 0..1, by its word."""

    def add_caveats(self, modality: Modality, caveats: Sequence[str]) -> None:
        """What else has to be known of what one sense made of the clip."""
        sensed = self.sensed[modality]
        self.sensed[modality] = replace(sensed, caveats=(*sensed.caveats, *caveats))

    def so_far(self) -> Explanation:
        """Clues and parts that are known; no emotions and no conclusion yet."""
        return self._explanation(None, self._findings)

    def whole(self, began: float) -> Explanation:
        """All of it. `began` is the time at which the work on the clip began."""
        start = perf_counter()
        if told := several.tell(self.clip, self.sensed, self.phrases):
            concluded = replace(told.conclusion, text=told.text)
            known = told.on(self._explanation(concluded, told.findings))
            shown, decides = views(told.opinions, told.first, self.phrases, told.people[0].person)
        else:
            concluded = conclude(self._opinions, self._findings, self.phrases)
            shown, decides = views(self._opinions, self._findings, self.phrases)
            known = self._explanation(concluded, self._findings)
        self.shares = {self.phrases.word(one): concluded.verdict.share(one) for one in BASIC}
        self.timings["reason"] = perf_counter() - start
        self.timings["total"] = perf_counter() - began
        return known.model_copy(
            update={"views": shown, "decides": decides, "timings": dict(self.timings)}
        )

    @property
    def _ordered(self) -> list[Sensed]:
        """What is sensed so far in the papers' order, whichever came first."""
        return [self.sensed[modality] for modality in Modality if modality in self.sensed]

    @property
    def _findings(self) -> list[Finding]:
        return together(self.sensed)

    @property
    def _opinions(self) -> list[Opinion]:
        return [one.opinion for one in self._ordered if one.opinion]

    def _states(self, concluded: Conclusion | None) -> dict[Part, State]:
        """How each part came out, as far as it is known."""
        states: dict[Part, State] = {}
        for modality in Modality:
            if modality in self.gone:
                states[modality.value] = State.NOT_RECEIVED
            elif modality in self.sensed:
                states[modality.value] = self.sensed[modality].state
        if concluded:
            nothing = len(self.gone) == len(Modality)
            states["conclusion"] = State.NOT_RECEIVED if nothing else concluded.state
        return states

    def _explanation(
        self, concluded: Conclusion | None, findings: Sequence[Finding]
    ) -> Explanation:
        clip, phrases, sensed = self.clip, self.phrases, self._ordered
        transcript = next((one.transcript for one in sensed if one.transcript), None)
        doubts = [caveat for one in sensed for caveat in one.caveats]
        if self.hears and Modality.ACOUSTIC in self.gone:
            doubts.append(phrases.say("caveat", "words_alone"))
        frames = [] if Modality.VISUAL in self.gone else clip.frames
        return Explanation(
            clip=clip.name,
            backend=Cascade.card.name,
            emotions=concluded.emotions if concluded else [],
            open=concluded.open if concluded else None,
            state=self._states(concluded),
            rationale=rationale.parts(findings, concluded.text if concluded else None, phrases),
            sentences=rationale.sentences(findings, phrases),
            clues=rationale.clues(findings, phrases),
            measurements=rationale.measurements(findings, phrases),
            people=[person for one in sensed for person in one.people],
            course=[stretch for one in sensed for stretch in one.course],
            curves=[curve for one in sensed for curve in one.curves],
            transcript=transcript,
            received=Received(
                frame_times=[round(frame.time, 3) for frame in frames],
                sound_seconds=clip.sound.size / SOUND_RATE if self.hears else 0.0,
                text=transcript.text if transcript else None,
            ),
            timings=self.timings,
            caveats=list(dict.fromkeys([*self.gone.values(), *doubts])),
            versions=_versions(sensed),
        )


def _versions(sensed: Sequence[Sensed]) -> dict[str, str]:
    """What made this answer: the packages that measure, and the checksums of the heads."""
    packages = ("faster-whisper", "onnxruntime", "opencv-python-headless", "praat-parselmouth")
    versions = {name: version(name) for name in packages} | weights.versions()
    for one in sensed:
        versions |= one.versions
    return versions
