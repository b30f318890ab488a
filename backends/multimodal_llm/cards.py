"""What a person reads about a model before choosing it."""

from __future__ import annotations

from backends.backend import Card
from backends.base import Modality
from backends.llm.local.weights import Weights

HEARS = frozenset({Modality.ACOUSTIC, Modality.LEXICAL})
SEES = frozenset({Modality.VISUAL, Modality.LEXICAL})


def card(
    name: str,
    title: str,
    model: Weights,
    modalities: frozenset[Modality],
    licence: tuple[str, str],
    summary: tuple[str, str],
) -> Card:
    """A model's card; `licence` and `summary` in English and Chinese."""
    return Card(
        weighs=False,
        name=name,
        title=title,
        summary=summary[0],
        modalities=modalities,
        licence=licence[0],
        size=f"{model.download:g} GB of weights ({model.id}); about {model.memory:g} GB of memory",
        place="this machine, on its graphics card if it has one",
        expected_time="seconds on a graphics card, minutes without one",
        translations={
            "zh": {
                "summary": summary[1],
                "licence": licence[1],
                "size": f"权重 {model.download:g} GB（{model.id}）；约需 {model.memory:g} GB 内存",
                "place": "本机，有显卡则用显卡",
                "expected_time": "有显卡时数秒，无显卡时数分钟",
            }
        },
    )
