"""How much longer the benchmark takes than the server alone.

    python -m tests.helpers.endpoint_load

Clips of the gallery, under other names, go through `demo.benchmark` against a server on this
machine. Then the very same requests, the probe's too, are sent to it directly, as many at once.
Both are done twice, in turn. The server is one that takes a fixed time for each answer (in a
process of its own), or with --real llama.cpp's with a tiny model, which takes text only.

Exit codes: 0 the benchmark took at most 1.1 times as long; 1 longer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx2

from backends.llm.endpoint import transport
from backends.llm.generation import Generation
from demo.benchmark.plan import Plan, drawn, read
from demo.benchmark.sweep import Sweep, Task
from demo.benchmark.throughput import Cost
from tests.helpers.openai_server import Reply, serving
from tests.helpers.places import GALLERY
from tests.helpers.real_server import real_server

MOST = 1.1
"""How many times as long as the server alone the benchmark may take."""


def main() -> int:
    """Measure and print; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=8, help="requests in flight")
    parser.add_argument("--seconds", type=float, default=2.0, help="that one answer takes")
    parser.add_argument("--real", action="store_true", help="llama.cpp's server, with a tiny model")
    parser.add_argument("--max-tokens", type=int, default=Generation().max_tokens)
    options = parser.parse_args()
    sent = _recorded()
    with tempfile.TemporaryDirectory() as folder, _server(options) as url:
        os.environ |= {"EMER_ENDPOINT_URL": url, "EMER_ENDPOINT_MODEL": "tiny"}
        _clips(Path(folder), options.clips)
        ratios = []
        for _ in range(2):
            sent.clear()
            through, answered = _benchmark(folder, options.jobs)
            alone = asyncio.run(_replay(url, list(sent), options.jobs))
            ratios.append(through / alone)
            print(
                f"{answered} clips, {len(sent)} requests, {options.jobs} at once: "
                f"benchmark {through:.2f} s, server alone {alone:.2f} s, ratio {ratios[-1]:.3f}"
            )
    return 0 if max(ratios) <= MOST else 1


def _recorded() -> list[dict[str, Any]]:
    """A list that every request from now on is added to."""
    sent: list[dict[str, Any]] = []
    make = transport.parameters

    def record(*args: Any, **named: Any) -> dict[str, Any]:
        sent.append(make(*args, **named))
        return sent[-1]

    transport.parameters = record
    return sent


def _benchmark(root: str, jobs: int) -> tuple[float, int]:
    """Seconds from the first clip to the last answer, and how many were answered."""
    plan = Plan(dataset="cremad", root=root, backends=("openai_compatible",))
    tasks = [Task(clip, plan.backends) for clip in drawn(plan, read(plan))]
    began = perf_counter()
    results = list(Sweep(tasks, plan.request, jobs).results())
    seconds = perf_counter() - began
    failed = [result.error for result in results if result.error]
    if failed:
        raise SystemExit(failed[0])
    cost = Cost.of(results)
    print(f"  of this machine's processors: {cost.cpu_a_clip:.2f} s a clip")
    return seconds, len(results)


async def _replay(url: str, bodies: list[dict[str, Any]], jobs: int) -> float:
    """Seconds that the server takes for the requests, `jobs` at once, each read to its end."""
    texts = [json.dumps({"stream": body["max_tokens"] > 1} | body).encode() for body in bodies]
    waiting = iter(texts)
    began = perf_counter()

    async def work(client: httpx2.AsyncClient) -> None:
        for text in waiting:
            headers = {"content-type": "application/json", "authorization": "Bearer none"}
            async with client.stream(
                "POST", f"{url}/chat/completions", content=text, headers=headers
            ) as response:
                async for _ in response.aiter_bytes():
                    pass

    once = httpx2.Limits(max_keepalive_connections=0)  # llama.cpp closes what is kept unasked
    async with httpx2.AsyncClient(timeout=600, limits=once) as client:
        await asyncio.gather(*(work(client) for _ in range(jobs)))
    return perf_counter() - began


def _clips(folder: Path, n: int) -> None:
    """So many clips of the gallery, as if other actors of CREMA-D had played them."""
    clips = sorted(GALLERY.glob("*.mp4"))
    names = (
        (clip, folder / clip.name.replace("1001", str(actor)))
        for actor in count(1001)
        for clip in clips
    )
    for clip, name in islice(names, n):
        shutil.copy(clip, name)


@contextmanager
def _server(options: argparse.Namespace) -> Iterator[str]:
    if options.real:
        with real_server() as url:
            yield url
        return
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(
        target=_serve, args=(there, options.seconds, options.jobs), daemon=True
    )
    process.start()
    yield here.recv()
    here.send("stop")
    print(f"most requests at the server at once: {here.recv()}")
    process.join()


def _serve(pipe: Connection, seconds: float, at_once: int) -> None:
    with serving(otherwise=Reply(), seconds=seconds, at_once=at_once) as endpoint:
        pipe.send(endpoint.url)
        pipe.recv()
        pipe.send(endpoint.busiest)


if __name__ == "__main__":
    sys.exit(main())
