"""What a person meets on the page when something is missing or fails, in the language chosen."""

from __future__ import annotations

import re
import string
import threading
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import backends
from backends import weights
from backends.backend import Request
from backends.base import Language, Modality
from backends.cascade.rewrite import merge
from backends.cascade.words import whisper_weights
from backends.cascade.words.faster_whisper_model import FasterWhisper
from backends.clip import Clip
from backends.errors import BackendError
from backends.llm import text_models
from backends.llm.generation import Generation
from backends.llm.local import loading, machine
from backends.llm.local import weights as model_weights
from backends.llm.local.machine import Place
from backends.llm.local.weights import Weights
from backends.multimodal_llm.local import LocalLLM
from backends.options import UnknownOption
from demo import side_by_side
from demo.page import render
from tests.helpers.fakes import Scripted
from tests.helpers.places import GALLERY, ROOT

MODEL = Weights("nobody/nothing", download=2.5, memory=4.0)
ENGLISH = {"a", "an", "and", "are", "as", "at", "be", "by", "can", "for", "has", "in", "is", "it"}
ENGLISH |= {"its", "no", "not", "of", "on", "or", "that", "the", "this", "to", "was", "with"}
"""Words that stand in English sentences, and in no name or command."""


@pytest.fixture
def clip() -> Clip:
    return Clip.open(GALLERY / "1001_DFA_HAP_XX.mp4")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without an endpoint, packages, weights, and with 1 GB of memory."""
    for name in ("URL", "MODEL", "KEY", "SOUND", "PICTURE", "TIMEOUT"):
        monkeypatch.delenv(f"EMER_ENDPOINT_{name}", raising=False)
    monkeypatch.setenv(model_weights.FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.delenv(model_weights.DOWNLOAD_VARIABLE, raising=False)
    monkeypatch.setattr(model_weights, "folder", lambda _: None)
    monkeypatch.setattr(machine, "largest", lambda: 1.0)
    monkeypatch.setattr("backends.llm.local.packages.find_spec", lambda _: None)


def told() -> list[Any]:
    """Every Chinese sentence that a backend's package may tell, with where it stands."""
    paths = sorted((ROOT / "backends").rglob("zh.toml"))
    return [
        pytest.param(sentence, id=f"{path.parent.relative_to(ROOT)}:{key}")
        for path in paths
        if path.parent.name != "phrases"  # findings, whose words tests of their own read
        for key, sentence in flat(tomllib.loads(path.read_text("utf-8")))
    ]


def flat(table: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{start}{key}.")
        else:
            yield f"{start}{key}", value


def latin(sentence: str) -> set[str]:
    """Words in Latin letters outside the places of facts."""
    outside = "".join(text for text, *_ in string.Formatter().parse(sentence))
    return {word.lower() for word in re.findall("[A-Za-z]+", outside)}


@pytest.mark.parametrize("sentence", told())
def test_no_sentence_is_half_in_each_language(sentence: str) -> None:
    assert not latin(sentence) & ENGLISH


def test_the_sentences_are_found() -> None:
    assert len(told()) >= 130


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("name", backends.names())
def test_a_card_tells_in_chinese_what_is_missing(name: str) -> None:
    backend = backends.get(name)
    english, chinese = backend.missing(), backend.missing("zh")
    assert len(english) == len(chinese)
    assert english == backend.missing("en")
    card = render.backend_card(name, "zh")
    for before, after in zip(english, chinese, strict=True):
        assert after.endswith("。") and before not in card
        assert (
            render.render("status", "zh", sentence=after, seen=True).split(">")[1].split("<")[0]
            in card
        )


@pytest.mark.usefixtures("bare")
def test_what_is_missing_word_for_word() -> None:
    model = backends.get("qwen2-audio")
    assert isinstance(model, LocalLLM)
    assert model.missing("zh") == [
        "未安装：torch、torchvision、transformers、accelerate。"
        "请运行 `pip install -r backends/multimodal_llm/requirements.txt`。",
        "本机没有权重 Qwen/Qwen2-Audio-7B-Instruct（16.8 GB）："
        "请用 `hf download Qwen/Qwen2-Audio-7B-Instruct` 下载，"
        "或放到 EMER_MODELS 所指文件夹下的 Qwen/Qwen2-Audio-7B-Instruct 文件夹中。",
        "运行约需 21 GB 内存，本机有 1 GB。",
    ]
    assert model.missing() == [
        "Not installed: torch, torchvision, transformers, accelerate. "
        "Run `pip install -r backends/multimodal_llm/requirements.txt`.",
        "The weights Qwen/Qwen2-Audio-7B-Instruct (16.8 GB) are not here: get them with "
        "`hf download Qwen/Qwen2-Audio-7B-Instruct`, or put them into a folder "
        "Qwen/Qwen2-Audio-7B-Instruct below the one that EMER_MODELS names.",
        "It needs about 21 GB of memory; this machine has 1 GB.",
    ]


@pytest.mark.usefixtures("bare")
def test_a_model_that_can_not_run_fails_in_any_language(clip: Clip) -> None:
    model = backends.get("qwen2-audio")
    with pytest.raises(BackendError) as caught:
        list(model.explain(clip, Request("zh")))
    assert caught.value.text("zh") == " ".join(model.missing("zh"))
    assert str(caught.value) == " ".join(model.missing())


def test_a_wrong_setting_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMER_ENDPOINT_URL", "ftp://host")
    monkeypatch.setenv("EMER_ENDPOINT_MODEL", "m")
    monkeypatch.setenv("EMER_ENDPOINT_SOUND", "stereo")
    backend = backends.get("openai_compatible")
    (sentence,) = backend.missing("zh")
    assert sentence.startswith("EMER_ENDPOINT_SOUND 和 EMER_ENDPOINT_URL 的设置无法使用。")
    assert backend.missing()[0].startswith("EMER_ENDPOINT_SOUND and EMER_ENDPOINT_URL can't be ")


def test_an_option_without_sense_in_chinese() -> None:
    with pytest.raises(UnknownOption) as caught:
        Generation.of({"frames": "0"})
    assert caught.value.text("zh") == (
        "“frames”不能是“0”，只能是：8、4、16、32、1 到 64 之间的整数。"
        "帧数越多，越能看到快速变化，但更费时间和内存。"
    )


def test_weights_that_are_missing_or_damaged() -> None:
    with pytest.raises(BackendError) as caught:
        weights.read("nothing.onnx")
    assert str(caught.value) == "The weights file nothing.onnx is missing. Install it again."
    assert caught.value.text("zh") == "缺少权重文件 nothing.onnx，请重新安装。"
    with pytest.raises(BackendError) as caught:
        weights.check(b"", "0" * 64, "Whisper")
    assert "(sha256 e3b0c44298fc…, expected 000000000000…)" in caught.value.text("en")
    assert "（sha256 为 e3b0c44298fc…，应为 000000000000…）" in caught.value.text("zh")


def test_running_out_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_is_out_of_memory", lambda _: True)
    monkeypatch.setattr(loading, "_give_back", lambda: None)
    with pytest.raises(BackendError) as caught, loading.memory_errors(MODEL, Place(("cuda:0",))):
        raise MemoryError
    assert "nobody/nothing ran out of memory on cuda:0: choose fewer" in str(caught.value)
    assert caught.value.text("zh").startswith("nobody/nothing 在 cuda:0 上内存不足：请减少帧数")


def test_the_cascade_without_whisper(clip: Clip, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(whisper_weights.VARIABLE, "/nowhere")
    monkeypatch.setattr("backends.cascade.words.transcript._model", FasterWhisper)
    words = frozenset({Modality.LEXICAL})
    for language, said in (("en", "names /nowhere, but no"), ("zh", "指向 /nowhere，但其中没有")):
        *_, answers = side_by_side.explain(clip, ["cascade"], Request(language, words))
        assert said in (answers["cascade"].error or "")


def test_faults_and_backends_that_speak_english_only(
    clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new backend needs no Chinese: its sentences are shown as they are."""
    made = {"bad": Scripted([BackendError("It needs a GPU.")]), "ill": Scripted([KeyError("x")])}
    monkeypatch.setattr(backends, "get", made.__getitem__)
    *_, answers = side_by_side.explain(clip, list(made), Request("zh"), threading.Event())
    assert answers["bad"].error == "It needs a GPU."
    assert answers["ill"].error == "ill 处理该片段时出错（KeyError）。"
    assert made["bad"].missing("zh") == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_half_a_text_model_is_told_beside_the_choice(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMER_TEXT_URL", "http://host/v1")
    monkeypatch.delenv("EMER_TEXT_MODEL", raising=False)
    (option,) = merge.Writer.shown(language)
    said = {
        "en": " EMER_TEXT_URL is set but EMER_TEXT_MODEL is not: an endpoint needs both.",
        "zh": "。已设置 EMER_TEXT_URL，但未设置 EMER_TEXT_MODEL：接口两者都需要。",
    }
    assert option.info.endswith(said[language])


def test_a_text_model_that_is_not_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_weights, "folder", lambda _: None)
    monkeypatch.delenv(model_weights.DOWNLOAD_VARIABLE, raising=False)
    monkeypatch.setenv("EMER_TEXT_LOCAL", MODEL.id)
    with pytest.raises(BackendError) as caught:
        next(text_models.configured()["local"].write([], 1))
    assert caught.value.text("en").startswith("The weights nobody/nothing are")
    assert caught.value.text("zh").startswith("本机没有权重 nobody")


NAMES = {
    "acoustic", "app", "arXiv", "assets", "audio_url", "backend", "backends", "base", "basic",
    "benchmark", "bin", "card", "characters", "chinese", "clues", "demo", "f1_score",
    "faster-whisper",
    "format", "frames", "gallery", "grounding", "handle_file", "host", "http",
    "https", "input_audio", "kHz",
    "lexical", "metrics", "modalities", "model", "name", "none", "openai-whisper", "options",
    "path", "python", "scikit-learn", "sha256", "vLLM", "video", "visual", "votes", "xlsx",
    "accuracy_score", "http_proxy", "socksio", "srt", "vtt", "zho",
}  # fmt: skip
"""Names in small letters: of columns, arguments, values, modules, units and packages. Others of
people, models and papers begin with a large one."""


def test_chinese_sentences_hold_no_english_but_names() -> None:
    quoted = r"“[A-Za-z' .]*”"  # what is said in a clip
    code = re.compile(rf"\{{[^}}]*\}}|`[^`]*`|--[\w-]+|\S+\.(?:csv|eaf|json|md|toml|xlsx)|{quoted}")
    words = {
        (word, path.parent.name, key)
        for top in ("backends", "demo")
        for path in ROOT.glob(f"{top}/**/zh.toml")
        for key, text in flat(tomllib.loads(path.read_text("utf-8")))
        for word in re.findall(r"[A-Za-z][A-Za-z0-9_-]{2,}", code.sub("", str(text)))
    }
    assert len(words) > 100
    assert not {one for one in words if one[0][0].islower() and one[0] not in NAMES}
