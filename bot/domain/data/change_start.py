"""Parses where a list of changes starts: a data version, or a day as people write it."""

import re
from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias

from bot.domain.data.versions import numbers
from bot.domain.numerals import NUMERALS, parse_numeral
from bot.domain.text import MONTH_NAMES, MONTH_NUMBERS, normalise_typed
from bot.domain.text_limits import MAX_NAME_LENGTH

MAX_NEAREST: Final = 3
ChangeStartFault: TypeAlias = Literal["unreadable", "no-version", "too-early", "not-yet"]

_VERSION = re.compile(r"v?(\d{4})\.(\d{1,2})\.(\d{1,2})\.(\d+)")
_NAME = f"(?P<m>{MONTH_NAMES})\\.?"
_MONTH, _DAY = r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>\d{4})"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR} ?[-/.年] ?{_MONTH} ?(?:[-/.月] ?(?:{_DAY} ?[日号]?)?)?",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        rf"{_MONTH} ?月 ?(?:{_DAY} ?[日号]?)?",
        rf"(?:the )?{_DAY}(?: of)?[ -]?{_NAME}(?:,?[ -]?{_YEAR})?",
        rf"{_NAME}(?: {_DAY})?(?:,? {_YEAR})?",
    )
)
_DAYS: Final = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1, "前天": 2}
_UNIT = "days?|weeks?|months?|years?|[天日周月年]|星期"
_AGO: Final = re.compile(
    rf"(?P<n>\d{{1,3}}|an?|one|two|three) ?个?(?P<unit>{_UNIT}) ?(?:ago|之?前)|"
    rf"(?:last|past|上|去) ?个?(?P<last>{_UNIT})"
)
_NUMBERS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_LENGTHS: Final = {"d": 1, "天": 1, "日": 1, "w": 7, "周": 7, "星": 7}
"""Of a unit in days, by its first letter."""
_MONTHS: Final = {"m": 1, "月": 1, "y": 12, "年": 12}


class VersionActivation(NamedTuple):
    """A data version, and a day on which it became the active one."""

    version: str
    on: date


class ChangeStart(NamedTuple):
    """The version that is meant, or the fault and the nearest versions."""

    version: str | None
    day: date | None = None
    """The day that was understood, if any."""
    fault: ChangeStartFault | None = None
    near: tuple[str, ...] = ()


def parse_change_start(
    typed: str, versions: Sequence[str], activations: Sequence[VersionActivation], today: date
) -> ChangeStart:
    """The version that is meant; for a day, the one that was active at the end of it.

    `versions` newest first, `activations` oldest first.
    """
    plain = " ".join(normalise_typed(typed, MAX_NAME_LENGTH).split())
    if len(typed) > MAX_NAME_LENGTH:
        return ChangeStart(None, None, "unreadable", tuple(versions[:MAX_NEAREST]))
    if found := _VERSION.fullmatch(plain):
        wanted = tuple(int(part) for part in found.groups())
        known = next((v for v in versions if numbers(v) == wanted), None)
        return (
            ChangeStart(known)
            if known
            else ChangeStart(None, None, "no-version", _nearest(versions, wanted))
        )
    day = parse_day(plain, today)
    if day is None:
        return ChangeStart(None, None, "unreadable", tuple(versions[:MAX_NEAREST]))
    if day > today:
        return ChangeStart(None, day, "not-yet", tuple(versions[:MAX_NEAREST]))
    active = [each.version for each in activations if each.on <= day]
    if not active:
        return ChangeStart(None, day, "too-early", tuple(versions[-MAX_NEAREST:]))
    return ChangeStart(active[-1], day)


def parse_day(plain: str, today: date) -> date | None:
    """The day that a normalised text names, of a month the first; without a year the last such."""
    plain = re.sub(f"[{NUMERALS}]+", lambda m: f"{parse_numeral(m[0]):.0f}", plain)
    if plain in _DAYS:
        return today - timedelta(days=_DAYS[plain])
    if ago := _AGO.fullmatch(plain):
        number = ago["n"] or "a"
        unit = ago["unit"] or ago["last"]
        return _before(today, _NUMBERS.get(number) or int(number), unit[0])
    for form in _FORMS:
        if found := form.fullmatch(plain):
            parts = found.groupdict()
            month = MONTH_NUMBERS.get(parts["m"]) or int(parts["m"])
            return _day(parts.get("y"), month, int(parts["d"] or 1), today)
    return None


def _before(today: date, number: int, unit: str) -> date | None:
    if unit in _LENGTHS:
        return today - timedelta(days=number * _LENGTHS[unit])
    year, month = divmod(today.year * 12 + today.month - 1 - number * _MONTHS[unit], 12)
    return _day(str(year), month + 1, min(today.day, monthrange(year, month + 1)[1]), today)


def _day(year: str | None, month: int, day: int, today: date) -> date | None:
    for each in [int(year)] if year else [today.year, today.year - 1]:
        with suppress(ValueError):
            found = date(each, month, day)
            if year or found <= today:
                return found
    return None


def _nearest(versions: Sequence[str], wanted: tuple[int, ...]) -> tuple[str, ...]:
    """The three versions around that one, newest first."""
    later = sum(numbers(version) > wanted for version in versions)
    start = max(0, min(later - 1, len(versions) - MAX_NEAREST))
    return tuple(versions[start : start + MAX_NEAREST])
