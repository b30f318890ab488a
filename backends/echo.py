"""A backend that only says what it received. It shows the contract, and serves the tests."""

from __future__ import annotations

from time import perf_counter

from backends.backend import Backend, Card, Request
from backends.base import (
    ALL_MODALITIES,
    Clue,
    Events,
    Explanation,
    Measure,
    Modality,
    Progress,
    Rationale,
    Received,
)
from backends.caveats import absent
from backends.clip import SOUND_RATE, Clip

SAYINGS = {
    "en": {
        "visual": "In the video, {n} frames of {width} x {height} pixels were received.",
        "acoustic": "In the audio, {seconds:.1f} seconds of sound were received.",
        "lexical": "In the text, a subtitle of {n} characters was received: “{text}”.",
        "conclusion": "Therefore nothing: this backend only says what it received.",
        "received": "received",
        "frames": "frames",
        "s": "s",
        "characters": "characters",
        "no_text": "No subtitle was given, and this backend does not transcribe.",
    },
    "zh": {
        "visual": "在视频中，收到 {n} 帧 {width} x {height} 像素的画面。",
        "acoustic": "在音频中，收到 {seconds:.1f} 秒声音。",
        "lexical": "在文本中，收到 {n} 个字符的字幕：“{text}”。",
        "conclusion": "因此不下结论：该后端只说明收到了什么，不判断情绪。",
        "received": "收到",
        "frames": "帧",
        "s": "秒",
        "characters": "个字符",
        "no_text": "没有给出字幕，该后端不做转写。",
    },
}


class Echo(Backend):
    """Describes frames, seconds of sound and subtitle; claims nothing."""

    card = Card(
        name="echo",
        title="Echo",
        summary="Says what a backend receives from your clip, and claims no emotion.",
        modalities=ALL_MODALITIES,
        licence="the project's own",
        size="nothing to load",
        place="this machine",
        expected_time="the time to decode the clip",
        chinese={
            "summary": "说明后端从片段中收到了什么，不判断情绪。",
            "licence": "本项目自有",
            "size": "无需加载",
            "place": "本机",
            "expected_time": "解码片段的时间",
        },
    )

    def explain(self, clip: Clip, request: Request) -> Events:
        """Yield one stage and the Explanation; see Backend.explain."""
        yield Progress(stage="decode")
        began = perf_counter()
        say = SAYINGS[request.language]
        gone = absent(clip, request)
        frames = [] if Modality.VISUAL in gone else clip.frames
        seconds = 0.0 if Modality.ACOUSTIC in gone else clip.sound.size / SOUND_RATE
        text = None if Modality.LEXICAL in gone else clip.subtitle

        parts: dict[str, str] = {}
        clues: list[Clue] = []

        def note(modality: Modality, value: float, unit: str, **facts: object) -> None:
            parts[modality] = say[modality].format(**facts)
            measure = Measure(name=say["received"], value=value, unit=say[unit])
            clues.append(
                Clue(
                    modality=modality,
                    text=parts[modality],
                    start=clip.start,
                    end=clip.end,
                    measure=measure,
                )
            )

        if frames:
            height, width = frames[0].image.shape[:2]
            note(Modality.VISUAL, len(frames), "frames", n=len(frames), width=width, height=height)
        if seconds:
            note(Modality.ACOUSTIC, round(seconds, 3), "s", seconds=seconds)
        if text:
            note(Modality.LEXICAL, len(text), "characters", n=len(text), text=text)
        caveats = list(gone.values())
        if not text and Modality.LEXICAL not in gone:
            caveats.append(say["no_text"])
        yield Explanation(
            clip=clip.name,
            backend=self.card.name,
            rationale=Rationale(**parts, conclusion=say["conclusion"]),
            clues=clues,
            received=Received(
                frame_times=[frame.time for frame in frames], sound_seconds=seconds, text=text
            ),
            timings={"decode": perf_counter() - began},
            caveats=caveats,
        )
