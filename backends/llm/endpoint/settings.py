"""Which server is asked, and how: the EMER_ENDPOINT_… environment variables."""

from __future__ import annotations

from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from backends.base import Language
from backends.errors import BackendError

THIS_MACHINE = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}

NEEDED: dict[Language, str] = {
    "en": "Set {prefix}URL (it usually ends in /v1) and {prefix}MODEL to a server that speaks the "
    "OpenAI protocol, and {prefix}KEY if it wants a key.",
    "zh": "请设置 {prefix}URL（通常以 /v1 结尾）和 {prefix}MODEL，指向使用 OpenAI 协议的服务器；"
    "若服务器需要密钥，再设置 {prefix}KEY。",
}
UNUSABLE: dict[Language, str] = {
    "en": "{wrong} can't be used as set. The URL begins with http:// or https:// and holds no user "
    "name; the key is plain ASCII; {prefix}SOUND is one of input_audio, audio_url, none; "
    "{prefix}PICTURE one of frames, video, none; {prefix}TIMEOUT is seconds.",
    "zh": "{wrong} 的设置无法使用。URL 以 http:// 或 https:// 开头，不含用户名；"
    "密钥只含 ASCII 字符；{prefix}SOUND 为 input_audio、audio_url、none 之一；"
    "{prefix}PICTURE 为 frames、video、none 之一；{prefix}TIMEOUT 为秒数。",
}
AND: dict[Language, str] = {"en": " and ", "zh": " 和 "}
PLACE: dict[Language, tuple[str, str]] = {
    "en": ("this machine, port {port}", "a remote server: {host}"),
    "zh": ("本机，端口 {port}", "远程服务器：{host}"),
}


class Settings(BaseSettings):
    """One server. Equal settings are one server; the key is in no text that is made of them."""

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
                raise BackendError.of(NEEDED, prefix=cls.prefix()) from None
            english, chinese = (
                UNUSABLE[language].format(wrong=AND[language].join(wrong), prefix=cls.prefix())
                for language in ("en", "zh")
            )
            told = BackendError(english)
            told.chinese = chinese
            raise told from None

    @classmethod
    def prefix(cls) -> str:
        """How the names of its environment variables begin."""
        return cls.model_config["env_prefix"]

    @property
    def host(self) -> str:
        """Name of the server, without what else the address holds."""
        return urlsplit(self.url).hostname or ""

    def place(self, language: Language) -> str:
        """Where the clip goes, for a person."""
        parts = urlsplit(self.url)
        here, remote = PLACE[language]
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return (here if self.host in THIS_MACHINE else remote).format(host=self.host, port=port)

    def without_key(self, text: str) -> str:
        """`text` with the key blotted out, should a server repeat it."""
        key = self.key.get_secret_value()
        return text.replace(key, "…") if len(key) > len("none") else text
