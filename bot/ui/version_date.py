"""The day that a data version was made on."""

from datetime import date


def date_of(version: str) -> date:
    """The day in a version's name, YYYY.MM.DD.N."""
    year, month, day, _ = (int(part) for part in version.split("."))
    return date(year, month, day)
