"""The embedded default: EMER's annotation pipeline on a CPU, offline.

Clues first, then the merge, in this order of files:

    senses.py       face, voice and words, each measured for itself, side by side
      face/         who is on screen, what the face does, when (face, tracking, people, nets, cues,
                    events, still)
      voice/        what is speech (parted, kinds, laughter, music), and how it is said (voice,
                    speech, pitch, prosody, head, events, phrase, attack, faint, register, pace,
                    syllables, norms)
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
    answer.py       the whole explanation, field by field, as it grows
    over_time.py    the merge again for each piece of the clip, about a second long
    several.py      several people: what belongs to whom, and what each comes to, by
                    several_faces.py (what is seen of each) and speakers.py (who speaks when)
    views.py        the same from fewer modalities, and which of them decides
    measured.py     what the senses measured, kept as numbers for whoever checks a text by it
    rewrite/        or else a language model writes the parts (merge), checked against the clues
                    (faithful, figures)

Weights (backends/weights.py, words/whisper_weights.py) load when they are first needed, once, and
are shared. `train/` holds the commands that made and measured them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from time import perf_counter

from backends import weights
from backends.backend import Backend, Card, Request
from backends.base import ALL_MODALITIES, Event, Events, Modality, Partial, Progress
from backends.cascade import measured, senses
from backends.cascade.answer import Answer
from backends.cascade.phrases import Phrases
from backends.cascade.rewrite import merge
from backends.cascade.senses import Sense, Sensed
from backends.cascade.words import whisper_weights
from backends.clip import Clip
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
        answer = Answer(clip, request, phrases, self.card.name)
        yield Progress(stage="decode")
        wanted = [modality for modality in SENSES if modality not in answer.gone]
        steps: Queue[_Step] = Queue()
        stop = threading.Event()

        def start(modality: Modality) -> None:
            sense = SENSES[modality][1](clip, phrases)
            threading.Thread(
                target=_run, args=(modality, sense, steps, stop), name=modality, daemon=True
            ).start()

        try:
            if answer.hears:
                _ = clip.sound
            for modality in wanted:
                if modality is not Modality.VISUAL:
                    start(modality)
            if Modality.VISUAL in wanted:  # last, for the others need not wait for its pictures
                _ = clip.frames
                start(Modality.VISUAL)
            answer.timings["decode"] = perf_counter() - began
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
                measured.keep(clip, step.modality, step.sensed)
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
