"""Which server is asked, and how: the EMER_ENDPOINT_… environment variables."""

from __future__ import annotations

from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from backends.errors import BackendError
from backends.words import Sentence, Words

THIS_MACHINE = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}

_SAY = Words(__file__)


class Server(BaseSettings):
    """A server and its model. Equal ones are one; the key is in no text that is made of them."""

    model_config = SettingsConfigDict(
        env_prefix="EMER_ENDPOINT_", env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    url: str
    """Base address of the API, e.g. http://gpu-server:8000/v1."""
    model: str
    """Name under which the server offers the model."""
    key: SecretStr = SecretStr("none")
    """Servers of one's own often want none, but the protocol always sends one."""
    sound: Literal["input_audio", "audio_url", "none"] = "input_audio"
    """The kind of part that holds the sound: WAV in base64, or as a data URL; or not sent."""
    picture: Literal["frames", "video", "none"] = "frames"
    """Chosen frames as JPEG pictures, or as one silent MP4; or not sent."""
    timeout: float = Field(300, gt=0)
    """Seconds that one answer may take, with all tries."""

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise ValueError("not an address")
        _ = parts.port  # raises ValueError if it is no number
        return url

    @field_validator("key")
    @classmethod
    def _can_be_sent(cls, key: SecretStr) -> SecretStr:
        text = key.get_secret_value().strip()
        if not (text.isascii() and text.isprintable()):
            raise ValueError("not a key")
        return SecretStr(text)

    @classmethod
    def read(cls) -> Self:
        """From the environment. Raises BackendError with a sentence that says what to set."""
        try:
            return cls()
        except ValidationError as error:
            wrong = sorted(f"{cls.prefix()}{e['loc'][0]}".upper() for e in error.errors())
            if all(e["type"] == "missing" for e in error.errors()):
                raise BackendError(_SAY("server.needed", prefix=cls.prefix())) from None
            named = _SAY.joined("and", wrong)
            said = _SAY("server.unusable", wrong=named, prefix=cls.prefix())
            raise BackendError(said) from None

    @classmethod
    def prefix(cls) -> str:
        """How the names of its environment variables begin."""
        return cls.model_config["env_prefix"]

    @property
    def host(self) -> str:
        """Name of the server, without what else the address holds."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_here(self) -> bool:
        """Whether the server is one of this machine."""
        return self.host in THIS_MACHINE

    @property
    def place(self) -> Sentence:
        """Where the clip goes, for a person."""
        if not self.is_here:
            return _SAY("server.remote", host=self.host)
        parts = urlsplit(self.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return _SAY("server.here", port=port)

    def without_key(self, text: str) -> str:
        """`text` with the key blotted out, should a server repeat it."""
        key = self.key.get_secret_value()
        return text.replace(key, "…") if len(key) > len("none") else text
