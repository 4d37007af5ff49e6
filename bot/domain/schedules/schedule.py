"""When a digest is posted: the schedule and its stored form."""

import re
from datetime import time
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from bot.domain.schedules.cron import cron_fault

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
