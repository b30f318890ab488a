"""The rows of the page and of servers; what takes a browser is left to the browser's tests."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request

from backends.backend import Request
from backends.base import Explanation
from backends.clip import Clip
from backends.openai_compatible import OpenAICompatible
from tests.cases.running import NotRun, python, row
from tests.helpers.openai_server import Reply, serving
from tests.helpers.places import GALLERY, ROOT

STARTS_WITHIN = 90.0
"""Seconds for a page to come up, on a busy machine."""


@row("a tab open longer than --keep-minutes", "a clip in a live tab stays")
def _() -> tuple[bool, str]:
    raise NotRun("it takes a browser and minutes: look in tests/browser")


@row("a proxy in the environment", "the page starts")
def _() -> tuple[bool, str]:
    return started({"http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"})


@row("behind a sub-path", "the gallery's pictures are shown")
def _() -> tuple[bool, str]:
    raise NotRun("it takes a proxy and a browser: look in tests/browser")


@row("AVI or FLV without ffmpeg on PATH", "a sentence that this form can't be played here")
def _() -> tuple[bool, str]:
    raise NotRun("it takes a browser: look in tests/browser")


@row("a server that stops counting sound", "each answer's count is looked at")
def _() -> tuple[bool, str]:
    clip = Clip.open(GALLERY / "1001_DFA_HAP_XX.mp4")
    with serving(otherwise=Reply(), models=["tiny"]) as server:
        names = {"URL": server.url, "MODEL": "tiny", "KEY": "secret"}
        os.environ.update({f"EMER_ENDPOINT_{name}": value for name, value in names.items()})
        backend = OpenAICompatible()
        *_, before = backend.explain(clip, Request())
        server.drops = ["input_audio", "audio_url"]
        *_, after = backend.explain(clip, Request())
    assert isinstance(before, Explanation) and isinstance(after, Explanation)
    said = f"sound {before.received.sound_seconds:.1f} s, then {after.received.sound_seconds:.1f} s"
    told = " ".join(set(after.caveats) - set(before.caveats))
    return not after.received.sound_seconds or bool(told), f"{said}; {told or 'nothing told'}"


def started(environment: dict[str, str]) -> tuple[bool, str]:
    """Whether the page answers in such an environment, or the last line that it says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [python(), "app.py", "--port", str(port)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + STARTS_WITHIN
    try:
        while process.poll() is None and time.monotonic() < until:
            try:
                with ask.open(f"http://127.0.0.1:{port}/", timeout=5) as page:
                    return page.status == 200, f"answers {page.status}"
            except OSError:
                time.sleep(0.5)
        last = (
            process.stdout.read().strip() if process.poll() is not None and process.stdout else ""
        )
        return False, last.splitlines()[-1] if last else f"no answer in {STARTS_WITHIN:g} s"
    finally:
        process.kill()
        process.wait()
