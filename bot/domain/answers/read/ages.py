"""How long a firm has existed, and been in its niche, by what a question says."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from bot.domain.answers.read.clauses import CLAUSE_END
from bot.domain.answers.read.written_numbers import in_digits
from bot.domain.search.ranking import MONTH_LENGTH
from bot.domain.text import Plain, parse_text

_FOUNDED: Final = r"\b(?:founded|established|set up|started|registered) (?:just |only )?"
_YEARS: Final = re.compile(
    rf"(\d{{1,2}})[ -](?:year|yr)s?[ -]old\b|{_FOUNDED}(\d{{1,2}}) (?:year|yr)s? ago\b|"
    r"(?:成立|注册)(?:了|有|已|才|刚|不到|满)*(\d{1,2})年(?![代底初])"
)
_THIS_YEAR: Final = re.compile(rf"{_FOUNDED}this year\b|今年(?:才|刚)?(?:成立|注册|开)|成立于今年")
_LAST_YEAR: Final = re.compile(rf"{_FOUNDED}last year\b|去年(?:才|刚)?(?:成立|注册|开)|成立于去年")
_IN_YEAR: Final = re.compile(
    r"\bfounded\b[^,.;?\d]{0,60}?\b((?:19|20)\d\d)\b|"
    r"\b(?:established|set up|incorporated) (?:only |back )?(?:in |since )?"
    r"(?:[a-z]+ )?((?:19|20)\d\d)\b|"
    r"(?<!\d)((?:19|20)\d\d|[012]\d)年(?:\d{1,2}月)?(?:才|刚)?(?:成立|创立|创办)|"
    r"(?:成立|创立|创办)于((?:19|20)\d\d|[012]\d)年"
)
_NICHE: Final = re.compile(
    r"\b(?:niche|field|line|segment|market|business|products?)\b|"
    "细分|领域|赛道|转做|转型|改做|切入|这行|起做|就做|开始做"
)
_SINCE: Final = re.compile(
    r"\b(?:since |(?:start|beg[aiu]n|launch|enter|mov|switch)\w* [^\d,.;]{0,24}?)"
    r"(?:(?:in|early|mid|late|spring|summer|autumn|fall|winter)[ -])*(20[012]\d)\b|"
    r"(?<!\d)(?:20)?([012]\d)年(?!代|底|[\d-])"
)
_SURE: Final = 3
"""Years that every title asks for at most: a year alone tells no month."""


@lru_cache(maxsize=8)
def age_of(plain: Plain, today: date) -> float | None:
    """For how many years the firm has existed, to the year."""
    plain = in_digits(plain)
    if years := _YEARS.search(plain):
        return float(next(g for g in years.groups() if g))
    if _THIS_YEAR.search(plain):
        return 0.0
    if _LAST_YEAR.search(plain):
        return 1.0
    founded = _IN_YEAR.search(plain)
    year = founded and next(g for g in founded.groups() if g)
    return float(today.year - int(year if len(year) > 2 else f"20{year}")) if year else None


def years_in_niche(plain: Plain, today: date) -> float | None:
    """Full years in the niche at the end of last year; at most as many as the firm has existed."""
    for clause in filter(_NICHE.search, CLAUSE_END.split(plain)):
        months = sorted(d for d in parse_text(clause).dates if len(d) == MONTH_LENGTH)
        if months:
            year, month = int(months[0][:4]), int(months[0][5:])
            return float(max(0, today.year - year - (month > 1)))
        if since := _SINCE.search(clause):
            most = today.year - 2000 - int((since[1] or since[2])[-2:])
            return float(most - 1 if most > _SURE else most) if most != _SURE else None
    age = age_of(plain, today)
    return age if age is not None and age < _SURE else None
