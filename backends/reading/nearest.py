"""Which of the things that a sentence speaks of a word in it belongs to: the nearest."""

from __future__ import annotations

import re

Group = tuple[int, int, set[str]]


def grouped(subjects: list[tuple[re.Match[str], str]], text: str, between: str) -> list[Group]:
    """Subjects as (start, end, aspects); "eyes and mouth" is one group, so both are wide open."""
    groups: list[Group] = []
    for hit, key in sorted(subjects, key=lambda subject: subject[0].span()):
        if groups:
            start, end, keys = groups[-1]
            if hit.start() < end or re.fullmatch(between, text[end : hit.start()]):
                groups[-1] = (start, max(end, hit.end()), keys | {key})
                continue
        groups.append((hit.start(), hit.end(), {key}))
    return groups


def nearest(groups: list[Group], hit: re.Match[str]) -> set[str]:
    """The aspects whose subject stands nearest to a value."""
    if not groups:
        return set()
    return min(groups, key=lambda group: max(group[0] - hit.end(), hit.start() - group[1], 0))[2]
