"""A language model as judge: any OpenAI-compatible endpoint, asked for a strict form.

EMER's published judge (gpt-3.5-turbo-16k-0613) is retired, and its parser took the first number it
found. Here an answer either is of the form that was asked for or it counts as unparsed; the judge's
name goes wherever its scores go.
"""

from __future__ import annotations

import copy
import json
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from backends.errors import EmerError
from backends.words import Words

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion, ChatCompletionMessageParam

URL, MODEL, KEY, CACHE = (f"EMER_JUDGE_{name}" for name in ("URL", "MODEL", "KEY", "CACHE"))
"""The environment variables that name the judge. The key is never printed, logged or stored."""

_SAY = Words(__file__)

NEEDED = _SAY("judge.needed", url=URL, model=MODEL, key=KEY)
"""What a judged metric says where there is no judge."""

TIMEOUT = 60.0
"""Seconds that one answer may take."""
RETRIES = 3
"""Tries after a failure that may pass (429, 5xx, time-out), by the openai package, backing off."""
PARAMETERS = {"temperature": 0.0}
REFUSALS = (400, 413, 422)
"""Status codes that speak of one request, not of the server."""

_ABOUT_FORMS = re.compile("response_format|schema|structured", re.IGNORECASE)
"""What a server names that knows no strict forms."""

Form = TypeVar("Form", bound=BaseModel)


class JudgeError(EmerError):
    """The judge can't be asked. The sentence never holds the key."""


class RequestRefused(JudgeError):
    """The judge refuses this one request, e.g. as too long or against its rules."""


class Judge:
    """One model behind one address. Safe to ask from several threads, and processes share a cache.

    `cache` is a folder with one JSON file an answer, named by all that the answer depends on: a
    repeated run asks nothing twice. Only valid answers are kept. None: nothing is kept.
    """

    def __init__(
        self,
        url: str,
        model: str,
        key: str | None,
        cache: Path | None,
        *,
        timeout: float = TIMEOUT,
        retries: int = RETRIES,
    ) -> None:
        """Raises JudgeError where `url` is no http address, `key` can't be one, or the cache can't
        be written."""
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient

        key = (key or "none").strip()
        if not (key.isascii() and key.isprintable()):
            raise JudgeError(_SAY("judge.key", key=KEY))
        self.name = model
        self.host = _host(url)
        self.timeout = timeout
        self._client = AsyncOpenAI(
            base_url=url,
            api_key=key,
            timeout=timeout,
            max_retries=retries,
            # texts go to the host that was named, to no other
            http_client=DefaultAsyncHttpxClient(follow_redirects=False),
        )
        self._cache = cache
        self._stop = threading.Event()
        self._plain = False  # set once the server has refused a strict form
        if cache:
            try:
                cache.mkdir(parents=True, exist_ok=True)
            except OSError:
                raise JudgeError(_SAY("judge.cache", folder=cache)) from None

    def __repr__(self) -> str:
        return f"Judge({self.name!r} at {self.host!r})"

    @classmethod
    def from_environment(cls, *, keep: bool = True) -> Judge | None:
        """The judge that EMER_JUDGE_URL, _MODEL, _KEY and _CACHE name; None where none is named.

        Answers are kept in EMER_JUDGE_CACHE, or where that is not set in the user's cache folder
        (with `keep` False nowhere); if it is set and empty, nowhere. Raises JudgeError where only
        one of address and model is set.
        """
        url, model = os.environ.get(URL), os.environ.get(MODEL)
        if not url and not model:
            return None
        if not url or not model:
            raise JudgeError(_SAY("judge.not_set", name=URL if model else MODEL, needed=NEEDED))
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        cache = os.environ.get(CACHE, str(home / "emer-demo" / "judge") if keep else "")
        return cls(url, model, os.environ.get(KEY), Path(cache) if cache else None)

    def until(self, stop: threading.Event) -> Judge:
        """The same judge for one who waits until `stop` is set: then requests are broken off."""
        mine = copy.copy(self)
        mine._stop = stop
        return mine

    def ask(self, prompt: str, form: type[Form]) -> Form | None:
        """The judge's answer in `form`; None where two answers in a row were not of that form.

        Raises RequestRefused where the server does not take this request, JudgeError where it can't
        be reached or takes none, transport.Stopped where nobody waits any more (see `until`).
        """
        prompt = _encodable(prompt)
        schema = form.model_json_schema()
        kept = self._file(prompt, schema)
        if kept and (answer := _read(kept, form)):
            return answer
        messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": prompt}]
        for _ in range(2):
            said = self._say(messages, schema)
            try:
                answer = form.model_validate_json(_only_json(said))
            except ValidationError as error:
                messages += [
                    {"role": "assistant", "content": said},
                    {"role": "user", "content": _complaint(error)},
                ]
                continue
            if kept:
                _write(kept, self.name, answer)
            return answer
        return None

    def _file(self, prompt: str, schema: dict[str, object]) -> Path | None:
        if self._cache is None:
            return None
        content = [self.name, self.host, prompt, schema, PARAMETERS]
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return self._cache / f"{sha256(text.encode()).hexdigest()}.json"

    def _say(self, messages: list[ChatCompletionMessageParam], schema: dict[str, object]) -> str:
        """The text of one answer; strict where the server can, else by showing it the schema."""
        from openai import BadRequestError, UnprocessableEntityError

        with self._sentences():
            if not self._plain:
                try:
                    return _text(self._complete(messages, schema))
                except (BadRequestError, UnprocessableEntityError) as error:
                    # servers tell it in many words; those that don't name it are asked each time
                    self._plain |= _ABOUT_FORMS.search(str(error)) is not None
            shown = f"Answer with one JSON object of this schema only: {json.dumps(schema)}"
            return _text(self._complete([*messages, {"role": "user", "content": shown}], None))

    def _complete(
        self, messages: list[ChatCompletionMessageParam], schema: dict[str, object] | None
    ) -> ChatCompletion:
        from openai import omit

        from backends.llm.endpoint import transport

        asking = self._client.chat.completions.create(
            model=self.name,
            messages=messages,
            temperature=PARAMETERS["temperature"],
            response_format=omit
            if schema is None
            else {
                "type": "json_schema",
                "json_schema": {"name": "answer", "strict": True, "schema": schema},
            },
        )
        return transport.result(asking, self._stop)

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Turn what the openai package raises into sentences.

        The cause is cut off: what a server answers may repeat the key.
        """
        import openai

        from backends.llm.endpoint import problems

        kind = JudgeError
        facts: dict[str, object] = {"url": URL}
        try:
            yield
        except openai.APITimeoutError:
            problem, facts = "slow", {"seconds": self.timeout}
        except openai.APIConnectionError:
            problem = "away"
        except (openai.AuthenticationError, openai.PermissionDeniedError):
            problem, facts = "key_refused", {"key": KEY}
        except openai.NotFoundError:
            problem, facts = "not_there", {"url": URL, "model": MODEL}
        except openai.RateLimitError:
            problem = "busy"
        except openai.APIStatusError as error:
            kind = RequestRefused if error.status_code in REFUSALS else JudgeError
            problem = "failed" if error.status_code >= 500 else "refused"
            facts = {"code": error.status_code}
            if other := problems.sent_on(error):
                problem, facts = "sends_on", {"other": other, "url": URL}
        except (openai.OpenAIError, ValueError, AttributeError, LookupError, TypeError):
            problem = "protocol"
        else:
            return
        raise kind(_SAY(f"judge.{problem}", name=self.name, host=self.host, **facts)) from None


def _host(url: str) -> str:
    """Host and port of an address, without any name and password in it."""
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return parts.netloc.rpartition("@")[2]
    except ValueError:  # a port that is no number
        pass
    raise JudgeError(_SAY("judge.address", url=URL))


def _text(completion: ChatCompletion) -> str:
    return _encodable(completion.choices[0].message.content or "")


def _encodable(text: str) -> str:
    """The text with a question mark for each lone surrogate, which UTF-8 can't hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _only_json(said: str) -> str:
    """The JSON object in an answer, without a reasoning model's thoughts and code fences."""
    answer = said.rpartition("</think>")[2]
    start, end = answer.find("{"), answer.rfind("}")
    return answer[start : end + 1] if 0 <= start < end else answer


def _complaint(error: ValidationError) -> str:
    faults = [f"{'.'.join(map(str, e['loc'])) or 'answer'}: {e['msg']}" for e in error.errors()]
    return f"That can't be read ({'; '.join(faults)}). Answer again, with the JSON object only."


def _read(path: Path, form: type[Form]) -> Form | None:
    """A kept answer; None where there is none, or a file that something else has spoiled."""
    try:
        return form.model_validate(json.loads(path.read_text("utf-8"))["answer"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _write(path: Path, judge: str, answer: BaseModel) -> None:
    """Keep an answer: written beside and moved into place, so that no reader sees half of it."""
    text = json.dumps({"judge": judge, "answer": answer.model_dump()}, ensure_ascii=False, indent=1)
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False
        ) as file:
            file.write(text)
        Path(file.name).replace(path)
    except OSError:
        raise JudgeError(_SAY("judge.cache", folder=path.parent)) from None
