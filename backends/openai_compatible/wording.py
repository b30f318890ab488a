"""What the card and the caveats say about a server, in English and Chinese."""

from __future__ import annotations

from backends.backend import Card
from backends.base import Language, Modality
from backends.llm.endpoint.settings import Settings
from backends.llm.generation import FRAMES
from backends.openai_compatible.probe import Fate, Proof

SENT: dict[Language, dict[str, str]] = {
    "en": {
        "frames": "{n} frames, or as many as you choose (as pictures)",
        "video": "{n} frames, or as many as you choose (as a silent video)",
        "sound": "the sound",
        "words": "the subtitle if there is one",
        "and": ", ",
        "summary": "The model {model} behind an OpenAI-compatible server. It is sent, to {place}: "
        "{sent}.{proof}",
    },
    "zh": {
        "frames": "{n} 帧画面或您选择的帧数（图片）",
        "video": "{n} 帧画面或您选择的帧数（无声视频）",
        "sound": "声音",
        "words": "字幕（如果有）",
        "and": "、",
        "summary": "OpenAI 兼容服务器上的模型 {model}。发送给它（{place}）的有：{sent}。{proof}",
    },
}
FATES: dict[Language, dict[Modality, dict[Fate, str]]] = {
    "en": {
        Modality.VISUAL: {
            Fate.PROVEN: "The picture is proven to arrive.",
            Fate.DROPPED: "The server drops the picture without a word: its token count is the "
            "same without it.",
            Fate.REFUSED: "The server refuses the picture, so it is not sent.",
            Fate.UNKNOWN: "It is not proven that the picture arrives at the server.",
        },
        Modality.ACOUSTIC: {
            Fate.PROVEN: "The sound is proven to arrive.",
            Fate.DROPPED: "The server drops the sound without a word: its token count is the same "
            "without it.",
            Fate.REFUSED: "The server refuses the sound, so it is not sent.",
            Fate.UNKNOWN: "It is not proven that the sound arrives at the server.",
        },
    },
    "zh": {
        Modality.VISUAL: {
            Fate.PROVEN: "已验证服务器收到画面。",
            Fate.DROPPED: "服务器悄悄丢弃了画面：有无画面，词元数相同。",
            Fate.REFUSED: "服务器拒绝画面，因此不发送。",
            Fate.UNKNOWN: "未能验证服务器是否收到画面。",
        },
        Modality.ACOUSTIC: {
            Fate.PROVEN: "已验证服务器收到声音。",
            Fate.DROPPED: "服务器悄悄丢弃了声音：有无声音，词元数相同。",
            Fate.REFUSED: "服务器拒绝声音，因此不发送。",
            Fate.UNKNOWN: "未能验证服务器是否收到声音。",
        },
    },
}
NOT_PROBED: dict[Language, str] = {
    "en": "Whether picture and sound arrive is not proven yet; the first use proves it.",
    "zh": "画面和声音是否送达尚未验证，首次使用时验证。",
}
IT_SAYS: dict[Language, str] = {"en": " It says: “{words}”", "zh": "服务器称：“{words}”"}
TIMES: dict[Language, str] = {
    "en": "The frames show these seconds of the clip: {times}.",
    "zh": "各画面帧对应片段的以下秒数：{times}。",
}
TOO_LONG: dict[Language, str] = {
    "en": "The answer was cut off because it grew too long.",
    "zh": "回答过长，已被截断。",
}
NOTHING_TO_SEND: dict[Language, str] = {
    "en": "Nothing of this clip can be sent to {host}: what it takes is switched off or absent.",
    "zh": "该片段没有可发送给 {host} 的内容：它能接收的部分已关闭或不存在。",
}


def card(name: str, settings: Settings | None, proof: Proof | None) -> Card:
    """What a person reads before anything is sent; `settings` None while no server is named."""
    unset = Card(
        weighs=False,
        name=name,
        title="Endpoint",
        summary="A language model behind a server of your choice that speaks the OpenAI protocol: "
        "vLLM, SGLang, Ray Serve LLM or a hosted service.",
        modalities=frozenset(Modality),
        licence="that of the model behind it",
        size="nothing on this machine",
        place="a server that you name",
        expected_time="depends on the server",
        translations={
            "zh": {
                "title": "接口",
                "summary": "由您指定的 OpenAI 兼容服务器提供的语言模型："
                "vLLM、SGLang、Ray Serve LLM 或托管服务。",
                "licence": "以其背后模型的许可为准",
                "size": "本机无需加载",
                "place": "由您指定的服务器",
                "expected_time": "取决于服务器",
            }
        },
    )
    if settings is None:
        return unset
    takes = frozenset(_sent(settings, proof, "en")) & unset.modalities
    return unset.model_copy(
        update={
            "modalities": takes,
            "summary": _summary(settings, proof, "en"),
            "place": settings.place("en"),
            "translations": {
                "zh": unset.translations["zh"]
                | {"summary": _summary(settings, proof, "zh"), "place": settings.place("zh")}
            },
        }
    )


def unproven(proof: Proof | None, language: Language, sent: frozenset[Modality]) -> list[str]:
    """A sentence on each modality of `sent` that is not proven to arrive."""
    say = FATES[language]
    fates = {m: proof.of(m) if proof else Fate.UNKNOWN for m in say if m in sent}
    return [say[m][fate] for m, fate in fates.items() if fate is not Fate.PROVEN]


def refused(modality: Modality, words: str, language: Language) -> str:
    """That a server refuses a modality, with its own words, which are often the better reason."""
    said = IT_SAYS[language].format(words=words)
    return f"{FATES[language][modality][Fate.REFUSED]}{said}"


def _summary(settings: Settings, proof: Proof | None, language: Language) -> str:
    say = SENT[language]
    sent = _sent(settings, proof, language)
    if not sent.keys() & {Modality.VISUAL, Modality.ACOUSTIC} and proof is None:
        told = []
    elif proof is None:
        told = [NOT_PROBED[language]]
    else:
        media = (Modality.VISUAL, Modality.ACOUSTIC)
        told = [FATES[language][m].get(proof.of(m), "") for m in media]
    gap = " " if language == "en" else ""
    return say["summary"].format(
        model=settings.model,
        place=settings.place(language),
        sent=say["and"].join(sent.values()),
        proof="".join(gap + sentence for sentence in told if sentence),
    )


def _sent(settings: Settings, proof: Proof | None, language: Language) -> dict[Modality, str]:
    """What is sent of a clip, in words."""
    say = SENT[language]
    refused = proof.met(Fate.REFUSED) if proof else frozenset()
    sent = {Modality.LEXICAL: say["words"]}
    if settings.sound != "none" and Modality.ACOUSTIC not in refused:
        sent = {Modality.ACOUSTIC: say["sound"]} | sent
    if settings.picture != "none" and Modality.VISUAL not in refused:
        sent = {Modality.VISUAL: say[settings.picture].format(n=FRAMES)} | sent
    return sent
