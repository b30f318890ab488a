"""Peaks are those that scipy finds, and stand out as far."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import find_peaks

from backends.cascade.voice.peaks import peaks, prominences


@pytest.mark.parametrize("seed", range(8))
def test_they_are_those_of_scipy(seed: int) -> None:
    chance = np.random.default_rng(seed)
    steps = chance.normal(0, 1, 700).cumsum() if seed % 2 else chance.normal(0, 1, 700)
    values = np.round(steps) if seed % 4 > 1 else steps  # rounded, it has flat tops
    expected, found = find_peaks(values, prominence=0)
    assert peaks(values).tolist() == expected.tolist() != []
    assert prominences(values, expected) == pytest.approx(found["prominences"])


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0], [3.0, 3.0, 3.0], [1.0, 2.0, 3.0, 3.0]])
def test_a_curve_without_a_peak(values: list[float]) -> None:
    assert peaks(np.array(values)).size == 0


def test_answering_does_not_load_scipy() -> None:
    """A fifth of the processor time of a first answer."""
    import subprocess
    import sys

    from tests.helpers.places import ROOT

    code = (
        "import sys; from backends.cascade import Cascade, senses; "
        "from backends.cascade.voice import voice; from backends.cascade.words import transcript, "
        "words; from backends.cascade.face import face; print('scipy.signal' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False"
