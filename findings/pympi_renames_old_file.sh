#!/usr/bin/env bash
# pympi-ling 1.71: writing an .eaf renames a file that is there to .bak, without a word.
#
# `Eaf.to_file("talk.eaf")` moves the old talk.eaf to talk.bak, over whatever talk.bak was: a folder that is written
# twice fills with files that nobody asked for, and a person's own .bak is gone.
#
# Seen (pympi-ling 1.71, Python 3.11):
#   before: talk.bak (mine)
#   after two writings: talk.bak (an .eaf), talk.eaf
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pympi-ling==1.71
cd "$folder"
venv/bin/python - <<'PYTHON'
from pathlib import Path

from pympi.Elan import Eaf

mine = Path("talk.bak")
mine.write_text("mine")
print("before: talk.bak (mine)")
for _ in range(2):
    Eaf().to_file("talk.eaf")
kind = "an .eaf" if "ANNOTATION_DOCUMENT" in mine.read_text() else mine.read_text()
print(f"after two writings: talk.bak ({kind}), talk.eaf")
assert kind == "an .eaf", "CHANGED: what was there is left alone"
PYTHON
