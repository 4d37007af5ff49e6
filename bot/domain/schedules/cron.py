"""Checks and reads cron expressions of five fields."""

import re
from datetime import datetime
from typing import Final, Literal, TypeAlias

from cronsim import CronSim, CronSimError

CronFault: TypeAlias = Literal["bad-cron", "too-often", "never"]
_FIELDS: Final = re.compile(
    r"""[\d*/,-]+ \s [\d*/,-]+ \s [\d*/,-]+
        \s (?: [\d*/,-] | jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec )+
        \s (?: [\d*/,-] | sun|mon|tue|wed|thu|fri|sat )+""",
    re.VERBOSE,
)
"""The syntax of standard cron; cronsim also accepts seconds, L, W and #."""
_START: Final = datetime(2000, 1, 1)  # noqa: DTZ001 # only the expression matters


def cron_fault(line: str) -> CronFault | None:
    """The fault of a cron expression in lower case with single spaces."""
    if not _FIELDS.fullmatch(line):
        return "bad-cron"
    try:
        cron = parse_cron(line)
    except CronSimError:
        return "never" if _fits_another_month(line) else "bad-cron"
    return "too-often" if len(cron.minutes) > 1 else None


_ONE_STEPPED: Final = re.compile(r"(?<![\w-])(\w+)-\1/0*[1-9]\d*")


def parse_cron(line: str) -> CronSim:
    """The minutes, hours, months and days of a cron expression.

    cronsim reads `5-5/2`, which is one number, as `5/2`; the step is removed here.
    """
    return CronSim(_ONE_STEPPED.sub(r"\1", line), _START)


def _fits_another_month(line: str) -> bool:
    """Whether only the month does not fit: 31 February."""
    minute, hour, day, month, weekday = line.split()
    try:
        parse_cron(f"{minute} {hour} {day} * {weekday}")
        parse_cron(f"{minute} {hour} * {month} {weekday}")
    except CronSimError:
        return False
    return True
