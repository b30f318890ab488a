"""What can be set: each as an option of `python app.py` or as an `EMER_…` environment variable."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, CliApp, NoDecode, SettingsConfigDict

import backends
from backends.clip import Limits

log = logging.getLogger(__name__)


def _offered() -> list[str]:
    """The registered backends; without those of installed packages that can't be loaded."""
    there = []
    for name in backends.names():
        try:
            there.append(backends.known(name))
        except backends.UnknownBackend as error:
            log.warning("%s", error)
    return there


class Settings(BaseSettings):
    """The demo of Explainable Multimodal Emotion Reasoning, as a page in the browser."""

    model_config = SettingsConfigDict(
        env_prefix="EMER_",
        cli_prog_name="python app.py",
        cli_kebab_case=True,
        cli_implicit_flags=True,
    )

    host: str | None = Field(None, description="address to listen on; default this machine only")
    port: int | None = Field(
        None, ge=1, le=65535, description="port; default 7860 or the next free"
    )
    open: bool = Field(False, description="open the page in the browser of this machine")
    backends: Annotated[list[str], NoDecode] = Field(
        default_factory=_offered,
        description="backends to offer, separated by commas; module:Class for one of your own",
    )
    data: Annotated[list[Path], NoDecode] = Field(
        default_factory=list,
        description="a table of ground truths, or a folder of them or of CREMA-D or RAVDESS clips; "
        "may be given several times",
    )
    max_seconds: float = Field(120, gt=0, description="longest clip or part that is explained")
    max_megabytes: float = Field(200, gt=0, description="largest file that is accepted")
    parallel: int = Field(
        2, ge=1, description="answers at once that need this machine's cores; others wait in line"
    )
    keep_minutes: float = Field(
        60,
        gt=0,
        description="uploads are deleted with the page, those that no page uses after this",
    )
    lesson_data: Path | None = Field(
        None,
        description="folder in which lessons keep rooms and votes for a day; without it they are "
        "gone when the app ends",
    )
    lesson_clips: Annotated[list[Path], NoDecode] = Field(
        default_factory=list,
        description="a folder of clips to choose from for a lesson, besides those of --data; may "
        "be given several times",
    )
    lesson_address: str | None = Field(
        None,
        pattern=r"^https?://[^\s/]+(/\S*)?$",
        description="address at which phones reach the app, for a lesson's QR code; default the "
        "one that the teacher's browser uses, or this machine's in its network",
    )

    @field_validator("backends", mode="before")
    @classmethod
    def _split(cls, value: str | list[str]) -> list[str]:
        items = value.split(",") if isinstance(value, str) else value
        return [name.strip() for item in items for name in item.split(",") if name.strip()]

    @field_validator("backends")
    @classmethod
    def _known(cls, value: list[str]) -> list[str]:
        """The registered names; one of a person's own may be given as module:Class."""
        if not value:
            raise ValueError("At least one backend must be offered.")
        try:
            return list(dict.fromkeys(map(backends.known, value)))
        except backends.UnknownBackend as error:
            raise ValueError(str(error)) from error

    @field_validator("data", "lesson_clips", mode="before")
    @classmethod
    def _split_paths(cls, value: str | list[Path]) -> list[Path]:
        """Given several times, they come joined by commas; in EMER_DATA also as PATH is."""
        if not isinstance(value, str):
            return value
        paths: list[str] = []
        for item in value.split(","):
            paths += [item] if Path(item).exists() else item.split(os.pathsep)
        return [Path(path.strip()).expanduser() for path in paths if path.strip()]

    @field_validator("data", "lesson_clips")
    @classmethod
    def _there(cls, value: list[Path]) -> list[Path]:
        for path in value:
            if not path.exists():
                raise ValueError(f"There is no “{path}”.")
        return value

    @property
    def limits(self) -> Limits:
        """The limits that a clip is opened with."""
        return Limits(max_seconds=self.max_seconds, max_megabytes=self.max_megabytes)


def read(arguments: Sequence[str] | None = None) -> Settings:
    """Settings from the command line, then the environment, then the defaults above.

    On a value that can't be used it prints one sentence and exits with code 2.
    """
    try:
        return CliApp.run(Settings, cli_args=list(sys.argv[1:] if arguments is None else arguments))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        print(f"{name}: {message}", file=sys.stderr)
        raise SystemExit(2) from None
