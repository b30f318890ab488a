"""What goes wrong with a server, as one sentence for a person.

What it refuses to take is found in refusals.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from urllib.parse import urljoin, urlsplit

from backends.base import Modality
from backends.llm.endpoint.refusals import most_pictures, refused_by
from backends.llm.endpoint.server import Server
from backends.llm.generation import FRAMES_TITLE
from backends.words import Sentence, Words

LONGEST = 200
"""Characters of a server's own words that are quoted."""

MOST_MODELS = 12
"""How many of the models that a server offers are named."""

_SAY = Words(__file__)


class ProtocolError(Exception):
    """What came is no whole answer of the OpenAI protocol; `sentence` tells it to a person.

    Of these kinds: "cut_off", the stream ended before the server said that the answer is complete;
    "nothing", it held no answer at all; "web_page", it was one, as proxies send; "malformed", it
    held something else than the protocol's chunks, or far more than an answer takes; "proxy", none
    could be asked for, as the proxy that the environment names can't be used.
    """

    def __init__(
        self, kind: Literal["cut_off", "nothing", "web_page", "malformed", "proxy"]
    ) -> None:
        super().__init__(kind)
        self.kind = kind


def sentence(
    error: Exception, server: Server, offered: Sequence[str] | None = None
) -> Sentence | None:
    """What a failure means, for a person; None for one that is not the server's.

    Args:
        error: what asking the server raised.
        offered: the models that the server offers, where that is known.
    """
    kind, status, words = _kind(error, offered)
    if kind is None:
        return None
    words = quoted(words, server)
    names = offered or []
    more = ["…"] if len(names) > MOST_MODELS else []
    return _SAY(
        f"problem.{kind}",
        host=server.host,
        prefix=server.prefix(),
        model=server.model,
        timeout=server.timeout,
        offered=[*names[:MOST_MODELS], *more],
        status=status,
        other=quoted(sent_on(error) or "?", server),
        limit=most_pictures(words),
        frames=FRAMES_TITLE,
        said=_SAY("problem.said", words=words) if words else "",
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


def refused(error: Exception, server: Server, sent: frozenset[Modality]) -> dict[Modality, str]:
    """Those of the modalities `sent` that a server can't take, each with its words."""
    from openai import APIStatusError

    if not isinstance(error, APIStatusError):
        return {}
    words = _own_words(error) or error.message
    found = refused_by(error.status_code, words, server.model, sent)
    return dict.fromkeys(found, quoted(words, server))


def quoted(words: str, server: Server) -> str:
    """A server's own words on one line, short, and without the key."""
    return " ".join(server.without_key(words).split())[:LONGEST]


def _own_words(error: object) -> str:
    """The server's message, if its body holds one; a page of HTML is not quoted."""
    body = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, dict) else None
    return said if isinstance(said, str) else ""


def _kind(error: Exception, offered: Sequence[str] | None) -> tuple[str | None, int, str]:
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
    if isinstance(error, openai.APITimeoutError | TimeoutError):
        return "timeout", 0, ""
    if isinstance(error, openai.APIConnectionError):  # raised from whatever broke off the reading
        cause = error.__cause__
        return cause.kind if isinstance(cause, ProtocolError) else "unreachable", 0, ""
    if isinstance(error, openai.APIResponseValidationError):
        return "malformed", 0, ""
    if isinstance(error, openai.APIError):  # an error in the middle of a stream
        return "reported", 0, error.message
    return error.kind if isinstance(error, ProtocolError) else None, 0, ""
