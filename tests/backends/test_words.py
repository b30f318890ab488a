"""Words in files: every language tells the same facts, and one that lacks a file speaks English."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backends.errors import EmerError
from backends.words import Words
from tests.helpers.places import ROOT

KEEPS = ("aspects", "patterns", "wheel")
"""Kinds that hold what is read, not what is told: their languages have words of their own."""

ENGLISH = [
    path
    for folder in ("backends", "demo")
    for path in sorted((ROOT / folder).rglob("*.toml"))
    if path.name == "en.toml" or path.name.endswith(".en.toml")
]


def flat(table: dict[str, Any], start: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{start}{key}.")
        elif isinstance(value, str):
            yield f"{start}{key}", value


def sentences(path: Path) -> dict[str, str]:
    """Key → words of a file, but for the cards of models: their English is in a family's file."""
    told = dict(flat(tomllib.loads(path.read_text("utf-8"))))
    return {key: words for key, words in told.items() if not key.startswith("model.")}


def facts(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field}


def test_the_files_are_found() -> None:
    assert len(ENGLISH) >= 8


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: str(path.relative_to(ROOT)))
def test_chinese_tells_the_same(path: Path) -> None:
    if path.name.split(".")[0] in KEEPS or path.parent.name == "phrases":
        pytest.skip("its languages are held to each other by tests of their own")
    chinese = path.with_name(path.name.replace("en.toml", "zh.toml"))
    ours, theirs = sentences(path), sentences(chinese)
    assert ours.keys() == theirs.keys()
    for key, sentence in ours.items():
        if "{" in sentence:
            assert facts(sentence) == facts(theirs[key]), key


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_language_has_no_key_of_its_own(path: Path) -> None:
    """What English lacks is never told: a key is misspelt, or a fact in braces is."""
    if path.name.split(".")[0] in KEEPS or path.parent.name == "phrases":
        pytest.skip("each language has words of its own")
    ours = sentences(path)
    kind = path.name.removesuffix("en.toml")
    for other in path.parent.glob(f"{kind}*.toml"):
        if "." in other.stem.removeprefix(kind):
            continue  # of another kind
        theirs = sentences(other)
        assert theirs.keys() <= ours.keys(), other.name
        for key, sentence in theirs.items():
            assert facts(sentence) <= facts(ours[key]), f"{other.name}: {key}"


def test_a_third_language_is_a_file(tmp_path: Path) -> None:
    """What it has is told in it, and the rest in English."""
    (tmp_path / "en.toml").write_text('comma = ", "\n[a]\nhello = "Hello {name}."\nbye = "Bye."\n')
    (tmp_path / "es.toml").write_text('[a]\nhello = "Hola {name}."\n')
    say = Words(str(tmp_path / "module.py"))
    assert say.languages() == ("en", "es")
    assert say("a.hello", name="Ana").text("es") == "Hola Ana."
    assert say("a.bye").text("es") == say("a.bye").text("xx") == "Bye."
    assert say.every("a")["es"] == {"hello": "Hola {name}.", "bye": "Bye."}


def test_a_translation_that_goes_wrong_is_told_in_english(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('hello = "Hello {name}."\n')
    (tmp_path / "es.toml").write_text('hello = "Hola {nombre}."\n')
    (tmp_path / "fr.toml").write_text('hello = "Bonjour {name."\n')
    (tmp_path / "de.toml").write_text("hello = Hallo\n")
    sentence = Words(str(tmp_path / "module.py"))("hello", name="Ana")
    assert sentence.text("es") == sentence.text("fr") == "Hello Ana."
    with pytest.raises(EmerError, match=r"de\.toml can't be read"):
        sentence.text("de")


def test_facts_may_be_sentences_and_lists(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('comma = ", "\nmany = "{n}: {all}."\none = "one {what}"\n')
    (tmp_path / "zh.toml").write_text('comma = "、"\nmany = "{n}：{all}。"\none = "一个{what}"\n')
    say = Words(str(tmp_path / "module.py"))
    sentence = say("many", n=2, all=[say("one", what="A"), "B"])
    assert str(sentence) == "2: one A, B."
    assert sentence.text("zh") == "2：一个A、B。"


def test_no_language_is_written_into_the_code() -> None:
    """A table of languages in Python would have to be found by whoever adds one."""
    told = re.compile(r"""["']zh["']\s*:|[=!]=\s*["'](?:en|zh)["']|in \(["']en["'], ["']zh["']\)""")
    found = {
        str(path.relative_to(ROOT)): told.findall(path.read_text("utf-8"))
        for folder in ("backends", "demo")
        for path in (ROOT / folder).rglob("*.py")
        if told.search(path.read_text("utf-8"))
    }
    assert found == {}
