"""What text is recognised by, in the languages that have files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from backends.reading import parts
from backends.reading.patterns import Patterns
from tests.helpers.places import ROOT

FILES = sorted((ROOT / "backends").rglob("patterns.*.toml"))


@pytest.fixture
def greetings(tmp_path: Path) -> Patterns:
    """Patterns in English and Spanish, and Chinese ones that lack most."""
    (tmp_path / "patterns.en.toml").write_text(
        'hello = "x"\n[t]\nname = "Ann|Bob"\nhello = ["hi {name}", "hey"]\nnever = ""\n'
        'opens = "in ({names})"\nplain = ["a"]\n[t.of]\nface = "face"\n'
    )
    (tmp_path / "patterns.es.toml").write_text(
        '[t]\nhello = "hola {name}"\nopens = "en ({names})"\nplain = ["b"]\n[t.of]\nface = "cara"\n'
    )
    (tmp_path / "patterns.zh.toml").write_text('[t]\nname = "安"\n', "utf-8")
    return Patterns(str(tmp_path / "module.py"), "t")


def test_one_language(greetings: Patterns) -> None:
    assert greetings.of("en", "hello") == "hi Ann|Bob|hey"
    assert greetings.of("es", "hello") == "hola Ann|Bob"  # English names stand in
    assert greetings.of("zh", "hello") == "hi 安|hey"
    assert greetings.of("xx", "of.face") == "face"


def test_every_language(greetings: Patterns) -> None:
    assert greetings.every("of.face") == "face|cara"
    assert greetings.every("never") == ""
    assert greetings.words("plain") == {"a", "b"}
    assert greetings.by_language("opens", "of.face") == "in (face)|en (cara)"


def patterns(table: dict[str, object]) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, dict):
            yield from patterns(value)
        elif isinstance(value, list):
            yield from map(str, value)
        else:
            yield str(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_pattern_compiles(path: Path) -> None:
    for pattern in patterns(tomllib.loads(path.read_text("utf-8"))):
        re.compile(re.sub(r"\{[a-z_]+\}", "x", pattern))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_language_has_a_key_that_english_lacks(path: Path) -> None:
    """Nothing would read it."""
    english = tomllib.loads(path.with_name("patterns.en.toml").read_text("utf-8"))
    for name, table in tomllib.loads(path.read_text("utf-8")).items():
        assert set(table) <= set(english[name])


def test_both_languages_are_read_whatever_the_answer_is_in() -> None:
    found = parts.read("In the video, she smiles. 在音频中，声音很大。因此，她很高兴。")
    assert set(found.texts) == {"visual", "acoustic", "conclusion"}
