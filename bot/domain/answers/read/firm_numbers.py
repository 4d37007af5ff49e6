"""The numbers about a firm that a question states: revenue, R&D, debt ratio, patents ..."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import nan
from typing import Final

from bot.domain.answers.read.clauses import CLAUSE_END
from bot.domain.answers.read.denials import denied_in
from bot.domain.answers.read.number_series import (
    COME_TO,
    GROWTH,
    RD,
    SALES,
    SHARES,
    SHRINKS,
    amount_of,
    amounts_in,
    is_of_sales,
    only_share,
    sales_then_rd,
    series_of,
    spent_on_sales,
)
from bot.domain.answers.read.passed_limits import LIMIT_MARGIN, margin_of
from bot.domain.answers.read.places import stated_place
from bot.domain.answers.read.written_numbers import in_digits
from bot.domain.text import UNIT, Plain

_SUM: Final = rf"(\d[\d.,]*\s*{UNIT}?)"
_PERCENT: Final = r"(\d+(?:\.\d+)?)\s*(?:%|percent|per cent|个点)"
_OF_SUM: Final = rf"{UNIT}|元|yuan\b|rmb\b"
"""After a number of money, which is no share, points or pieces."""
_RATIO: Final = rf"(\d+(?:\.\d+)?)(?![\d.]*\s*(?:{_OF_SUM}))"
_NUMBER: Final = rf"(\d+)(?![\d.]*\s*(?:%|{_OF_SUM}))"
POINTS: Final = (
    r"(?<![\d.])(?!100)(\d{2,3}\.\d|\d{1,3})(?![\d.]\d|\d|\s*(?:%|per|(?:of the |[a-z]+ )?"
    rf"(?:indicator|weight|item|criteri|metric|question|part|staff|people)|[个项条类大年月天次家名人台套]|{_OF_SUM}))"
)
"""Points scored: not the whole 100, nor how many indicators there are."""
_GAP: Final = r"[^\d,.;。]{0,16}?"
_FAR: Final = rf"(?:(?!{SHARES.pattern})[^\d,.;。]){{0,32}}?"
"""Between the name of a share and its percentage: no other name of a share."""


def _either(words: str, value: str, after: str = "") -> tuple[re.Pattern[str], ...]:
    """The value after the words, else before them."""
    return (
        re.compile(rf"(?:{words}){_FAR if value == _PERCENT else _GAP}{value}"),
        re.compile(rf"{value}\s?(?:{after or words})"),
    )


_STAFF: Final = re.compile(
    r"(\d{1,6})[ -]?(?:people|persons?|staff|employees|workers|heads?\b|man\b|strong)|"
    r"(?:staff|team|headcount) of (\d{1,6})|(?:员工|职工)(\d{1,6})|"
    r"(\d{1,6})(?:来|多)?(?:个|名|号)?(?:人|员工)"
)
_REVENUE: Final = re.compile(
    rf"\b(?:made|earned|turned over|took in|sold for)[^\d,.;]{{0,8}}{_SUM}|"
    rf"\b(?:did|do|make|sold|sell) {_SUM}(?: yuan| rmb)?(?= (?:a|per|last|this) year|[,.;?]|$)|"
    rf"(?:去年|一年|全年)(?:[才只就]|一共)?(?:做|卖|赚)了?[^\d,.;。]{{0,4}}{_SUM}|"
    rf"卖(?:了|到)?{_SUM}(?=元?(?:[,;。?]|$))|"
    rf"(?:{SALES})(?:{COME_TO}|(?!{RD}|{GROWTH}|profit|利润)[^\d,.;。]){{0,32}}{_SUM}(?![\d.]*\s*%)|"
    rf"{_SUM}(?: yuan| rmb|元)?(?: in| of| a year in)? ?(?:{SALES})"
    rf"(?!额|(?:收入)? ?(?:of |[都达为约是]*)\d[\d.]*\s*{UNIT})"
)
_BARE_REVENUE: Final = re.compile(
    rf"^(?!.*(?:{RD}|profit|loan|export|利润|贷|补|奖|出口)).*?"
    rf"(?:(?:去年[才只就]?|last year,? ?){_SUM}|{_SUM}(?: yuan| rmb)? last year)"
)
"""A sum of last year, where nothing says what it is of."""
_FACTS: Final[Mapping[str, Sequence[re.Pattern[str]]]] = {
    "revenue": (_REVENUE, _BARE_REVENUE),
    "rd": (
        re.compile(
            rf"{_SUM}\s?(?:yuan |rmb )?(?:(?:a|per|each|every) year |yearly |annually |spent )?"
            rf"(?:(?:on|into) (?:our |the )?(?:{RD})|"
            rf"(?:(?:of|in|for|to) (?:our |the )?)?(?:{RD})"
            r"(?!占|比例|强度| (?:share|ratio)|[^\d,;。]{0,8}\d))"
        ),
        re.compile(
            rf"(?:{RD})[^\d,;。]{{0,16}}\d+(?:\.\d+)?%[^\d,;。]{{0,6}}(\d[\d.,]*\s*{UNIT})|"
            rf"(?:{RD})(?: spend\w*| costs?|费用?|投入)?(?:(?!{SALES})[^\d,.;。]){{0,16}}?"
            rf"{_SUM}(?!%)"
        ),
    ),
    "rd_share": (
        re.compile(
            rf"(?:{RD}){_FAR}{_PERCENT}(?! staff)"
            rf"|{_PERCENT} (?:of (?:our |the |total |annual )*\w+ )?"
            r"(?:(?:goes|went|is|was|spent|put|invested) )*(?:on |for |into |to |in )?(?:our )?"
            rf"(?:{RD})"
            rf"|(?:{RD}) ?(?:ratio|share|intensity|占比|比例|强度)[^\d,;。]{{0,8}}?{_RATIO}"
            rf"|{_PERCENT}[^\d,;。a-z]{{0,8}}(?:做|搞|投|花|用)[^\d,;。a-z]{{0,4}}(?:{RD})"
        ),
    ),
    "main_share": _either(
        r"(?:main|core) (?:line|business|product|share)(?! (?:\w+ )?(?:up|gr[eo]w|rose|increas))|"
        "(?:主营|主业)(?!(?:业务)?(?:收入)?[增涨])",
        _PERCENT,
        ",? ?(?:of )?(?:our )?(?:revenue|sales|turnover|income)?(?: is| comes)?"
        r" ?(?:from|of|in)? ?(?:the |our )*(?:main|core)(?! \w+ up)|主营",
    ),
    "debt": (
        *_either("debt|liabilities|gearing|负债率?|资产负债率", _RATIO, "debt|负债"),
        re.compile(
            rf"(?:debt|liabilities|gearing|负债){_FAR}{_PERCENT}|{_PERCENT} (?:debt|gearing)"
        ),
    ),
    "market_share": _either(
        "market share|share of the market|市场(?:只|就|才|仅)?占(?:了|到)?|市占率?|市场份额|占有率",
        _PERCENT,
        r"of (?:the |our |its |this )?(?:[\w-]+ )?(?:market|niche)\b|(?:的)?市场|市占",
    ),
    "years": (
        re.compile(
            r"\b(?:mov|switch|enter|turn|chang|went|got)\w* (?:in|to|over|our)[^\d,.;]{0,24}?"
            r"(\d+) (?:years?|yrs?) ago|(?<!\d)(\d)年前(?:才|刚)?(?:开始)?(?:转|进|改|切|做)|"
            r"\b(?:in|into|entered|made|makes|making) (?:the|this|our|its) (?:[\w-]+ )?"
            r"(?:niche|line|field|market|segment|business|product)"
            r"[^\d,.;]{0,16}?(\d+)(?:\.\d)? (?:years?|yrs?)|"
            r"\b(?:making|building|producing|selling) [^\d,.;]{1,24} for (\d+) years?\b|"
            r"(\d+)(?:\.\d)? (?:years?|yrs?) (?:in|on)\b(?! (?:business|operation|existence))|"
            r"(?:从事|干了|做|深耕|细分(?:领域|市场|行业)?|这行|赛道|领域|方向)"
            r"[^\d,.;。]{0,12}?(\d{1,2}(?:\.5)?)年(?!前)"
        ),
    ),
    "rights": _either(
        "patents?|发明专利|专利|自有发明|i类",
        _NUMBER + "(?!年)",
        r"(?:[a-z][\w-]* ){0,3}patents?|(?:个|项|件)?(?:自有|自研)?(?:的)?(?:发明|专利)",
    )[::-1],
    "score": _either(
        r"score|points|\b(?:it|platform|portal|system|page|screen|site) (?:now )?"
        r"(?:says|shows?|reads|gives)|"
        "evaluation|assessment|得分|总分|评分|评价分?|显示|平台|系统",
        POINTS,
        "(?:out )?of (?:the )?100|/ ?100|points|pts|"
        "(?:on|in) (?:the )?(?:evaluation|assessment|platform)|分",
    ),
    "staff": (_STAFF,),
    "assets": _either("assets|资产总额|总资产|资产(?!负债)", _SUM, "(?:total )?assets"),
}
_INVESTOR: Final = (
    "venture(?: capital)?|vcs?|equity|investors?|institutions?|(?<!guarantee )funds?|angels?|"
    "series [a-d]"
)
_EQUITY: Final = re.compile(
    rf"{_SUM}(?: yuan| rmb)? (?:of |in )?(?:(?!but|and|yet|while)[\w-]+ )?"
    r"(?:venture capital|vc\b|new equity|equity)|"
    rf"[拿获得融][到得了入]*[^\d,.;。贷]{{0,4}}{_SUM}"
    r"(?=[^\d,.;。 贷担租奖补]{0,6}(?:融资|投资|股权|[a-d]\+?轮|天使))|"
    rf"(?:股权(?:融资|投资)|风投|创投|投资(?:机构|方|人)|机构|(?<!担保)基金(?!贷|担)|vc|融了|(?<![想要需求缺])(?<!打算|计划|准备|希望|贷款|债权)融资(?=了?\d))[^\d,.;。]{{0,10}}?{_SUM}|"
    rf"\b(?:{_INVESTOR})\b[^\d,.;]{{0,24}}?{_SUM}|"
    rf"\brais(?:ed?|ing)\b(?:(?!loan|debt|bank|price|pay)[^\d,.;]){{0,16}}?{_SUM}|"
    rf"{_SUM}(?: yuan| rmb)? raised\b(?! (?:by|from|loan|debt))|"
    rf"{_SUM}(?: yuan| rmb)? (?:(?:was |were )?(?:raised|paid in|put in|invested) )?(?:by|from) "
    rf"(?:[\w-]+ ){{0,2}}\b(?:{_INVESTOR})"
)
_GROWTH: Final = re.compile(
    rf"(?:{GROWTH})[^\d,.;。]{{0,12}}{_PERCENT}|{_PERCENT} (?:(?:a|per|annual) (?:year )?)?growth\b"
)
_SLOWS: Final = re.compile(r"(?:growth|增(?:长|速)).*(?:\bto|到|至) ?[\d.]+")
"""The growth itself fell to this."""
_FROM: Final = re.compile(
    rf"(?:\bfrom|从)[^\d,;。]{{0,6}}\d[\d.,]*\s*(?:%|{UNIT})?(?:元| yuan)?"
    r"(?=[^\d,;。]{0,8}(?:\bto\b|到|至))"
)
"""What a number was before it changed."""
_OF_SALES: Final = re.compile(
    rf"{_PERCENT} of (?:our |the |total |annual )*(?:sales|revenue|turnover|income)|"
    rf"占(?:比|营收|收入|销售额?)?[^\d,;。]{{0,5}}{_PERCENT}|\([^\d()]{{0,10}}{_PERCENT}"
)
"""A share of sales: of R&D if that was named last."""
_REACHES: Final = re.compile(
    r"\b(?:pass|reach|hit|cross|exceed|top)(?:e?s|t?ing|e?d)? (?:just )?$|"
    r"(?:突?破|达到|做到|冲到?|超过)了?$"
)
"""Before a sum: who reaches a limit passes it."""
_A_YEAR: Final = re.compile(r"(?<!\d)(?:20[12]\d年?(?!\.?\d)|2\d年(?![来内以期]))")
_SPAN: Final = re.compile(r"(?<![\d.])[23](?:年| years?\b)")
_EACH: Final = re.compile(
    r"\bboth\b|\beach\b|every year|running|in a row|consecutive|"
    r"[两2]年(?:都|均|占|[^\d,;。]{0,6}(?:都是|均为|各))|每年|连续|连着|占比都|年年"
)
_TOGETHER: Final = re.compile(
    r"in total|together|\badds? up to|combined|altogether|"
    r"(?:over|in|for) (?:the )?(?:last |past )?(?:2|two|both) years|"
    r"\b2 years? total|\btotal 2 years?|合计|加起来|[总一]共|[总累共]计|"
    r"(?<!连续)[两2]年的?(?:研发(?:费用?|投入)?)?共?(?:花|投|用)?了?\d"
)
_A_YEAR_EACH: Final = re.compile(
    r"\b(?:a|per) year\b(?! ago| earlier| before)|\byearly\b|\bannual(?:ly)?\b|"
    r"(?<!去年)(?<!今年)(?:一|(?<!\d)1)年"
)
"""What is spent in any year."""
_AVERAGE: Final = re.compile(r"\baverag\w+|平均|年均")
_LEAST: Final[Mapping[str, float]] = {
    "revenue": 100_000,
    "rd": 10_000,
    "rd1": 10_000,
    "assets": 100_000,
    "equity2": 100_000,
}
"""Smaller sums are something else: a rate, a year, a number of people."""


@lru_cache(maxsize=8)  # asked of a question again and again
def numbers_of(plain: Plain) -> Mapping[str, float]:
    """The numbers stated in a normalised question, by the keys of the check's answers.

    In yuan, percent, years, points or pieces. Of two years the earlier one's key ends in 1.
    """
    plain = in_digits(plain)
    found: dict[str, float] = {}
    stated = plain if any(map(str.isdecimal, plain)) else ""
    bare = _FROM.sub("", _A_YEAR.sub("", stated))
    sums = _SPAN.sub("", bare)
    for key, patterns in _FACTS.items() if stated else ():
        said = bare if key in ("years", "revenue") else sums
        if match := next(filter(None, (pattern.search(said) for pattern in patterns)), None):
            _put(found, key, next(g for g in match.groups() if g))
            at = match.start(match.lastindex or 0)
            apart = margin_of(said, at, match.end(match.lastindex or 0))
            reaches = key == "revenue" and _REACHES.search(said, 0, at)
            if key in found:
                found[key] += apart or (LIMIT_MARGIN if reaches else 0.0)
    if equity := _EQUITY.search(sums):
        _put(found, "equity2", next(g for g in equity.groups() if g))
    found |= denied_in(plain, found)
    growths = (g for g in _GROWTH.finditer(bare) if is_of_sales(bare, g.start(g.lastindex or 1)))
    if growth := next(growths, None):
        falls = SHRINKS.search(growth[0]) and not _SLOWS.match(growth[0])
        apart = margin_of(bare, *growth.span(growth.lastindex or 1))
        found["growth"] = float(growth[1] or growth[2]) * (-1 if falls else 1) + apart
    _read_years(found, stated)
    if (place := stated_place(plain)) is not None:
        found["rank"] = place
    _read_shares(found, stated, sums)
    return found


def _read_shares(found: dict[str, float], plain: str, sums: str) -> None:
    """What is stated as a share of sales, or as the only share of a clause."""
    if "rd_share" not in found and (share := _OF_SALES.search(plain)):
        heads = list(SHARES.finditer(plain, 0, share.start(share.lastindex or 0)))
        if heads and heads[-1].lastgroup == "rd_share":
            _put(found, "rd_share", share[share.lastindex or 0])
    for clause in CLAUSE_END.split(sums):
        if only := only_share(clause):
            found.setdefault(*only)


def _read_years(found: dict[str, float], plain: str) -> None:
    """What is stated of two or three years."""
    pairs = dict(spent_on_sales(_A_YEAR.sub("", plain))) or dict(sales_then_rd(plain))
    for series in () if pairs else series_of(plain):
        topic, values = series.topic, series.values
        found[topic] = values[-1]
        if topic == "revenue" and series.years == 2:
            found["revenue2"] = values[0]
        if topic == "revenue" and len(values) > 2 and all(values[-3:-1]):
            found["growth1"], found["growth"] = (
                (b / a - 1) * 100 for a, b in pairwise(values[-3:])
            )
        if len(values) > 1 and (series.years < 2 or len(values) > 2):
            found[f"{topic}1"] = values[-2]
    for key, written in pairs.items():
        _put(found, key, written)
    _read_both_years(found, plain)


def _read_both_years(found: dict[str, float], plain: str) -> None:
    """What is stated of both years alike, together or on average."""
    single = [
        k for k in ("rd", "rd_share", "growth", "revenue") if k in found and f"{k}1" not in found
    ]
    for clause in CLAUSE_END.split(plain) if single else ():
        stated = amounts_in(clause)
        together = 2 if _AVERAGE.search(clause) else int(bool(_TOGETHER.search(clause)))
        for key in single:
            if round(found.get(key, nan), 2) not in stated:
                continue
            if key == "rd" and together:
                found["rd_total"] = found.pop("rd") * together
            elif _EACH.search(clause) or (key == "rd" and _A_YEAR_EACH.search(clause)):
                found[f"{key}1"] = found[key]


def _put(found: dict[str, float], key: str, written: str) -> None:
    value = amount_of(written)
    if value >= _LEAST.get(key, 0.0):
        found[key] = value
