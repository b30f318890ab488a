"""What is seen of several people: who is followed, then each face by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from backends.base import Modality, Person, Stretch
from backends.cascade import clues, course
from backends.cascade.face.face import FaceReport
from backends.cascade.findings import Finding, Span, found
from backends.cascade.phrases import Phrases

Faces = Sequence[tuple[str, FaceReport]]
"""Letter and report of each person whose face is read, the main one first."""


def seen(
    faces: Faces, people: Sequence[Person], span: Span, end: float | None
) -> Iterator[Finding]:
    """What is seen of several people: who is followed, then each face by itself.

    `span`: start and end (s) of the picture; `end`: that of the clip, where it may be told.
    """
    letters = tuple(letter for letter, _ in faces)
    facts: dict[str, float | str | tuple[str, ...]] = {
        "people": len(faces),
        "letters": letters,
        "first": letters[0],
    }
    yield found(Modality.VISUAL, "people", "who", span, len(faces), "faces", facts)
    if unread := [one.person for one in people if one.person not in letters]:
        kind = "people_unread_many" if len(unread) > 1 else "people_unread"
        others = {"letters": tuple(unread)}
        yield found(Modality.VISUAL, kind, "who", span, len(unread), "faces", others)
    for at, (letter, report) in enumerate(faces):
        for one in clues.of_face(report, None if at else end):
            if one.kind == "picture_ends":
                yield one
            elif one.topic != "who":
                yield replace(one, person=letter, named=True)


def drawn(faces: Faces, span: Span, phrases: Phrases) -> tuple[Stretch, ...]:
    """The course of each face from `span`'s start to its end (s)."""
    return tuple(
        one
        for letter, report in faces
        for one in course.of_face(report, span, phrases, letter, gaps=True)
    )
