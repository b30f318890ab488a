"""Spanish ground truths are read once Spanish files are there, and nothing else changes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.helpers.places import ROOT

SPANISH = """
[reading]
column = "spanish"
visual = 'en el v[ií]deo\\b'
acoustic = 'en el audio\\b'
lexical = 'en el texto\\b'
conclusion = '(?:por lo tanto|por eso)\\b'
[table]
nameless = "no nombra ningún clip"
"""

SPANISH_LABELS = 'happy = "alegre feliz"\n'

TABLE = """name,reason,emotion
a,"En el video, sonríe. En el audio, habla alto. Por lo tanto, está alegre.",feliz
b,"In the video, he smiles. Therefore, he is happy.",happy
c,在视频中，他笑了；因此，他很高兴。,高兴
,nobody,sad
"""

CODE = """
import sys
from pathlib import Path
from demo.ground_truth.library import Library
library = Library.open([Path(sys.argv[1])])
for name in "abc":
    truth = library.of(name, "es")
    print(truth.language, truth.label, truth.rationale.visual, truth.rationale.conclusion, sep="|")
print(library.problems[0].text("es"))
print(library.problems[0].text("zh"))
"""


def test_a_language_is_added_by_files_alone(tmp_path: Path) -> None:
    copied = tmp_path / "app"
    for folder in ("backends", "demo"):
        shutil.copytree(
            ROOT / folder, copied / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    (copied / "assets").symlink_to(ROOT / "assets")
    (copied / "demo" / "ground_truth" / "es.toml").write_text(SPANISH, "utf-8")
    (copied / "backends" / "reading" / "labels.es.toml").write_text(SPANISH_LABELS, "utf-8")
    table = tmp_path / "truth.csv"
    table.write_text(TABLE, "utf-8")
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", CODE, str(table)],
        cwd=copied, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert ran.stdout.splitlines() == [
        "es|happy|En el video, sonríe.|Por lo tanto, está alegre.",
        "en|happy|In the video, he smiles.|Therefore, he is happy.",
        "zh|happy|在视频中，他笑了|因此，他很高兴。",
        "truth.csv, line 5: no nombra ningún clip; the row is left out.",
        "truth.csv 第 5 行：没有写片段名；该行已略去。",
    ]
