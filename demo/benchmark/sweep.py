"""Many clips in flight: each by the page's own `side_by_side.explain`, decoded a little ahead.

There are no gaps: the next clips are decoded while those in flight are explained, and a place that
becomes free is taken at once by a clip that is ready.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from queue import SimpleQueue
from time import perf_counter, process_time

import backends
from backends.backend import Request
from backends.base import Modality
from backends.clip import Clip, ClipError, Limits
from backends.words import Words
from demo import side_by_side
from demo.benchmark.plan import label_of
from demo.benchmark.results import Result, Spent
from demo.fact_check.of_clips import checked
from demo.ground_truth.datasets import LabelledClip
from demo.machine import peak_memory
from demo.side_by_side import Answer
from demo.strings import STRINGS

_SAY = Words(__file__)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """One clip and the backends that are to explain it."""

    clip: LabelledClip
    backends: Sequence[str]


class Sweep:
    """Tasks on their way, `jobs` clips at once. Iterate over `results`; `stop` ends it early."""

    def __init__(
        self,
        tasks: Sequence[Task],
        request: Request,
        jobs: int = 1,
        limits: Limits | None = None,
        *,
        check: bool = False,
    ) -> None:
        """`check`: measure every clip and hold the answers against it; else only those are held
        whose clip an answer of the run has measured anyway."""
        self._tasks, self._request, self._jobs, self._limits = tasks, request, jobs, limits
        self._check = check
        self._moves: SimpleQueue[Result | None] = SimpleQueue()
        self._stopped = threading.Event()
        self._in_flight: set[threading.Event] = set()
        self._lock = threading.Lock()

    def stop(self) -> None:
        """End soon, from any thread: what is not answered yet is left out, as if never asked."""
        self._stopped.set()
        with self._lock:
            for event in self._in_flight:
                event.set()

    def results(self) -> Iterator[Result]:
        """Every result as it becomes known, in the order in which they do. Iterate once."""
        waiting = iter(self._tasks)
        ahead = max(1, self._jobs // 2)
        cores = os.cpu_count() or 1
        decoding = ThreadPoolExecutor(min(ahead, cores), "decode")
        explaining = ThreadPoolExecutor(self._jobs, "explain")
        try:
            unfinished = 0
            for task in islice(waiting, self._jobs + ahead):
                explaining.submit(self._explain, task, decoding.submit(self._open, task))
                unfinished += 1
            meter = _Meter()
            while unfinished:
                move = self._moves.get()
                if move is not None:
                    yield move.model_copy(update={"spent": meter.read()})
                    continue
                unfinished -= 1
                for task in islice(waiting, 1):
                    explaining.submit(self._explain, task, decoding.submit(self._open, task))
                    unfinished += 1
        finally:
            self.stop()
            decoding.shutdown(wait=False, cancel_futures=True)
            explaining.shutdown(wait=False, cancel_futures=True)

    def _open(self, task: Task) -> Clip | None:
        """The clip, decoded as far as the backends will ask; None once the run is stopped."""
        if self._stopped.is_set():
            return None
        clip = Clip.open(
            task.clip.path or "", subtitle=task.clip.truth.subtitle, limits=self._limits
        )
        cards = [backends.get(name).card for name in task.backends]
        wanted = self._request.modalities & frozenset[Modality]().union(
            *(card.modalities for card in cards)
        )
        with suppress(ClipError):  # the backends meet it again, those that need what is broken
            if Modality.VISUAL in wanted:
                _ = clip.frames
            if wanted - {Modality.VISUAL}:
                _ = clip.sound
        return clip

    def _explain(self, task: Task, opened: Future[Clip | None]) -> None:
        stop = threading.Event()  # of this clip: side_by_side sets it at its end
        with self._lock:
            self._in_flight.add(stop)
        left, language = set(task.backends), self._request.language
        try:
            clip = opened.result()
            if clip is None or self._stopped.is_set():
                return
            for answers in side_by_side.explain(clip, task.backends, self._request, stop):
                measuring = backends.DEFAULT in task.backends and not answers[backends.DEFAULT].done
                for name in sorted(left):
                    if answers[name].done and not measuring:  # then all stand on one measurement
                        left.discard(name)
                        if not answers[name].cancelled:
                            self._moves.put(self._checked(task, answers[name], clip))
        except ClipError as error:
            self._fail(task.clip, left, error.text(language))
        except Exception as error:  # a fault of ours or a library's costs one clip, not the run
            log.exception("explaining %s failed", task.clip.name)
            sentence = STRINGS[language]["bench_clip_fault"]
            self._fail(task.clip, left, sentence.format(kind=type(error).__name__))
        finally:
            with self._lock:
                self._in_flight.discard(stop)
            self._moves.put(None)

    def _checked(self, task: Task, answer: Answer, clip: Clip) -> Result:
        """A result, its reasons held against the clip where that is measured."""
        said = answer.explanation
        if said and not answer.error and backends.get(answer.backend).card.explains:
            language = self._request.language
            said = checked(said, clip, language, self._stopped, look=self._check)
            answer = replace(answer, explanation=said)
        return _result(task.clip, answer)

    def _fail(self, clip: LabelledClip, names: set[str], sentence: str) -> None:
        for name in sorted(names):
            self._moves.put(_result(clip, Answer(name, error=sentence)))


def _result(clip: LabelledClip, answer: Answer) -> Result:
    error = answer.error
    return Result(
        clip=clip.name,
        backend=answer.backend,
        label=label_of(clip.truth),
        explanation=None if error else answer.explanation,
        error=error,
        seconds=answer.seconds,
    )


class _Meter:
    """What this process has used since it was last read."""

    def __init__(self) -> None:
        self._wall, self._cpu = perf_counter(), process_time()

    def read(self) -> Spent:
        wall, cpu = perf_counter(), process_time()
        spent = Spent(wall=wall - self._wall, cpu=cpu - self._cpu, peak_memory=peak_memory())
        self._wall, self._cpu = wall, cpu
        return spent
