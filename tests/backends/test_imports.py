"""Who may import whom: `app → demo → backends`, and inside `backends` no circle.

The imports are read from the files, those inside functions too; only those for type checkers are
left out, as nothing of them happens.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.helpers.places import ROOT

FAMILIES = ("backends.cascade", "backends.multimodal_llm", "backends.openai_compatible")
"""Backends that stand side by side, and that only the registry names."""

FORBIDDEN = {
    "backends": ("demo", "app"),
    "demo": ("app", *FAMILIES),
    **{one: tuple(other for other in FAMILIES if other != one) for one in FAMILIES},
    **{f"backends.{floor}": FAMILIES for floor in ("llm", "reading")},
}
"""Package → what no module in it may import."""

Arrows = dict[str, set[str]]


def arrows(root: Path) -> Arrows:
    """Module → the modules of this project that it imports, in `app.py`, `backends`, `demo`."""
    files = [root / "app.py", *(p for f in ("backends", "demo") for p in (root / f).rglob("*.py"))]
    modules = {_name(path, root): path for path in files if path.is_file()}
    return {name: _imported(name, path, set(modules)) for name, path in modules.items()}


def upward(found: Arrows) -> list[str]:
    """Arrows that FORBIDDEN forbids, as "module → module"."""
    return sorted(
        f"{module} → {other}"
        for package, closed in FORBIDDEN.items()
        for module, others in found.items()
        for other in others
        if _within(module, (package,)) and _within(other, closed)
    )


def circle(found: Arrows, package: str) -> list[str]:
    """The modules of a circle of imports inside a package, in their order; empty without one."""
    inside = {
        module: {other for other in others if _within(other, (package,))}
        for module, others in found.items()
        if _within(module, (package,))
    }
    try:
        TopologicalSorter(inside).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def _imported(name: str, path: Path, modules: set[str]) -> set[str]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    return {
        next((known for known in (whole, whole.rpartition(".")[0]) if known in modules), whole)
        for whole in _named(ast.parse(path.read_text("utf-8")), package)
        if whole.split(".")[0] in ("app", "backends", "demo")
    } - {name}


def _named(node: ast.AST, package: str) -> Iterator[str]:
    """Everything that is imported below a node: "backends.clip.Clip" for one name of a module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        start = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        source = ".".join([*start, *([node.module] if node.module else [])])
        yield from (f"{source}.{alias.name}" for alias in node.names)
    else:
        checking = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        below = node.orelse if checking and isinstance(node, ast.If) else ast.iter_child_nodes(node)
        for child in below:
            yield from _named(child, package)


FOUND = arrows(ROOT)


def test_the_imports_are_found() -> None:
    assert "backends.clip" in FOUND["backends.cascade"]
    assert "backends" in FOUND["demo.explain"]
    assert any(_within(other, ("demo",)) for other in FOUND["app"])


def test_no_arrow_points_upwards() -> None:
    assert upward(FOUND) == []


def test_no_circle_in_backends() -> None:
    assert circle(FOUND, "backends") == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("backends/clip.py", "import demo.strings"),
        ("backends/echo.py", "def f():\n    from demo import strings"),
        ("demo/command.py", "import app"),
        ("demo/command.py", "from backends.cascade.face import face"),
        ("demo/command.py", "from backends import multimodal_llm"),
        ("backends/cascade/senses.py", "from backends.openai_compatible.probe import Fate"),
        ("backends/multimodal_llm/local.py", "from ..openai_compatible import media"),
        ("backends/openai_compatible/probe.py", "import backends.cascade"),
        ("backends/llm/answer.py", "from backends.multimodal_llm.cards import SEES"),
    ],
)
def test_an_arrow_upwards_is_seen(tmp_path: Path, file: str, line: str) -> None:
    found = arrows(_with(tmp_path, file, line))
    (arrow,) = upward(found)
    assert arrow.startswith(file.removesuffix(".py").replace("/", "."))


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("from backends.echo import Echo", True),
        ("def f():\n    from . import echo", True),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import backends.echo", False),
    ],
)
def test_a_circle_is_seen(tmp_path: Path, line: str, seen: bool) -> None:
    found = arrows(_with(tmp_path, "backends/caveats.py", line))
    assert ({"backends.caveats", "backends.echo"} <= set(circle(found, "backends"))) is seen


def _with(folder: Path, file: str, line: str) -> Path:
    """A copy of the project's Python files in which one file holds one more import."""
    for path in [
        ROOT / "app.py",
        *(ROOT / "backends").rglob("*.py"),
        *(ROOT / "demo").rglob("*.py"),
    ]:
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text("utf-8"), "utf-8")
    changed = folder / file
    changed.write_text(f"{changed.read_text('utf-8')}\n\n{line}\n", "utf-8")
    return folder
