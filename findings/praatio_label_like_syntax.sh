#!/usr/bin/env bash
# praatio 6.2.2: a TextGrid can't be read if a label looks like a piece of the file's own syntax.
#
# A label may hold any text. Praat itself (parselmouth) writes one that says `intervals [2]:` or `item [2]:`, and
# reads it back; praatio looks for these words in the whole file and fails. Blanks at a label's ends are lost too.
#
# Seen (praatio 6.2.2, praat-parselmouth 0.4.7, Python 3.11):
#   “anger = 2”: ['anger = 2', 'next']
#   “intervals [2]:”: ParsingError
#   “item [2]:”: ParsingError
#   “ ah ”: ['ah', 'next']
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet praatio==6.2.2 praat-parselmouth==0.4.7
cd "$folder"
venv/bin/python - <<'PYTHON'
import parselmouth
from parselmouth.praat import call
from praatio import textgrid


def read(label):
    """What praatio makes of two intervals of which the first has this label."""
    grid = call("Create TextGrid", 0, 2, "tier", "")
    call(grid, "Insert boundary", 1, 1)
    call(grid, "Set interval text", 1, 1, label)
    call(grid, "Set interval text", 1, 2, "next")
    grid.save("one.TextGrid")
    again = parselmouth.read("one.TextGrid")
    assert call(again, "Get label of interval", 1, 1) == label, "Praat itself does not read it"
    try:
        tier = textgrid.openTextgrid("one.TextGrid", False).getTier("tier")
    except Exception as error:
        return type(error).__name__
    return [entry.label for entry in tier.entries]


for label in ("anger = 2", "intervals [2]:", "item [2]:", " ah "):
    print(f"“{label}”: {read(label)}")
assert read("anger = 2") == ["anger = 2", "next"], "CHANGED: a plain label is not read"
for label in ("intervals [2]:", "item [2]:"):
    assert read(label) == "ParsingError", "CHANGED: it is read"
assert read(" ah ") == ["ah", "next"], "CHANGED: blanks are kept"
PYTHON
