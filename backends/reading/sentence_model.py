"""What a sentence's words speak for: 27 emotions and neutral, and the sentence as a vector.

One small ONNX file (card: assets/weights/MODEL_CARD.words.md) holds all-MiniLM-L6-v2, twice from
the middle up: as published (vectors) and tuned on GoEmotions (emotions; Demszky et al. 2020, arXiv
2005.00547). It knows English only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backends import weights
from backends.base import Language
from backends.sessions import session

if TYPE_CHECKING:
    from tokenizers import Encoding

READS: Language = "en"
"""The one language that the model knows."""

LABELS = (
    "admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion", "curiosity",
    "desire", "disappointment", "disapproval", "disgust", "embarrassment", "excitement", "fear",
    "gratitude", "grief", "joy", "love", "nervousness", "optimism", "pride", "realization",
    "relief", "remorse", "sadness", "surprise", "neutral",
)  # fmt: skip
"""The order of every 28-number array: that of GoEmotions' own list."""

BATCH = 64

_loading = Lock()


def emotions(texts: Sequence[str]) -> NDArray[np.float32]:
    """Texts → calibrated probability of every label, [n, 28].

    Several labels may apply, so rows don't sum to 1. A text is read up to its 256th word piece.
    Raises BackendError if the weights can't be had.
    """
    return model().emotions(texts)


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Texts → unit vectors [n, 384] whose dot product is how near their meanings are.

    The same use as sentence-transformers/all-MiniLM-L6-v2. Raises BackendError like `emotions`.
    """
    return model().embed(texts)


def drops(words: Sequence[str]) -> NDArray[np.float32]:
    """How much each label's probability falls when a word is left out, [words, 28].

    Negative where the word spoke against the label. One pass over len(words) + 1 short texts.
    """
    without = [" ".join([*words[:at], *words[at + 1 :]]) for at in range(len(words))]
    whole, rest = np.split(emotions([" ".join(words), *without]), [1])
    fallen: NDArray[np.float32] = whole - rest
    return fallen


def thresholds() -> NDArray[np.float32]:
    """The probability [28] from which each label is worth claiming."""
    return np.array(model().thresholds, np.float32)


def is_cut(text: str) -> bool:
    """Whether `text` is longer than the 256 word pieces that are read of it."""
    return bool(model().encode(text).overflowing)


def is_one_piece(word: str) -> bool:
    """Whether the English vocabulary of the model has this word whole."""
    return len(model().encode(word).ids) == len(("[CLS]", word, "[SEP]"))


class SentenceModel:
    """The ONNX file of `backends.cascade.train.words` with its tokenizer; safe to share."""

    def __init__(self, onnx: bytes, tokenizer: str) -> None:
        """The file's bytes, and the tokenizer as JSON."""
        from tokenizers import Tokenizer

        # Stored int8 weights become float32 once, at loading, rather than being computed with.
        self._session = session(onnx, session__disable_quant_qdq="1")
        self._tokenizer = Tokenizer.from_str(tokenizer)
        kept = self._session.get_modelmeta().custom_metadata_map
        self.labels: list[str] = json.loads(kept["labels"])
        self.thresholds: list[float] = json.loads(kept["thresholds"])
        """From which probability each label is worth claiming: best F1 on GoEmotions' dev split."""

    def emotions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See the function of this name."""
        logits = self._answers(texts, "emotion_logits")
        return (1 / (1 + np.exp(-logits))).astype(np.float32)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See the function of this name."""
        return self._answers(texts, "sentence_embedding")

    def encode(self, text: str) -> Encoding:
        """The word pieces that are read of a text; `overflowing` holds what is cut off."""
        return self._tokenizer.encode(text)

    def _answers(self, texts: Sequence[str], output: str) -> NDArray[np.float32]:
        encoded = self._tokenizer.encode_batch(list(texts))
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda row: len(encoded[row].ids))
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)] or [[]]
        answers = [self._run([encoded[row] for row in rows], output) for rows in batches]
        gathered = np.concatenate(answers)
        return gathered[np.argsort(order)]

    def _run(self, encoded: Sequence[Encoding], output: str) -> NDArray[np.float32]:
        ids = np.zeros(
            (len(encoded), max((len(item.ids) for item in encoded), default=1)), np.int64
        )
        mask = np.zeros_like(ids)
        for row, item in enumerate(encoded):
            ids[row, : len(item.ids)] = item.ids
            mask[row, : len(item.ids)] = 1
        # Each output is computed for the rows named: the other one costs nothing.
        every, none = np.arange(len(encoded)), np.arange(0)
        emotion, meaning = (every, none) if output == "emotion_logits" else (none, every)
        feed = {"ids": ids, "mask": mask, "emotion_rows": emotion, "embedding_rows": meaning}
        answer: NDArray[np.float32] = self._session.run([output], feed)[0]
        return answer


def model() -> SentenceModel:
    """The one that ships, loaded once. Raises BackendError if the weights can't be had."""
    with _loading:
        return _load()


@cache
def _load() -> SentenceModel:
    return SentenceModel(
        weights.read("words.onnx"), weights.read("words_tokenizer.json").decode("utf-8")
    )
