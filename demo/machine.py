"""What this machine is, and what this process has used of it."""

from __future__ import annotations

import os
import platform
import sys


def peak_memory() -> int | None:
    """Bytes that this process has held at most so far; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most  # bytes there, kilobytes elsewhere


def description() -> dict[str, str]:
    """System, processor, cores and Python, as a report can carry them; no host and no user."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": platform.machine(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
    }
