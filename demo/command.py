"""What the commands of `python -m demo.…` share: exit codes, arguments, and their streams."""

from __future__ import annotations

import argparse
import io
import math
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import backends
from backends import interrupt
from backends.base import Language, Modality
from backends.errors import EmerError
from backends.limits import Limits
from backends.words import ENGLISH
from demo.ground_truth.clip_names import CLIP_SUFFIXES
from demo.strings import languages

MAX_SECONDS = "EMER_MAX_SECONDS"
"""Environment variable: the longest clip or part, in seconds, that page and commands explain."""

DONE, FAILED, BAD_INPUT = 0, 1, 2
"""Exit codes: all went well; something failed on the way; bad use, or input that can't be used.
Besides these there is `INTERRUPTED` of backends/interrupt.py."""


def run_command(main: Callable[[], int]) -> NoReturn:
    """Run a command's `main`, which returns its exit code, and end with it.

    Where what reads its output has gone (`… | head`), or the disk that takes its output is full, it
    ends as failed, without a traceback; where it is broken off (Ctrl-C), as INTERRUPTED.
    """
    speak_utf8()
    interrupt.run(lambda: _run(main))


def _run(main: Callable[[], int]) -> int:
    try:
        code = main()
        sys.stdout.flush()
    except OSError as error:
        if error.filename is not None:  # of a file; the errors of a stream name none
            raise
        if not isinstance(error, BrokenPipeError):
            print(unwritten(error), file=sys.stderr)
        # what is still buffered would raise once more when Python closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    except EmerError as error:  # of what is read before a command can tell it itself
        code = refused(error)
    return code


def refused(error: EmerError, language: Language = ENGLISH, code: int = BAD_INPUT) -> int:
    """Tell a person what can't be done, on standard error; returns the exit code."""
    print(error.text(language), file=sys.stderr)
    return code


def unwritten(error: OSError) -> str:
    """The sentence for output that can't be written, as on a full disk."""
    place = f"“{error.filename}”" if error.filename else "The output"
    return f"{place} can't be written: {error.strerror or error}."


def speak_utf8() -> None:
    """Print Chinese also where the system's own encoding would refuse it (Windows)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def given(arguments: Sequence[str] | None) -> list[str]:
    """The arguments of a command as argparse takes them; None means those it was called with.

    A file whose name begins with a hyphen, as many of YouTube's do, would be taken for an option:
    it is given as `./-name.mp4`.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    return [f"./{one}" if _is_file(one) else one for one in arguments]


def _is_file(argument: str) -> bool:
    if not argument.startswith("-") or "=" in argument:
        return False
    path = Path(argument)
    return path.suffix.lower() in CLIP_SUFFIXES or (argument[:2] != "--" and path.is_file())


def add_language(parser: argparse.ArgumentParser, of: str = "of the answers") -> None:
    """The option `--language`, with every language that has files."""
    parser.add_argument("--language", choices=[*languages()], default=ENGLISH, help=of)


def add_backends(parser: argparse.ArgumentParser) -> None:
    """The option `--backend`, which may be given several times; see `backends_of`."""
    parser.add_argument(
        "--backend",
        action="append",
        metavar="NAME",
        help=f"may be given several times; of {', '.join(backends.names())}, or module:Class for "
        f"one of your own; default {backends.DEFAULT}",
    )


def backends_of(options: argparse.Namespace) -> tuple[str, ...]:
    """The registered names of the backends that `--backend` names, each once.

    Raises UnknownBackend, with a sentence.
    """
    given = options.backend or [backends.DEFAULT]
    return tuple(dict.fromkeys(backends.known(name) for name in given))


def modalities(text: str) -> frozenset[Modality]:
    """What `--modalities` means: a list with commas, as argparse wants its types."""
    try:
        return frozenset(Modality(name.strip()) for name in text.split(","))
    except ValueError as error:
        known = ", ".join(Modality)
        raise argparse.ArgumentTypeError(f"{error}; choose of {known}") from error


def add_tracks(parser: argparse.ArgumentParser) -> None:
    """`--picture-track` and `--sound-track`: which of several tracks; None where not given."""
    for kind in ("picture", "sound"):
        parser.add_argument(
            f"--{kind}-track",
            type=int,
            metavar="N",
            help=f"which of several {kind} tracks, from 1 (default: the one that players take)",
        )


def add_max_seconds(parser: argparse.ArgumentParser) -> None:
    """`--max-seconds`: how long a clip, or the part of it, may be, as `app.py` takes it; give it to
    `Limits`. The environment variable stands in for the option."""
    parser.add_argument(
        "--max-seconds",
        type=_length,
        default=os.environ.get(MAX_SECONDS) or Limits().max_seconds,
        metavar="S",
        help=f"longest clip or part that is explained; default ${MAX_SECONDS}, else 120",
    )


def _length(text: str) -> float:
    if (seconds := second(text)) == 0:
        raise argparse.ArgumentTypeError("a clip lasts longer than 0 s")
    return seconds


def second(text: str) -> float:
    """What `--from` and `--to` mean: a second of the clip, as argparse wants its types."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of seconds from 0 up")
    return value


def option(text: str) -> tuple[str, str]:
    """What `--option NAME=VALUE` means, as argparse wants its types."""
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise argparse.ArgumentTypeError(f"“{text}” is not of the form NAME=VALUE")
    return name.strip(), value.strip()
