"""What a rate comes to on the sum that the firm itself spends or borrows."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.answers.read.clauses import pieces
from bot.domain.data.models import Figure, Measure
from bot.domain.eligibility.matching import offered
from bot.domain.search.figure_ranking import ASKS_WHAT_ONE_GETS
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import Plain, parse_text, sums_in

_SPENT: Final = (
    r"\b(?:spen[dt]\w*|pay(?:s|ing)?|paid|costs?|bills?|invoices?|budget|fees?|quoted?|b[uo]y\w*|"
    r"bought|purchas\w+)\b|花|费|付|预算|买|购|价"
)
_BASES: Final[Mapping[str, re.Pattern[str]]] = {
    unit: re.compile(words)
    for unit, words in {
        "percent of contract": rf"\bcontracts?\b|\bsubscri|\bsign|合同|签|{_SPENT}",
        "percent of rent": rf"\brent|\bleas|\bhir(?:e|ing)\b|租|{_SPENT}",
        "percent of investment": r"\binvest|投资|技改",
        "percent of deduction": r"\bdeduction|加计扣除",
        "percent of sale": r"\bcontracts?\b|合同|\bsold\b|卖",
        "percentage points": r"\bloans?\b|\bborrow|\blen[dt]\b|\bcredit\b|贷|借",
    }.items()
}
"""How a question says that a sum is what such a rate is a share of."""
_BY_TITLE: Final = "percent of deduction"
"""Unit of a rate that each title caps at another amount."""
_ASSETS: Final = re.compile(
    r"equipment|machine|plant\b|\bline\b|factory|workshop|fixed.asset|设备|机器|机床|产线|厂房|固定资产|固贷"
)
_YEARLY: Final = re.compile(r"\b(?:a|per|each|every) year\b|\byearly\b|\bannual|每年|一年")
"""Asks for what one year brings."""
_SOME: Final = re.compile("几[十百千]?[万亿]")
"""How a Chinese question asks for a sum."""
_OTHER: Final = re.compile(
    r"revenue|\bsales\b(?! contract)|turnover|\bearn|capital|\brais(?:e|ed|ing)\b|profit|"
    r"valu(?:ed|ation)|(?<!contract )worth|"
    r"\b(?:up to|at most|capp?e?d?|max\w*(?! (?:we|i|can)\b)|limit|ceiling|get|receive)\b(?! back)|"
    r"营收|收入|销售(?!合同)|注册资本|融资|利润|估值|最高|上限|封顶|不超过|能[拿补贴报]到?\d"
)
"""Says that a sum is something else of the firm, or what it is to get."""


def own_sum(measure: Measure, plain: Plain, most: Figure | None = None) -> Line | None:
    """The line with what the firm gets at most on the sum that a question says it spends.

    None where the question names no such sum, or the measure no rate of a known base.
    `most`: the amount that caps it, where each title has its own.
    """
    rates = [f for f in measure.figures if f.unit in _BASES]
    if most is None and any(f.unit == _BY_TITLE for f in rates):
        return None
    if not rates or not offered(measure):
        return None
    rate = min(rates, key=lambda f: f.value)
    spent = _spent(plain, rate.unit)
    if spent is None:
        return None
    years = [f for f in measure.figures if f.unit == "years" and rate.unit == "percentage points"]
    years = [] if _YEARLY.search(plain) else years
    caps = [most] if most else _caps(measure)
    worth = _worth(measure, rate, spent, max((f.value for f in years), default=1), caps)
    figure = Figure(
        id="own-sum",
        name=rate.name,
        value=worth,
        unit="CNY",
        qualifier="up to",
        scope="firm",
        sources=rate.sources,
    )
    return Line(measure, (figure, rate, *years), role="own-sum", base=spent)


def without_base(measure: Measure, question: ParsedQuestion) -> Line | None:
    """That no source states what its rate is a share of, where the firm's sums ask for one."""
    rates = [f for f in measure.figures if f.scope == "firm" and f.unit == "percent"]
    unknown = (t.text for t in measure.not_stated if t.about == "rate")
    text = next(unknown, None) if len(rates) == 1 and offered(measure) else None
    if text is None:
        return None
    asks = "amount" in question.intents or ASKS_WHAT_ONE_GETS.search(question.text)
    if not (asks and sums_in(parse_text(_SOME.sub("", question.text)).amounts)):
        return None
    return Line(measure, text=text, stated=False, role="no-base")


def without_used(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines, without figures that the line of an own sum holds already."""
    kept = tuple(lines)
    used = [figure for line in kept if line.role == "own-sum" for figure in line.figures]
    return tuple(x for x in kept if x.role or x.text or all(f not in used for f in x.figures))


def _spent(plain: Plain, unit: str) -> float | None:
    """The only sum of a question, if its clause says that it is what such a rate is a share of."""
    told = [
        (value, piece)
        for piece in pieces(plain)
        for value in sums_in(parse_text(_SOME.sub("", piece)).amounts)
    ]
    if len(told) != 1 or (unit == "percentage points" and not _ASSETS.search(plain)):
        return None
    [(value, clause)] = told
    return value if _BASES[unit].search(clause) and not _OTHER.search(clause) else None


def _caps(measure: Measure) -> list[Figure]:
    """The most that one firm gets; of what only some projects get, the most of those."""
    sums = [f for f in measure.figures if f.unit == "CNY" and f.scope != "total"]
    return [f for f in sums if f.scope == "firm"] or [f for f in sums if f.role is None]


def _worth(
    measure: Measure, rate: Figure, spent: float, years: float, caps: Iterable[Figure]
) -> float:
    """The share of the sum; of points a year that of these years and of what counts of a loan."""
    share = rate.value / 100 * years
    if rate.unit == "percentage points":
        spent = min([spent, *(f.value for f in measure.figures if _is_base(f))])
    return round(min([spent * share, *(f.value for f in caps)]))


def _is_base(figure: Figure) -> bool:
    """Whether a figure is the most of a loan that counts."""
    return figure.unit == "CNY" and figure.scope is None and figure.qualifier == "up to"
