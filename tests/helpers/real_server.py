"""llama.cpp's own server, with a model written on the spot: a real endpoint with real tokens."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.helpers import tiny_gguf

ANSWER = "In the text, he says goodbye. Therefore, all is well.\nEmotions: [happy, relieved]\n"
TOKENS = len(ANSWER.split(" "))
"""Tokens of one `ANSWER`: ask for so many, and it comes once."""

NEEDED = ("xllamacpp", "gguf")
"""Packages that it takes; tests/requirements.txt brings them."""

SERVE = """
import sys
import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx, params.n_parallel, params.cpuparams.n_threads = 32768, 4, 1
params.endpoint_slots = True
params.cache_prompt = False  # each request costs the same, also when it is sent again
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


def can_run() -> bool:
    """Whether its packages are installed."""
    return all(find_spec(name) for name in NEEDED)


@contextmanager
def real_server() -> Iterator[str]:
    """Serve a model that takes text only and answers `ANSWER`, over and over. Gives the address.

    In a process of its own, which ends when its standard input is closed.
    """
    with tempfile.TemporaryDirectory() as folder:
        model = tiny_gguf.write(Path(folder) / "tiny.gguf", ANSWER)
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(model)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdin and process.stdout
        try:
            yield f"{process.stdout.readline().strip()}/v1"
        finally:
            process.stdin.close()
            process.kill()
            process.wait()
