"""Reads a schedule as people type it, in English and in Chinese.

Pieces that are understood are taken out of the text one after the other: the time, the days, the
words that only hold them together. What is left over was not understood, and then nothing is
guessed: the answer says what was understood and what was not.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Final, Literal, TypeAlias

from bot.domain.schedules.schedule import (
    EVERY_DAY,
    LAST_DAY,
    LONGEST_FORM,
    WORKDAYS,
    Cron,
    Days,
    MonthDay,
    Schedule,
    Timed,
    Weekdays,
    cron_fault,
)
from bot.domain.schedules.time_parser import NUMERALS, Remainder, bare_hour, count, times_of_day
from bot.domain.text import normalise

Reason: TypeAlias = Literal[
    "empty",
    "too-long",
    "no-time",
    "no-day",
    "no-weekday",
    "no-month-day",
    "bad-time",
    "bad-day",
    "bad-cron",
    "too-often",
    "never",
    "interval",
    "many-times",
    "many-days",
    "mixed-days",
    "zone",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a text is no schedule, with the parts of it that were understood."""

    reason: Reason
    wrong: str = ""
    """The piece at fault, as it was read; empty where something is missing."""
    days: Days | None = None
    at: time | None = None


def read_schedule(typed: str) -> Schedule | Unreadable:
    """The schedule that a text means, or why it is none. A schedule's form gives it again."""
    text = _plain(typed)
    if not text:
        return Unreadable("empty")
    if len(text) > LONGEST_FORM or len(typed.strip()) > _LONGEST_TYPED:
        return Unreadable("too-long", text[:LONGEST_FORM])
    line = _cron_line(text)
    if line is None:
        return _read_words(text)
    if len(line) > _LONGEST_LINE:
        return Unreadable("too-long", line)
    fault = cron_fault(line)
    return Unreadable(fault, line) if fault else Schedule(Cron(line))


# ----------------------------------------------------------------------------- the text

_LONGEST_TYPED: Final = 4 * LONGEST_FORM
"""Characters that are looked at; a longer text is refused rather than read in part."""
_LONGEST_LINE: Final = LONGEST_FORM - len("cron ")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−~～〜", "-") | {"`": " "})
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff]")


def _plain(typed: str) -> str:
    """Lower case, half width, simplified characters, single spaces; dashes stay dashes."""
    cut = _INVISIBLE.sub("", typed.strip()[:_LONGEST_TYPED]).translate(_DASHES)
    text = " ".join(normalise(cut).split())
    # One every day (每一天) is every day; only larger numbers make an interval.
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


def _cron_line(text: str) -> str | None:
    """The cron line that a text is, with or without the word; None where it is none."""
    text = re.sub(" ?, ?", ",", text)
    if named := _CRON_NAMED.fullmatch(text):
        line = named[1]
    elif _CRON_BARE.fullmatch(text):
        line = text
    else:
        return None
    return _CRON_SHORT.get(line, line)


# ----------------------------------------------------------------------------- the words


def _read_words(text: str) -> Schedule | Unreadable:
    if interval := _INTERVAL.search(text):
        often = _MINUTES.search(interval[0])
        return Unreadable("too-often" if often else "interval", interval[0].strip())
    left = Remainder(text)
    times = list(times_of_day(left))
    found = _found_days(left)
    if not times and not found.in_month and (hour := bare_hour(left)):
        times.append(hour)
    if found.in_month:
        found.month_days += [int(match[0]) for match in left.take(_NUMBER)]
        if not times and len(found.month_days) > 1:
            # Of "monthly 1 9", the 9 may be an hour or a day.
            return Unreadable("no-time")
    left.take(_FILLER)
    return _judged(times, found, " ".join(left.rest.split()))


def _judged(
    times: list[tuple[time | None, str]], found: "_Found", rest: str
) -> Schedule | Unreadable:
    """The schedule of what was found, or the first thing that is wrong with it."""
    days = found.days()
    good = {at for at, _ in times if at is not None}
    at = next(iter(good)) if len(good) == 1 else None
    if bad := [said for at_, said in times if at_ is None]:
        return Unreadable("bad-time", bad[0], days)
    if rest:
        return Unreadable("zone" if _ZONE.fullmatch(rest) else "unknown", rest, days, at)
    if len(good) > 1:
        return Unreadable("many-times", ", ".join(f"{each:%H:%M}" for each in sorted(good)), days)
    if fault := found.fault():
        return Unreadable(fault[0], fault[1], at=at)
    if days is None:
        return Unreadable(found.missing(), at=at)
    return Schedule(Timed(days, at)) if at else Unreadable("no-time", days=days)


# ----------------------------------------------------------------------------- intervals

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


# ----------------------------------------------------------------------------- days

_DAILY: Final = re.compile(r"\b(?:daily|every ?day|each day|all days)\b|每个?[天日]|天天")
_WORKDAYS: Final = re.compile(
    r"\b(?:week|work|working|business) ?days?\b|(?:每个?)?(?:工作日|平日)"
)
_WEEKENDS: Final = re.compile(r"\bweek-?ends?\b|(?:每个?)?周末")
_EN: Final = (
    r"(?:mo(?:n(?:days?)?)?|tu(?:e(?:s(?:days?)?)?)?|we(?:d(?:s|nesdays?)?)?"
    r"|th(?:u(?:r(?:s(?:days?)?)?)?)?|fr(?:i(?:days?)?)?|sa(?:t(?:urdays?)?)?|su(?:n(?:days?)?)?)"
    r"(?![a-z\d])"
)
_EN_DAYS: Final = re.compile(
    rf"(?<![a-z\d])(?P<first>{_EN})\.?(?:\s*(?:-|\b(?:to|thru|through|till|until)\b)\s*(?P<last>{_EN})\.?)?"
)
_NUMBER: Final = re.compile(r"(?<![\w.:/+-])\d{1,3}(?![\w.:/-])")
_ZH_WEEK: Final = "(?:周|星期|礼拜)"
_ZH: Final = r"(?:[一二三四五六日天](?!次)|[1-7](?![\d:.点时]))"
_ZH_DAYS: Final = re.compile(
    rf"(?:每个?)?{_ZH_WEEK} ?{_ZH}(?: ?[、,和及与到至-]? ?(?:每?{_ZH_WEEK})? ?{_ZH})*"
)
_ZH_PIECE: Final = re.compile(rf"(?P<to>[到至-])|(?P<day>{_ZH})")
_ZH_NUMBERS: Final = {char: i for i, char in enumerate("一二三四五六日")} | {"天": 6}
_WEEKLY: Final = re.compile(rf"\bweekly\b|\b(?:every|each|an?) week\b|每个?{_ZH_WEEK}")

_MONTHLY: Final = re.compile(
    r"\bmonthly\b|\b(?:of )?(?:the|each|every|a) month\b|\bof month\b|每个?月"
)
_LAST: Final = re.compile(
    r"\blast(?: day)?\b|\bend of(?: the| each| every)? month\b|\bmonth[ -]?end\b"
    r"|最后[一1]?[天日]|月底|月末"
)
_FIRST: Final = re.compile(r"\bfirst day\b|(?:第一|首)[天日]|月初")
_MONTH_DAY: Final = re.compile(
    r"(?<![\w.:/])(?P<nth>\d{1,3})(?:st|nd|rd|th)\b|\bday (?P<day>\d{1,3})\b"
    rf"|(?<!\d)第?(?P<zh>\d{{1,3}}|{NUMERALS}) ?[日号]"
)


@dataclass(slots=True)
class _Found:
    """The days that a text names."""

    weekdays: set[int] = field(default_factory=set[int])
    month_days: list[int] = field(default_factory=list[int])
    last_day: bool = False
    in_month: bool = False
    in_week: bool = False

    def days(self) -> Days | None:
        """The days, where there is nothing wrong with them."""
        if self.fault():
            return None
        if self.last_day or self.month_days:
            return MonthDay(LAST_DAY if self.last_day else self.month_days[0])
        return Weekdays(tuple(sorted(self.weekdays))) if self.weekdays else None

    def fault(self) -> tuple[Reason, str] | None:
        """What is wrong with the days, and which."""
        wrong = [day for day in self.month_days if not 1 <= day <= 31]
        if wrong:
            return "bad-day", str(wrong[0])
        if self.weekdays and self.in_month:
            return "mixed-days", ""
        if len(set(self.month_days)) + self.last_day > 1:
            return "many-days", ""
        return None

    def missing(self) -> Reason:
        """Which days a text without any should have named."""
        if self.in_month:
            return "no-month-day"
        return "no-weekday" if self.in_week else "no-day"


def _found_days(left: Remainder) -> _Found:
    found = _Found()
    for pattern, numbers in ((_DAILY, EVERY_DAY), (_WORKDAYS, WORKDAYS), (_WEEKENDS, (5, 6))):
        if left.take(pattern):
            found.weekdays.update(numbers)
    for match in left.take(_EN_DAYS):
        first, last = match["first"], match["last"]
        found.weekdays.update(_span(_en_number(first), _en_number(last or first)))
    for match in left.take(_ZH_DAYS):
        found.weekdays.update(_zh_numbers(match[0]))
    found.in_week = bool(left.take(_WEEKLY))
    found.last_day = bool(left.take(_LAST))
    found.month_days = [1 for _ in left.take(_FIRST)]
    found.month_days += [
        count(match["nth"] or match["day"] or match["zh"]) for match in left.take(_MONTH_DAY)
    ]
    found.in_month = bool(left.take(_MONTHLY)) or found.last_day or bool(found.month_days)
    return found


def _en_number(name: str) -> int:
    return ("mo", "tu", "we", "th", "fr", "sa", "su").index(name[:2])


def _zh_numbers(said: str) -> Iterator[int]:
    """The days of 周一、四, 周一至周五, 周135."""
    before, to = 0, False
    for piece in _ZH_PIECE.finditer(said):
        if piece["to"]:
            to = True
            continue
        char = piece["day"]
        number = int(char) - 1 if char.isdecimal() else _ZH_NUMBERS[char]
        yield from _span(before, number) if to else (number,)
        before, to = number, False


def _span(first: int, last: int) -> Iterator[int]:
    """The days from one to another, over the end of the week where need be."""
    yield from ((first + i) % 7 for i in range((last - first) % 7 + 1))


# ----------------------------------------------------------------------------- the rest

_FILLER: Final = re.compile(
    r"\b(?:at|on|the|every|each|and|in|of|o'?clock|days?|from|a|for)\b|[在于的每逢和及与都个]|一次|发送|发布|推送"
    r"|[\s,、;.。&@:-]|(?<![a-z])/|/(?![a-z])"
)
_ZONE: Final = re.compile(
    r"(?:utc|gmt)[\d+ ]*|(?:c|e|p|m|b|i|j|k|hk|ae|sg|ce|we|ee)[sd]?t"
    r"|\w*时间|[a-z ]+ time|[a-z_]+/[a-z_/]+"
)
