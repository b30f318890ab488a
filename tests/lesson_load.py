"""Three rooms of thirty at once: `python -m tests.lesson_load [--rooms 3] [--voters 30]`.

Serves the whole page in a process of its own, opens rooms, lets everybody join and hold their line
of events, and vote on every step while the cascade explains clips, for the rooms and for a person
at the page. Prints how long it took until a vote was acknowledged, and whether every acknowledged
vote is in the store, once. Outside CI: it takes the cores.
Exit codes: 0 all votes are there and the 95th percentile is under the limit; 1 not so.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

import httpx
import numpy as np

from demo.command import DONE, FAILED, run_command
from demo.lesson.rooms import Rooms
from demo.lesson.store import Store
from demo.lesson.voting import Voting
from tests.crowd import CLIPS, Crowd
from tests.helpers.lesson_people import Teacher, Voter
from tests.helpers.lesson_server import Server
from tests.helpers.patience import PATIENCE

LIMIT = 1.0
"""Seconds: of the 95th percentile."""
WORDS = ("angry", "sad", "happy", "neutral", "worried", "困惑", "grumpf")


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.lesson_load", description=__doc__)
    parser.add_argument("--rooms", type=int, default=3)
    parser.add_argument("--voters", type=int, default=30, help="in each room")
    parser.add_argument(
        "--spread", type=float, default=3.0, help="seconds within which a class votes; 0: at once"
    )
    parser.add_argument("--backend", default="cascade")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="emer-lesson-") as folder:
        server = Server(Path(folder), whole=True, backend=options.backend)
        server.start()
        try:
            return asyncio.run(_lessons(server, Path(folder), options))
        finally:
            server.end()


async def _lessons(server: Server, folder: Path, options: argparse.Namespace) -> int:
    stop = threading.Event()
    explained: list[float] = []
    asking = threading.Thread(
        target=_explain, args=(server, folder, stop, explained, options.backend)
    )
    limits = httpx.Limits(max_connections=None)
    async with asyncio.TaskGroup() as listening:
        classes: list[tuple[Teacher, list[Voter]]] = []
        lines = []
        for number in range(options.rooms):
            teacher = Teacher([server.address], _client(limits))
            await teacher.open("same_sentence", [options.backend])
            voters = [
                Voter([server.address], teacher.code, f"{number}-{n}", _client(limits))
                for n in range(options.voters)
            ]
            await asyncio.gather(*(voter.join() for voter in voters))
            lines += [listening.create_task(voter.listen()) for voter in voters]
            classes.append((teacher, voters))
        asking.start()
        await asyncio.gather(*(_lesson(*one, options.spread) for one in classes))
        stop.set()
        for line in lines:
            line.cancel()
    await asyncio.to_thread(asking.join, PATIENCE)
    return _told(classes, folder, explained)


def _client(limits: httpx.Limits) -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=PATIENCE, limits=limits)


async def _lesson(teacher: Teacher, voters: list[Voter], spread: float) -> None:
    await teacher.press("start")
    while True:
        _, stage, place = await teacher.now()
        if stage == "end":
            return
        await teacher.press("next")
        await asyncio.gather(*(_vote(voter, place, spread) for voter in voters))
        for button in ("close", "reveal", "next"):
            await teacher.press(button)


async def _vote(voter: Voter, place: int, spread: float) -> None:
    await asyncio.sleep(random.uniform(0, spread))
    await voter.vote(place, random.choice(WORDS))


def _explain(
    server: Server,
    folder: Path,
    stop: threading.Event,
    took: list[float],
    backend: str,
) -> None:
    """A person at the ordinary page explains one clip after the other."""
    clips = folder / "uploads"
    clips.mkdir()
    crowd = Crowd(server.address, 0, clips, backend)
    while not stop.is_set():
        _, seconds = crowd.ask(crowd.clip(f"clip-{len(took)}", CLIPS[len(took) % len(CLIPS)]))
        took.append(seconds)


def _told(classes: list[tuple[Teacher, list[Voter]]], folder: Path, explained: list[float]) -> int:
    voting = Voting(Rooms(Store(folder)))
    took = [seconds for _, voters in classes for voter in voters for seconds in voter.took]
    acknowledged = kept = 0
    faults = 0
    for teacher, voters in classes:
        room = Rooms(Store(folder)).find(teacher.code)
        votes = voting.all(room)
        said = Counter((vote.place, vote.words) for vote in votes)
        wanted = Counter(
            (place, (word,)) for voter in voters for place, word in voter.acknowledged.items()
        )
        acknowledged += sum(wanted.values())
        kept += len(votes)
        faults += said != wanted
    middle, p95, worst = np.percentile(took, [50, 95, 100])
    print(
        f"{len(classes)} rooms, {sum(len(v) for _, v in classes)} voters: {acknowledged} votes"
        f" acknowledged, {kept} kept, {faults} rooms differ; until acknowledged: median"
        f" {1000 * middle:.0f} ms, 95th percentile {1000 * p95:.0f} ms, longest {worst:.2f} s;"
        f" meanwhile {len(explained)} clips explained at the page"
    )
    return DONE if not faults and p95 < LIMIT else FAILED


if __name__ == "__main__":
    sys.exit(run_command(main))
