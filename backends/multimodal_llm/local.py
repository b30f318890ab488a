"""What the multimodal LLMs of transformers share; a family's file adds how it takes its media."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from time import perf_counter
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from backends.backend import Backend, Request
from backends.base import Events, Language, Modality, Partial, Progress, Received
from backends.caveats import absent
from backends.clip import SOUND_RATE, Clip, Frame
from backends.errors import BackendError
from backends.llm import answer, frames, prompts
from backends.llm.generation import Generation
from backends.llm.local import loading, machine, packages, streaming, weights
from backends.llm.local.loading import Loaded
from backends.llm.local.machine import Place
from backends.llm.local.weights import Weights
from backends.llm.local.zero_gpu import lend_gpu
from backends.words import Sentence, Words

WAITING, LOADING, ANSWERING = "waiting for the GPU", "loading the weights", "answering"
"""Stages, besides "decode"."""

SHOW_EVERY = 0.1
"""Seconds between two partial answers: reading each token anew would slow the model down."""

_SAY = Words(__file__)


@dataclass(frozen=True)
class Media:
    """What is handed to a model: chosen frames, sound (mono, 16 kHz; both may be empty), prompt."""

    frames: list[Frame]
    sound: NDArray[np.float32]
    prompt: str
    start: float
    """The second of the clip at which the part that is looked at begins."""
    seconds: float
    """How long that part lasts."""


class LocalLLM(Backend):
    """A multimodal LLM in transformers on this machine. A family says how it takes its media."""

    weights: ClassVar[Weights]
    model_class: ClassVar[str]
    """Name of the class in transformers."""
    options = Generation
    packages: ClassVar[tuple[str, ...]] = ("torch", "torchvision", "transformers", "accelerate")
    gpu_seconds: ClassVar[int] = 60
    """What is asked for on a ZeroGPU Space: the most that one answer may take there."""
    most_frames: ClassVar[int] = 64

    def __init__(self) -> None:
        self._pieces = lend_gpu(streaming.pieces, self.gpu_seconds)

    def missing(self, language: Language = "en") -> list[str]:
        """Packages, weights and memory that are lacking; looks, loads nothing."""
        return [sentence.text(language) for sentence in self.lacking()]

    def lacking(self) -> list[Sentence]:
        """What `missing` tells, in whatever language it is then asked for."""
        said = [packages.lacking(self.packages)]
        if not weights.may_download():
            said.append(weights.absent(self.weights))
        least = weights.memory_needed(self.weights)
        least *= machine.FOUR_BIT if machine.has_bitsandbytes() else 1
        if least > machine.largest():
            said.append(_SAY("too_large", needed=least, there=machine.largest()))
        return [sentence for sentence in said if sentence]

    def unload(self) -> None:
        """Give the memory of the weights back, once no answer is being written with them."""
        loading.release(self.weights.id)

    def explain(self, clip: Clip, request: Request) -> Events:
        """Yield the answer as it is written; see Backend.explain."""
        generation = Generation.of(request.options)
        if lacking := self.lacking():
            raise BackendError(_SAY.joined("next", lacking))
        given = self._given(clip, request)
        clock = _Clock()
        yield Progress(stage="decode")
        media = self._media(clip, request, given, generation)
        clock.lap("decode")
        with loading.turn(self.weights) as (where, waiting):
            for _ in waiting:
                yield Progress(stage=WAITING)
            clock.lap(WAITING)
            yield Progress(stage=LOADING)
            loaded = loading.load(self.weights, self.model_class, where)
            clock.lap(LOADING)
            yield Progress(stage=ANSWERING)
            media, doubts = self._fitted(loaded, media, request.language)
            received = _received(media, clip, given)
            read = partial(answer.read, clip=clip, request=request, given=given, received=received)
            text, shown = "", 0.0
            with loading.memory_errors(self.weights, where):
                inputs = self.inputs(loaded.processor, media)
                for piece in self._pieces(
                    self.weights.id, inputs, generation.max_tokens, generation.seed
                ):
                    text += piece or ""
                    if piece is None:
                        yield Progress(stage=ANSWERING)
                    elif text.strip() and perf_counter() - shown > SHOW_EVERY:
                        shown = perf_counter()
                        known = read(text, backend=self.card.name, complete=False)
                        yield Partial(explanation=known)
            clock.lap(ANSWERING)
            cut_off = loaded.tokens >= generation.max_tokens
        said = read(text, backend=self.card.name, cut_off=cut_off)
        yield said.model_copy(
            update={
                "timings": clock.laps,
                "caveats": [*said.caveats, *doubts],
                "versions": said.versions | self._versions(where, generation, media),
            }
        )

    def inputs(self, processor: Any, media: Media) -> dict[str, Any]:
        """What the model is called with: tokens and tensors that its processor makes of the media.

        The order is picture, sound, then the words, as the models' cards show it.
        """
        tokenizer = processor.tokenizer
        words = {"type": "text", "text": streaming.without_marks(media.prompt, tokenizer)}
        parts = [{"type": kind} for kind in self.parts(media)]
        text: str = processor.apply_chat_template(
            [{"role": "user", "content": [*parts, words]}],
            add_generation_prompt=True,
            tokenize=False,
        )
        begun = bool(tokenizer.bos_token) and text.startswith(tokenizer.bos_token)
        options: dict[str, Any] = {"return_tensors": "pt", "add_special_tokens": not begun}
        if media.frames:
            options |= self.picture(processor, media)
        if media.sound.size:
            options |= self.hearing(processor, media)
        return dict(processor(text=[text], **options))

    def parts(self, media: Media) -> list[str]:
        """The places of the media in the conversation, before the words."""
        return ["video"] * bool(media.frames) + ["audio"] * bool(media.sound.size)

    def picture(self, processor: Any, media: Media) -> dict[str, Any]:
        """What the processor is called with for the frames; they are never thinned again.

        The clip passes for one of 1,000 frames a second, which makes each time a whole number. Of
        a part, the times are those in the whole clip.
        """
        del processor
        end = media.start + media.seconds
        milliseconds = [round(1000 * frame.time) for frame in media.frames]
        seen = {
            "total_num_frames": max(round(1000 * end), milliseconds[-1] + 1),
            "fps": 1000.0,
            "duration": end,
            "frames_indices": milliseconds,
        }
        return {
            "videos": [np.stack([frame.image for frame in media.frames])],
            "video_metadata": [seen],
            "do_sample_frames": False,
        }

    def hearing(self, processor: Any, media: Media) -> dict[str, Any]:
        """What the processor is called with for the sound."""
        del processor
        return {"audio": [media.sound], "sampling_rate": SOUND_RATE}

    def most_sound(self, processor: Any) -> float:
        """Seconds of sound that the processor takes; it would drop the rest without a word."""
        return float(processor.feature_extractor.chunk_length)

    def _given(self, clip: Clip, request: Request) -> frozenset[Modality]:
        """What the model is given: what it takes, the person allows and the clip has.

        Words are given as the subtitle, or else they are heard in the sound.
        """
        given = set(self.card.modalities) - set(absent(clip, request))
        if Modality.ACOUSTIC not in given and not clip.subtitle:
            given.discard(Modality.LEXICAL)
        if not given:
            takes = [_SAY(f"part.{m}") for m in Modality if m in self.card.modalities]
            raise BackendError(_SAY("nothing_given", title=self.card.title, takes=takes))
        return frozenset(given)

    def _media(
        self, clip: Clip, request: Request, given: frozenset[Modality], generation: Generation
    ) -> Media:
        most = min(generation.frames, self.most_frames)
        subtitle = clip.subtitle if Modality.LEXICAL in given else None
        return Media(
            frames=frames.choose(clip, most) if Modality.VISUAL in given else [],
            sound=clip.sound if Modality.ACOUSTIC in given else np.zeros(0, np.float32),
            prompt=prompts.prompt(request.language, generation.mode, given, subtitle, clip.start),
            start=clip.start,
            seconds=clip.end - clip.start,
        )

    def _fitted(self, loaded: Loaded, media: Media, language: Language) -> tuple[Media, list[str]]:
        """The media with as much sound as the processor takes, and what there is to doubt."""
        doubts = []
        if loaded.lacking:
            n, first = len(loaded.lacking), loaded.lacking[0]
            doubts.append(_SAY.text(language, "lacking", n=n, first=first))
        if media.sound.size:
            most = self.most_sound(loaded.processor)
            kept = media.sound[: round(most * SOUND_RATE)]
            if kept.size < media.sound.size:
                doubts.append(_SAY.text(language, "sound_cut", most=most))
                media = replace(media, sound=kept)
        return media, doubts

    def _versions(self, where: Place, generation: Generation, media: Media) -> dict[str, str]:
        """All that is needed to ask again and get the same."""
        return {
            "model": self.weights.id,
            "transformers": version("transformers"),
            "torch": version("torch"),
            "device": f"{', '.join(where.devices)}, {'4 bits' if where.four_bit else where.dtype}",
            "frames": frames.named(media.frames),
            "seed": "none" if generation.seed is None else str(generation.seed),
            "max_tokens": str(generation.max_tokens),
            "prompt": media.prompt,
        }


def _received(media: Media, clip: Clip, given: frozenset[Modality]) -> Received:
    return Received(
        frame_times=[round(frame.time, 3) for frame in media.frames],
        sound_seconds=media.sound.size / SOUND_RATE,
        text=clip.subtitle if Modality.LEXICAL in given else None,
    )


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._since = perf_counter()

    def lap(self, stage: str) -> None:
        """The stage ends now; the next begins."""
        now = perf_counter()
        self.laps[stage], self._since = now - self._since, now
