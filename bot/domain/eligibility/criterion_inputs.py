"""Which answers each criterion of the tiers needs. The thresholds are in the data.

A criterion without an input cannot be evaluated: a person judges it, or the data does not say how
to compute it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Final, TypeAlias

from bot.domain.eligibility.firm import FORMAL, Answers, Range
from bot.domain.eligibility.tiers import TierName

Value: TypeAlias = Range | bool | None
"""A range for numbers; true, false or None (unknown) for facts."""


@dataclass(frozen=True, slots=True)
class CriterionInput:
    """How to compute a value from the answers, and the questions it needs."""

    asks: tuple[str, ...]
    of: Callable[[Answers], Value]
    years: tuple[Callable[[Answers], Range], ...] = ()
    """Where each of two years must do: last year, and the year before."""


def _number(key: str) -> CriterionInput:
    return CriterionInput((key,), lambda a: a.number(key))


def _fact(question: str, *keys: str) -> CriterionInput:
    return CriterionInput((question,), lambda a: a.any_of(keys))


def _formality(key: str) -> CriterionInput:
    return CriterionInput((FORMAL,), lambda a: a.facts.get(key))


def _title(tier_name: TierName) -> CriterionInput:
    return CriterionInput(("title",), lambda a: a.holds(tier_name))


def _lower(one: Range, other: Range) -> Range:
    """The range of the lower of two numbers."""
    return Range(min(one.low, other.low), min(one.high, other.high))


def _each_year(asks: tuple[str, ...], *years: Callable[[Answers], Range]) -> CriterionInput:
    """The lower of last year's number and that of the year before."""
    last, before = years
    return CriterionInput(asks, lambda a: _lower(last(a), before(a)), years)


def _score(tier_name: TierName) -> CriterionInput:
    """This year's score; last year's, which is not asked, also counts for a firm under review."""

    def read(a: Answers) -> Range:
        score = a.number("score")
        return score if a.holds(tier_name) is False else Range(score.low, inf)

    return CriterionInput(("score", "title"), read)


def _equity3(a: Answers) -> Range:
    """Equity of three years; that of two years is part of it."""
    stated = a.number("equity3")
    return Range(max(stated.low, a.number("equity2").low), stated.high)


def _average_rd(a: Answers) -> Range:
    both = a.rd_together()
    return Range(both.low / 2, both.high / 2)


def _share_of_unstated_years(a: Answers) -> Range:
    """The rule of 2022 names no years: met by both years, not met by last year."""
    return Range(_lower(a.rd_share(), a.rd_share("1")).low, a.rd_share().high)


_REVENUE: Final = _number("revenue")
_YEARS: Final = _number("years")
_RIGHTS: Final = _number("rights")
_MAIN: Final = _number("main_share")
_DEBT: Final = _number("debt")
_SHARE: Final = _number("market_share")
_EQUITY2: Final = _number("equity2")
_EQUITY3: Final = CriterionInput(("equity3", "equity2"), _equity3)
_RD_SHARE: Final = CriterionInput(("revenue", "rd"), lambda a: a.rd_share())
_RD_SHARES: Final = _each_year(
    ("revenue", "rd", "revenue1", "rd1"), lambda a: a.rd_share(), lambda a: a.rd_share("1")
)
_PRIZE: Final = _fact("prizes", "nat", "prov", "nat5", "nat3", "prov3")
_TITLES: Final = _fact("honours", "high-tech", "ip-title")
_RD_BODY: Final = _fact("honours", "rd-body")
_UNDER_REVIEW: Final = _title("little-giant")

CRITERION_INPUTS: Final[Mapping[str, CriterionInput]] = {
    # For every tier
    "g-established": _formality("established"),
    "g-size": _formality("size"),
    "g-lists": _formality("listed"),
    "g-product": _formality("banned"),
    "g-clean3": _formality("incident"),
    # Innovative SME, and technology-based SME
    "i-d1": _PRIZE,
    "i-d2": _TITLES,
    "i-d3": _RD_BODY,
    "i-d4": _EQUITY3,
    "i-t1": _number("ip"),
    "i-t2": _RD_SHARE,
    "i-t3": _number("main_growth"),
    "i-t4": _DEBT,
    "i-t5": _number("field"),
    "i-t6": _MAIN,
    "t-staff": _number("staff"),
    "t-sales": _REVENUE,
    "t-assets": _number("assets"),
    "t-score": _number("t_score"),
    # Specialised (SRDI) SME
    "s-title": _title("innovative"),
    "s-years": _YEARS,
    "s-rev1": _REVENUE,
    "s-rev2": _EQUITY2,
    "s-main": _MAIN,
    "s-debt": _DEBT,
    "s-rd1": _each_year(("rd", "rd1"), lambda a: a.number("rd"), lambda a: a.number("rd1")),
    "s-rd2": _RD_SHARES,
    "s-ip": _RIGHTS,
    "s-score": _score("specialised"),
    # Little giant
    "l-title": _title("specialised"),
    "l-years": _YEARS,
    "l-rev": _REVENUE,
    "l-main": _MAIN,
    "l-growth": CriterionInput(("revenue", "revenue2"), lambda a: a.growth()),
    "l-debt": _DEBT,
    "l-rd1": CriterionInput(("rd", "rd1"), lambda a: a.rd_together()),
    "l-rd2": _RD_SHARES,
    "l-ip": _RIGHTS,
    "l-share1": _SHARE,
    "l-share2": _number("rank"),
    "l-score": _score("little-giant"),
    "n-champion": _formality("champion"),
    "n-control": _formality("control"),
    "n-group": _formality("group"),
    "n-audit": _formality("audits"),
    # The rules of 2022
    "inno22-prize": _PRIZE,
    "inno22-honour": _TITLES,
    "inno22-rd-body": _RD_BODY,
    "inno22-equity": _EQUITY3,
    "srdi22-years": _YEARS,
    "srdi22-rd-spend": _number("rd"),
    "srdi22-rd-share": _RD_SHARE,
    "srdi22-revenue-10m": _REVENUE,
    "srdi22-equity-20m": _EQUITY2,
    "srdi22-prize": _fact("prizes", "nat5", "nat3", "prov3"),
    "srdi22-average-rd": CriterionInput(("rd", "rd1"), _average_rd),
    "srdi22-equity-60m": _EQUITY2,
    "srdi22-contest": _number("contest"),
    "lg22-years": _YEARS,
    "lg22-main-share": _MAIN,
    "lg22-growth": _number("main_growth2"),
    "lg22-debt": _DEBT,
    "lg22-share": _SHARE,
    "lg22-brand": _fact("honours", "brand"),
    "lg22-rev-100m": _REVENUE,
    "lg22-rd-3": _RD_SHARES,
    "lg22-rev-50m": _REVENUE,
    "lg22-rd-6": CriterionInput(_RD_SHARES.asks, _share_of_unstated_years),
    "lg22-rev-below-50m": _REVENUE,
    "lg22-equity-80m": _EQUITY2,
    "lg22-rd-30m": _number("rd"),
    "lg22-rd-staff": _number("rd_staff"),
    "lg22-ip": _RIGHTS,
    "lg22-rd-body": _fact("honours", "own-rd-body"),
    "lg22-it": _fact("honours", "it-core"),
    "lg22-cert": _fact("honours", "certified"),
}
"""By the criterion's id."""

PRESUMED: Final = frozenset(i for i, read in CRITERION_INPUTS.items() if read.asks == (FORMAL,))
"""Criteria that nearly every firm meets."""

HELD: Final[Mapping[str, CriterionInput]] = {"b-title": _title("innovative")}
"""Criteria that a title meets, whatever the alternatives."""

EXEMPTIONS: Final[Mapping[str, tuple[CriterionInput, ...]]] = {
    "s-ip": (_fact("prizes", "nat3", "prov3"), _RD_BODY),
    "l-growth": (_UNDER_REVIEW,),
    "l-ip": (_fact("prizes", "nat3"),),
}
"""In the order of the data's exemptions."""

OPTIONS: Final[Mapping[str, tuple[CriterionInput, ...]]] = {
    "t-direct": (
        _fact("honours", "high-tech"),
        _fact("prizes", "nat3-five", "nat3"),
        _RD_BODY,
        _fact("honours", "standard"),
    )
}
"""In the order of the data's options."""

SAME_TABLE: Final[Mapping[str, str]] = {
    "inno22-score": "i-score",
    "inno22-innovation": "i-score-in",
    "inno22-growth": "i-score-gr",
    "inno22-specialisation": "i-score-sp",
}
"""Scores of the 2022 standard whose bands are recorded with the current rules (inno22-table)."""
