"""Parses a schedule as people type it, in English or Chinese.

The parser removes what it understands from the text, piece by piece: the time, the days, filler
words. If anything is left over, it does not guess: the result says what was understood and what
was not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final, Literal, TypeAlias

from bot.domain.schedules.cron import CronFault, cron_fault
from bot.domain.schedules.day_parser import DayFault, ParsedDays, parse_days
from bot.domain.schedules.schedule import LONGEST_FORM, Cron, Days, Schedule, Timed
from bot.domain.schedules.time_parser import Remainder, parse_bare_hour, parse_times
from bot.domain.text import normalise

ScheduleFault: TypeAlias = (
    DayFault
    | CronFault
    | Literal[
        "empty", "too-long", "no-time", "bad-time", "interval", "many-times", "zone", "unknown"
    ]
)


@dataclass(frozen=True, slots=True)
class InvalidSchedule:
    """Why a text is not a schedule, with the parts that were understood."""

    reason: ScheduleFault
    wrong: str = ""
    """The faulty piece, normalised; empty where something is missing."""
    days: Days | None = None
    at: time | None = None


def parse_schedule(typed: str) -> Schedule | InvalidSchedule:
    """The schedule that a text means, or why it is not one. Accepts every `Schedule.form`."""
    text = _normalised(typed)
    if not text:
        return InvalidSchedule("empty")
    if len(text) > LONGEST_FORM or len(typed.strip()) > _LONGEST_TYPED:
        return InvalidSchedule("too-long", text[:LONGEST_FORM])
    line = _cron_expression(text)
    if line is None:
        return _parse_words(text)
    if len(line) > _LONGEST_LINE:
        return InvalidSchedule("too-long", line)
    fault = cron_fault(line)
    return InvalidSchedule(fault, line) if fault else Schedule(Cron(line))


_LONGEST_TYPED: Final = 4 * LONGEST_FORM
"""Longer texts are refused."""
_LONGEST_LINE: Final = LONGEST_FORM - len("cron ")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−~～〜", "-") | {"`": " "})
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff]")


def _normalised(typed: str) -> str:
    """Lower case, half width, simplified characters, single spaces, plain dashes."""
    cut = _INVISIBLE.sub("", typed.strip()[:_LONGEST_TYPED]).translate(_DASHES)
    text = " ".join(normalise(cut).split())
    # 每一天 is every day; only larger numbers make an interval.
    return re.sub("每一(?=[天日周个])", "每", text)


_CRON_NAMED: Final = re.compile(r"cron(?:tab)?(?![a-z])[: ]*(.*)")
_CRON_BARE: Final = re.compile(
    r"[\d*][\d*/,-]* [\d*][\d*/,-]*(?: [a-z\d*/,#?-]+){3,4}|\*.*|@[a-z]+"
)
_CRON_SHORT: Final[Mapping[str, str]] = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}


def _cron_expression(text: str) -> str | None:
    """The cron expression, with or without the word `cron`; None for other texts."""
    text = re.sub(" ?, ?", ",", text)
    if named := _CRON_NAMED.fullmatch(text):
        line = named[1]
    elif _CRON_BARE.fullmatch(text):
        line = text
    else:
        return None
    return _CRON_SHORT.get(line, line)


def _parse_words(text: str) -> Schedule | InvalidSchedule:
    if interval := _INTERVAL.search(text):
        often = _MINUTES.search(interval[0])
        return InvalidSchedule("too-often" if often else "interval", interval[0].strip())
    left = Remainder(text)
    times = list(parse_times(left))
    found = parse_days(left)
    if not times and not found.in_month and (hour := parse_bare_hour(left)):
        times.append(hour)
    if found.in_month:
        found.month_days += [int(match[0]) for match in left.take(_NUMBER)]
        if not times and len(found.month_days) > 1:
            # Of "monthly 1 9", the 9 may be an hour or a day.
            return InvalidSchedule("no-time")
    left.take(_FILLER)
    return _result(times, found, " ".join(left.rest.split()))


def _result(
    times: list[tuple[time | None, str]], found: ParsedDays, rest: str
) -> Schedule | InvalidSchedule:
    """The schedule from what was found, or the first fault."""
    days = found.days()
    good = {at for at, _ in times if at is not None}
    at = next(iter(good)) if len(good) == 1 else None
    if bad := [said for at_, said in times if at_ is None]:
        return InvalidSchedule("bad-time", bad[0], days)
    if rest:
        return InvalidSchedule("zone" if _ZONE.fullmatch(rest) else "unknown", rest, days, at)
    if len(good) > 1:
        return InvalidSchedule(
            "many-times", ", ".join(f"{each:%H:%M}" for each in sorted(good)), days
        )
    if fault := found.fault():
        return InvalidSchedule(fault[0], fault[1], at=at)
    if days is None:
        return InvalidSchedule(found.missing(), at=at)
    return Schedule(Timed(days, at)) if at else InvalidSchedule("no-time", days=days)


_INTERVAL: Final = re.compile(
    r"""\b (?: every | each ) \s+
          (?: (?: \d+ | an? | one | other | half (?: \s an? )? | quarter | two | three | four | five
                | six | eight | ten | twelve | fifteen | twenty | thirty | few | couple \s of )
              [ -]? )?
          (?: seconds? | secs? | minutes? | mins? | hours? | hrs? | h | quarter | years? ) \b
      | \b (?: every | each ) \s+ (?: \d+ | other | two | three | four | five | six | few ) [ -]?
          (?: days? | weeks? | months? | (?: mon|tues|wednes|thurs|fri|satur|sun)days? ) \b
      | \b (?: hourly | fortnightly | quarterly | yearly | annually | bi-?(?: weekly | monthly )
             | (?: once | twice | \d+ \s times ) \s (?: an? | per | every ) \s \w+ ) \b
      | 每 隔? \s* (?: \d+ | [一二两三四五六七八九十半几]+ )? \s* 个? 半?
          (?: 秒钟? | 分钟 | 分 | 刻钟 | 小时 | 钟头 | 季度? | 年 )
      | (?: 每 隔? | 隔 ) \s* (?: \d+ | [二两三四五六七八九十几]+ ) \s* 个?
          (?: 天 | 日 | 周 | 星期 | 礼拜 | 月 )
      | 每? 隔 一? 个? (?: 天 | 日 | 周 | 星期 | 礼拜 | 月 ) | [单双]周
      | (?: \d+ | [一二两三四五六七八九十] ) \s* 个?
          (?: 分钟 | 小时 | 天 | 周 | 星期 | 月 ) [一1]次
    """,
    re.VERBOSE,
)
_MINUTES: Final = re.compile(r"sec|min|half|quarter (?:of )?(?:an )?h|秒|分|刻|半")

_NUMBER: Final = re.compile(r"(?<![\w.:/+-])\d{1,3}(?![\w.:/-])")
_FILLER: Final = re.compile(
    r"\b(?:at|on|the|every|each|and|in|of|o'?clock|days?|from|a|for)\b|[在于的每逢和及与都个]|一次|发送|发布|推送"
    r"|[\s,、;.。&@:-]|(?<![a-z])/|/(?![a-z])"
)
_ZONE: Final = re.compile(
    r"(?:utc|gmt)[\d+ ]*|(?:c|e|p|m|b|i|j|k|hk|ae|sg|ce|we|ee)[sd]?t"
    r"|\w*时间|[a-z ]+ time|[a-z_]+/[a-z_/]+"
)
