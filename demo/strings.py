"""Every word of the page: `strings.en.toml` and `strings.zh.toml` have the same keys."""

from __future__ import annotations

import tomllib
from pathlib import Path

from backends.base import Language

QUESTIONS = ("which_clip", "which_backends", "what_do_they_say", "how_well")
"""The page's four questions, in reading order, by their keys."""


def _read(language: Language) -> dict[str, str]:
    path = Path(__file__).with_name(f"strings.{language}.toml")
    return tomllib.loads(path.read_text("utf-8"))


STRINGS: dict[Language, dict[str, str]] = {"en": _read("en"), "zh": _read("zh")}
