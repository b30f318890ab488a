"""Whisper run by openai-whisper: the transcriber for weights of OpenAI's own, of any size.

It comes with backends/multimodal_llm/requirements.txt, runs on a graphics card if there is one, and
downloads nothing: weights are read from a file that a person has (see `openai_file`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backends.cascade.voice.speech import Stretch
from backends.cascade.words import kept
from backends.cascade.words.kept import Part
from backends.cascade.words.transcriber import BEAMS, Segment, SpokenWord
from backends.cascade.words.whisper_weights import VARIABLE
from backends.clip import SOUND_RATE
from backends.errors import BackendError
from backends.words import Words

if TYPE_CHECKING:
    from whisper import Whisper

WINDOW = 30.0
"""Seconds that Whisper reads at a time."""

_SAY = Words(__file__)


class OpenAIWhisper:
    """See `Transcriber`."""

    package = "openai-whisper"

    def __init__(self, file: Path) -> None:
        """Load the weights in `file` (.pt).

        Raises BackendError if openai-whisper is not installed or can't make sense of the file.
        """
        if not find_spec("whisper"):
            raise BackendError(_SAY("whisper.no_package", variable=VARIABLE))
        self.weights = file.name
        self._model = _load(file)
        self._one_at_a_time = Lock()  # word times are read by hooks that are put into the model

    def segments(
        self, sound: NDArray[np.float32], speech: Sequence[Stretch], language: str | None
    ) -> Iterator[tuple[str, Segment]]:
        """See `Transcriber.segments`."""
        for parts in windows(kept.parts(speech, len(sound))):
            with self._one_at_a_time:
                told = self._model.transcribe(
                    kept.joined(sound, parts),
                    language=language,
                    beam_size=BEAMS,
                    temperature=0.0,  # no random second tries
                    word_timestamps=True,
                    condition_on_previous_text=False,
                    fp16=self._model.device.type == "cuda",
                    verbose=None,
                )
            language = told["language"]
            for found in told["segments"]:
                yield language, in_place(found, parts)


def windows(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Parts with speech in groups that Whisper reads at a time.

    One that is longer than `WINDOW` stands alone.
    """
    group: list[Part] = []
    for part in parts:
        together = sum(one.samples for one in [*group, part])
        if group and together > WINDOW * SOUND_RATE:
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def in_place(found: Mapping[str, Any], parts: Sequence[Part]) -> Segment:
    """A segment heard in parts that were joined, with the times of the whole sound."""
    words = [
        SpokenWord(
            str(word["word"]),
            *kept.placed(float(word["start"]), float(word["end"]), parts),
            float(word["probability"]),
        )
        for word in found.get("words", [])
    ]
    start, end = kept.placed(float(found["start"]), float(found["end"]), parts)
    return Segment(
        text=str(found["text"]),
        start=words[0].start if words else start,
        end=words[-1].end if words else end,
        words=words,
        avg_logprob=float(found["avg_logprob"]),
        no_speech_prob=float(found["no_speech_prob"]),
        compression_ratio=float(found["compression_ratio"]),
    )


def _load(file: Path) -> Whisper:
    import pickle

    import torch
    import whisper

    try:
        model = whisper.load_model(str(file), device="cpu")  # reads tensors only, runs no code
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, EOFError) as error:
        raise BackendError(_SAY("whisper.damaged", file=str(file))) from error
    except pickle.UnpicklingError as error:
        raise BackendError(_SAY("whisper.damaged", file=str(file))) from error
    _set_alignment_heads(model, file.stem)
    if torch.cuda.is_available():
        try:
            return model.to("cuda")
        except torch.OutOfMemoryError:  # as large as the card, or others use it
            return model.to("cpu")
    return model


def _set_alignment_heads(model: Whisper, name: str) -> None:
    """Say which attention heads tell the word times; openai-whisper knows its own files' only.

    A file under the official name of a size, such as small.pt, is taken for that size; else all
    heads of the upper half are used, which is less exact.
    """
    import whisper

    heads = whisper._ALIGNMENT_HEADS.get(name)
    if heads is not None:
        try:
            model.set_alignment_heads(heads)
        except RuntimeError:  # another size under that name
            return
