"""What goes wrong with a server, as one sentence for a person.

What it refuses to take is found in refusals.py.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from backends.base import Language, Modality
from backends.llm.endpoint.refusals import most_pictures, refused_by
from backends.llm.endpoint.settings import Settings
from backends.llm.generation import Generation

LONGEST = 200
"""Characters of a server's own words that are quoted."""

MOST_MODELS = 12
"""How many of the models that a server offers are named."""

SENTENCES: dict[Language, dict[str, str]] = {
    "en": {
        "key": "{host} refuses the key; check {prefix}KEY.",
        "model": "{host} offers no model “{model}”; it offers {offered}.",
        "no_api": "At the address given, {host} has no such API; {prefix}URL usually ends "
        "in /v1, and {prefix}MODEL names a model that it offers.",
        "unreachable": "{host} can't be reached; check {prefix}URL and whether the server runs.",
        "timeout": "{host} did not finish its answer within {timeout:g} s.",
        "busy": "{host} is too busy (429), also after several tries; try again later.",
        "failed": "{host} failed ({status}){said}.",
        "sent_on": "{host} sends on to {other}, and nothing was sent there: if that is where it "
        "is to go, set {prefix}URL to that address.",
        "refused": "{host} refuses the request ({status}){said}.",
        "limit": "{host} takes at most {limit} pictures in one request: choose {limit} frames or "
        "fewer (the option “frames”, on the page “{frames}”).",
        "malformed": "{host} sent something that is no answer of the OpenAI protocol.",
        "reported": "{host} broke off with an error{said}.",
        "cut_off": "The answer of {host} was cut off before its end.",
        "nothing": "{host} answered with nothing.",
        "said": ": “{words}”",
    },
    "zh": {
        "key": "{host} 拒绝了密钥，请检查 {prefix}KEY。",
        "model": "{host} 没有模型“{model}”，可用的有：{offered}。",
        "no_api": "{host} 在所给地址没有该接口；{prefix}URL 通常以 /v1 结尾，"
        "{prefix}MODEL 应为其提供的模型。",
        "unreachable": "无法连接 {host}，请检查 {prefix}URL 以及服务器是否在运行。",
        "timeout": "{host} 未能在 {timeout:g} 秒内完成回答。",
        "busy": "{host} 太忙（429），多次重试后仍然如此，请稍后再试。",
        "failed": "{host} 出错（{status}）{said}。",
        "sent_on": "{host} 转向 {other}，没有向那里发送任何内容：若确应发往那里，"
        "请将 {prefix}URL 设为该地址。",
        "refused": "{host} 拒绝了请求（{status}）{said}。",
        "limit": "{host} 一次请求最多接收 {limit} 张图片，请选择不超过 {limit} 帧"
        "（选项 frames，页面上为“{frames}”）。",
        "malformed": "{host} 返回的内容不符合 OpenAI 协议。",
        "reported": "{host} 中途报错{said}。",
        "cut_off": "{host} 的回答在结束前中断。",
        "nothing": "{host} 没有返回任何内容。",
        "said": "：“{words}”",
    },
}


class CutOff(Exception):
    """The stream ended before the server said that the answer is complete."""


class Nothing(Exception):
    """The stream held no answer at all."""


class Malformed(Exception):
    """The stream held something else than the protocol's chunks."""


_OURS = {
    TimeoutError: "timeout",
    CutOff: "cut_off",
    Nothing: "nothing",
    Malformed: "malformed",
}


def sentence(
    error: Exception, settings: Settings, language: Language, offered: list[str] | None = None
) -> str | None:
    """What a failure means, for a person; None for one that is not the server's.

    Args:
        error: what asking the server raised.
        offered: the models that the server offers, where that is known.
    """
    kind, status, words = _kind(error, offered)
    if kind is None:
        return None
    say, names = SENTENCES[language], offered or []
    words = quoted(words, settings)
    return say[kind].format(
        host=settings.host,
        prefix=settings.prefix(),
        model=settings.model,
        timeout=settings.timeout,
        offered=", ".join(names[:MOST_MODELS]) + (", …" if len(names) > MOST_MODELS else ""),
        status=status,
        other=quoted(sent_on(error) or "?", settings),
        limit=most_pictures(words),
        frames=Generation.shown(language)[1].title,
        said=say["said"].format(words=words) if words else "",
    )


def sent_on(error: Exception) -> str | None:
    """Where a server's answer sends on to ("https://host:8443"); None if it does not, or not so.

    Nothing follows it: what a person lets go to one host does not go to another.
    """
    from openai import APIStatusError

    if not isinstance(error, APIStatusError) or not 300 <= error.status_code < 400:
        return None
    try:
        target = urlsplit(urljoin(str(error.request.url), error.response.headers["location"]))
    except (KeyError, ValueError):
        return None
    return f"{target.scheme}://{target.netloc.rpartition('@')[2]}"


def refused(error: Exception, settings: Settings, sent: frozenset[Modality]) -> dict[Modality, str]:
    """Those of the modalities `sent` that a server can't take, each with its words."""
    from openai import APIStatusError

    if not isinstance(error, APIStatusError):
        return {}
    words = _own_words(error) or error.message
    found = refused_by(error.status_code, words, settings.model, sent)
    return dict.fromkeys(found, quoted(words, settings))


def quoted(words: str, settings: Settings) -> str:
    """A server's own words on one line, short, and without the key."""
    return " ".join(settings.without_key(words).split())[:LONGEST]


def _own_words(error: object) -> str:
    """The server's message, if its body holds one; a page of HTML is not quoted."""
    body = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, dict) else None
    return said if isinstance(said, str) else ""


def _kind(error: Exception, offered: list[str] | None) -> tuple[str | None, int, str]:
    """Key of the sentence, the HTTP status and the server's own words."""
    import openai

    if isinstance(error, openai.APIStatusError):
        status, said = error.status_code, _own_words(error)
        if sent_on(error):
            return "sent_on", status, said
        if most_pictures(said):
            return "limit", status, said
        known = {401: "key", 403: "key", 429: "busy", 404: "model" if offered else "no_api"}
        return known.get(status, "failed" if status >= 500 else "refused"), status, said
    if isinstance(error, openai.APITimeoutError):
        return "timeout", 0, ""
    if isinstance(error, openai.APIConnectionError):  # raised from whatever broke off the reading
        return "malformed" if isinstance(error.__cause__, Malformed) else "unreachable", 0, ""
    if isinstance(error, openai.APIResponseValidationError):
        return "malformed", 0, ""
    if isinstance(error, openai.APIError):  # an error in the middle of a stream
        return "reported", 0, error.message
    return next((kind for known, kind in _OURS.items() if isinstance(error, known)), None), 0, ""
