"""Which clips of an acted set are not independent, though every interval treats them as if.

RAVDESS holds one performance up to three times, with picture and sound, as picture and as sound
(Livingstone & Russo 2018, doi 10.1371/journal.pone.0196391); actors of RAVDESS and CREMA-D (Cao et
al. 2014, doi 10.1109/TAFFC.2014.2336244) act many clips each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backends.base import Language
from demo.benchmark.plan import GALLERY
from demo.strings import STRINGS


def warnings(dataset: str, clips: Sequence[str], language: Language) -> Iterator[str]:
    """Sentences for a report over these clips of a data set; none where nothing is known."""
    t = STRINGS[language]
    if dataset == "ravdess":
        actors = {name.rpartition("-")[2] for name in clips}
        performances = {name.partition("-")[2] for name in clips}
        if len(performances) < len(clips):
            yield t["bench_performances"].format(clips=len(clips), n=len(performances))
    elif dataset in ("cremad", GALLERY):
        actors = {name.partition("_")[0] for name in clips}
    else:
        return
    if len(actors) < len(clips):
        yield t["bench_actors"].format(clips=len(clips), n=len(actors))
