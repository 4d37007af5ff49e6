"""Data versions: numbers with points between them, ordered by those."""

import re
from datetime import date
from typing import Final

_VERSION: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})*")


def numbers(version: str) -> tuple[int, ...]:
    """The parts of a version as numbers, in which versions are ordered."""
    return tuple(int(part) for part in version.split("."))


def is_version(version: object) -> bool:
    """Whether it is a data version: numbers with points between them."""
    return isinstance(version, str) and _VERSION.fullmatch(version) is not None


def date_of(version: str) -> date:
    """The day in a version's name, YYYY.MM.DD.N."""
    year, month, day, _ = (int(part) for part in version.split("."))
    return date(year, month, day)
