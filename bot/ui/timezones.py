"""Time zones as people name them: cities and countries in both languages, offsets, IANA names.

Names come from Babel (Unicode's CLDR). They take 50 ms to read and some megabytes to keep, so they
are read when first asked for; in a thread where somebody types one.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from bot.domain.data.models import DataModel, Text
from bot.domain.search.names import NameEntry, NameFinder
from bot.domain.text import has_chinese, normalise, normalise_typed
from bot.i18n.translator import Lang, Translator
from bot.ui.options import TextChoice, offer

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


_OFFSET = re.compile(r"(?:utc|gmt)? ?([+\-−]) ?(\d{1,2})(?::?([0-5]\d))?")
_LONGEST = 40
"""Characters that are read."""
_LEAST_LATIN, _LEAST_CHINESE = 4, 2
"""Characters from which a beginning is read as the only name that begins so."""


class ZoneReading(NamedTuple):
    """How a typed time zone was understood."""

    zone: str | None
    """The IANA name, or None where it must be asked for again."""
    choices: tuple[str, ...] = ()
    """Zones that may be meant: those of an offset, or the nearest names."""
    meanings: tuple[Meaning, ...] = ()
    """For an ambiguous abbreviation: what it may mean."""
    offset: str | None = None
    """The offset, where one was typed that several places keep: UTC+8."""


class _Place(NamedTuple):
    city: tuple[str, str]
    """English and Chinese."""
    country: tuple[str, str] | None


class Timezones:
    """Every time zone with its names."""

    def __init__(self) -> None:
        """Reads all names and all zone files: slow, see the module's docstring."""
        known = available_timezones()
        self._given = read_zone_names()
        self._aliases: Mapping[str, str] = {
            old: new for old, new in get_global("zone_aliases").items() if new in known
        }
        self._places = dict(_places(known, self._aliases, self._given.common))
        self._infos = {zone: ZoneInfo(zone) for zone in self._places}
        self._iana = {name.lower(): name for name in known - {"localtime", "Factory"}}
        names = {zone: tuple(self._names(zone, place)) for zone, place in self._places.items()}
        self._finder = NameFinder(NameEntry(zone, names[zone]) for zone in names)
        self._owners: dict[str, set[str]] = {}
        for zone, own in names.items():
            for name in own:
                self._owners.setdefault(name, set()).add(zone)
        for zone, further in self._given.names.items():
            self._owners |= {name: {zone} for name in further}

    def _names(self, zone: str, place: _Place) -> Iterator[str]:
        """What you may type for a zone; the city first."""
        yield from (normalise(city) for city in place.city)
        yield zone.lower()
        yield zone.lower().replace("_", " ")
        yield from (old.lower() for old, new in self._aliases.items() if new == zone)
        yield from (normalise(country) for country in place.country or ())
        yield from self._given.names.get(zone, ())

    def knows(self, zone: str) -> bool:
        """Whether that is the IANA name of a zone, as written there."""
        return self._iana.get(zone.lower()) == zone

    def label(self, zone: str, lang: Lang, now: datetime) -> str:
        """A zone for reading: its city and country, its offset now, its IANA name."""
        place = self._places.get(zone)
        offset = _offset_text(now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta())
        if place is None or zone == "UTC":
            return " · ".join(dict.fromkeys((zone, offset)))
        chinese = lang == "zh"
        name = place.city[chinese]
        if place.country:
            name += f"（{place.country[1]}）" if chinese else f", {place.country[0]}"
        return f"{name} · {offset} · {zone}"

    def city(self, zone: str, lang: Lang) -> str:
        """A zone's city alone, or the IANA name where it has none."""
        place = self._places.get(zone)
        return place.city[lang == "zh"] if place else zone

    def offer(self, typed: str, lang: Lang, now: datetime) -> list[TextChoice]:
        """Zones that match what is typed, for an autocomplete; the common ones for nothing."""
        found = self._matching(_key(typed), now)
        return offer((self.label(zone, lang, now), zone) for zone in found)

    def read(self, typed: str, now: datetime) -> ZoneReading:
        """What a typed zone means: one zone, or what may be meant."""
        key = _key(typed)
        if meanings := self._given.ambiguous.get(key):
            return ZoneReading(None, meanings=meanings)
        if name := self._iana.get(key.replace(" ", "_")):
            return ZoneReading(name if name in self._places else self._aliases.get(name, name))
        offset = _offset(key)
        if offset is not None:
            kept = self._at(offset, now)
            if len(kept) == 1:
                return ZoneReading(kept[0])
            return ZoneReading(None, tuple(kept), offset=_offset_text(offset))
        owners = self._owners.get(key) or self._beginning(key)
        if len(owners) == 1:
            return ZoneReading(next(iter(owners)))
        near = self._common_first(owners) or self._finder.nearest(key) or self._given.common
        return ZoneReading(None, tuple(near[:3]))

    def _matching(self, key: str, now: datetime) -> list[str]:
        if not key:
            return list(self._given.common)
        if meanings := self._given.ambiguous.get(key):
            return [meaning.zone for meaning in meanings]
        offset = _offset(key)
        if offset is not None:
            return self._at(offset, now)
        exact = self._owners.get(key, ())
        begin = self._starting(key)
        within = (z for name, own in self._owners.items() if key in name for z in own)
        found = [z for group in (exact, begin, within) for z in self._common_first(group)]
        return list(dict.fromkeys(found)) or self._finder.nearest(key)

    def _at(self, offset: timedelta, now: datetime) -> list[str]:
        """The zones whose clocks have this offset now, common ones first."""
        return [
            zone for zone, info in self._infos.items() if now.astimezone(info).utcoffset() == offset
        ]

    def _beginning(self, key: str) -> set[str]:
        least = _LEAST_CHINESE if has_chinese(key) else _LEAST_LATIN
        return self._starting(key) if len(key) >= least else set()

    def _starting(self, key: str) -> set[str]:
        return {z for name, own in self._owners.items() if name.startswith(key) for z in own}

    def _common_first(self, zones: Iterable[str]) -> list[str]:
        found = set(zones)
        return [zone for zone in self._places if zone in found]


@cache
def read_timezones() -> Timezones:
    """The time zones; reads them at the first call."""
    return Timezones()


def is_timezone(text: str) -> bool:
    """Whether a text is the IANA name of a zone."""
    return read_timezones().knows(text)


def _places(
    known: set[str], aliases: Mapping[str, str], common: Sequence[str]
) -> Iterator[tuple[str, _Place]]:
    """Each zone that stands for a place, common ones first, with its names."""
    english, chinese = Locale.parse("en"), Locale.parse("zh_Hans")
    territories: Mapping[str, str] = get_global("zone_territories")
    former: dict[str, list[str]] = {}
    for old, new in aliases.items():
        former.setdefault(new, []).append(old)
    placed = [z for z in territories if z in known and not z.startswith("Etc/")]
    for zone in dict.fromkeys([*common, *sorted(placed)]):
        if zone == "UTC":
            yield zone, _Place(("UTC", "UTC"), None)
            continue
        cities = tuple(
            _city(locale, (zone, *former.get(zone, ()))) for locale in (english, chinese)
        )
        code = territories[zone]
        yield zone, _Place((cities[0], cities[1]), _country(code, cities[0], english, chinese))


def _city(locale: Locale, spellings: tuple[str, ...]) -> str:
    """A zone's city; CLDR keeps some under a former spelling (Asia/Calcutta)."""
    for zone in spellings:
        names = cast("Mapping[str, str] | None", locale.time_zones.get(zone))  # pyright: ignore[reportUnknownMemberType] # untyped in Babel
        if names is not None and (city := names.get("city")):
            return city
    return spellings[0].rpartition("/")[2].replace("_", " ")


_CITY_SAYS_IT = frozenset({"HK", "MO", "TW"})


def _country(code: str, city: str, english: Locale, chinese: Locale) -> tuple[str, str] | None:
    """The country's names, or None where the city's name says enough (Singapore)."""
    names: list[str] = [str(locale.territories.get(code, "")) for locale in (english, chinese)]  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] # untyped in Babel
    if code in _CITY_SAYS_IT or city in names[0] or not all(names):
        return None
    return names[0], names[1]


def _key(typed: str) -> str:
    """What is typed, made comparable; no name is longer, and a long text would be slow."""
    return normalise_typed(typed, _LONGEST)


def _offset(key: str) -> timedelta | None:
    match = _OFFSET.fullmatch(key)
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return offset if sign == "+" else -offset


def _offset_text(offset: timedelta) -> str:
    """UTC+8, UTC-3:30, UTC."""
    minutes = round(abs(offset.total_seconds()) / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(minutes, 60)
    return f"UTC{'-' if offset < timedelta() else '+'}{hours}{f':{rest:02d}' if rest else ''}"


def offset_text(tr: Translator, offset: str, count: int) -> str:
    """Says how many places have this offset now, or that none has."""
    if not count:
        return tr("{offset} is not a time zone; offsets run from UTC-12 to UTC+14.", offset=offset)
    return tr(
        "{count} places use {offset} now, and the offset does not say whether "
        "their clocks change in summer. Which one do you mean?",
        offset=offset,
        count=count,
    )
