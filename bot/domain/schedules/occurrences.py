"""The moments of a schedule on the clock of a zone.

Rules for zones that change their clocks:

- A time that does not exist (clocks go forward) runs at the first moment after the gap.
- A time that occurs twice (clocks go back) runs once, the first time.
- A cron expression whose minute or hour begins with `*` follows the clock, as in Debian's cron: a
  time that does not exist is skipped, and one that occurs twice runs twice.
- `monthly 29`, `30` and `31` run on the last day of a shorter month; a cron expression does not.
- In a cron expression, 0 and 7 are Sunday. Where it names both days of the month and days of the
  week, either is enough; where one of them begins with `*`, both must match.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.schedules.cron import parse_cron
from bot.domain.schedules.schedule import EVERY_DAY, Cron, Days, MonthDay, Schedule, Timed, Weekdays


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
