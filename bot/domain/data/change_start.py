"""Parses where a list of changes starts: a data version, or a day as people write it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias

from bot.domain.text import normalise_typed
from bot.domain.text_limits import MAX_NAME_LENGTH

MAX_NEAREST: Final = 3
ChangeStartFault: TypeAlias = Literal["unreadable", "no-version", "too-early", "not-yet"]

_VERSION = re.compile(r"v?(\d{4})\.(\d{1,2})\.(\d{1,2})\.(\d+)")
_NAMES = "january february march april may june july august september october november december"
_MONTHS: Final[Mapping[str, int]] = {
    form: number
    for number, name in enumerate(_NAMES.split(), 1)
    for form in (name, name[:3], f"{name[:3]}.", f"{name[:4]}.", name[:4])
}
_MONTH = "(?P<m>" + "|".join(re.escape(m) for m in sorted(_MONTHS, key=len, reverse=True)) + ")"
_DAY, _YEAR = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?", r"(?P<y>\d{4})"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        rf"{_YEAR}\s*年\s*(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*[日号]?",
        r"(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?",
        rf"(?:the )?{_DAY}(?: of)?[ -]?{_MONTH},?[ -]?{_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"(?:the )?{_DAY}(?: of)? ?{_MONTH}",
        rf"{_MONTH} {_DAY}",
    )
)
_RELATIVE: Final[Mapping[str, int]] = {
    **dict.fromkeys(("today", "今天", "今日"), 0),
    **dict.fromkeys(("yesterday", "昨天", "昨日"), 1),
    "前天": 2,
    **dict.fromkeys(("a week ago", "last week", "一周前", "上周"), 7),
}


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
        known = next((v for v in versions if _numbers(v) == wanted), None)
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
    """The day that a normalised text names; without a year the last such day."""
    if plain in _RELATIVE:
        return today - timedelta(days=_RELATIVE[plain])
    for form in _FORMS:
        if found := form.fullmatch(plain):
            parts = found.groupdict()
            month = _MONTHS.get(parts["m"]) or int(parts["m"])
            return _day(parts.get("y"), month, int(parts["d"]), today)
    return None


def _day(year: str | None, month: int, day: int, today: date) -> date | None:
    years = [int(year)] if year else [today.year, today.year - 1]
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year or found <= today:
            return found
    return None


def _nearest(versions: Sequence[str], wanted: tuple[int, ...]) -> tuple[str, ...]:
    """The three versions around that one, newest first."""
    later = sum(_numbers(version) > wanted for version in versions)
    start = max(0, min(later - 1, len(versions) - MAX_NEAREST))
    return tuple(versions[start : start + MAX_NEAREST])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
