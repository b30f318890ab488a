"""Training the voice head on a tiny folder, and judging voices on a folder of one's own."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from backends import weights
from backends.cascade.voice import head as voice_head
from backends.clip import SOUND_RATE as RATE
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC
from tests.helpers.places import GALLERY
from tests.helpers.voice_sounds import Sound, tone

train = pytest.importorskip("backends.cascade.train.voice")
fit = pytest.importorskip("backends.cascade.train.voice_fit")

from backends.cascade.train import voice_data  # noqa: E402
from backends.cascade.train.figures import Judged, figures, intervals, recalls  # noqa: E402


def write(path: Path, sound: Sound) -> None:
    with wave.open(str(path), "w") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((sound * 32767).astype(np.int16).tobytes())


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of weights that holds the encoder alone, in place of the real one."""
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / "voice_encoder.onnx").write_bytes(weights.read("voice_encoder.onnx"))
    entry = weights.manifest()["voice_encoder.onnx"]
    (folder / "manifest.json").write_text(json.dumps({"voice_encoder.onnx": entry}))
    monkeypatch.setattr(weights, "FOLDER", folder)
    weights.manifest.cache_clear()
    yield folder
    weights.manifest.cache_clear()


@pytest.mark.slow
@pytest.mark.models
def test_training_works_on_two_tiny_folders(
    tmp_path: Path,
    shipped: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ravdess, nemo = tmp_path / "ravdess", tmp_path / "nemo"
    ravdess.mkdir()
    nemo.mkdir()
    for speaker, kind in product((1, 2), range(2, 9)):
        pitch = 80.0 + 40 * kind + 3 * speaker
        write(ravdess / f"03-01-{kind:02d}-01-{speaker:02d}-01-{speaker:02d}.wav", tone(pitch, 0.3))
    for speaker, (place, word) in product("AB", enumerate(voice_data.NEMO_EMOTIONS)):
        write(nemo / f"{speaker}_{word}_1.wav", tone(100.0 + 40 * place, 0.3))
    monkeypatch.setattr(fit, "STEPS", 3)
    command = ["head", "--ravdess", str(ravdess), "--nemo", str(nemo), "--cache", str(tmp_path)]
    assert train.main(command) == 0
    report = (shipped / "voice_report.md").read_text("utf-8")
    assert report in capsys.readouterr().out
    assert "- nemo: 12 recordings, 2 speakers, 6 emotions" in report
    head = voice_head.Head.from_bytes((shipped / "voice_head.npz").read_bytes())
    assert head.weights.shape == (len(BASIC), 3 * 512)
    assert len([*tmp_path.glob("*.npy")]) == 14 + 12  # the cache


@pytest.mark.parametrize("corpus", ["ravdess", "nemo"])
def test_a_folder_without_recordings_is_said(corpus: str, tmp_path: Path) -> None:
    with pytest.raises(EmerError, match="No sound with a name like"):
        getattr(voice_data, corpus)(tmp_path)


def two_corpora(shift: float) -> voice_data.Features:
    """Two corpora of four speakers: twenty numbers for each emotion, twenty for each speaker.

    The second has no disgust, and some numbers of all that is said in it are shifted.
    """
    dice = np.random.default_rng(0)
    rows = [
        (corpus, speaker, emotion)
        for corpus, speaker, emotion in product("ab", range(4), range(len(BASIC)))
        if (corpus, BASIC[emotion]) != ("b", "disgusted")
    ]
    x = dice.normal(0, 0.1, (len(rows), 3, 3 * 512)).astype(np.float32)
    for row, (corpus, speaker, emotion) in zip(x, rows, strict=True):
        blocks = row.reshape(3, 3, 512)
        blocks[..., 20 * emotion : 20 * emotion + 20] += 1.0
        blocks[..., 200 + 20 * speaker : 220 + 20 * speaker] += 2.0
        blocks[..., 400:] += shift * (corpus == "b")
    corpora, speakers, emotions = zip(*rows, strict=True)
    names = [f"{corpus}{speaker}" for corpus, speaker in zip(corpora, speakers, strict=True)]
    said = np.full(len(rows), "one")
    return voice_data.Features(x, np.array(emotions), np.array(corpora), np.array(names), said)


def test_a_head_carries_over_to_a_corpus_that_it_never_met() -> None:
    data = two_corpora(0.0)
    found = fit.corpus_left_out(data)
    known = np.isfinite(found[np.arange(len(data.emotion)), 0, data.emotion])
    assert (~known == (data.emotion == BASIC.index("disgusted"))).all()  # "b" has none
    right = found[known].argmax(axis=2) == data.emotion[known][:, None]
    assert right.mean() > 0.95


def test_nothing_is_learned_against_an_emotion_that_a_corpus_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Disgust is told in the voice of the corpus where nobody acts it, as in the other's."""
    monkeypatch.setattr(fit, "NUISANCE", 0.0)  # which would hide the shift between the corpora
    data = two_corpora(4.0)
    head = fit.fit(data)
    shown = data.x.reshape(len(data.emotion), 3, 3, 512).copy()
    for row, emotion in zip(shown, data.emotion, strict=True):
        row[..., 20 * emotion : 20 * emotion + 20] -= 1.0
        row[..., 100:120] += 1.0  # disgust is the sixth
    shares = head.probabilities(shown.reshape(-1, 3 * 512))[:, BASIC.index("disgusted")]
    by_corpus = [shares[np.repeat(data.corpus, 3) == corpus].mean() for corpus in "ab"]
    assert by_corpus[1] == pytest.approx(by_corpus[0], abs=0.02)


def test_a_temperature_undoes_too_much_sureness() -> None:
    data = two_corpora(0.0)
    dice = np.random.default_rng(1)
    true = dice.normal(0, 2, (len(data.emotion), 3, len(BASIC)))
    drawn = np.array([dice.choice(len(BASIC), p=p) for p in fit.softmax(true)[:, 0]])
    asked = voice_data.Features(data.x, drawn, data.corpus, data.speaker, data.sentence)
    assert fit.temperature([3 * true[:, :1]], asked) == pytest.approx(3, rel=0.35)


def test_figures_are_those_of_the_textbook() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    dice = np.random.default_rng(0)
    shares = dice.dirichlet(np.ones(3), 60)
    label = dice.integers(0, 3, 60)
    speaker = np.repeat([*"abcdef"], 10)
    judged = Judged(shares, label, speaker)
    found = figures(judged)
    assert found["accuracy"] == pytest.approx(metrics.accuracy_score(label, shares.argmax(1)))
    recall = metrics.recall_score(label, shares.argmax(1), average=None)
    assert recalls(judged) == pytest.approx([*recall])
    assert found["balanced"] == pytest.approx(recall.mean())
    f1 = metrics.f1_score(label, shares.argmax(1), average="macro")
    assert found["macro_f1"] == pytest.approx(f1)
    for name, (low, high) in intervals(judged, 0).items():
        assert low < high and (name == "ece" or low < found[name] < high)


def test_no_answer_is_wrong_and_not_sure() -> None:
    shares = np.array([[0.9, 0.1], [np.nan, np.nan]])
    found = figures(Judged(shares, np.array([0, 0]), np.array(["a", "b"])))
    assert found["accuracy"] == 0.5
    assert found["ece"] == pytest.approx(0.1)


@pytest.mark.models
def test_the_report_judges_what_the_app_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "labels.csv"
    table.write_text(
        "file,emotion,speaker\n1001_DFA_ANG_XX.mp4,Anger,1\n1001_DFA_DIS_XX.mp4,厌恶,2\n"
        "1001_DFA_HAP_XX.mp4,contempt,1\n",
        "utf-8",
    )
    assert train.main(["--report", str(GALLERY), "--labels", str(table)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["n"], said["left_out"], said["speakers"], said["not_judged"]) == (2, 1, 2, 0)
    assert set(said["recall"]) == {"angry", "disgusted"}
    assert said["accuracy"] == said["balanced"] == np.mean([*said["recall"].values()])
    assert set(said["interval"]) == {"accuracy", "balanced", "macro_f1", "ece"}
    assert set(said["named"]) == {"share", "right"}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name,emotion\na.wav,sad\n", "needs the columns file and emotion"),
        ("file,emotion\nnowhere.wav,sad\n", "there is no file “nowhere.wav”"),
        ("file,emotion\na.wav,bored\n", "holds none of neutral, happy"),
    ],
)
def test_a_table_that_does_not_serve_is_said(
    table: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(table, "utf-8")
    assert train.main(["--report", str(tmp_path), "--labels", str(path)]) == 2
    assert said in capsys.readouterr().err
