"""Shares as whole per cent that add up."""

from __future__ import annotations

from backends.base import Explanation, Merged, Person, Stretch, View


def shares(
    told: Explanation | Person | View | Merged | Stretch,
) -> tuple[list[int], int | None]:
    """Per cent of each emotion, and what is open (None where the backend does not say).

    With what is open they add up to 100 where the shares add up to 1: the largest remainders are
    rounded up.
    """
    scores = [emotion.score for emotion in told.emotions]
    if told.open is None:
        return [round(100 * score) for score in scores], None
    exact = [100 * score for score in [*scores, told.open]]
    whole = [int(part) for part in exact]
    lacking = round(sum(exact)) - sum(whole)
    by_rest = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    for i in by_rest[:lacking]:
        whole[i] += 1
    return whole[:-1], whole[-1]
