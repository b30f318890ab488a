"""What a person reads about a model before choosing it."""

from __future__ import annotations

from backends.backend import Card
from backends.base import Modality
from backends.llm.local.weights import Weights
from backends.words import ENGLISH, Words

HEARS = frozenset({Modality.ACOUSTIC, Modality.LEXICAL})
SEES = frozenset({Modality.VISUAL, Modality.LEXICAL})

_SAY = Words(__file__)


def card(
    name: str,
    title: str,
    model: Weights,
    modalities: frozenset[Modality],
    licence: str,
    summary: str,
) -> Card:
    """A model's card; `licence` and `summary` in English.

    Other languages may have them in `<language>.toml`, in the table `model.<name>`; where they
    don't, the English ones are shown.
    """
    facts = {"id": model.id, "download": model.download, "memory": model.memory}
    texts = {
        language: {
            "licence": licence,
            "summary": summary,
            **{field: text.format(**facts) for field, text in general.items()},
            **_SAY.table(language, "model").get(name, {}),
        }
        for language, general in _SAY.every("card").items()
    }
    return Card(
        weighs=False,
        name=name,
        title=title,
        modalities=modalities,
        translations=texts,
        **texts[ENGLISH],
    )
