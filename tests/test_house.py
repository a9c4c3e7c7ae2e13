"""What the house rules say about size and shape, where a machine can tell. The reasons are in CONTRIBUTING.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("connectors", "dialogs", "handoff", "gateway")
LONGEST_MODULE = 300
LONGEST_FUNCTION = 30
VAGUE = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|v2)($|_)")


def modules() -> list[Path]:
    written = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    return [path for path in written if path.parent.name != "versions"]  # a migration is history, not reading


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length of each function in a file; its docstring does not count."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            yield node.name, (node.end_lineno or 0) - first.lineno + 1


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {f"{path.relative_to(ROOT)}:{name}": length for path in modules() for name, length in functions(path)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(path.relative_to(ROOT)) for path in modules() if VAGUE.search(path.stem)] == []


def test_every_module_opens_with_what_it_is() -> None:
    silent = [
        path for path in modules() if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert [str(path.relative_to(ROOT)) for path in silent] == []


def test_no_file_of_ours_names_a_package_registry() -> None:
    pins = [
        *(ROOT / "requirements").glob("*.txt"),
        *ROOT.glob("web/package-lock.json"),
        *(ROOT / "tests").rglob("package-lock.json"),
    ]
    assert [
        str(path.relative_to(ROOT))
        for path in pins
        if re.search(r'"resolved"|--(extra-)?index-url|file:', path.read_text())
    ] == []


def test_the_journey_s_promises_name_tests_that_exist() -> None:
    told = (ROOT / "docs" / "journey.md").read_text()
    named = set(re.findall(r"test_\w+\.py", told))
    there = {path.name for path in (ROOT / "tests" / "journey").glob("test_*.py")}
    assert named <= there
    assert {name for name in there if name.startswith("test_promise_")} <= named
    assert len([name for name in named if name.startswith("test_promise_")]) == 10
