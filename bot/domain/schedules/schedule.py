"""When a digest is posted: a schedule on the clock of a zone, and the moments it comes to.

The rules, for a zone that changes its clocks:

- A time that does not exist (clocks go forward) is kept at the first moment after the gap.
- A time that occurs twice (clocks go back) is kept once, at the first.
- A cron line whose minute or hour begins with `*` follows the clock instead, as Debian's cron has
  it: what does not exist is left out, what occurs twice is kept twice.
- `monthly 29`, `30` and `31` are kept on the last day of a shorter month; a cron line is not.
- In a cron line, 0 and 7 are Sunday. Where both days of the month and days of the week are
  named, either is enough; where one of them begins with `*`, both must fit.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Days of the week as they are stored, in the order of their numbers."""
EVERY_DAY: Final = (0, 1, 2, 3, 4, 5, 6)
WORKDAYS: Final = (0, 1, 2, 3, 4)
LAST_DAY: Final = 32
"""Of a month: like `monthly 31`, but asked for as the last day."""
LONGEST_FORM: Final = 120
"""Characters of a stored schedule."""


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week, at least one."""

    numbers: tuple[int, ...]
    """Monday is 0; in their order, each once."""


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of every month."""

    number: int
    """1 to 31, or LAST_DAY; a shorter month's last day stands for what it lacks."""


Days: TypeAlias = Weekdays | MonthDay


@dataclass(frozen=True, slots=True)
class Timed:
    """One time on some days."""

    days: Days
    at: time
    """Hour and minute."""


@dataclass(frozen=True, slots=True)
class Cron:
    """A line of five fields, checked by `cron_fault`."""

    line: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a digest is posted, on the clock of its zone."""

    rule: Timed | Cron

    @property
    def form(self) -> str:
        """The one text that is stored: daily 09:00; mon,thu 08:30; monthly 1 10:00; cron ..."""
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
    """The schedule of a stored form; ValueError where it is none."""
    match = _STORED.fullmatch(form)
    if match is None or (match["line"] and cron_fault(match["line"])):
        raise ValueError(f"no schedule: {form!r}")
    if match["line"]:
        return Schedule(Cron(match["line"]))
    days = _stored_week(match["week"]) if match["week"] else _stored_month(match["month"])
    return Schedule(Timed(days, time.fromisoformat(match["at"])))


def _stored_week(form: str) -> Weekdays:
    if form == "daily":
        return Weekdays(EVERY_DAY)
    if form == "weekdays":
        return Weekdays(WORKDAYS)
    return Weekdays(tuple(sorted({DAYS.index(name) for name in form.split(",")})))


def _stored_month(form: str) -> MonthDay:
    number = LAST_DAY if form == "last" else int(form)
    if form != "last" and number > 31:
        raise ValueError(f"no day of a month: {form}")
    return MonthDay(number)


# ------------------------------------------------------------------------ cron lines

CronFault: TypeAlias = Literal["bad-cron", "too-often", "never"]
_FIELDS: Final = re.compile(
    r"""[\d*/,-]+ \s [\d*/,-]+ \s [\d*/,-]+
        \s (?: [\d*/,-] | jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec )+
        \s (?: [\d*/,-] | sun|mon|tue|wed|thu|fri|sat )+""",
    re.VERBOSE,
)
"""What standard cron has; cronsim also takes seconds, L, W and #."""
_ANY_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 # only the line is read


def cron_fault(line: str) -> CronFault | None:
    """What is wrong with a cron line in lower case, its fields parted by single spaces."""
    if not _FIELDS.fullmatch(line):
        return "bad-cron"
    try:
        cron = _cron(line)
    except CronSimError:
        return "never" if _fits_another_month(line) else "bad-cron"
    return "too-often" if len(cron.minutes) > 1 else None


_ONE_STEPPED: Final = re.compile(r"(?<![\w-])(\w+)-\1/0*[1-9]\d*")


def _cron(line: str) -> CronSim:
    """A line as cronsim reads it: its minutes, hours, months and days.

    Of `5-5/2`, one number, cronsim would make `5/2`: five and every second one after it.
    """
    return CronSim(_ONE_STEPPED.sub(r"\1", line), _ANY_DAY)


def _fits_another_month(line: str) -> bool:
    """Whether only the month is at fault: 31 February."""
    minute, hour, day, month, weekday = line.split()
    try:
        _cron(f"{minute} {hour} {day} * {weekday}")
        _cron(f"{minute} {hour} * {month} {weekday}")
    except CronSimError:
        return False
    return True


# --------------------------------------------------------------------- days and times


@dataclass(frozen=True, slots=True)
class Timetable:
    """A schedule taken apart: on which days, at which times of the day."""

    is_day: Callable[[date], bool]
    times: tuple[time, ...]
    by_clock: bool
    """Whether it follows the clock where clocks change, see the rules above."""


@lru_cache(maxsize=1024)  # 3 kB each
def timetable(schedule: Schedule) -> Timetable:
    """The days and times of a schedule."""
    if isinstance(schedule.rule, Cron):
        return _cron_timetable(schedule.rule.line)
    days, at = schedule.rule.days, schedule.rule.at
    is_day = _of_month(days.number) if isinstance(days, MonthDay) else _of_week(days.numbers)
    return Timetable(is_day, (at,), by_clock=False)


def _of_week(numbers: tuple[int, ...]) -> Callable[[date], bool]:
    wanted = frozenset(numbers)
    return lambda day: day.weekday() in wanted


def _of_month(number: int) -> Callable[[date], bool]:
    def is_day(day: date) -> bool:
        if day.day >= 28 and day.day < number:
            return (day + timedelta(days=1)).day == 1
        return day.day == number

    return is_day


def _cron_timetable(line: str) -> Timetable:
    cron = _cron(line)
    months, fits = cron.months, cron.match_day
    return Timetable(
        lambda day: day.month in months and fits(day),
        tuple(time(h, m) for h in sorted(cron.hours) for m in sorted(cron.minutes)),
        by_clock=any(field.startswith("*") for field in line.split()[:2]),
    )


def plain_days(schedule: Schedule) -> Days | None:
    """The days of a schedule, where they are days of the week or one day of every month."""
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


# ---------------------------------------------------------------------------- moments

_LAST_ORDINAL: Final = date(9990, 1, 1).toordinal()
"""Python's calendar ends ten years later."""


def runs_after(schedule: Schedule, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """The moments of a schedule, in UTC: strictly after `after`, each later than the one before."""
    table = timetable(schedule)
    # One day early: where a zone skipped a whole day, that day's run stands on the next one.
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
    """The first moment of a schedule strictly after `after`, in UTC."""
    return next(runs_after(schedule, zone, after))


def _runs_of(day: date, table: Timetable, zone: ZoneInfo) -> list[datetime]:
    moments = _on_the_clock if table.by_clock else _once
    return sorted(run for at in table.times for run in moments(datetime.combine(day, at, zone)))


def _once(local: datetime) -> tuple[datetime, ...]:
    """The one moment of a time: of two the first, of none the first after the gap."""
    while _jump(local) > timedelta():
        local += timedelta(minutes=1)
    return (local.astimezone(UTC),)


def _on_the_clock(local: datetime) -> tuple[datetime, ...]:
    """Every moment at which the clock shows a time: none, one or two."""
    jump = _jump(local)
    if jump > timedelta():
        return ()
    first = local.astimezone(UTC)
    return (first, first - jump) if jump else (first,)


def _jump(local: datetime) -> timedelta:
    """How far clocks go forward over a time that is therefore missing; below zero: back."""
    before, behind = local.utcoffset(), local.replace(fold=1).utcoffset()
    return (behind or timedelta()) - (before or timedelta())
