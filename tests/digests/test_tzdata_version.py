"""The version of the time zone database: from the system's folder, else from the package."""

from pathlib import Path

import pytest
import tzdata

from bot.digests.next_runs import zone_version


def zones(folder: Path, name: str = "", content: str = "") -> str:
    """A folder of time zones that says its version in that file."""
    folder.mkdir()
    (folder / "UTC").touch()
    if name:
        (folder / name).write_text(content)
    return str(folder)


@pytest.mark.parametrize(
    ("name", "content", "version"),
    [
        ("tzdata.zi", "# version 2026b\n# redo posix_only\n", "2026b"),
        ("+VERSION", "2025c\n", "2025c"),
        ("+VERSION", "x" * 500, "x" * 64),
    ],
)
def test_the_folder_says_its_version(tmp_path: Path, name: str, content: str, version: str) -> None:
    assert zone_version([zones(tmp_path / "zones", name, content)]) == version


def test_a_folder_that_says_nothing_stands_for_the_time_of_its_change(tmp_path: Path) -> None:
    before = zone_version([folder := zones(tmp_path / "zones")])
    assert before.startswith("changed ")
    assert zone_version([folder]) == before
    (Path(folder) / "Asia").mkdir()
    assert zone_version([folder]) != before


def test_without_a_folder_it_is_that_of_the_package(tmp_path: Path) -> None:
    assert zone_version([str(tmp_path), str(tmp_path / "none")]) == tzdata.IANA_VERSION


def test_the_folder_that_zoneinfo_takes_first_counts(tmp_path: Path) -> None:
    first = zones(tmp_path / "one", "+VERSION", "1")
    assert zone_version([first, zones(tmp_path / "two", "+VERSION", "2")]) == "1"
