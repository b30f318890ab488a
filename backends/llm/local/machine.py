"""What this machine can hold: its graphics cards and memory, and where a model goes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

FOUR_BIT = 0.4
"""Part of the memory in bfloat16 that 4-bit weights need; activations stay as they are."""


@dataclass(frozen=True)
class Device:
    """Something that models run on: "cuda:0", "mps" or "cpu", and its memory in gigabytes."""

    name: str
    gigabytes: float


@dataclass(frozen=True)
class Place:
    """Where one model goes: its devices, its dtype's name, and whether in 4 bits."""

    devices: tuple[str, ...]
    dtype: str = "bfloat16"
    four_bit: bool = False


def devices() -> list[Device]:
    """What models can run on, the processor last. Imports torch."""
    import torch

    found = [
        Device(f"cuda:{i}", torch.cuda.get_device_properties(i).total_memory / 1e9)
        for i in range(torch.cuda.device_count() if torch.cuda.is_available() else 0)
    ]
    if not found and torch.backends.mps.is_available():
        found = [Device("mps", 0.75 * _ram())]  # Metal lends about three quarters of it
    return [*found, Device("cpu", _ram())]


@cache
def largest() -> float:
    """Gigabytes of all graphics cards together, or of main memory if that is more.

    Without importing torch: asked of `nvidia-smi` where there is one.
    """
    if "torch" in sys.modules:
        *cards, processor = devices()
        return max(sum(card.gigabytes for card in cards), processor.gigabytes)
    return max(_nvidia(), _ram())


def place(
    needed: float, found: Sequence[Device], taken: Mapping[str, float], *, four_bit: bool
) -> Place | None:
    """Where a model goes that needs so many gigabytes in bfloat16; None if nowhere.

    One card with room, else one whose other models must go, else all cards together, else one card
    in 4 bits if `four_bit` (bitsandbytes is installed), else the processor.
    `taken` is what models of ours already use, by device name.
    """
    *cards, processor = found
    roomy = [card for card in cards if card.gigabytes >= needed]
    if roomy:
        best = max(roomy, key=lambda card: card.gigabytes - taken.get(card.name, 0.0))
        return Place((best.name,))
    if len(cards) > 1 and sum(card.gigabytes for card in cards) >= needed:
        return Place(tuple(card.name for card in cards))
    large = max(cards, key=lambda card: card.gigabytes, default=None)
    if four_bit and large and large.gigabytes >= FOUR_BIT * needed:
        return Place((large.name,), four_bit=True)
    if processor.gigabytes >= needed:
        whole = processor.gigabytes >= 2 * needed  # few processors compute in bfloat16
        return Place((processor.name,), "float32" if whole else "bfloat16")
    return None


def has_bitsandbytes() -> bool:
    """Whether weights can be loaded in 4 bits."""
    return find_spec("bitsandbytes") is not None


def _ram() -> float:
    """Gigabytes of main memory; unlimited if it can't be known, so that nobody is turned away."""
    if find_spec("psutil") is None:
        return float("inf")
    import psutil

    return float(psutil.virtual_memory().total) / 1e9


def _nvidia() -> float:
    program = shutil.which("nvidia-smi")
    if program is None:
        return 0.0
    command = [program, "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
        return sum(float(line) for line in answer.stdout.split()) * 1.048576e-3  # it counts in MiB
    except (OSError, subprocess.SubprocessError, ValueError):
        return 0.0
