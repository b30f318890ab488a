"""`python -m backends.openai_compatible probe`: prove that picture and sound reach the server.

Exit codes: 0 both arrive as far as they are sent; 2 no server is set; 1 it can't be asked, or
something is dropped, refused or not proven.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from backends import interrupt
from backends.errors import EmerError
from backends.llm.endpoint import problems
from backends.llm.endpoint.server import Server
from backends.openai_compatible import probe
from backends.openai_compatible.card import arrives
from backends.openai_compatible.probe import MEDIA, Fate

DONE, FAILED, BAD_INPUT = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m backends.openai_compatible",
        description="The server that EMER_ENDPOINT_URL and EMER_ENDPOINT_MODEL name.",
    )
    parser.add_argument(
        "do", choices=["probe"], help="prove that picture and sound arrive there (sends a test)"
    )
    parser.parse_args(arguments)
    try:
        server = Server.read()
    except EmerError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    try:
        proof = probe.start(server).result()
    except Exception as error:  # told below, unless it is a fault of ours
        sentence = problems.sentence(error, server)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return FAILED
    print(f"{server.model}, {server.place}")
    for modality in MEDIA:
        print(arrives(modality, proof.of(modality)) or f"The {modality} part is not sent.")
    return DONE if proof.met(Fate.PROVEN, Fate.NOT_SENT) == frozenset(MEDIA) else FAILED


if __name__ == "__main__":
    interrupt.run(main)
