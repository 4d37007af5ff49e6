"""How many months ago something happened to the firm, as a question tells it."""

import re
from collections.abc import Collection
from datetime import date
from typing import Final

from bot.domain.answers.read.written_numbers import in_digits
from bot.domain.numerals import parse_numeral
from bot.domain.search.ranking import MONTH_LENGTH
from bot.domain.text import MONTH_NAMES, MONTH_NUMBERS, Plain

_AGO: Final = re.compile(
    r"\b(\d{1,2}) months? (?:ago|back|already|since|now)|(\d{1,2})个多?月(?:了|[以之]?前|还?没)"
)
_DAYS_AGO: Final = re.compile(
    r"\b(?:days?|weeks?) ago|\blast week|\byesterday|(?:天|周|星期|礼拜)(?:了|以?前)|[上这]周|昨天"
)
_MONTH: Final = re.compile(
    rf"\b(?:in|since|of|last|early|late|mid) ({MONTH_NAMES})\b(?! 20)|"
    r"(?<![\d年个])(\d{1,2}|[一二三四五六七八九十]{1,2})月(?!\d)"
)
"""A month without its year: the last one of that name."""
_DAYS: Final = re.compile(r"\b(\d{1,4})[ -]days?\b|(?<![\d第])(\d{1,4})[天日]")
_MONTHS: Final = re.compile(r"\b(\d{1,2})[ -]months?\b|(?<!\d)(\d{1,2})个多?月")


def days_told(plain: Plain) -> int | None:
    """The longest time in days, or in months of 30 days, that a question tells; None without."""
    text = in_digits(plain)
    found = [int(m[1] or m[2]) for m in _DAYS.finditer(text)]
    found += [int(m[1] or m[2]) * 30 for m in _MONTHS.finditer(text)]
    return max(found, default=None)


def months_since(plain: Plain, dates: Collection[str], today: date) -> int | None:
    """Whole calendar months from the month that is told to today's; None if none is told."""
    text = in_digits(plain)
    months = sorted(d for d in dates if len(d) == MONTH_LENGTH and d <= today.isoformat())
    if months:
        return (today.year - int(months[0][:4])) * 12 + today.month - int(months[0][5:])
    if ago := _AGO.search(text):
        return int(ago[1] or ago[2])
    if _DAYS_AGO.search(text):
        return 0
    if said := _MONTH.search(text):
        month = MONTH_NUMBERS[said[1]] if said[1] else int(parse_numeral(said[2]))
        return (today.month - month) % 12
    return None
