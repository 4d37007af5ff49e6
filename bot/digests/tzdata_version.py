"""Which version of the time zone database this process uses."""

import zoneinfo
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_LONGEST: Final = 64
"""Characters of a stored version."""


def zone_version(folders: Sequence[str] | None = None) -> str:
    """The version, such as 2025b; costs one short read.

    zoneinfo searches the system's folders first (`folders`, by default its own list), then the
    package `tzdata`. A folder without a version has the time of its last change instead; the
    result is empty where there is no database.
    """
    for folder in map(Path, zoneinfo.TZPATH if folders is None else folders):
        if (folder / "UTC").is_file():
            return (_written(folder) or _changed(folder))[:_LONGEST]
    try:
        import tzdata  # noqa: PLC0415 - used only where the system has no zones
    except ImportError:
        return ""
    return str(tzdata.IANA_VERSION)[:_LONGEST]


def _written(folder: Path) -> str:
    """The version that the folder states."""
    for name, before in (("tzdata.zi", "# version "), ("+VERSION", "")):
        try:
            with (folder / name).open(encoding="utf-8") as file:
                line = file.readline(100).strip()
        except (OSError, ValueError):
            continue
        if line.startswith(before) and line != before.strip():
            return line.removeprefix(before)
    return ""


def _changed(folder: Path) -> str:
    try:
        return f"changed {folder.stat().st_mtime_ns}"
    except OSError:
        return ""
