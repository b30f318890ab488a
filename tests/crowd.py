"""Many people at one small machine: `python -m tests.crowd [--people 30] [--tabs 3] [--rounds 2]`.

Serves the page in a process of its own, and asks it by HTTP, each with a clip of their own, while
tabs of Chromium upload, explain, change the language and cancel. Outside CI: it takes the cores.
Prints what was measured, and each fault. Exit codes: 0 no fault; 1 not so; 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

from demo.command import DONE, FAILED, run_command
from tests.helpers.places import GALLERY, ROOT

CLIPS = sorted(GALLERY.glob("*.mp4"))
LIMIT = 600.0
"""Seconds that anything may take."""
CANCELLED_WITHIN = 1.0
"""Seconds after which a cancelled answer's slot is another's."""
SETTLED = 3.0
"""Seconds after the last answer in which what it needed is given back."""
GROWS = 1.05
"""How much more memory the last round may leave than there was after WARM answers."""
WARM = 50
"""Answers after which memory has been taken that is kept and used again."""
STANDS_IN_LINE = re.compile(r"in line: number \d+")


class Crowd:
    """One served page, and what was found wrong with it."""

    def __init__(self, address: str, process: int, folder: Path, backend: str) -> None:
        self.address, self.process, self.folder = address, process, folder
        self.backend = backend
        self.faults: list[str] = []
        self.expected: dict[str, str] = {}

    def check(self, right: bool, fault: str) -> None:
        """Note a fault, if it is one."""
        if not right:
            self.faults.append(fault)
            print(f"  FAULT {fault}", flush=True)

    def clip(self, name: str, source: Path) -> Path:
        """A clip of one's own: a copy of a gallery clip under a name that nobody else has."""
        return Path(shutil.copy(source, self.folder / f"{name}.mp4"))

    def ask(self, clip: Path) -> tuple[dict[str, Any], float]:
        """The answer to a clip, by HTTP, and how long it took (s)."""
        began = time.monotonic()
        with httpx.Client(base_url=f"{self.address}/gradio_api", timeout=LIMIT) as client:
            (path,) = client.post("/upload", files={"files": (clip.name, clip.read_bytes())}).json()
            file = {"path": path, "meta": {"_type": "gradio.FileData"}}
            given = {"data": [file, [self.backend], "en", None, "", None]}
            called = client.post("/call/explain", json=given).json()
            told = client.get(f"/call/explain/{called['event_id']}").text
        event, _, data = told.strip().split("\n\n")[-1].partition("\ndata: ")
        if event != "event: complete":
            return {"error": data}, time.monotonic() - began
        return json.loads(data)[0][0], time.monotonic() - began

    def person(self, number: int) -> float:
        """Ask as one person, and check that the answer is theirs; how long it took (s)."""
        source = CLIPS[number % len(CLIPS)]
        name = f"person-{number:02}"
        answer, seconds = self.ask(self.clip(name, source))
        if error := answer.get("error"):
            sentence = isinstance(error, str) and " " in error and "Error" not in error
            self.check(False, f"{name}: {error!r}" + ("" if sentence else ", no sentence"))
            return seconds
        self.check(answer["clip"] == name, f"{name} was given the answer to {answer['clip']}")
        self.check(same(answer) == self.expected[source.name], f"{name}: another answer than alone")
        return seconds

    def size(self) -> dict[str, float]:
        """Memory (MB), threads and open files of the server, once it is at rest."""
        time.sleep(SETTLED)
        status = Path(f"/proc/{self.process}/status").read_text("ascii")
        resident = int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024
        threads = int(re.findall(r"Threads:\s+(\d+)", status)[0])
        return {
            "MB": round(resident),
            "threads": threads,
            "files": len(list(Path(f"/proc/{self.process}/fd").iterdir())),
        }


def same(answer: dict[str, Any]) -> str:
    """An answer without what differs from one asking to the next."""
    kept = {key: value for key, value in answer.items() if key not in ("clip", "timings")}
    return json.dumps(kept, sort_keys=True)


@contextmanager
def served(parallel: int, backend: str) -> Iterator[Crowd]:
    """The page in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="emer-crowd-") as folder:
        process = subprocess.Popen(
            [sys.executable, "app.py", "--port", str(port), "--parallel", str(parallel),
             "--backends", backend],
            cwd=ROOT, env={**os.environ, "GRADIO_TEMP_DIR": folder}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(lambda: answers(address), "the page")
            yield Crowd(address, process.pid, Path(tempfile.mkdtemp(dir=folder)), backend)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def answers(address: str) -> bool:
    """Whether the page is there."""
    try:
        return httpx.get(address, timeout=30).is_success
    except httpx.TransportError:
        return False


def wait_for(true: Callable[[], bool], what: str, step: float = 0.05) -> float:
    """Wait until something is so; how long it took (s). Raises TimeoutError after LIMIT."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > LIMIT:
            raise TimeoutError(what)
        time.sleep(step)
    return time.monotonic() - began


class Tab:
    """One open page, and what its person does."""

    def __init__(self, page: Page, crowd: Crowd, name: str, source: Path) -> None:
        self.page, self.crowd, self.source, self.name = page, crowd, source, name
        page.set_default_timeout(LIMIT * 1000)
        page.goto(f"{crowd.address}/?lang=en")
        page.locator(".clip-gallery button").first.wait_for()
        page.get_by_role("tab", name="Upload").click()
        page.locator("#upload input[type=file]").set_input_files(crowd.clip(name, source))
        page.wait_for_function(
            "(name) => document.querySelector('#player video')?.currentSrc.includes(name)", arg=name
        )

    @property
    def told(self) -> str:
        """What stands in the answer's column."""
        return self.page.locator(f'[data-backend="{self.crowd.backend}"]').inner_text()

    def press(self, name: str) -> None:
        """Explain or Cancel."""
        self.page.locator(f"#{name}").click()

    def until(self, true: Callable[[str], bool], what: str) -> float:
        """Wait for what is told; how long it took (s)."""
        return wait_for(lambda: true(self.told), f"{self.name}: {what}")

    def switch(self, language: str, seen: str) -> float:
        """Change the language; how long it took (s) until the page speaks it."""
        began = time.monotonic()
        self.page.locator("#language").get_by_text(language).click()
        self.page.get_by_role("tab", name=seen).wait_for()
        return time.monotonic() - began


def at_once(crowd: Crowd, people: int, tabs: list[Tab]) -> list[float]:
    """Everybody asks at once, the tabs too; the seconds of those who ask by HTTP."""
    with ThreadPoolExecutor(people) as pool:
        asked = pool.map(crowd.person, range(people))
        time.sleep(1.0)  # they stand in line before the tabs do
        for tab in tabs:
            tab.press("explain")
        for tab in tabs:
            tab.until(lambda told: bool(told), "a column")
        places: list[str] = []

        def place_or_end(told: str) -> bool:
            places.extend(STANDS_IN_LINE.findall(told))
            return bool(places) or "…" not in told

        if tabs:
            tabs[0].until(place_or_end, "the place")
            print(f"  {places[0] if places else 'a tab did not have to wait'}")
        for tab in tabs:
            done = f'[data-backend="{crowd.backend}"].done'
            tab.page.locator(done).wait_for()
            conclusion = json.loads(crowd.expected[tab.source.name])["rationale"]["conclusion"]
            crowd.check(words(conclusion) in words(tab.told), f"{tab.name}: another answer")
        return list(asked)


def words(text: str) -> str:
    """A text without its blanks."""
    return "".join(text.split())


def cancelled(crowd: Crowd, tabs: list[Tab], parallel: int) -> None:
    """Who cancels frees the slot for the next; the page can be used while it waits."""
    if len(tabs) <= parallel or crowd.backend == "echo":
        return
    *busy, waiting = tabs[: parallel + 1]
    for tab in busy:
        tab.press("explain")
        tab.until(lambda told: "…" in told and "in line" not in told, "work")
    waiting.press("explain")
    waiting.until(lambda told: "in line" in told, "the line")
    busy[0].press("cancel")
    freed = waiting.until(lambda told: "in line" not in told, "its turn")
    print(f"  after Cancel the next began within {freed:.2f} s")
    crowd.check(freed <= CANCELLED_WITHIN, f"a cancelled slot was freed after {freed:.2f} s")
    for tab in tabs:
        tab.press("cancel") if tab.page.locator("#cancel").is_enabled() else None
        tab.page.locator("#explain:not([disabled])").wait_for()


def main() -> int:
    """Run the crowd; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.crowd", description=__doc__)
    for name, default in (("people", 30), ("tabs", 3), ("rounds", 2), ("parallel", 2)):
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N")
    parser.add_argument("--backend", default="cascade", help="default cascade; echo takes no time")
    options = parser.parse_args()
    with served(options.parallel, options.backend) as crowd, sync_playwright() as playwright:
        alone = []
        for clip in [CLIPS[0], *CLIPS]:  # the first once more, as it loads the weights
            answer, seconds = crowd.ask(crowd.clip("alone", clip))
            crowd.expected[clip.name] = same(answer)
            alone.append(seconds)
        print(f"alone: median {median(alone[1:]):.2f} s a clip; {crowd.size()}", flush=True)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        tabs = [
            Tab(browser.new_page(), crowd, f"tab-{i}", CLIPS[i % len(CLIPS)])
            for i in range(options.tabs)
        ]
        sizes = []
        for number in range(1, options.rounds + 1):
            seconds = at_once(crowd, options.people, tabs)
            sizes.append(crowd.size())
            ratio = median(seconds) / median(alone[1:])
            took = f"median {median(seconds):.1f} s, {ratio:.1f} times alone"
            print(f"round {number}: {options.people} people, {len(tabs)} tabs: {took}; {sizes[-1]}")
        warm = sizes[-(-WARM // options.people) - 1 : -1]
        if warm:
            grown = sizes[-1]["MB"] / warm[0]["MB"]
            crowd.check(grown <= GROWS, f"memory is {grown:.2f} times that after {WARM} answers")
        cancelled(crowd, tabs, options.parallel)
        with ThreadPoolExecutor(options.people) as pool:
            asked = [pool.submit(crowd.person, i) for i in range(options.people)]
            for tab in tabs[:1]:
                took = tab.switch("中文", "上传")
                print(f"  language changed in {took:.2f} s while {options.people} wait")
            for one in asked:
                one.result()
        browser.close()
        print(f"{len(crowd.faults)} faults; {crowd.size()}")
        return FAILED if crowd.faults else DONE


if __name__ == "__main__":
    run_command(main)
