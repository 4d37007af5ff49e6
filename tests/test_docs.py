"""The documentation: settings, metrics and subcommands are in it, and its links lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from bot.__main__ import main
from bot.domain.data.firm_values import Fact, FirmNumber
from bot.metrics import Metrics
from bot.settings import EXPECTED
from tests.end_to_end.program import ROOT

PAGES = [
    path
    for path in sorted(ROOT.rglob("*.md"))
    if not {part for part in path.relative_to(ROOT).parts if part.startswith(".")}
]
LINK = re.compile(r"\]\(([^)#:]*)(?:#([^)]*))?\)")
FILE = re.compile(r"`((?:bot|cogs|data|deploy|docs|tests)/[\w./]+)`")


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def anchors(markdown: str) -> set[str]:
    """The names under which headings can be linked."""
    headings = re.findall(r"^#+ (.+)$", markdown, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_within_the_project_lead_somewhere(path: Path) -> None:
    for target, anchor in LINK.findall(path.read_text("utf-8")):
        linked = (path.parent / target).resolve() if target else path
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked.read_text("utf-8")), f"{target}#{anchor}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_that_are_named_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    named = FILE.findall(text) if path.name != "CHANGELOG.md" else []
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_readme_is_short() -> None:
    assert len(page("README.md").splitlines()) <= 120


@pytest.mark.parametrize("name", [name.upper() for name in EXPECTED])
def test_a_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in page("docs/settings.md")
    assert f"{name}=" in page(".env.example")


def test_a_metric_is_documented() -> None:
    documented = set(re.findall(r"`(\w+)`", page("docs/operating.md")))
    for family in Metrics().registry.collect():
        name = family.name.removeprefix("little_giant_")
        if name != family.name:
            assert {name, f"{name}_total"} & documented, name


def subcommands(help_text: str) -> Iterator[str]:
    """The subcommands that `--help` lists."""
    yield from re.findall(r"^    ([a-z-]+)(?=\s)", help_text, re.MULTILINE)


def test_a_subcommand_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    found = list(subcommands(capsys.readouterr().out))
    assert "check-data" in found
    section = page("docs/commands.md").partition("## In a terminal")[2]
    for name in found:
        assert re.search(rf"[`|] ?(python -m bot )?{name}\b", section), name


def test_what_a_requirement_can_test_is_documented() -> None:
    documented = set(re.findall(r"`([\w-]+)`", page("data/README.md")))
    assert {*get_args(FirmNumber), *get_args(Fact)} <= documented
