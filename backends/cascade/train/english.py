"""Trains and exports the reader of English words, for `python -m backends.cascade.train.words`.

all-MiniLM-L6-v2 (Apache-2.0) keeps its lower half; a copy of its upper half is tuned on GoEmotions
(Demszky et al. 2020, arXiv 2005.00547; 27 emotions and neutral, several may apply). One ONNX file
carries both upper halves, the tuned one for emotion and the original for the sentence embedding, so
that one small model reads a clip's words for emotion and compares them for meaning.
"""

from __future__ import annotations

import argparse
import copy
import random
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from backends.cascade.train import words_export, words_report
from backends.cascade.train.words_data import Split, read_split
from backends.llm.local.loading import mend_torchvision

if TYPE_CHECKING:
    from transformers import BertModel

SEED = 20
BATCH = 32
MAX_TOKENS = 64
"""Comments of GoEmotions are short: longer ones (rare) are cut in training."""
EPOCHS = 3
PATIENCE = 1
TOP_RATE, HEAD_RATE = 1.5e-4, 1e-3


class Reader(nn.Module):  # type: ignore[misc]
    """BERT whose upper half exists twice: as it was (embedding) and tuned (emotion)."""

    def __init__(self, bert: BertModel, labels: int) -> None:
        super().__init__()
        layers = bert.encoder.layer
        half = len(layers) // 2
        self.embeddings = bert.embeddings
        self.lower = layers[:half]
        self.original = layers[half:]
        self.tuned = copy.deepcopy(self.original)
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(bert.config.hidden_size, labels)

    def shared(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Token numbers and mask [n, t] → what both halves start from [n, t, hidden]."""
        return _through(self.lower, self.embeddings(ids), mask)

    def emotion(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """→ logits [n, labels]."""
        pooled = _mean(_through(self.tuned, hidden, mask), mask)
        logits: Tensor = self.head(self.dropout(pooled))
        return logits

    def embedding(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """→ unit vectors [n, hidden], as the sentence-transformers model card pools them."""
        return F.normalize(_mean(_through(self.original, hidden, mask), mask), dim=1)

    def forward(
        self, ids: Tensor, mask: Tensor, emotion_rows: Tensor, embedding_rows: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Both answers, each for the rows asked for: no rows, no work."""
        hidden = self.shared(ids, mask)
        logits = self.emotion(hidden[emotion_rows], mask[emotion_rows])
        return logits, self.embedding(hidden[embedding_rows], mask[embedding_rows])


def _through(layers: nn.ModuleList, hidden: Tensor, mask: Tensor) -> Tensor:
    away = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
    for layer in layers:
        hidden = layer(hidden, away)
    return hidden


def _mean(hidden: Tensor, mask: Tensor) -> Tensor:
    weights = mask[:, :, None].to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1)


class Cached:
    """A split's token states after the frozen half, as float16: it runs once, not every epoch."""

    def __init__(self, reader: Reader, tokenizer: Tokenizer, split: Split, rough: bool) -> None:
        encoded = tokenizer.encode_batch(split.texts)
        self.targets = torch.from_numpy(split.targets)
        self.lengths = np.array([len(item.ids) for item in encoded])
        self.states: list[Tensor] = [torch.empty(0)] * len(encoded)
        reader.eval()
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=rough):
            for rows in self.batches(4 * BATCH, None):
                ids = [torch.tensor(encoded[row].ids) for row in rows]
                padded = nn.utils.rnn.pad_sequence(ids, batch_first=True)
                hidden = reader.shared(padded, self._mask(rows)).half()
                for row, states in zip(rows, hidden, strict=True):
                    self.states[row] = states[: self.lengths[row]].clone()

    def batches(self, size: int, dice: random.Random | None) -> list[NDArray[np.intp]]:
        """Row numbers in batches of about equal length; in random order where dice are given."""
        if dice is None:
            order = np.argsort(self.lengths, kind="stable")
        else:
            jitter = [dice.uniform(-2, 2) for _ in self.lengths]
            order = np.argsort(self.lengths + np.array(jitter), kind="stable")
        batches = [order[at : at + size] for at in range(0, len(order), size)]
        if dice is not None:
            dice.shuffle(batches)
        return batches

    def batch(self, rows: NDArray[np.intp]) -> tuple[Tensor, Tensor, Tensor]:
        """States [n, t, hidden], mask [n, t], targets [n, labels]."""
        states = nn.utils.rnn.pad_sequence([self.states[row] for row in rows], batch_first=True)
        return states.float(), self._mask(rows), self.targets[rows]

    def _mask(self, rows: NDArray[np.intp]) -> Tensor:
        lengths = torch.from_numpy(self.lengths[rows])
        return (torch.arange(int(lengths.max()))[None] < lengths[:, None]).long()


def logits(reader: Reader, cached: Cached) -> NDArray[np.float32]:
    """The tuned half's answers [n, labels] for a whole split."""
    answers = torch.zeros_like(cached.targets)
    reader.eval()
    with torch.no_grad():
        for rows in cached.batches(4 * BATCH, None):
            states, mask, _ = cached.batch(rows)
            answers[rows] = reader.emotion(states, mask)
    found: NDArray[np.float32] = answers.numpy()
    return found


def tune(reader: Reader, train: Cached, dev: Cached, epochs: int, checkpoint: Path) -> None:
    """Tune the upper half; `checkpoint` keeps the epoch with the best dev macro-F1 at .3."""
    dice = random.Random(SEED)
    steps = epochs * len(train.batches(BATCH, None))
    optimiser = torch.optim.AdamW(
        [
            {"params": reader.tuned.parameters(), "lr": TOP_RATE},
            {"params": reader.head.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=0.01,
    )
    warm = max(1, steps // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, (steps - step) / max(1, steps - warm))
    )
    share = train.targets.mean(0).clamp(min=1e-4)
    reader.head.bias.data = torch.log(share / (1 - share))
    history: list[float] = []
    for _ in range(epochs):
        reader.train()
        for rows in train.batches(BATCH, dice):
            states, mask, targets = train.batch(rows)
            with torch.autocast("cpu", torch.bfloat16):
                answers = reader.emotion(states, mask)
            loss = F.binary_cross_entropy_with_logits(answers.float(), targets)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        probabilities = 1 / (1 + np.exp(-logits(reader, dev)))
        history.append(words_report.macro_f1(dev.targets.numpy(), probabilities > 0.3))
        print(f"epoch {len(history)}: dev macro-F1 at .3 {history[-1]:.4f}", flush=True)
        if history[-1] == max(history):
            kept = {"tuned": reader.tuned.state_dict(), "head": reader.head.state_dict()}
            torch.save(kept | {"history": history}, checkpoint)
        elif len(history) - history.index(max(history)) > PATIENCE:
            break


def calibrate(reader: Reader, dev: Cached) -> tuple[float, list[float]]:
    """Divide the head by the temperature that fits dev best; → temperature, label thresholds."""
    targets, answers = dev.targets.numpy(), logits(reader, dev).astype(np.float64)
    temperature = words_report.temperature(targets, answers)
    reader.head.weight.data /= temperature
    reader.head.bias.data /= temperature
    probabilities = 1 / (1 + np.exp(-answers / temperature))
    return temperature, words_report.thresholds(targets, probabilities)


def run(options: argparse.Namespace, scratch: Path) -> None:
    """Tune, calibrate, export and report; `scratch` is for files that nobody keeps."""
    torch.manual_seed(SEED)
    labels = (options.goemotions / "goemo_labels.txt").read_text("utf-8").split()
    train, dev, test = (
        read_split(options.goemotions, name, len(labels)) for name in ("train", "dev", "test")
    )
    tokenizer = Tokenizer.from_file(str(options.minilm / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    mend_torchvision()
    from transformers import BertModel

    reader = Reader(
        BertModel.from_pretrained(options.minilm, attn_implementation="eager"), len(labels)
    )
    for frozen in (reader.embeddings, reader.lower, reader.original):
        frozen.requires_grad_(False)

    checkpoint = options.checkpoint or scratch / "words.pt"
    dev_states = Cached(reader, tokenizer, dev, rough=False)
    if not checkpoint.exists():
        train_states = Cached(reader, tokenizer, train, rough=True)
        tune(reader, train_states, dev_states, options.epochs or EPOCHS, checkpoint)
    kept = torch.load(checkpoint)
    reader.tuned.load_state_dict(kept["tuned"])
    reader.head.load_state_dict(kept["head"])
    temperature, thresholds = calibrate(reader, dev_states)

    exact, computing = scratch / "float32.onnx", scratch / "int8_computing.onnx"
    shipped = options.out / "words.onnx"
    words_export.write_float32(reader, exact, labels, thresholds)
    words_export.write_int8(exact, shipped)
    words_export.write_int8_computing(exact, computing)
    tokenizer.enable_truncation(words_export.LONGEST)
    tokenizer.save(str(options.out / "words_tokenizer.json"))
    report = words_report.write(
        {"float32": exact, "int8 stored (shipped)": shipped, "int8 computed": computing},
        tokenizer,
        test,
        labels,
        thresholds,
        temperature,
        kept["history"],
    )
    (options.out / "words_report.md").write_text(report, "utf-8")
