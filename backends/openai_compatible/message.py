"""What is sent of a clip, and so what the model gets; and what it has written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from backends.backend import Request
from backends.base import Explanation, Modality, Received
from backends.caveats import absent
from backends.clip import SOUND_RATE, Clip, Frame
from backends.errors import BackendError
from backends.llm import answer, frames, prompts
from backends.llm.endpoint import transport
from backends.llm.endpoint.server import Server
from backends.llm.generation import Generation
from backends.openai_compatible import media
from backends.openai_compatible.card import arrives
from backends.openai_compatible.probe import MEDIA, Fate, Proof
from backends.words import Sentence, Words

_SAY = Words(__file__)


@dataclass
class Written:
    """What the model has written so far."""

    text: str = ""
    thought: str = ""
    end: str = ""

    @property
    def whole(self) -> str:
        """With the thinking, which some servers send apart, marked as models mark it."""
        return f"<think>{self.thought}</think>{self.text}" if self.thought else self.text


@dataclass(frozen=True)
class Message:
    """What is sent of a clip, and so what the model gets."""

    backend: str
    clip: Clip
    request: Request
    given: frozenset[Modality]
    frames: list[Frame] = field(repr=False)
    sound: NDArray[np.float32] = field(repr=False)
    prompt: str

    @classmethod
    def of(
        cls,
        backend: str,
        clip: Clip,
        request: Request,
        server: Server,
        generation: Generation,
        refused: Collection[Modality],
    ) -> Message:
        """Raises BackendError if there is nothing to send."""
        there = frozenset(Modality) - absent(clip, request).keys() - set(refused)
        if server.picture == "none":
            there -= {Modality.VISUAL}
        if server.sound == "none":
            there -= {Modality.ACOUSTIC}
        if Modality.ACOUSTIC not in there and not clip.subtitle:
            there -= {Modality.LEXICAL}  # words are read, or else heard
        if not there:
            raise BackendError(_SAY("nothing_to_send", host=server.host))
        chosen = frames.choose(clip, generation.frames) if Modality.VISUAL in there else []
        sound = clip.sound if Modality.ACOUSTIC in there else np.zeros(0, np.float32)
        subtitle = clip.subtitle if Modality.LEXICAL in there else None
        mode = generation.mode
        prompt = prompts.prompt(request.language, mode, there, subtitle, clip.start)
        if chosen and server.picture == "frames":  # a video holds its times itself
            times = ", ".join(f"{frame.time:.1f}" for frame in chosen)
            prompt = f"{_SAY.text(request.language, 'times', times=times)}\n{prompt}"
        return cls(backend, clip, request, there, chosen, sound, prompt)

    def content(self, server: Server) -> transport.Content:
        """The message as the protocol has it."""
        return media.content(self.prompt, self.frames, server.picture, self.sound, server.sound)

    def arrived(self, proof: Proof | None) -> Message:
        """The same without what the server is proven to drop."""
        dropped = proof.met(Fate.DROPPED, Fate.LOST) if proof else frozenset()
        given = self.given - dropped
        if Modality.ACOUSTIC not in given and not self.clip.subtitle:
            given -= {Modality.LEXICAL}
        return replace(
            self,
            given=given,
            frames=self.frames if Modality.VISUAL in given else [],
            sound=self.sound if Modality.ACOUSTIC in given else self.sound[:0],
        )

    def read(self, written: Written, *, complete: bool) -> Explanation:
        """What the model has written, as an explanation; `complete` False while more is to come."""
        received = Received(
            frame_times=[round(frame.time, 3) for frame in self.frames],
            sound_seconds=self.sound.size / SOUND_RATE,
            text=self.clip.subtitle if Modality.LEXICAL in self.given else None,
        )
        return answer.read(
            written.whole,
            self.clip,
            self.request,
            self.given,
            received,
            self.backend,
            complete=complete,
            cut_off=written.end == "length",
        )

    def doubts(self, proof: Proof | None, refused: Mapping[Modality, str]) -> list[str]:
        """What the person must know: what the server refused, dropped, or may have dropped."""
        said: list[Sentence | None] = [_refused(m, refused[m]) for m in MEDIA if m in refused]
        for medium in MEDIA:
            fate = proof.of(medium) if proof else Fate.UNKNOWN
            if medium in self.given - refused.keys() and fate is not Fate.PROVEN:
                said.append(arrives(medium, fate))
        return [sentence.text(self.request.language) for sentence in said if sentence]

    def versions(self, server: Server, generation: Generation) -> dict[str, str]:
        """All that is needed to ask again."""
        return {
            "model": server.model,
            "server": server.host,
            "frames": frames.named(self.frames),
            "picture": server.picture,
            "sound": server.sound,
            "seed": "none" if generation.seed is None else str(generation.seed),
            "max_tokens": str(generation.max_tokens),
            "prompt": self.prompt,
        }


def _refused(medium: Modality, words: str) -> Sentence:
    """That a server refuses it, with its own words, which are often the better reason."""
    refusal = arrives(medium, Fate.REFUSED)
    return _SAY("next", before=refusal, last=_SAY("it_says", words=words))
