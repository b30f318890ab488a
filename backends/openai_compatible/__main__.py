"""`python -m backends.openai_compatible probe`: prove that picture and sound reach the server.

Exit codes: 0 both arrive as far as they are sent; 2 no server is set; 1 it can't be asked, or
something is dropped, refused or not proven.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from backends.base import Modality
from backends.errors import BackendError
from backends.llm.endpoint import problems
from backends.llm.endpoint.settings import Settings
from backends.openai_compatible import probe, wording
from backends.openai_compatible.probe import Fate

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
        settings = Settings.read()
    except BackendError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    try:
        proof = probe.start(settings).result()
    except Exception as error:  # told below, unless it is a fault of ours
        sentence = problems.sentence(error, settings, "en")
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return FAILED
    print(f"{settings.model}, {settings.place('en')}")
    media = (Modality.VISUAL, Modality.ACOUSTIC)
    for modality in media:
        told = wording.FATES["en"][modality].get(proof.of(modality))
        print(told or f"The {modality} part is not sent.")
    return DONE if proof.met(Fate.PROVEN, Fate.NOT_SENT) == frozenset(media) else FAILED


if __name__ == "__main__":
    sys.exit(main())
