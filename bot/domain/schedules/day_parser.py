"""Parses the days that a schedule names: mon-fri, weekends, 周一至周五, the 1st, month-end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from bot.domain.numerals import parse_numeral
from bot.domain.schedules.schedule import EVERY_DAY, LAST_DAY, WORKDAYS, Days, MonthDay, Weekdays
from bot.domain.schedules.time_parser import NUMERAL, Remainder

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
    rf"|(?<!\d)第?(?P<zh>\d{{1,3}}|{NUMERAL}) ?[日号]"
)

DayFault: TypeAlias = Literal[
    "no-day", "no-weekday", "no-month-day", "bad-day", "many-days", "mixed-days"
]


@dataclass(slots=True)
class ParsedDays:
    """The days that a text names."""

    weekdays: set[int] = field(default_factory=set[int])
    month_days: list[int] = field(default_factory=list[int])
    last_day: bool = False
    in_month: bool = False
    in_week: bool = False

    def days(self) -> Days | None:
        """The days; None if none or faulty."""
        if self.fault():
            return None
        if self.last_day or self.month_days:
            return MonthDay(LAST_DAY if self.last_day else self.month_days[0])
        return Weekdays(tuple(sorted(self.weekdays))) if self.weekdays else None

    def fault(self) -> tuple[DayFault, str] | None:
        """The fault and the day at fault."""
        wrong = [day for day in self.month_days if not 1 <= day <= 31]
        if wrong:
            return "bad-day", str(wrong[0])
        if self.weekdays and self.in_month:
            return "mixed-days", ""
        if len(set(self.month_days)) + self.last_day > 1:
            return "many-days", ""
        return None

    def missing(self) -> DayFault:
        """The fault of a text that names no day."""
        if self.in_month:
            return "no-month-day"
        return "no-weekday" if self.in_week else "no-day"


def parse_days(left: Remainder) -> ParsedDays:
    """Takes the days out of a text."""
    found = ParsedDays()
    for pattern, numbers in ((_DAILY, EVERY_DAY), (_WORKDAYS, WORKDAYS), (_WEEKENDS, (5, 6))):
        if left.take(pattern):
            found.weekdays.update(numbers)
    for match in left.take(_EN_DAYS):
        first, last = match["first"], match["last"]
        found.weekdays.update(_day_range(_en_number(first), _en_number(last or first)))
    for match in left.take(_ZH_DAYS):
        found.weekdays.update(_zh_numbers(match[0]))
    found.in_week = bool(left.take(_WEEKLY))
    found.last_day = bool(left.take(_LAST))
    found.month_days = [1 for _ in left.take(_FIRST)]
    found.month_days += [
        int(parse_numeral(match["nth"] or match["day"] or match["zh"]))
        for match in left.take(_MONTH_DAY)
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
        yield from _day_range(before, number) if to else (number,)
        before, to = number, False


def _day_range(first: int, last: int) -> Iterator[int]:
    """From one weekday to another, across the end of the week if necessary."""
    yield from ((first + i) % 7 for i in range((last - first) % 7 + 1))
