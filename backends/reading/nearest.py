"""Which of the things that a sentence speaks of a word in it belongs to: the nearest."""

from __future__ import annotations

import re

BEYOND = 20
Group = tuple[int, int, set[str]]


def grouped(
    subjects: list[tuple[re.Match[str], str]], text: str, between: str, part_of: str
) -> list[Group]:
    """Subjects as (start, end, aspects); "eyes and mouth" is one group, so both are wide open.

    What only says whose the subject is, behind `part_of`, is none itself: "the volume of the voice"
    is a volume.
    """
    groups: list[Group] = []
    spans = {hit.span() for hit, _ in subjects}
    for hit, key in sorted(subjects, key=lambda subject: subject[0].span()):
        if any(
            start < hit.start()
            and hit.end() <= end
            and re.search(part_of, text[start : hit.start()])
            for start, end in spans
        ):
            continue
        if groups:
            start, end, keys = groups[-1]
            if hit.start() < end or re.fullmatch(between, text[end : hit.start()]):
                groups[-1] = (start, max(end, hit.end()), keys | {key})
                continue
        groups.append((hit.start(), hit.end(), {key}))
    return groups


def nearest(groups: list[Group], hit: re.Match[str], text: str, boundary: str) -> set[str]:
    """The aspects whose subject stands nearest to a value; what stands beyond a `boundary`, such as
    a comma, is `BEYOND` letters further away: "the brows are raised and the eyes wide"."""

    def apart(group: Group) -> int:
        start, end, _ = group
        between = text[end : hit.start()] if end <= hit.start() else text[hit.end() : start]
        return len(between) + BEYOND * len(re.findall(boundary, between))

    return min(groups, key=apart)[2] if groups else set()
