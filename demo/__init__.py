"""What a person sees and does with explanations."""

from __future__ import annotations

import os
import signal
import sys

INTERRUPTED = "Interrupted."
"""What is said where Ctrl-C ends a command."""


def _end(*_: object) -> None:
    print(INTERRUPTED, file=sys.stderr, flush=True)
    os._exit(1)


# So says sys.argv while `python -m demo.…` or `python app.py` loads the command, which takes a
# second or more. Once it is there, `demo.command.run_command` sees to Ctrl-C.
if (
    sys.argv[:1] in (["-m"], ["app.py"])
    and signal.getsignal(signal.SIGINT) is signal.default_int_handler
):
    signal.signal(signal.SIGINT, _end)
