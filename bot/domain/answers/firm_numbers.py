"""The numbers about a firm that a question states: revenue, R&D, debt ratio, patents ..."""

import re
from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Final

from bot.domain.text import parse_text

_SUM: Final = r"(\d[\d.,]*\s*(?:万亿|千万|百万|亿|万|billion|million|mio|bn|mn|mln|m|k)?)"
_PERCENT: Final = r"(\d[\d.]*)\s*(?:%|percent|per cent|个点)"
_RATIO: Final = r"(\d[\d.]*)(?![\d.]*\s*(?:万|亿|千|million|bn|mn|m\b|k\b))"
_NUMBER: Final = r"(\d+)"
_POINTS: Final = r"(?<![\d.])(\d{1,3})(?!\d|\.\d|\s*%|年)"
_GAP: Final = r"[^\d,.;，。；]{0,16}?"


def _either(words: str, value: str, after: str = "") -> tuple[re.Pattern[str], ...]:
    """The value after the words, else before them."""
    return (
        re.compile(rf"(?:{words}){_GAP}{value}"),
        re.compile(rf"{value}\s?(?:{after or words})"),
    )


_STAFF: Final = re.compile(
    r"(\d{1,6})[ -]?(?:people|persons?|staff|employees|workers|heads?|man\b|strong)|"
    r"(?:staff|team|headcount) of (\d{1,6})|(?:员工|职工)(\d{1,6})|"
    r"(\d{1,6})(?:来|多)?(?:个|名)?(?:人|员工)"
)
_SALES: Final = "revenue|turnover|sales|营业收入|营业额|营收|年收入|销售额|流水"
_REVENUE: Final = re.compile(
    rf"\b(?:made|earned|turned over|took in)[^\d,.;]{{0,8}}{_SUM}|"
    rf"(?:去年|一年|全年)(?:做|卖|赚)了?[^\d,.;，。；]{{0,4}}{_SUM}|"
    rf"(?:{_SALES})[^\d,.;，。；]{{0,14}}{_SUM}(?!\d*[.\d]*\s*%)|"
    rf"{_SUM}(?: yuan| rmb|元)?(?: in| of| a year in)? ?(?:{_SALES})"
)
_FACTS: Final[Mapping[str, Sequence[re.Pattern[str]]]] = {
    "revenue": (_REVENUE,),
    "rd": _either(
        r"r&d(?: spend\w*| costs?)?|research(?: costs?)?|研发(?:费用?|投入)?", _SUM + "(?!%)"
    ),
    "rd_share": (
        re.compile(
            rf"(?:r&d|research|研发)[^\d.;，。；]{{0,30}}?{_PERCENT}(?! staff)"
            rf"|{_PERCENT} (?:of \w+ )?(?:on |for )?r&d\b"
        ),
    ),
    "main_share": _either(
        "main (?:line|business|product|share)|core (?:line|business|product)|主营|主业",
        _PERCENT,
        "(?:of )?(?:our )?(?:revenue|sales|turnover)?(?: is| comes)?"
        " ?(?:from|of|in)? ?(?:the |our )*(?:main|core)|主营",
    ),
    "debt": _either("debt|liabilities|gearing|负债率?|资产负债率", _RATIO, "debt|负债"),
    "market_share": _either(
        "market share|share of the market|市占率?|市场份额|占有率",
        _PERCENT,
        r"of (?:the |our |its |this )?(?:[\w-]+ )?(?:market|niche)\b|(?:的)?市场|市占",
    ),
    "rank": (
        re.compile(
            r"(?:\bnumber|\bno\.?|\brank(?:ed|s|ing)?(?: at| as)?|#) ?(\d{1,3})\b|"
            r"(?:国内|全国|行业|市场|排名?|排行)(?:排名?)?(?:第|前)(\d{1,2})"
        ),
    ),
    "years": (
        re.compile(
            r"in (?:the|this|our) (?:[\w-]+ )?(?:niche|line|field|market|segment|business)"
            r"[^\d,.;]{0,16}?(\d+)(?:\.\d)? (?:years|yrs?)|"
            r"(\d+)(?:\.\d)? (?:years?|yrs?) (?:in|on)\b|"
            r"(?:从事|干了|做了|深耕|细分(?:领域|市场|行业))[^\d,.;，。；]{0,12}?(\d{1,2})年"
        ),
    ),
    "rights": _either(
        "patents?|发明专利|专利|Ⅰ类",
        _NUMBER + "(?!年)",
        r"(?:[\w-]+ ){0,3}patents?|(?:个|项|件)?(?:自有|自研)?(?:的)?(?:发明|专利)",
    ),
    "score": _either(
        "score|points|platform says|evaluation|assessment|得分|评分|评价分?|显示|平台",
        _POINTS,
        "points|(?:on|in) (?:the )?(?:evaluation|assessment|platform)|分",
    ),
    "staff": (_STAFF,),
    "assets": _either("assets|资产总额|总资产|资产(?!负债)", _SUM, "assets"),
}
_THEN: Final = (
    r"(?: in 20\d\d)?\s*"
    r"(?:(?:\+|and|then|but|to|->|→|/|,|、|和|，)\s*(?:(?:20)?2\d年)?|(?:20)?2\d年)"
)
_RD_YEARS: Final = re.compile(
    r"(?:r&d(?: spend\w*| costs?)?|research(?: costs?)?|研发(?:费用?|投入)?)"
    rf"[^\d]{{0,12}}?(?:(?:20)?2\d年)?{_SUM}{_THEN}{_SUM}(?!\s*%)"
)
"""R&D of two years; the later one stands last."""
_SALES_YEARS: Final = re.compile(rf"(?:{_SALES})[^\d]{{0,12}}?{_SUM}{_THEN}{_SUM}{_THEN}{_SUM}")
"""Revenue of three years; the latest stands last."""
_INVESTOR: Final = "venture(?: capital)?|vc|equity|investors?|institution|fund|angel"
_EQUITY: Final = re.compile(
    rf"{_SUM}(?: yuan| rmb)? (?:of |in )?(?:[\w-]+ )?(?:venture capital|vc|new equity|equity)|"
    rf"(?:股权(?:融资|投资)|风投|机构(?:实缴)?投?|基金投|投资方)[^\d,.;，。；]{{0,8}}?{_SUM}|"
    rf"(?:{_INVESTOR})\b[^\d,.;]{{0,20}}?{_SUM}|"
    rf"{_SUM}(?: yuan| rmb)? (?:was |were )?(?:paid|put) in (?:by|from) "
    rf"(?:[\w-]+ ){{0,2}}(?:{_INVESTOR})"
)
_GROWTH: Final = re.compile(
    r"(?:compound|growth|\bup(?! to)|grew|growing|shr[aiu]nk|\bfell|\bdown|"
    r"增(?:长|速)?|涨|下降|下滑|跌)"
    rf"[^\d,.;，。；]{{0,8}}{_PERCENT}"
)
_SHRINKS: Final = re.compile(r"shr[aiu]nk|fell|down|下|跌")
_YOUNG: Final = re.compile(
    r"\b(?:founded|established|set up|started|registered) (?:just |only )?"
    r"(?:last year|this year|([12]) years? ago)|\b([12])[ -]years?[ -]old\b|"
    r"(?:去年|今年)(?:才|刚)?(?:成立|注册|开)|(?:成立|注册)(?:了|才|刚|不到|满)*([12])年(?![代底初])"
)
_NO_RIGHTS: Final = re.compile(
    r"\bno (?:[\w-]+ )?patents?\b|\bpatents? none|(?:没有?|无)(?:发明)?专利"
)
_LEAST: Final[Mapping[str, float]] = {
    "revenue": 100_000,
    "rd": 10_000,
    "rd1": 10_000,
    "assets": 100_000,
    "equity2": 100_000,
}
"""Smaller sums are something else: a rate, a year, a number of people."""
_WORDS: Final = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_HAN: Final = dict(zip("一二两三四五六七八九", "1223456789", strict=True))
_WRITTEN: Final = re.compile(
    rf"\b({'|'.join(_WORDS)})\b(?= (?:in|of|years?|own|invention|patents?)\b)|"
    r"[一两]个(?=亿)|[一二两三四五六七八九](?=年|个|件|项|$|[,，。])|(?<=[第前])[一二三四五六七八九]"
)


def numbers_of(plain: str) -> dict[str, float]:
    """The numbers stated in a normalised question, by the keys of the check's answers.

    In yuan, percent, years, points or pieces. Of R&D in two years the later one stands last.
    """
    plain = _WRITTEN.sub(lambda m: _WORDS.get(m[0]) or _HAN[m[0][0]], plain)
    found: dict[str, float] = {}
    for key, patterns in _FACTS.items():
        if match := next(filter(None, (pattern.search(plain) for pattern in patterns)), None):
            _put(found, key, next(g for g in match.groups() if g))
    if years := _RD_YEARS.search(plain):
        _put(found, "rd1", years[1])
        _put(found, "rd", years[2])
    if equity := _EQUITY.search(plain):
        _put(found, "equity2", next(g for g in equity.groups() if g))
    if age := _YOUNG.search(plain):  # no firm is in its niche for longer than it exists
        found.setdefault("years", float(next((g for g in age.groups() if g), "1")))
    if _NO_RIGHTS.search(plain):
        found["rights"] = 0
    if growth := _GROWTH.search(plain):
        found["growth"] = float(growth[1]) * (-1 if _SHRINKS.search(growth[0]) else 1)
    if series := _SALES_YEARS.search(plain):
        for key, written in zip(("revenue2", "revenue1", "revenue"), series.groups(), strict=True):
            _put(found, key, written)
        found["growth"] = (sqrt(found["revenue"] / found.pop("revenue2")) - 1) * 100
    return found


def _put(found: dict[str, float], key: str, written: str) -> None:
    amounts = parse_text(written.replace("mio", "million")).amounts
    value = float(amounts[0].strip("=%")) if amounts else 0.0
    if value >= _LEAST.get(key, 0.0):
        found[key] = value
