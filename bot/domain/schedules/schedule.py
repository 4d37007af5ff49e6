"""When a digest is posted: the schedule, its stored form, its moments on the clock of a zone.

Rules for zones that change their clocks:

- A time that does not exist (clocks go forward) runs at the first moment after the gap.
- A time that occurs twice (clocks go back) runs once, the first time.
- A cron expression whose minute or hour begins with `*` follows the clock, as in Debian's cron: a
  time that does not exist is skipped, and one that occurs twice runs twice.
- `monthly 29`, `30` and `31` run on the last day of a shorter month; a cron expression does not.
- In a cron expression, 0 and 7 are Sunday. Where it names both days of the month and days of the
  week, either is enough; where one of them begins with `*`, both must match.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.schedules.cron import cron_fault, parse_cron

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Days of the week as they are stored, in the order of their numbers."""
EVERY_DAY: Final = (0, 1, 2, 3, 4, 5, 6)
WORKDAYS: Final = (0, 1, 2, 3, 4)
LAST_DAY: Final = 32
"""Day of the month: like `monthly 31`, but requested as the last day."""
LONGEST_FORM: Final = 120
"""Characters of a stored schedule."""


class Weekdays(NamedTuple):
    """Days of the week, at least one."""

    numbers: tuple[int, ...]
    """Monday is 0; sorted, without repeats."""


class MonthDay(NamedTuple):
    """A day of every month."""

    number: int
    """1 to 31, or LAST_DAY; shorter months use their last day."""


Days: TypeAlias = Weekdays | MonthDay


class Timed(NamedTuple):
    """One time on some days."""

    days: Days
    at: time
    """Hour and minute."""


class Cron(NamedTuple):
    """A cron expression of five fields, checked by `cron_fault`."""

    line: str


class Schedule(NamedTuple):
    """When a digest is posted, on the clock of its zone."""

    rule: Timed | Cron

    @property
    def form(self) -> str:
        """The text that is stored: daily 09:00; mon,thu 08:30; monthly 1 10:00; cron ..."""
        if isinstance(self.rule, Cron):
            return f"cron {self.rule.line}"
        return f"{_days_form(self.rule.days)} {self.rule.at:%H:%M}"


def _days_form(days: Days) -> str:
    if isinstance(days, MonthDay):
        return f"monthly {'last' if days.number == LAST_DAY else days.number}"
    match days.numbers:
        case (0, 1, 2, 3, 4, 5, 6):
            return "daily"
        case (0, 1, 2, 3, 4):
            return "weekdays"
        case numbers:
            return ",".join(DAYS[number] for number in numbers)


_STORED: Final = re.compile(
    r"cron (?P<line>.+)"
    r"|(?:(?P<week>[a-z,]+)|monthly (?P<month>last|[1-9]\d?)) (?P<at>\d\d:\d\d)"
)


@lru_cache(maxsize=1024)  # 3 kB each
def stored_schedule(form: str) -> Schedule:
    """The schedule of a stored form; ValueError for any other text."""
    match = _STORED.fullmatch(form)
    if match is None or (match["line"] and cron_fault(match["line"])):
        raise ValueError(f"not a schedule: {form!r}")
    if match["line"]:
        return Schedule(Cron(match["line"]))
    days = _stored_week(match["week"]) if match["week"] else _stored_month(match["month"])
    return Schedule(Timed(days, time.fromisoformat(match["at"])))


def is_schedule(form: str) -> bool:
    """Whether it is a stored form."""
    try:
        stored_schedule(form)
    except ValueError:
        return False
    return True


def _stored_week(form: str) -> Weekdays:
    if form == "daily":
        return Weekdays(EVERY_DAY)
    if form == "weekdays":
        return Weekdays(WORKDAYS)
    return Weekdays(tuple(sorted({DAYS.index(name) for name in form.split(",")})))


def _stored_month(form: str) -> MonthDay:
    number = LAST_DAY if form == "last" else int(form)
    if form != "last" and number > 31:
        raise ValueError(f"not a day of a month: {form}")
    return MonthDay(number)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The days and times of a schedule."""

    is_day: Callable[[date], bool]
    times: tuple[time, ...]
    by_clock: bool
    """Whether it follows the clock through clock changes; see the rules above."""


@lru_cache(maxsize=1024)  # 3 kB each
def timetable(schedule: Schedule) -> Timetable:
    """The timetable of a schedule."""
    if isinstance(schedule.rule, Cron):
        return _cron_timetable(schedule.rule.line)
    days, at = schedule.rule.days, schedule.rule.at
    is_day = (
        _on_month_day(days.number) if isinstance(days, MonthDay) else _on_weekdays(days.numbers)
    )
    return Timetable(is_day, (at,), by_clock=False)


def _on_weekdays(numbers: tuple[int, ...]) -> Callable[[date], bool]:
    wanted = frozenset(numbers)
    return lambda day: day.weekday() in wanted


def _on_month_day(number: int) -> Callable[[date], bool]:
    def is_day(day: date) -> bool:
        if day.day >= 28 and day.day < number:
            return (day + timedelta(days=1)).day == 1
        return day.day == number

    return is_day


def _cron_timetable(line: str) -> Timetable:
    cron = parse_cron(line)
    months, fits = cron.months, cron.match_day
    return Timetable(
        lambda day: day.month in months and fits(day),
        tuple(time(h, m) for h in sorted(cron.hours) for m in sorted(cron.minutes)),
        by_clock=any(field.startswith("*") for field in line.split()[:2]),
    )


def plain_days(schedule: Schedule) -> Days | None:
    """The days, if they are days of the week or one day of every month; else None."""
    if isinstance(schedule.rule, Timed):
        return schedule.rule.days
    day, month, weekday = schedule.rule.line.split()[2:]
    if month != "*":
        return None
    if weekday == "*" and day.isdecimal() and int(day) <= 28:
        return MonthDay(int(day))
    is_day = timetable(schedule).is_day
    week = (date(2001, 1, 1) + timedelta(days=number) for number in EVERY_DAY)  # from a Monday
    return Weekdays(tuple(d.weekday() for d in week if is_day(d))) if day == "*" else None


_LAST_ORDINAL: Final = date(9990, 1, 1).toordinal()
"""Python's calendar ends ten years later."""


def runs_after(schedule: Schedule, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """The runs of a schedule strictly after `after`, in UTC and in order."""
    table = timetable(schedule)
    # One day early: if a zone skipped a whole day, that day's run falls on the next one.
    start = after.astimezone(zone).toordinal() - 1
    last = after.astimezone(UTC)
    for ordinal in range(max(start, 1), _LAST_ORDINAL):
        day = date.fromordinal(ordinal)
        if not table.is_day(day):
            continue
        for run in _runs_of(day, table, zone):
            if run > last:
                last = run
                yield run


def next_run(schedule: Schedule, zone: ZoneInfo, after: datetime) -> datetime:
    """The first run of a schedule strictly after `after`, in UTC."""
    return next(runs_after(schedule, zone, after))


def _runs_of(day: date, table: Timetable, zone: ZoneInfo) -> list[datetime]:
    moments = _runs_by_clock if table.by_clock else _run_once
    return sorted(run for at in table.times for run in moments(datetime.combine(day, at, zone)))


def _run_once(local: datetime) -> tuple[datetime, ...]:
    """The one run at a time: the first of two, or the first moment after a gap."""
    while _clock_change(local) > timedelta():
        local += timedelta(minutes=1)
    return (local.astimezone(UTC),)


def _runs_by_clock(local: datetime) -> tuple[datetime, ...]:
    """Every moment at which the clock shows a time: zero, one or two."""
    jump = _clock_change(local)
    if jump > timedelta():
        return ()
    first = local.astimezone(UTC)
    return (first, first - jump) if jump else (first,)


def _clock_change(local: datetime) -> timedelta:
    """How far the clock jumps at a time: above zero it skips the time, below zero it repeats."""
    before, behind = local.utcoffset(), local.replace(fold=1).utcoffset()
    return (behind or timedelta()) - (before or timedelta())
