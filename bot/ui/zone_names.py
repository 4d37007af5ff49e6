"""What people call time zones beyond CLDR's names: abbreviations, further cities."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.domain.data.models import DataModel, Text

_FILE = Path(__file__).with_name("timezones.toml")


class Meaning(Text):
    """A time that an abbreviation may mean, with the IANA name of a zone that uses it."""

    zone: str


class ZoneNames(DataModel):
    """The file's content; zones by their IANA names."""

    common: tuple[str, ...]
    ambiguous: Mapping[str, tuple[Meaning, ...]]
    names: Mapping[str, tuple[str, ...]]


@cache
def read_zone_names() -> ZoneNames:
    """The names; reads the file at the first call."""
    return ZoneNames.model_validate(tomllib.loads(_FILE.read_text("utf-8")))
