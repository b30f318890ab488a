"""What the benchmark's page offers: the data sets that the server has, and backends to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import backends
from backends.base import Language
from demo.benchmark import plan
from demo.benchmark.plan import GALLERY, Plan
from demo.page.refusal import Refused
from demo.settings import Settings
from demo.strings import SAY, STRINGS


@dataclass(frozen=True)
class Offers:
    """What can be chosen, for one set of settings."""

    sets: Mapping[str, str]
    """Path of a data set → its kind."""
    backends: Sequence[str]
    """Names of those that are ready."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """What these settings offer; a folder of no kind that is known is left out."""
        kinds = {path: plan.recognised(path) for path in settings.data}
        return cls(
            {str(path.resolve()): kind for path, kind in kinds.items() if kind},
            [name for name in settings.backends if not backends.get(name).missing()],
        )

    def data_sets(self, language: Language) -> list[tuple[str, str]]:
        """What a person reads → path of the data set; the gallery has none."""
        sets = [(f"{kind} · {Path(path).name}", path) for path, kind in self.sets.items()]
        return [*sets, (STRINGS[language]["bench_gallery"], GALLERY)]

    def backend_titles(self, language: Language) -> list[tuple[str, str]]:
        """What a person reads → name of the backend."""
        return [(backends.get(name).card.text("title", language), name) for name in self.backends]

    def plan(
        self, dataset: str, limit: int | None, names: Sequence[str], language: Language
    ) -> Plan:
        """What is asked for. Raises Refused where nothing is chosen that can be run."""
        chosen = [name for name in self.backends if name in names]
        if not chosen:
            raise Refused(SAY("bench_choose"))
        root = "" if dataset == GALLERY else dataset
        return Plan(
            dataset=self.sets[root] if root else GALLERY,
            root=root,
            backends=tuple(chosen),
            language=language,
            limit=limit if limit and limit > 0 else None,
        )
