"""Answers held against their clips, for whoever has a clip and not yet what is measured of it."""

from __future__ import annotations

import logging
import threading

from backends import measured
from backends.base import Explanation, Language
from backends.clip import Clip
from backends.errors import EmerError
from demo.fact_check.check import of_explanation

log = logging.getLogger(__name__)


def checked(
    said: Explanation,
    clip: Clip,
    language: Language,
    stop: threading.Event | None = None,
    *,
    look: bool = True,
) -> Explanation:
    """An answer with its claims checked; as it was where the clip can't be measured.

    `look`: whether a clip that was not measured yet is measured now, which takes as long as an
    answer of the cascade; else its claims stay unchecked.
    """
    try:
        found = measured.measure(clip, stop) if look else measured.known(clip)
    except EmerError as error:
        log.warning("%s can't be measured: %s", clip.name, error)
        return said
    return of_explanation(said, found, language) if found else said
