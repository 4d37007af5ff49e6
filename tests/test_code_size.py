"""Limits of the code: 300 lines per file, in tests too.

Of the program also 60 per function, a median of 90, and one class per name.
"""

import ast
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


CONVENTIONAL = {"add_to", "log", "ACTIONS", "CHARTS", "FORM_HANDLERS", "RECORD_BUTTONS", "VIEWS"}
"""What each module of a kind defines: a subcommand, its log, what a feature registers."""
MAX_FILE, MAX_FUNCTION, MAX_MEDIAN = 300, 60, 90


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    """Every module of these folders, else of the program, as its path and text."""
    for folder in folders or ("bot", "cogs"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Every function with its lines, decorators included."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            yield node.name, (node.end_lineno or first) - first + 1


def test_no_file_is_too_long() -> None:
    every = sources("bot", "cogs", "tests")
    lengths = {path: len(text.splitlines()) for path, text in every}
    assert "tests/test_code_size.py" in lengths
    assert {path: n for path, n in lengths.items() if n > MAX_FILE} == {}


def test_no_function_is_too_long() -> None:
    found = [(path, name, n) for path, text in sources() for name, n in functions(text)]
    assert [each for each in found if each[2] > MAX_FUNCTION] == []


def definitions(text: str) -> Iterator[str]:
    """Every class, and every public function outside of classes."""
    tree = ast.parse(text)
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
            yield node.name


def constants(text: str) -> Iterator[str]:
    """Every public constant and type alias of a module; type variables have one letter."""
    for node in ast.parse(text).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        found = (each for target in targets if target for each in ast.walk(target))
        names = (each.id for each in found if isinstance(each, ast.Name))
        yield from (name for name in names if name[0] != "_" and len(name) > 1)


def test_no_name_has_two_meanings() -> None:
    names = Counter[str]()
    for path, text in sources():
        if "/migrations/versions/" not in path:
            names.update(definitions(text))
            names.update(set(constants(text)))
    assert {name for name, count in names.items() if count > 1} == CONVENTIONAL


def test_most_files_are_short() -> None:
    assert statistics.median(len(text.splitlines()) for _, text in sources()) <= MAX_MEDIAN
