"""The schedules that a text comes close to: what may be meant where it cannot be read as it is."""

import re
from collections.abc import Iterator, Mapping
from datetime import time
from difflib import get_close_matches
from itertools import islice
from typing import Final

from bot.domain.schedules.parser import InvalidSchedule, parse_schedule
from bot.domain.schedules.schedule import (
    DAYS,
    EVERY_DAY,
    LAST_DAY,
    WORKDAYS,
    Cron,
    Days,
    MonthDay,
    Schedule,
    Timed,
    Weekdays,
)
from bot.domain.text import normalise

MOST_SUGGESTIONS: Final = 3
_LONGEST: Final = 120
"""Characters of a text that is looked at."""
_LONGEST_FORM: Final = 40
_TIMES: Final = (time(9), time(12), time(17))
"""Where only the time is missing."""
_SHARED_DAYS: Final = (Weekdays(EVERY_DAY), Weekdays(WORKDAYS), Weekdays((0,)))
"""Where only the days are missing."""
_PARTS: Final[Mapping[str, time]] = {
    **dict.fromkeys(("morning", "mornings", "早上", "上午", "早晨", "清晨", "早"), time(9)),
    **dict.fromkeys(("afternoon", "afternoons", "下午", "午后"), time(14)),
    **dict.fromkeys(("evening", "evenings", "tonight", "晚上", "傍晚", "晚"), time(18)),
}
"""When a part of the day may begin to be read."""
_PART: Final = re.compile("|".join(_PARTS))
_NUMBERS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_WEEKDAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_WORDS: Final = (
    *_WEEKDAYS, *(f"{day}s" for day in _WEEKDAYS), *DAYS, "daily", "every", "each", "weekly",
    "weekdays", "weekday", "weekend", "weekends", "monthly", "month", "last", "first", "day",
    "days", "at", "noon", "midnight", "and", "the", "of", "on", "to", "am", "pm", "cron", "utc",
    "gmt",
)  # fmt: skip
_LEAST_LIKE: Final = 0.75
_MARK_OF_TIME: Final = re.compile(r"(?<=\d)[;'’](?=\d\d(?!\d))")
_HOURLY: Final = re.compile(
    r"(?:every|each) (?:(?P<n>\d{1,2}|one|two|three|four|six|eight|twelve|an?) ?)?(?:hours?|hrs?|h)"
    r"|hourly|每(?P<zh>\d{0,2})个?小时"
)


def nearest_schedules(typed: str) -> list[Schedule]:
    """At most three schedules that may be meant by a text that is none, the likeliest first.

    None where that would be a guess: with nothing of days and time, or with a time zone.
    """
    text = " ".join(normalise(typed[:_LONGEST]).split())
    found = dict.fromkeys(_nearest(text))
    return list(islice((s for s in found if len(s.form) <= _LONGEST_FORM), MOST_SUGGESTIONS))


def _nearest(text: str) -> Iterator[Schedule]:
    if hourly := _HOURLY.fullmatch(text):
        yield from _every_hours(hourly["n"] or hourly["zh"] or "1")
        return
    match parse_schedule(text):
        case Schedule() as schedule:
            yield schedule
        case InvalidSchedule(reason="unknown"):
            yield from _reread(_respelt(text))
        case invalid:
            yield from _completed(invalid)


def _reread(text: str) -> Iterator[Schedule]:
    """What a text means with its words spelt right, a part of the day as its time."""
    part = _PART.search(text)
    if part and isinstance(parse_schedule(text), InvalidSchedule):
        text = _PART.sub(" ", text)
    match parse_schedule(text):
        case Schedule() as schedule:
            yield schedule
        case invalid:
            yield from _completed(invalid, _PARTS[part[0]] if part else None)


def _respelt(text: str) -> str:
    """Words as the parser knows them, where they are close to one; 9;00 as 9:00."""
    return re.sub(r"[a-z]+", _respelt_word, _MARK_OF_TIME.sub(":", text))


def _respelt_word(match: re.Match[str]) -> str:
    word = match[0]
    if word in _NUMBERS:
        return str(_NUMBERS.index(word) + 1)
    if word in _PARTS or len(word) < 4:
        return word
    return next(iter(get_close_matches(word, _WORDS, 1, _LEAST_LIKE)), word)


def _completed(invalid: InvalidSchedule, part: time | None = None) -> Iterator[Schedule]:
    """What was understood, with what is missing; `part`: when the named part of the day begins."""
    days, at = invalid.days, invalid.at or part
    match invalid.reason:
        case "many-times" if days is not None:
            yield from _several(days, invalid.wrong)
        case "unknown" | "no-time" | "bad-time" if days is not None:
            yield from (Schedule(Timed(days, each)) for each in ((at,) if at else _TIMES))
        case "no-weekday":
            yield from (Schedule(Timed(Weekdays((day,)), at or _TIMES[0])) for day in (0, 2, 4))
        case "no-month-day":
            days_of_month = (1, 15, LAST_DAY)
            yield from (Schedule(Timed(MonthDay(day), at or _TIMES[0])) for day in days_of_month)
        case "no-day" | "empty" if at:
            yield from (Schedule(Timed(each, at)) for each in _SHARED_DAYS)
        case _:
            return


def _several(days: Days, wrong: str) -> Iterator[Schedule]:
    """Several times of a day as one cron expression, where they share their minute."""
    times = [time.fromisoformat(each) for each in wrong.split(", ")]
    if len({each.minute for each in times}) > 1 or days == MonthDay(LAST_DAY):
        return
    hours = ",".join(str(each.hour) for each in times)
    month, week = "*", "*"
    if isinstance(days, MonthDay):
        month = str(days.number)
    elif days.numbers != EVERY_DAY:
        week = ",".join(str(number + 1) for number in days.numbers)
    yield Schedule(Cron(f"{times[0].minute} {hours} {month} * {week}"))


def _every_hours(count: str) -> Iterator[Schedule]:
    hours = _NUMBERS.index(count) + 1 if count in _NUMBERS else int(count) if count.isdigit() else 1
    if hours == 1:
        yield Schedule(Cron("0 * * * *"))
    elif hours and 24 % hours == 0 and hours < 24:
        yield Schedule(Cron(f"0 */{hours} * * *"))
