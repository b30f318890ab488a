"""Answers compared with the ground truth beside the run that brings them, never in its way."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Self

import backends
from backends.base import Explanation, Language
from demo.ground_truth import GroundTruth
from demo.metrics import Agreement
from demo.metrics.agreement import agreement
from demo.page.runs import PageRun
from demo.side_by_side import PATIENCE, Answer

log = logging.getLogger(__name__)


class Comparing:
    """The agreements of one set of answers, each worked out once, when its answer is done."""

    def __init__(self, truth: GroundTruth | None, language: Language) -> None:
        self._truth, self._language = truth, language
        self._pool = ThreadPoolExecutor(1, "comparing")
        self._futures: dict[str, Future[Agreement | None]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def add(self, answers: Mapping[str, Answer]) -> None:
        """Begin with every answer that is complete now and was not before."""
        for name, answer in answers.items():
            compared = answer.complete and backends.get(name).card.explains
            if self._truth and compared and answer.explanation and name not in self._futures:
                self._futures[name] = self._pool.submit(
                    _compare, self._truth, answer.explanation, self._language
                )

    @property
    def unfinished(self) -> bool:
        """Whether an answer is still being compared, or was when the run was given up."""
        return any(not future.done() for future in self._futures.values())

    def finished(self) -> dict[str, Agreement | None]:
        """What is worked out by now, by backend; None where comparing failed."""
        return {name: future.result() for name, future in self._futures.items() if future.done()}

    def wait(self, run: PageRun) -> dict[str, Agreement | None]:
        """Everything, once it is worked out; what there is by then where the run is given up."""
        waiting = set(self._futures.values())
        while waiting and not run.given_up:
            waiting = wait(waiting, timeout=PATIENCE).not_done
        return self.finished()


def _compare(truth: GroundTruth, explanation: Explanation, language: Language) -> Agreement | None:
    try:
        return agreement(truth, explanation, language)
    except Exception:  # a fault of ours or a library's must not take the page down
        log.exception("comparing the answer of %s failed", explanation.backend)
        return None
