"""How often tracks and speakers are right on composed two-person clips, with intervals.

    python -m tests.helpers.people_report [--half set|report] [--clips FOLDER] [--each]

Composes the clips of one half (`two_people_set.py`), lets the product's own code follow the faces
and tell who speaks, and prints one JSON line. Thresholds were set on the half "set"; what is told
of is the half "report". About four minutes of one core.

A clip's tracks are right if every face that was found has the letter of its person and no other
person's. A claim (a turn with a letter) is right if most of it is spoken by that person; one over a
voice off screen is wrong. `claimed` is the part of the time of all speech that is claimed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from backends.base import Turn
from backends.cascade import speakers
from backends.cascade.face import face
from backends.cascade.voice.speech import speech_stretches
from backends.clip import Clip
from demo.metrics.intervals import of_share
from tests.helpers.two_people import Scene
from tests.helpers.two_people_set import Composed, Half, scenes


@dataclass(frozen=True)
class Judged:
    """One clip: whether its tracks are right, each claim (s, confidence, right), and its speech."""

    kind: str
    clip: str
    tracks: bool
    claims: list[tuple[float, float, bool]]
    speech: float


def shown(scene: Scene, time: float, centre: tuple[float, float]) -> str | None:
    """Whose picture holds a point of the screen at some time (s)."""
    x, y = centre
    for person, (left, top, side) in scene.places(time).items():
        if left <= x < left + side and top <= y < top + side:
            return person
    return None


def spoken(scene: Scene, turn: Turn) -> str | None:
    """Who speaks most of a turn; None: nobody on screen."""
    shares: dict[str | None, float] = defaultdict(float)
    for start, end, person in scene.spoken:
        shares[person] += max(0.0, min(end, turn.end) - max(start, turn.start))
    return max(shares, key=shares.__getitem__)


def judge(composed: Composed, path: Path) -> Judged:
    """What the product makes of one clip, next to what is true."""
    scene, clip = composed.scene, Clip.open(path)
    moments = list(face.follow((frame.time, frame.image) for frame in clip.frames))
    pairs: Counter[tuple[int, str | None]] = Counter()
    for moment in moments:
        for one in moment.faces:
            centre = one.left + one.side / 2, one.top + one.side / 2
            pairs[one.person, shown(scene, moment.time, centre)] += 1
    numbers = {number for number, _ in pairs}
    truly = {person for _, person in pairs}
    letters = {
        letter: Counter({who: n for (number, who), n in pairs.items() if number == person})
        for letter, person in face.lettered(moments)
    }
    mine = {letter: votes.most_common(1)[0][0] for letter, votes in letters.items()}
    turns = speakers.turns(face.read_each(moments, clip.end), speech_stretches(clip.sound))
    claims = [
        (turn.end - turn.start, turn.confidence, mine.get(turn.person) == spoken(scene, turn))
        for turn in turns
        if turn.person
    ]
    return Judged(
        composed.kind,
        composed.name,
        len(pairs) == len(numbers) == len(truly) == 2 and None not in truly,
        claims,
        sum(turn.end - turn.start for turn in turns),
    )


def rate(right: Sequence[bool]) -> dict[str, object]:
    """How many of n are right, with Wilson's interval, which is None for fewer than two."""
    found = of_share(right) if len(right) > 1 else None
    return {
        "right": round(sum(right) / len(right), 3) if right else None,
        "n": len(right),
        "interval": [round(found.low, 3), round(found.high, 3)] if found else None,
    }


def main() -> None:
    """Print the report; see the top of this file."""
    parser = argparse.ArgumentParser(description="Tracks and speakers on two-person clips.")
    parser.add_argument("--half", choices=("set", "report"), default="report")
    parser.add_argument("--clips", type=Path, help="folder to keep the clips in")
    parser.add_argument("--each", action="store_true", help="a line for each clip before")
    asked = parser.parse_args()
    half: Half = asked.half
    judged = []
    with TemporaryDirectory() as temporary:
        folder = asked.clips or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for composed in scenes(half):
            path = folder / f"{composed.name}.mp4"
            if not path.exists():
                composed.scene.write(path)
            judged.append(judge(composed, path))
            if asked.each:
                print(json.dumps(asdict(judged[-1])))
    kinds: dict[str, dict[str, object]] = {}
    by_kind: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        by_kind[one.kind].append(one)
    for kind, some in [("all", judged), *by_kind.items()]:
        claims = [claim for one in some for claim in one.claims]
        seconds = sum(one.speech for one in some)
        kinds[kind] = {
            "clips": len(some),
            "tracks": rate([one.tracks for one in some]),
            "speaker": rate([right for _, _, right in claims]),
            "claimed": round(sum(length for length, _, _ in claims) / max(seconds, 1e-6), 3),
        }
    print(json.dumps({"half": half, **kinds}))


if __name__ == "__main__":
    main()
