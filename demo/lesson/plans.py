"""What a lesson shows: the ready ones from the gallery, and clips of a teacher's own folders."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from demo.ground_truth import gallery
from demo.ground_truth.clip_names import CLIP_SUFFIXES
from demo.lesson.refusals import Refused
from demo.lesson.rooms import Planned
from demo.lesson.stages import Given

WHOLE = (Given.BOTH,)
SOUND_LATER = (Given.PICTURE, Given.BOTH)
PICTURE_LATER = (Given.SOUND, Given.BOTH)

READY: dict[str, dict[str, tuple[Given, ...]]] = {
    "same_sentence": {path.stem: WHOLE for path in gallery.clips()},
    "sound_adds": {
        "1001_DFA_DIS_XX": SOUND_LATER,  # angry to those who saw it, disgusted to those given both
        "1001_DFA_FEA_XX": SOUND_LATER,  # disgusted, then fearful
        "1001_DFA_HAP_XX": PICTURE_LATER,  # neutral to those who heard it, happy with the face
    },
    "machine": {
        "1001_DFA_HAP_XX": WHOLE,
        "1001_DFA_DIS_XX": WHOLE,
        "1001_DFA_SAD_XX": WHOLE,  # meant as sad; hardly anybody sees that
    },
}
"""Key of a lesson → name of a clip in the gallery → the ways in which it is given, in turn."""
OWN = "own"
MOST_CLIPS = 30


def ready(lesson: str) -> list[Planned]:
    """A ready lesson's clips, in an order by lot: the gallery's own order tells the emotions."""
    paths = {path.stem: path for path in gallery.clips()}
    plan = [Planned(paths[name], given) for name, given in READY[lesson].items()]
    random.SystemRandom().shuffle(plan)
    return plan


class OwnClips:
    """The clips that a teacher can choose from: those in the folders named at the start."""

    def __init__(self, places: Sequence[Path]) -> None:
        self._folders = [place for place in places if place.is_dir()]

    def names(self) -> list[str]:
        """Their paths below the folders, sorted; looked up anew each time."""
        return sorted(self._found())

    def plan(self, names: Sequence[str], given: tuple[Given, ...] = WHOLE) -> list[Planned]:
        """The chosen clips in the order of the list.

        Raises Refused where there is none, too many, or one that is not offered.
        """
        if not names:
            raise Refused("no_clips", 400)
        if len(names) > MOST_CLIPS:
            raise Refused("too_many_clips", 400, n=MOST_CLIPS)
        found = self._found()
        for name in names:
            if name not in found:
                raise Refused("unknown_clip", 400, name=name[:80])
        return [Planned(found[name], given) for name in names]

    def _found(self) -> dict[str, Path]:
        return {
            str(path.relative_to(folder)): path
            for folder in reversed(self._folders)
            for path in folder.rglob("*")
            if path.suffix.lower() in CLIP_SUFFIXES and path.is_file()
        }
