"""What a Chinese sentence speaks for: the seven basic emotions, by two readers whose mean counts.

One is the lower three quarters of multilingual-e5-small (Wang et al. 2024, arXiv 2402.05672), tuned
on lines of Chinese television (CPED) and on English comments (GoEmotions); the other weighs runs of
one to four characters. Card: assets/weights/MODEL_CARD.chinese_words.md. Traditional characters are
read as their Simplified ones.
"""

from __future__ import annotations

import io
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends import weights
from backends.base import Language, Word
from backends.reading.basic_emotions import BASIC
from backends.sessions import session

if TYPE_CHECKING:
    from tokenizers import Encoding

READS: Language = "zh"

LABELS = ("neutral", "joy", "sadness", "anger", "fear", "disgust", "surprise")
"""GoEmotions' names of the basic emotions, in the order of `BASIC` and of every 7-number array."""

TRUST = 0.6
"""How much a reading counts in the merge next to one of English: where it names an emotion, it is
right in about 0.42 of the lines of series that it never met (`chinese_words_report.md`), next to
the 0.71 that `reason.py` gives English."""

SURE = 0.8
"""The probability from which an emotion is told without a hedge: right in more than half of the
lines of series that it never met."""

BATCH = 32
RUNS = (1, 2, 3, 4)
"""Lengths of the runs of characters that are weighed."""
MOST_TRIED = 6
"""Words of a sentence that are left out one by one: those whose own pieces speak for an emotion
most. A reading of the sentence without all others would only cost time."""

_loading = Lock()

Numbers = NDArray[np.float64]


def emotions(texts: Sequence[str]) -> NDArray[np.float32]:
    """Texts → calibrated probabilities [n, 7], which sum to 1.

    A text is read up to its 256th piece. Raises BackendError if the weights can't be had.
    """
    return model().emotions(texts).astype(np.float32)


def drops(words: Sequence[str]) -> NDArray[np.float32]:
    """How much each probability falls when a word is left out, [words, 7]; see `MOST_TRIED`.

    Those that are not tried have 0, negative ones spoke against the emotion.
    """
    text = "".join(words)
    ends = np.cumsum([len(word) for word in words])
    whole, pieces = model().by_piece(text)
    emotion = int(whole[1:].argmax()) + 1
    leaning = np.zeros(len(words))
    for (start, _), logits in pieces:
        leaning[min(int(np.searchsorted(ends, start, "right")), len(words) - 1)] += (
            logits[emotion] - logits[0]
        )
    tried = np.sort(np.argsort(-leaning)[:MOST_TRIED])
    rest = model().emotions(["".join([*words[:at], *words[at + 1 :]]) for at in tried])
    fallen = np.zeros((len(words), len(LABELS)), np.float32)
    fallen[tried] = whole - rest
    return fallen


def grouped(words: Sequence[Word]) -> list[Word]:
    """Characters, or words as they were heard, joined where the model reads them as one piece."""
    starts = {start for start, _ in model().pieces(_joined(words))}
    found: list[list[Word]] = []
    place = 0
    for word in words:
        if place in starts or not found:
            found.append([])
        found[-1].append(word)
        place += len(word.text)
    return [_one(several) for several in found]


def thresholds() -> NDArray[np.float32]:
    """The probability [7] from which each emotion is worth claiming."""
    return np.array(model().thresholds, np.float32)


def is_cut(text: str) -> bool:
    """Whether `text` is longer than the 256 pieces that are read of it."""
    return bool(model().encode(text).overflowing)


def runs(text: str, buckets: int) -> tuple[NDArray[np.intp], Numbers]:
    """The runs of characters of a text: their buckets, and how much each weighs; unit length.

    A run's bucket is its checksum (CRC-32 of UTF-8); it weighs 1 + log of how often it is there.
    """
    plain = "".join(text.split())
    counts = Counter(
        zlib.crc32(plain[at : at + length].encode()) % buckets
        for length in RUNS
        for at in range(len(plain) - length + 1)
    )
    sizes = 1 + np.log(np.array(list(counts.values()), float))
    return np.array(list(counts), np.intp), sizes / max(float(np.linalg.norm(sizes)), 1e-12)


class ChineseModel:
    """The files of `backends.cascade.train.chinese`; safe to share."""

    def __init__(self, onnx: bytes, tokenizer: str, of_runs: bytes) -> None:
        """The network, the tokenizer as JSON, and what runs of characters speak for (npz)."""
        from tokenizers import Tokenizer

        self._session = session(onnx)
        self._tokenizer = Tokenizer.from_str(tokenizer)
        kept = self._session.get_modelmeta().custom_metadata_map
        self.thresholds: list[float] = json.loads(kept["thresholds"])
        self.temperature = float(json.loads(kept["temperature"]))
        traditional, simplified = json.loads(kept["simplified"])
        self._simplified = str.maketrans(traditional, simplified)
        with np.load(io.BytesIO(of_runs)) as stored:
            self._runs = stored["weights"], stored["scale"], stored["bias"]

    def emotions(self, texts: Sequence[str]) -> Numbers:
        """See the function of this name."""
        return self.judged(self.by_net(texts), self.by_runs(texts))

    def judged(self, net: Numbers, of_runs: Numbers) -> Numbers:
        """Logits of both readers [..., 7] → their mean, at the temperature that fits it."""
        mean = (softmax(net) + softmax(of_runs)) / 2
        return softmax(np.log(mean) / self.temperature)

    def by_net(self, texts: Sequence[str]) -> Numbers:
        """Logits of the network alone, [n, 7]."""
        encoded = self._tokenizer.encode_batch([self.simplified(text) for text in texts])
        order = sorted(range(len(texts)), key=lambda row: len(encoded[row].ids))
        found = np.zeros((len(texts), len(BASIC)))
        for at in range(0, len(order), BATCH):  # texts of like length: little padding
            rows = order[at : at + BATCH]
            for row, logits in zip(rows, self._logits([encoded[r] for r in rows]), strict=True):
                found[row] = logits.mean(0)
        return found

    def by_runs(self, texts: Sequence[str]) -> Numbers:
        """Logits of the runs of characters alone, [n, 7]."""
        table, scale, bias = self._runs
        found = np.tile(bias, (len(texts), 1))
        for row, text in enumerate(texts):
            buckets, sizes = runs(self.simplified(text), table.shape[1])
            found[row] += (table[:, buckets] * scale[:, None]) @ sizes
        return found

    def by_piece(self, text: str) -> tuple[Numbers, list[tuple[tuple[int, int], Numbers]]]:
        """Probabilities [7] of a text, and the logits [7] of each piece with its place in it."""
        encoded = self.encode(text)
        (logits,) = self._logits([encoded])
        whole = self.judged(logits.mean(0), self.by_runs([text])[0])
        placed = zip(encoded.offsets, logits, strict=True)
        return whole, [(place, one) for place, one in placed if place[1] > place[0]]

    def encode(self, text: str) -> Encoding:
        """The pieces that are read of a text; `overflowing` holds what is cut off."""
        return self._tokenizer.encode(self.simplified(text))

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Where the pieces of a text begin and end."""
        encoded = self.encode(text)
        every = [encoded, *encoded.overflowing]
        return [place for one in every for place in one.offsets if place[1] > place[0]]

    def simplified(self, text: str) -> str:
        """`text` in Simplified characters, each in the place of its Traditional one."""
        return text.translate(self._simplified)

    def _logits(self, encoded: Sequence[Encoding]) -> Iterator[Numbers]:
        """Of each text the logits of its pieces, [pieces, 7]."""
        lengths = [len(item.ids) for item in encoded]
        ids = np.zeros((len(encoded), max(lengths)), np.int64)
        mask = np.zeros_like(ids)
        for row, item in enumerate(encoded):
            ids[row, : lengths[row]] = item.ids
            mask[row, : lengths[row]] = 1
        (answers,) = self._session.run(["piece_logits"], {"ids": ids, "mask": mask})
        for answer, length in zip(answers, lengths, strict=True):
            yield answer[:length].astype(float)


def softmax(logits: Numbers) -> Numbers:
    """Logits [..., n] → probabilities."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    shares: Numbers = raised / raised.sum(-1, keepdims=True)
    return shares


def model() -> ChineseModel:
    """The one that ships, loaded once. Raises BackendError if the weights can't be had."""
    with _loading:
        return _load()


@cache
def _load() -> ChineseModel:
    return ChineseModel(
        weights.read("chinese_words.onnx"),
        weights.read("chinese_words_tokenizer.json").decode("utf-8"),
        weights.read("chinese_words_runs.npz"),
    )


def _joined(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _one(words: Sequence[Word]) -> Word:
    if len(words) == 1:
        return words[0]
    known = [word.probability for word in words if word.probability is not None]
    return Word(
        text=_joined(words),
        start=words[0].start,
        end=words[-1].end,
        probability=min(known) if known else None,
    )
