"""The cascade's senses with a memory: each clip of the gallery is sensed once a session.

For tests that are about what is done with an answer, not about the senses.
"""

from __future__ import annotations

from collections.abc import Callable

from backends import cascade
from backends.base import Modality
from backends.cascade import senses
from backends.cascade.phrases import Phrases
from backends.cascade.senses import Sense, Sensed
from backends.clip import Clip
from tests.helpers.places import GALLERY

Senses = Callable[[Clip, Phrases], Sense]


def of(sense: Sense) -> Sensed:
    """What a sense returns at its end."""
    while True:
        try:
            next(sense)
        except StopIteration as end:
            assert isinstance(end.value, Sensed)
            return end.value


UNREAD = (Modality.VISUAL, Modality.ACOUSTIC)
"""Senses to which a subtitle makes no difference."""
_KNOWN: dict[tuple[object, ...], Sensed] = {}
"""Sense, clip, part, subtitle and language → what was sensed."""


def remembering(
    modality: Modality | str, sense: Callable[[Clip, Phrases], Sense]
) -> Callable[[Clip, Phrases], Sense]:
    """`sense`, which says of a gallery clip what it has said before."""

    def once(clip: Clip, phrases: Phrases) -> Sense:
        if clip.path.resolve().parent != GALLERY:
            return (yield from sense(clip, phrases))
        given = None if modality in UNREAD else clip.subtitle
        key = (modality, clip.name, clip.start, clip.end, given, phrases.language)
        if key not in _KNOWN:
            _KNOWN[key] = yield from sense(clip, phrases)
        yield 1.0
        return _KNOWN[key]

    return once


LISTENING_ONCE = remembering("listen again", senses.listen_again)
AS_THEY_ARE = dict(cascade.SENSES)
REMEMBERING = {
    modality: (stage, remembering(modality, sense))
    for modality, (stage, sense) in AS_THEY_ARE.items()
}
