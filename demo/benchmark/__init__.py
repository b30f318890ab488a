"""Many clips × backends → a table with intervals: `python -m demo.benchmark`.

plan.py        what is asked of whom: the arguments that matter, and which clips are drawn
conditions.py  what results depend on besides: models, servers, ground truths
results.py     one line of JSON a clip and backend, written as it is known
folder.py      what lies in `--out`, and going on where a run was killed
sweep.py       many clips in flight; the page's own side_by_side.explain does the work
throughput.py  clips a minute, time left, and what a clip costs
measuring.py   which metrics are shown, and how truths and answers are handed to them
scores.py      results → scores with intervals, paired differences, confusions
dependence.py  which clips are not independent of each other
view.py        these as words and figures
tables.py      clips.csv and scores.csv
report.py      the self-contained report.html, and the leaderboard that the page shows
"""

from __future__ import annotations

from backends.errors import EmerError


class BenchmarkError(EmerError):
    """A benchmark can't be run as it was asked for."""
