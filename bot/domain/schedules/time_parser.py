"""Parses times of day as people type them: 9:00, 9 pm, noon, 上午9点, 下午三点半."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

from bot.domain.numerals import parse_numeral


@dataclass(slots=True)
class Remainder:
    """The part of a text that has not been understood yet."""

    rest: str

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Removes and returns all matches of a pattern."""
        found = list(pattern.finditer(self.rest))
        self.rest = pattern.sub(" ", self.rest)
        return found


NUMERAL: Final = "[二三四五]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九]"
"""Below a hundred."""
_TIME: Final = re.compile(
    rf"""
    (?P<part> 凌晨|清晨|早晨|早上|早|上午|中午|下午|午后|傍晚|晚上|晚 )? \s*
    (?: (?<![\d:.+]) (?P<hour> \d{{1,3}} ) \s* [:.h] \s* (?P<minute> \d{{1,3}} ) (?: :00 )?
          (?: \s* (?P<half> [ap]) \.? \s? m \b \.? )? (?! [\d:] )
      | (?: (?<!\d) (?P<zh_hour> \d{{1,3}} ) | (?<!周) (?<!星期) (?<!礼拜) (?P<han> {NUMERAL} ) )
          \s* [点时] \s*
          (?: 钟 | 整
            | (?P<zh_minute> 半 | [一三]刻 | \d{{1,3}} | 零?(?:{NUMERAL}) ) \s* 分? )?
      | (?<![\d:.]) (?P<half_hour> \d{{1,3}} ) \s* (?P<half_2> [ap] ) \.? \s? m \b \.?
      | \b at \s+ (?P<at_hour> \d{{1,2}} ) (?: \s* o'?\s?clock )? (?! \S | \s* [ap]\.?\s?m\b )
      | (?<![\d:./-]) (?P<digits> \d{{4}} ) (?![\d:./年-])
      | \b (?P<noon> noon | midday ) \b | \b (?P<midnight> midnight ) \b
      | (?P<zh_noon> 正午 ) | (?P<zh_midnight> 午夜 )
    )
    """,
    re.VERBOSE,
)
_NOON_ALONE: Final = re.compile("中午")


def _hours(first: int, last: int) -> dict[int, int]:
    return {hour: hour for hour in range(first, last + 1)}


def _afternoon_hours(first: int, last: int) -> dict[int, int]:
    """Hours of the afternoon in 12-hour or 24-hour form."""
    return {hour - 12: hour for hour in range(first, last + 1)} | _hours(first, last)


_HOURS_OF_PART: Final[Mapping[str, Mapping[int, int]]] = {
    "": _hours(0, 23),
    "a": _hours(0, 11) | {12: 0},
    "p": _afternoon_hours(13, 23) | {12: 12},
    "凌晨": _hours(0, 6) | {12: 0},
    **dict.fromkeys(("清晨", "早晨", "早上", "早"), _hours(4, 11)),
    "上午": _hours(0, 11),
    "中午": _hours(11, 14) | {1: 13, 2: 14},
    **dict.fromkeys(("下午", "午后"), _afternoon_hours(13, 19) | {12: 12}),
    **dict.fromkeys(("傍晚", "晚上", "晚"), _afternoon_hours(17, 23)),
}
"""The hour of the day by part of the day and hour; other combinations are invalid."""


def parse_times(left: Remainder) -> Iterator[tuple[time | None, str]]:
    """Every time of day in a text with its words; None for an impossible time."""
    for match in left.take(_TIME):
        yield _time(match), match[0].strip()
    for match in left.take(_NOON_ALONE):
        yield time(12), match[0]


def _time(match: re.Match[str]) -> time | None:
    if match["noon"] or match["zh_noon"]:
        return time(12)
    if match["midnight"] or match["zh_midnight"]:
        return time(0)
    part = match["half"] or match["half_2"] or match["part"] or ""
    hour, minute = _hour_and_minute(match)
    meant = _HOURS_OF_PART[part].get(hour)
    return None if meant is None or minute > 59 else time(meant, minute)


def _hour_and_minute(match: re.Match[str]) -> tuple[int, int]:
    """Hour and minute as written; minute 99 if it has only one digit."""
    if digits := match["digits"]:
        return int(digits[:2]), int(digits[2:])
    if match["minute"]:
        return int(match["hour"]), int(match["minute"]) if len(match["minute"]) == 2 else 99
    hour = match["zh_hour"] or match["han"] or match["half_hour"] or match["at_hour"]
    return int(parse_numeral(hour)), _minutes(match["zh_minute"] or "零")


def _minutes(said: str) -> int:
    return {"半": 30, "一刻": 15, "三刻": 45}.get(said) or int(parse_numeral(said))


_BARE_HOUR: Final = re.compile(r"(?<![\w.:/+-])\d{1,2}(?![\w.:/+-])")


def parse_bare_hour(left: Remainder) -> tuple[time | None, str] | None:
    """The hour of "mon 9", if it is the only number left."""
    if len(_BARE_HOUR.findall(left.rest)) != 1:
        return None
    said = left.take(_BARE_HOUR)[0][0]
    return (time(int(said)) if int(said) < 24 else None), said
