"""What the commands of `python -m demo.…` share: exit codes, arguments, and their streams."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from backends.base import Modality

DONE, FAILED, BAD_INPUT = 0, 1, 2
"""Exit codes: all went well; something failed on the way; bad use, or input that can't be used."""


def run_command(main: Callable[[], int]) -> NoReturn:
    """Run a command's `main`, which returns its exit code, and end with it.

    Where what reads its output has gone (`… | head`), it ends as failed, without a traceback.
    """
    speak_utf8()
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # what is still buffered would raise once more when Python closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    sys.exit(code)


def speak_utf8() -> None:
    """Print Chinese also where the system's own encoding would refuse it (Windows)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def modalities(text: str) -> frozenset[Modality]:
    """What `--modalities` means: a list with commas, as argparse wants its types."""
    try:
        return frozenset(Modality(name.strip()) for name in text.split(","))
    except ValueError as error:
        known = ", ".join(Modality)
        raise argparse.ArgumentTypeError(f"{error}; choose of {known}") from error


def option(text: str) -> tuple[str, str]:
    """What `--option NAME=VALUE` means, as argparse wants its types."""
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise argparse.ArgumentTypeError(f"“{text}” is not of the form NAME=VALUE")
    return name.strip(), value.strip()
