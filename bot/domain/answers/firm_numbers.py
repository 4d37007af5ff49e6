"""The numbers about a firm that a question states: revenue, R&D, debt ratio, patents ..."""

import re
from collections.abc import Mapping
from typing import Final

from bot.domain.text import parse_text

_SUM: Final = r"(\d[\d.,]*\s*(?:万亿|千万|百万|亿|万|billion|million|mio|bn|mn|mln|m|k)?)"
_PERCENT: Final = r"(\d[\d.]*)\s*(?:%|percent|per cent|个点)"
_NUMBER: Final = r"(\d+)"
_GAP: Final = r"[^\d,.;，。；]{0,16}?"


def _either(words: str, value: str, after: str = "") -> re.Pattern[str]:
    """The value after the words, or before them."""
    return re.compile(rf"(?:{words}){_GAP}{value}|{value}\s?(?:{after or words})")


_STAFF: Final = re.compile(
    r"(\d{1,6})[ -]?(?:people|persons?|staff|employees|workers|heads?|man\b|strong)|"
    r"(?:staff|team|headcount) of (\d{1,6})|(\d{1,6})(?:来|多)?(?:个|名)?(?:人|员工)"
)
_REVENUE: Final = re.compile(
    r"(?:revenue|turnover|sales|营业收入|营业额|营收|年收入|销售额|流水)[^\d,.;，。；]{0,14}"
    r"(\d[\d.,]*\s*(?:万亿|千万|百万|亿|万|billion|million|bn|mn|m|k)?)|"
    r"(\d[\d.,]*\s*(?:万亿|千万|百万|亿|万|billion|million|bn|mn|m|k)?)"
    r"(?: yuan| rmb|元)?(?: in| of| a year in)? ?(?:revenue|turnover|sales|营业收入|营收|销售额)"
)
_FACTS: Final[Mapping[str, re.Pattern[str]]] = {
    "revenue": _REVENUE,
    "rd": _either(r"r&d(?: spend\w*)?|research|研发(?:费用|投入)?", _SUM),
    "main_share": _either(
        "main (?:line|business|product|share)|core (?:line|business|product)|主营|主业",
        _PERCENT,
        "(?:of )?(?:our )?(?:revenue|sales|turnover)?(?: is| comes)?"
        " ?(?:from|of|in)? ?(?:the |our )*(?:main|core)|主营",
    ),
    "debt": _either("debt|liabilities|负债率?|资产负债率", _PERCENT),
    "market_share": _either("market share|市占率|市场份额|占有率", _PERCENT),
    "years": _either(
        "in (?:the|this|our) (?:niche|line|field|market)|从事|干了|做了", _NUMBER, "years? in"
    ),
    "rights": _either(
        "patents?|发明专利|专利|Ⅰ类",
        _NUMBER,
        r"(?:[\w-]+ ){0,3}patents?|(?:个|项|件)?(?:自有|自研)?(?:的)?(?:发明|专利)",
    ),
    "score": _either(
        "score|points|platform says|得分|评分|评价|显示|平台",
        _NUMBER,
        "points|(?:on|in) (?:the )?(?:evaluation|assessment|platform)|分",
    ),
    "staff": _STAFF,
    "assets": _either("assets|资产总额|总资产", _SUM, "assets"),
}
_RD_YEARS: Final = re.compile(
    rf"(?:r&d(?: spend\w*)?|research|研发(?:费用?|投入)?)[^\d]{{0,12}}?(?:(?:20)?2\d年)?{_SUM}"
    rf"(?: in 20\d\d)?\s*(?:\+|and|then|but|,|、|和|，)\s*(?:(?:20)?2\d年)?{_SUM}"
)
"""R&D of two years; the later one stands last."""
_EQUITY: Final = re.compile(
    rf"{_SUM}(?: yuan| rmb)? (?:of |in )?(?:[\w-]+ )?(?:venture capital|vc|new equity|equity)|"
    rf"(?:股权(?:融资|投资)|风投|机构投(?:资|了)?|投资方)[^\d]{{0,8}}?{_SUM}|"
    rf"(?:vc|venture|equity|investors?)[^\d]{{0,20}}?{_SUM}"
)
_GROWTH: Final = re.compile(
    rf"(?:growth|up|grew|growing|增长?|涨)[^\d]{{0,6}}{_PERCENT}(?: a year| each year| per year)?"
)
_LEAST: Final[Mapping[str, float]] = {
    "revenue": 100_000,
    "rd": 10_000,
    "rd1": 10_000,
    "assets": 100_000,
    "equity2": 100_000,
}
"""Smaller sums are something else: a rate, a year, a number of people."""


def numbers_of(plain: str) -> dict[str, float]:
    """The numbers stated in a normalised question, by the keys of the check's answers.

    In yuan, percent, years, points or pieces. Of R&D in two years the later one stands last.
    """
    found: dict[str, float] = {}
    for key, pattern in _FACTS.items():
        if match := pattern.search(plain):
            _put(found, key, next(g for g in match.groups() if g))
    if years := _RD_YEARS.search(plain):
        _put(found, "rd1", years[1])
        _put(found, "rd", years[2])
    if equity := _EQUITY.search(plain):
        _put(found, "equity2", next(g for g in equity.groups() if g))
    if "revenue" in found and (growth := _GROWTH.search(plain)):
        found["revenue2"] = found["revenue"] / (1 + float(growth[1]) / 100) ** 2
    return found


def _put(found: dict[str, float], key: str, written: str) -> None:
    amounts = parse_text(written.replace("mio", "million")).amounts
    value = float(amounts[0].strip("=%")) if amounts else 0.0
    if value >= _LEAST.get(key, 0.0):
        found[key] = value
