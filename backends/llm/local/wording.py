"""Sentences about models on this machine: what they lack, what went wrong, what is in doubt."""

from __future__ import annotations

from backends.base import Language, Modality

COMMA: dict[Language, str] = {"en": ", ", "zh": "、"}

PARTS: dict[Language, dict[Modality, str]] = {
    "en": {
        Modality.VISUAL: "the picture",
        Modality.ACOUSTIC: "the sound",
        Modality.LEXICAL: "the words",
    },
    "zh": {Modality.VISUAL: "画面", Modality.ACOUSTIC: "声音", Modality.LEXICAL: "文本"},
}

NOT_INSTALLED: dict[Language, str] = {
    "en": "Not installed: {names}. Run `pip install -r {requirements}`.",
    "zh": "未安装：{names}。请运行 `pip install -r {requirements}`。",
}

TOO_LARGE: dict[Language, str] = {
    "en": "It needs about {needed:.0f} GB of memory; this machine has {there:.0f} GB.",
    "zh": "运行约需 {needed:.0f} GB 内存，本机有 {there:.0f} GB。",
}

NO_ROOM: dict[Language, str] = {
    "en": "{id} needs about {needed:.0f} GB of memory, and this machine has {there:.0f} GB: "
    "choose a smaller model, or an endpoint.",
    "zh": "{id} 约需 {needed:.0f} GB 内存，而本机有 {there:.0f} GB：请选择更小的模型，或使用接口。",
}

OUT_OF_MEMORY: dict[Language, str] = {
    "en": "{id} ran out of memory on {devices}: choose fewer frames, a shorter part of the clip, "
    "or a smaller model. Its memory has been given back.",
    "zh": "{id} 在 {devices} 上内存不足：请减少帧数，选择片段中更短的一段，或换用更小的模型。"
    "它占用的内存已释放。",
}

NOT_HERE: dict[Language, str] = {
    "en": "The weights {id}{size} are not here: {how}.",
    "zh": "本机没有权重 {id}{size}：{how}。",
}
SIZE: dict[Language, str] = {"en": " ({download:g} GB)", "zh": "（{download:g} GB）"}

TORN: dict[Language, str] = {
    "en": "Of the weights {id}, {file} is missing or torn in {found}: {how}.",
    "zh": "权重 {id} 的文件 {file} 在 {found} 中缺失或损坏：{how}。",
}

HOW_TO_GET_THEM: dict[Language, str] = {
    "en": "get them with `hf download {id}`, or put them into a folder {id} below the one that "
    "{variable} names",
    "zh": "请用 `hf download {id}` 下载，或放到 {variable} 所指文件夹下的 {id} 文件夹中",
}

NOT_DOWNLOADED: dict[Language, str] = {
    "en": "The weights {id} can't be downloaded: {said}",
    "zh": "无法下载权重 {id}：{said}",
}

NOT_LOADED: dict[Language, str] = {
    "en": "The weights {id} can't be loaded: {said}",
    "zh": "无法加载权重 {id}：{said}",
}

NOTHING_GIVEN: dict[Language, str] = {
    "en": "{title} takes these parts of a clip: {takes}. Here they are switched off or not there.",
    "zh": "{title} 接收片段的这些部分：{takes}。这里它们已关闭，或片段中没有。",
}

NO_NUMBER: dict[Language, str] = {
    "en": "The option “{name}” is “{text}”; it must be a whole number from {least} to {most}.",
    "zh": "选项“{name}”的值是“{text}”，它必须是 {least} 到 {most} 之间的整数。",
}

SOUND_CUT: dict[Language, str] = {
    "en": "The model takes {most:.0f} s of sound at most: it got the beginning.",
    "zh": "该模型最多接收 {most:.0f} 秒声音，只给了开头部分。",
}

LACKING: dict[Language, str] = {
    "en": "{n} parts of the model are not in its files ({first}, …) but random: don't trust it.",
    "zh": "模型文件缺少 {n} 个部分（{first} 等），这些部分是随机的：结果不可信。",
}
