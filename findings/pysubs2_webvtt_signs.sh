#!/usr/bin/env bash
# pysubs2 1.8.1: WebVTT is written and read without its character references.
#
# In WebVTT `&`, `<` and `>` begin references and tags (https://www.w3.org/TR/webvtt1/, "WebVTT cue text"): a
# browser shows `loud <happy>` as `loud `. pysubs2 writes the signs as they are, and reads `&lt;` as four letters.
# Its words in braces, which are ASS tags to it and plain text in WebVTT, are lost when it reads a file.
#
# Seen (pysubs2 1.8.1, Python 3.11):
#   written: A & B <happy>
#   read:    A &amp; B &lt;happy&gt;
#   read:    louder
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pysubs2==1.8.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from pathlib import Path

import pysubs2

cue = pysubs2.SSAEvent(start=0, end=1000)
cue.plaintext = "A & B <happy>"
file = pysubs2.SSAFile()
file.append(cue)
file.save("written.vtt")
written = Path("written.vtt").read_text().strip().splitlines()[-1]
print("written:", written)


def read(text):
    Path("read.vtt").write_text(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{text}\n")
    return pysubs2.load("read.vtt")[0].plaintext


references, braces = read("A &amp; B &lt;happy&gt;"), read("loud{really}er")
print("read:   ", references)
print("read:   ", braces)
assert written == "A & B <happy>", "CHANGED: references are written"
assert references == "A &amp; B &lt;happy&gt;", "CHANGED: references are read"
assert braces == "louder", "CHANGED: words in braces are kept"
PYTHON
