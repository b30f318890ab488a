"""ELAN's .eaf, by pympi: tiers by modality and person, emotions out of a controlled vocabulary.

The clip is linked by its name alone: laid beside it, the .eaf finds it on any machine.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

from demo.take_away.taken import Taken
from demo.take_away.tiers import Tier, tiers, vocabulary

if TYPE_CHECKING:
    from pympi.Elan import Eaf

AUTHOR = "EMER demo"
EMOTION, TEXT = "emotion", "text"
"""The linguistic types: one takes only what the vocabulary holds."""


def write(taken: Taken, target: Path) -> None:
    """Format 2.8, which ELAN reads from version 4.8 on."""
    from pympi.Elan import Eaf

    found, name = tiers(taken), taken.say["tier"]["vocabulary"]
    file = Eaf(author=AUTHOR)
    file.remove_tier("default")
    file.remove_linguistic_type("default-lt")
    language = taken.say["tier"]["iso_639_3"]
    file.add_language(language)
    file.add_controlled_vocabulary(name)
    for number, word in enumerate(vocabulary(taken), 1):
        file.add_cv_entry(name, f"cve{number}", [(word, language, None)])
    file.add_linguistic_type(EMOTION)
    file.linguistic_types[EMOTION]["CONTROLLED_VOCABULARY_REF"] = name
    file.add_linguistic_type(TEXT)
    for tier in found:
        _add(file, tier, language)
    clip = taken.clip.path.name
    kind = mimetypes.guess_type(clip)[0] or "unknown"
    # "unknown" is what ELAN itself writes where it does not know the kind
    file.add_linked_file(f"file:///{clip}", relpath=f"./{clip}", mimetype=kind)
    target.unlink(missing_ok=True)  # pympi would keep it, as .bak
    file.to_file(str(target))


def _add(file: Eaf, tier: Tier, language: str) -> None:
    """One tier with its annotations, in whole milliseconds."""
    kind = EMOTION if tier.kind == "emotion" else TEXT
    file.add_tier(tier.name, ling=kind, part=tier.person or None, ann=AUTHOR, language=language)
    for one in tier.marks:
        start, end = round(1000 * one.start), round(1000 * one.end)
        file.add_annotation(tier.name, start, end, one.text)
