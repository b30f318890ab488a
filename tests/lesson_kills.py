"""A lesson whose server is killed again and again: `python -m tests.lesson_kills [--kills 50]`.

Thirty voters vote and change their votes while a teacher leads the lesson; at random moments a
server gets SIGKILL and is started anew. With `--servers 2` two processes share the rooms, and
people speak to either. After each kill, and at the end, the store is compared with what people were
told: every acknowledged vote is there, once, and the room stands where it was led; at the end the
word is the last that was acknowledged.
Exit codes: 0 so it is; 1 not so.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
import tempfile
from pathlib import Path

import httpx

from demo.command import DONE, FAILED, run_command
from demo.lesson.rooms import Rooms
from demo.lesson.store import Store
from demo.lesson.voting import Voting
from tests.helpers.lesson_people import Teacher, Voter
from tests.helpers.lesson_server import Server
from tests.helpers.patience import PATIENCE

LONGEST = 1.5
"""Seconds that a server lives at most once it answers."""
VOTES = 1.0
"""Seconds that voting is open at least, and until a phone votes anew at most."""


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.lesson_kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--voters", type=int, default=30)
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--whole", action="store_true", help="kill app.py, not the lesson alone")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="emer-kills-") as folder:
        servers = [Server(Path(folder), whole=options.whole) for _ in range(options.servers)]
        for server in servers:
            server.start()
        try:
            return asyncio.run(_killed(servers, Path(folder), options))
        finally:
            for server in servers:
                server.end(signal.SIGKILL)


async def _killed(servers: list[Server], folder: Path, options: argparse.Namespace) -> int:
    dice = random.Random(options.seed)
    addresses = [server.address for server in servers]
    teacher = Teacher(addresses, httpx.AsyncClient(timeout=PATIENCE))
    voters: list[Voter] = []
    ended = asyncio.Event()
    faults: list[str] = []
    tasks: list[asyncio.Task[None]] = []

    async def opened() -> None:
        """A new room, as the lesson is over before all kills are."""
        await teacher.open("same_sentence")
        for n in range(options.voters):
            mine = addresses[n % len(addresses) :] + addresses[: n % len(addresses)]
            voters.append(Voter(mine, teacher.code, str(n), httpx.AsyncClient(timeout=PATIENCE)))
        await asyncio.gather(*(voter.join() for voter in voters[-options.voters :]))

    async def lead() -> None:
        await teacher.press("start")
        while not ended.is_set():
            _, stage, _ = await teacher.now()
            await asyncio.sleep(VOTES if stage == "vote" else 0.05)
            await teacher.press({"vote": "close", "closed": "reveal"}.get(stage, "next"))
            if (await teacher.now())[1] == "end":
                await teacher.press("back")  # to the last reveal; voting is over in this room
                return

    async def vote(voter: Voter) -> None:
        n = 0
        place = 0
        while not ended.is_set():
            await asyncio.sleep(dice.uniform(0, VOTES))
            n += 1
            before = voter.refused
            await voter.vote(place, f"w{n}")
            if voter.refused > before and place in voter.acknowledged:
                place = min(place + 1, 5)  # closed: the next clip

    done = 0
    while done < options.kills:
        await opened()
        ended.clear()
        leading = asyncio.create_task(lead())
        tasks = [leading, *(asyncio.create_task(vote(one)) for one in voters[-options.voters :])]
        while done < options.kills and not leading.done():
            await asyncio.sleep(dice.uniform(0, LONGEST))
            server = dice.choice(servers)
            before = {id(one): dict(one.acknowledged) for one in voters}
            led = teacher.version
            await asyncio.to_thread(server.end, signal.SIGKILL)
            done += 1
            faults += _compared(folder, voters, before)
            stands = Rooms(Store(folder)).find(teacher.code).version
            if stands < led:
                faults.append(f"{teacher.code} stands at {stands}, led to {led}")
            await asyncio.to_thread(server.start)
            print(f"kill {done}: {_count(voters)} votes acknowledged", flush=True)
        ended.set()
        await asyncio.gather(*tasks)
    faults += _compared(
        folder, voters, {id(one): dict(one.acknowledged) for one in voters}, end=True
    )
    for fault in faults:
        print(f"  FAULT {fault}")
    rooms = len({voter.code for voter in voters})
    print(
        f"{done} kills, {rooms} rooms, {len(voters)} voters, {_count(voters)} votes that stand,"
        f" {sum(len(one.took) for one in voters)} acknowledged: {len(faults)} faults"
    )
    return FAILED if faults else DONE


def _count(voters: list[Voter]) -> int:
    return sum(len(voter.acknowledged) for voter in voters)


def _compared(
    folder: Path, voters: list[Voter], before: dict[int, dict[int, str]], *, end: bool = False
) -> list[str]:
    """What is not as people were told. While they go on a word may be newer than the one told."""
    rooms = Rooms(Store(folder))
    voting, faults = Voting(rooms), []
    for code in {voter.code for voter in voters}:
        room = rooms.find(code)
        kept: dict[tuple[str, int], list[str]] = {}
        with rooms.store.reading() as db:
            rows = db.execute("SELECT place, voter, words FROM vote WHERE room = ?", (code,))
            for row in rows.fetchall():
                kept.setdefault((row["voter"], row["place"]), []).append(row["words"])
        if len(voting.all(room)) != len(kept):
            faults.append(f"{code}: {len(voting.all(room))} votes of {len(kept)}")
        for voter in voters:
            if voter.code != code:
                continue
            own = voter.client.cookies.get("emer_voter") or ""
            for place, word in before[id(voter)].items():
                found = kept.get((own, place), [])
                number = [int(text.strip('[]"w')) for text in found]
                told = int(word[1:])
                right = number == [told] if end else len(number) == 1 and number[0] >= told
                if not right:
                    faults.append(f"{code} voter {voter.name} step {place}: {word}, kept {found}")
            if end:
                more = {place for name, place in kept if name == own} - {*before[id(voter)]}
                faults += [f"{code} voter {voter.name} step {place}: never told" for place in more]
    return faults


if __name__ == "__main__":
    sys.exit(run_command(main))
