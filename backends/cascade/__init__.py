"""The embedded default: EMER's annotation pipeline on a CPU, offline.

Clues first, then the merge, in this order of files:

    senses.py     face, voice and words, each measured for itself, side by side
      face.py       who is on screen, what the face does, when (face_nets, face_cues, face_events)
      voice.py      how it is said (speech, pitch, prosody, voice_head, voice_events, usual)
      words.py      what is said, and what it speaks for (transcript, surface, text_emotion)
    clues.py      measurements → findings (findings.py), the same in every language
    reason.py     what each modality says → one verdict, weighed by how sure each is
    passing.py    emotions that hold for a part of the clip only
    rationale.py  findings and verdict → clues, emotions and the four parts, from phrases/
    merge.py      or else a language model writes the parts, checked against the clues (faithful.py,
                  figures.py)

Weights (weights.py, whisper_weights.py) load when they are first needed, once, and are shared.
`train/` holds the commands that made and measured them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from queue import Queue
from time import perf_counter

from backends import weights
from backends.backend import Backend, Card, Request
from backends.base import ALL_MODALITIES, Events, Explanation, Modality, Partial, Progress, Received
from backends.cascade import rationale, reason, senses
from backends.cascade.phrases import Phrases
from backends.cascade.rewrite import merge
from backends.cascade.senses import Sense, Sensed
from backends.cascade.words import whisper_weights
from backends.caveats import absent
from backends.clip import SOUND_RATE, Clip
from backends.llm.text_models import TextModel, configured
from backends.reading.basic_emotions import BASIC

SENSES: dict[Modality, tuple[str, Callable[[Clip, Phrases], Sense]]] = {
    Modality.ACOUSTIC: ("voice", senses.hear),
    Modality.VISUAL: ("face", senses.see),
    Modality.LEXICAL: ("words", senses.read),
}
"""Modality → (stage, sense), the quickest first."""


@dataclass(frozen=True)
class _Move:
    """One step of one sense: the part done, or at its end what it sensed or why it could not."""

    modality: Modality
    fraction: float | None = None
    sensed: Sensed | None = None
    error: Exception | None = None
    seconds: float = 0.0


class Cascade(Backend):
    """Measures face, voice and words, weighs them, and says why."""

    card = Card(
        name="cascade",
        title="Cascade",
        summary="Measures face, voice and words, weighs them by how sure each is, and writes only "
        "sentences that a measurement stands behind. Measured: the voice alone names the right one "
        "of 7 emotions in 76.5% of recordings of unseen actors (RAVDESS; by chance 14%); the words "
        "alone reach a macro-F1 of .52 over 28 emotions (GoEmotions; 1: all found, none falsely). "
        "Not measured here: the face, and the three together.",
        modalities=ALL_MODALITIES,
        licence="code and weights free; the voice head for non-commercial use (see its card)",
        size="about 210 MB of weights, installed with the app",
        place="this machine, without a GPU",
        expected_time="about a third of the clip's length, and a second",
        chinese={
            "summary": "测量面部、声音和文字，按各自的把握权衡，只写有测量依据的句子。"
            "实测：仅凭声音，对未见过的演员（RAVDESS），7 种情绪判对 76.5%（随机猜测为 14%）；"
            "仅凭文字，28 种情绪的宏平均 F1 为 .52（GoEmotions；1 为全部找出且无误报）。"
            "面部以及三者合并未在此测量。",
            "licence": "代码和权重可自由使用；声音分类头仅限非商业用途（见其说明卡）",
            "size": "约 210 MB 权重，随应用安装",
            "place": "本机，无需 GPU",
            "expected_time": "约为片段长度的三分之一，再加一秒",
        },
    )

    options = (merge.OPTION,)

    def depends_on(self, request: Request) -> dict[str, str]:
        """Whisper weights of a person's own, and who writes the text; see Backend.depends_on."""
        found = {}
        if folder := os.environ.get(whisper_weights.VARIABLE):
            found["Whisper weights"] = Path(folder).name
        if writer := _writer(request):
            found |= {"text model": writer.title, "its place": writer.place[request.language]}
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
        moves: Queue[_Move] = Queue()
        stop = threading.Event()
        for modality in wanted:
            sense = SENSES[modality][1](clip, phrases)
            threading.Thread(
                target=_run, args=(modality, sense, moves, stop), name=modality, daemon=True
            ).start()
        try:
            left = len(wanted)
            while left:
                move = moves.get()
                stage = SENSES[move.modality][0]
                if move.error:
                    raise move.error
                if move.sensed is None:
                    yield Progress(stage=stage, fraction=move.fraction)
                    continue
                left -= 1
                answer.sensed[move.modality] = move.sensed
                answer.timings[stage] = move.seconds
                if left:
                    yield Partial(explanation=answer.so_far())
        finally:
            stop.set()
        yield Progress(stage="reason")
        whole = answer.whole(began)
        if writer := _writer(request):
            yield Partial(explanation=whole)
            whole = yield from merge.rewrite(whole, answer.shares(), writer, request.language)
        yield whole


def _writer(request: Request) -> TextModel | None:
    """The language model that is to write the rationale; None where rules do."""
    chosen = request.options.get(merge.OPTION.name, merge.RULES)
    return configured(request.language).get(chosen) if chosen != merge.RULES else None


def _run(modality: Modality, sense: Sense, moves: Queue[_Move], stop: threading.Event) -> None:
    """Work one sense to its end, or until `stop` is set."""
    began = perf_counter()
    try:
        while not stop.is_set():
            moves.put(_Move(modality, fraction=next(sense)))
    except StopIteration as end:
        moves.put(_Move(modality, sensed=end.value, seconds=perf_counter() - began))
    except Exception as error:  # raised again where the caller of explain can see it
        moves.put(_Move(modality, error=error))


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

    def so_far(self) -> Explanation:
        """Clues and parts that are known; no emotions and no conclusion yet."""
        return self._explanation(None)

    def whole(self, began: float) -> Explanation:
        """All of it. `began` is the time at which the work on the clip began."""
        start = perf_counter()
        verdict = self._verdict()
        self._explanation(verdict)
        self.timings["reason"] = perf_counter() - start
        self.timings["total"] = perf_counter() - began
        return self._explanation(verdict)

    def shares(self) -> dict[str, float]:
        """Each basic emotion's share of all evidence, 0..1, by its word in this language."""
        verdict = self._verdict()
        return {self.phrases.word(emotion): verdict.share(emotion) for emotion in BASIC}

    def _verdict(self) -> reason.Verdict:
        return reason.merge([s.reading for s in self.sensed.values() if s.reading])

    def _explanation(self, verdict: reason.Verdict | None) -> Explanation:
        clip, phrases = self.clip, self.phrases
        # In the papers' order, whichever came first.
        sensed = [self.sensed[modality] for modality in Modality if modality in self.sensed]
        findings = [finding for one in sensed for finding in one.findings]
        transcript = next((one.transcript for one in sensed if one.transcript), None)
        doubts = [caveat for one in sensed for caveat in one.caveats]
        frames = [] if Modality.VISUAL in self.gone else clip.frames
        return Explanation(
            clip=clip.name,
            backend=Cascade.card.name,
            emotions=rationale.emotions(verdict, findings, phrases) if verdict else [],
            rationale=rationale.compose(findings, verdict, phrases),
            clues=[rationale.clue(finding, phrases) for finding in findings],
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
