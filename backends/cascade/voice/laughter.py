"""Sound that repeats itself several times a second, as laughter does and speech does not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PERIODS = range(14, 46)
"""Frames of 10 ms from one "ha" to the next: 0.14 to 0.45 s (Bachorowski et al. 2001 count 4.4 a
second)."""

LEAST = 100
"""Frames (1 s) over which it must go on: about five."""

ALIKE, UNLIKE = 0.55, 0.3
"""Correlation of the spectra one period apart, and half a period apart: what stays the same, as a
held tone or noise, repeats nothing. A synthesiser's "ha ha ha" has 0.68 one period apart."""

DEPTH = 1.2
"""How far below its loudest point the spectrogram is compared, in Whisper's units: 48 dB. Deeper
lies what a room or a codec leaves between the sounds."""


def repeats(mel: NDArray[np.float32]) -> bool:
    """Whether a log-mel spectrogram (bands, frames of 10 ms) repeats itself for a second."""
    mel = np.maximum(mel, mel.max() - DEPTH)
    spectra = mel - mel.mean(axis=1, keepdims=True)
    power = (spectra**2).sum(axis=0)
    for period in PERIODS:
        if mel.shape[1] < LEAST + period:
            break
        whole, half = (_alike(spectra, power, apart) for apart in (period, period // 2))
        if np.any((whole > ALIKE) & (half[: len(whole)] < UNLIKE)):
            return True
    return False


def _alike(
    spectra: NDArray[np.float32], power: NDArray[np.float32], apart: int
) -> NDArray[np.float64]:
    """Correlation of each second with what comes `apart` frames later."""
    both = (spectra[:, :-apart] * spectra[:, apart:]).sum(axis=0)
    around = _total(power[:-apart]) * _total(power[apart:])
    correlation: NDArray[np.float64] = _total(both) / np.sqrt(np.maximum(around, 1e-9))
    return correlation


def _total(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """The sum over each second."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    total: NDArray[np.float64] = sums[LEAST:] - sums[:-LEAST]
    return total
