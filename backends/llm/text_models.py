"""Language models that write text from text. They never get the clip: only what is put in words.

`cascade` may hand its clues to one of them to write the rationale (see `cascade/rewrite/merge.py`).
"""

from __future__ import annotations

import math
import os
from abc import ABC, abstractmethod
from collections.abc import Generator, Sequence
from importlib.util import find_spec
from typing import Literal, NamedTuple

from pydantic_settings import SettingsConfigDict

from backends.base import Language
from backends.errors import BackendError
from backends.llm.endpoint import problems, transport
from backends.llm.endpoint.settings import Settings
from backends.llm.local import loading, streaming, weights, wording
from backends.llm.local.streaming import without_marks
from backends.llm.local.weights import Weights
from backends.llm.local.zero_gpu import lend_gpu

GPU_SECONDS = 30
"""What is asked for on a ZeroGPU Space: the most that one answer may take there."""
NEEDS = "backends/multimodal_llm/requirements.txt"
PLACE_HERE: dict[Language, str] = {"en": "this machine", "zh": "本机"}

URL, MODEL, LOCAL = (f"EMER_TEXT_{name}" for name in ("URL", "MODEL", "LOCAL"))
"""The environment variables that name a text model: one behind an endpoint (with EMER_TEXT_KEY if
it wants one), or the id of one of transformers on this machine."""

ONE_OF_TWO: dict[Language, str] = {
    "en": "{set} is set but {other} is not: an endpoint needs both.",
    "zh": "已设置 {set}，但未设置 {other}：接口两者都需要。",
}


class Turn(NamedTuple):
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    text: str


class TextModel(ABC):
    """A language model and the place where it runs."""

    title: str
    place: dict[Language, str]
    """Where the text goes: "this machine", or the host that it is sent to."""

    @abstractmethod
    def write(self, turns: Sequence[Turn], most_tokens: int) -> Generator[str | None]:
        """The answer in pieces as they come, None while nothing does; closing it ends the request.

        The likeliest answer is given (temperature 0). Raises BackendError with one sentence.
        """


class LocalText(TextModel):
    """A language model of transformers on this machine, by its id on the Hugging Face hub.

    It shares memory, devices and rules of downloading with the multimodal LLMs.
    """

    place = PLACE_HERE

    def __init__(self, model_id: str, language: Language) -> None:
        self.title, self.language = model_id, language
        self.weights = Weights(model_id, download=math.nan, memory=math.inf)
        self._pieces = lend_gpu(streaming.pieces, GPU_SECONDS)

    def write(self, turns: Sequence[Turn], most_tokens: int) -> Generator[str | None]:
        """See TextModel.write."""
        lacking = weights.absent(self.weights, self.language)
        if lacking and not weights.may_download():
            raise BackendError(lacking)
        if find_spec("torch") is None or find_spec("transformers") is None:
            names = wording.COMMA[self.language].join(("torch", "transformers"))
            say = wording.NOT_INSTALLED[self.language]
            raise BackendError(say.format(names=names, requirements=NEEDS))
        if lacking:
            yield None
            weights.fetch(self.weights)  # first, as the memory it needs is measured by its files
            if lacking := weights.absent(self.weights, self.language):
                raise BackendError(lacking)
        with loading.turn(self.weights) as (where, waiting):
            for _ in waiting:
                yield None
            loaded = loading.load(self.weights, "AutoModelForCausalLM", where)
            with loading.memory_errors(self.weights, where):
                inputs = loaded.tokenizer.apply_chat_template(
                    [
                        {"role": turn.role, "content": without_marks(turn.text, loaded.tokenizer)}
                        for turn in turns
                    ],
                    add_generation_prompt=True,
                    return_dict=True,
                    return_tensors="pt",
                )
                yield from self._pieces(self.title, inputs, most_tokens, None)


class TextSettings(Settings):
    """The server of a text model: EMER_TEXT_URL, EMER_TEXT_MODEL and EMER_TEXT_KEY."""

    model_config = SettingsConfigDict(env_prefix="EMER_TEXT_")


class EndpointText(TextModel):
    """A language model behind a server that speaks the OpenAI protocol."""

    def __init__(self, settings: TextSettings, language: Language) -> None:
        self.settings, self.language = settings, language
        self.title = settings.model
        self.place = {"en": settings.place("en"), "zh": settings.place("zh")}

    def write(self, turns: Sequence[Turn], most_tokens: int) -> Generator[str | None]:
        """See TextModel.write."""
        *before, last = turns
        messages = [{"role": turn.role, "content": turn.text} for turn in before]
        coming = transport.pieces(self.settings, last.text, most_tokens, None, messages)
        try:
            for piece in coming:
                yield piece.text if piece else None
        except Exception as error:
            sentence = problems.sentence(error, self.settings, self.language)
            if sentence is None:  # a fault of ours
                raise
            raise BackendError(sentence) from None
        finally:
            coming.close()  # stops the request


def configured(language: Language = "en") -> dict[str, TextModel]:
    """The text models that the environment names, by "endpoint" and "local"; often none.

    Their sentences are in `language`. Raises BackendError where a variable can't be used as set, or
    lacks its other.
    """
    models: dict[str, TextModel] = {}
    named = [name for name in (URL, MODEL) if os.environ.get(name)]
    if len(named) == 1:
        other = MODEL if named == [URL] else URL
        raise BackendError.of(ONE_OF_TWO, set=named[0], other=other)
    if named:
        models["endpoint"] = EndpointText(TextSettings.read(), language)
    if os.environ.get(LOCAL):
        models["local"] = LocalText(os.environ[LOCAL], language)
    return models
