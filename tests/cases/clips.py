"""The rows of clips: what is decoded, seen and heard."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import av

from tests.cases.running import explained, figures, first, folder, row, told
from tests.helpers.places import GALLERY

HAPPY = GALLERY / "1001_DFA_HAP_XX.mp4"


def of(name: str, *arguments: str) -> dict[str, Any]:
    return explained(folder() / name, *arguments)


def caveats(answer: dict[str, Any]) -> str:
    return " ".join(answer["caveats"])


@row("timecode.mov", "the same answer as without the timecode track")
def _() -> tuple[bool, str]:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "timecode.mov"
        with av.open(str(folder() / path.name)) as source, av.open(str(path), "w") as copy:
            kept = [*source.streams.video, *source.streams.audio]
            streams = {stream: copy.add_stream_from_template(stream) for stream in kept}
            for packet in source.demux(kept):
                if packet.size:
                    packet.stream = streams[packet.stream]
                    copy.mux(packet)
        without = explained(path)
    answer = of("timecode.mov")
    return answer["rationale"] == without["rationale"], f"{first(answer)}, {first(without)} without"


@row("mirrored_matrix.mp4", "as the gallery's HAP clip")
def _() -> tuple[bool, str]:
    answer, gallery = of("mirrored_matrix.mp4"), explained(HAPPY)
    seen = told(answer, "visual")
    return first(answer) == first(gallery) and "% of the frames" not in seen, seen


@row("anamorphic.mp4", "the same as square.mp4")
def _() -> tuple[bool, str]:
    answer, square = of("anamorphic.mp4"), of("square.mp4")
    same = first(answer) == first(square) and told(answer, "visual") == told(square, "visual")
    return same, f"{told(answer, 'visual')} / square: {told(square, 'visual')}"


@row("out_of_phase.wav", "the words, and that the channels cancel")
def _() -> tuple[bool, str]:
    answer = of("out_of_phase.wav")
    heard = told(answer, "lexical")
    return "jacket" in heard and "cancel" in caveats(answer), f"{heard} {caveats(answer)}"


@row("second_track.mkv", "the default track, and that there are two")
def _() -> tuple[bool, str]:
    answer = of("second_track.mkv")
    silent = "silent" in told(answer, "acoustic")
    return not silent and "2 sound tracks" in caveats(answer), caveats(answer)


@row("picture_ends.mp4", "what is seen until 1.9 s, and that the picture ends there")
def _() -> tuple[bool, str]:
    answer = of("picture_ends.mp4")
    last = max(clue["end"] for clue in answer["clues"] if clue["modality"] == "visual")
    said = f"{told(answer, 'visual')} {caveats(answer)}"
    ends = re.search(r"picture ends|1\.9\d? s", said)
    return last < 2 and ends is not None, f"clues until {last:.1f} s; {said}"


@row("angry_6ms.wav", "figures within 5 % of those of angry.wav")
def _() -> tuple[bool, str]:
    before, after = figures(of("angry.wav")), figures(of("angry_6ms.wav"))
    off = [
        f"{name}: {before.get(name, '—')} / {after.get(name, '—')}"
        for name in sorted(before | after)
        if name not in before
        or name not in after
        or abs(before[name] - after[name]) > 0.05 * abs(before[name])
    ]
    return not off, "; ".join(off) or f"{len(before)} figures alike"


@row("happy.wav", "a pace of about 6.7 syllables a second")
def _() -> tuple[bool, str]:
    pace = {name: value for name, value in figures(of("happy.wav")).items() if "pace" in name}
    return any(abs(value - 6.7) < 0.7 for value in pace.values()), f"{pace}"


@row("dropout.wav", "a range of the loudness as without the drop-out (26 dB), or that it is there")
def _() -> tuple[bool, str]:
    answer, whole = figures(of("dropout.wav")), figures(of("angry.wav"))
    name = "range of the loudness"
    got, usual = answer.get(name), whole.get(name)
    right = got is None or (usual is not None and abs(got - usual) <= 0.1 * usual)
    return right, f"{got} dB, {usual} dB without; {caveats(of('dropout.wav'))}"


@row("voice_and_hum.wav", "170 Hz ± 5 %, or no figure and why")
def _() -> tuple[bool, str]:
    answer = of("voice_and_hum.wav")
    pitch = figures(answer).get("median pitch")
    right = 161.5 <= pitch <= 178.5 if pitch else len(answer["caveats"]) > 2
    return right, f"{pitch} Hz; {caveats(answer)}"


@row("clipped.wav", "a caveat that the sound is overdriven from … to …")
def _() -> tuple[bool, str]:
    said = caveats(of("clipped.wav"))
    return re.search(r"overdriven|clipp|distort", said) is not None, said


@row("still.ogv", "no damage")
def _() -> tuple[bool, str]:
    said = caveats(of("still.ogv"))
    return "damaged" not in said, said


@row("straight.mp4", "mirrored.mp4 the same but for left and right")
def _() -> tuple[bool, str]:
    straight, mirrored = (
        of(name, "--modalities", "visual") for name in ("straight.mp4", "mirrored.mp4")
    )
    swapped = {"left": "right", "right": "left"}
    said = re.sub(r"\b(left|right)\b", lambda m: swapped[m[0]], told(mirrored, "visual"))
    clues = [len(one["clues"]) for one in (straight, mirrored)]
    same = said == told(straight, "visual") and clues[0] == clues[1]
    return same, f"{told(straight, 'visual')} ({clues[0]} clues) / {said} ({clues[1]} clues)"


@row(
    "laugh.wav", "under 3 s; no range beyond 60 dB; not called neutral; a caveat under 200 letters"
)
def _() -> tuple[bool, str]:
    of("happy.wav")  # loads what is to be loaded
    answer = of("laugh.wav")
    loudness = figures(answer).get("range of the loudness", 0)
    longest = max(map(len, answer["caveats"]), default=0)
    said = f"{told(answer, 'acoustic')} {told(answer, 'lexical')}"
    right = answer["seconds"] < 3 and loudness < 60 and longest < 200
    right = right and first(answer) != "neutral" and "neutral" not in said
    return right, f"{answer['seconds']:.1f} s, {loudness:g} dB, longest caveat {longest}; {said}"
