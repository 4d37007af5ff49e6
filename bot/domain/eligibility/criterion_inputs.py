"""How each kind of value that a requirement can name is computed, and from which answers.

The data says which requirement tests what. One that names nothing cannot be evaluated: a person
judges it, or the data does not say how to compute it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Final, TypeAlias

from bot.domain.data.firm_values import Fact, FirmNumber, TierName
from bot.domain.data.models import Criterion
from bot.domain.eligibility.firm import ANYTHING, FORMAL, TICKS, Answers, Range
from bot.domain.eligibility.tiers import TIER_NAMES

Value: TypeAlias = Range | bool | None
"""A range for numbers; true, false or None (unknown) for facts."""


@dataclass(frozen=True, slots=True)
class CriterionInput:
    """How to compute a value from the answers, and the questions it needs."""

    asks: tuple[str, ...]
    of: Callable[[Answers], Value]
    years: tuple[Callable[[Answers], Range], ...] = ()
    """Where each of two years must do: last year, and the year before."""


def input_of(criterion: Criterion) -> CriterionInput | None:
    """How to compute what a criterion tests; None if it names neither a number nor facts."""
    if criterion.number is None:
        return facts_input(criterion.facts) if criterion.facts else None
    own = INPUTS[criterion.number]
    return _or_last_year(own, criterion.or_last_year_for) if criterion.or_last_year_for else own


def is_stated(criterion: Criterion, answers: Answers) -> bool:
    """Whether the number that a criterion tests is known, at least within bounds."""
    own = input_of(criterion)
    return own is not None and own.of(answers) not in (None, ANYTHING)


@cache
def facts_input(facts: tuple[Fact, ...]) -> CriterionInput:
    """Whether any of these facts is true; unknown if there are none."""
    asks = tuple(dict.fromkeys(map(_question_of, facts)))
    return CriterionInput(asks, lambda a: a.any_of(facts) if facts else None)


def _question_of(fact: Fact) -> str:
    if fact in TIER_NAMES:
        return "title"
    return next((question for question, facts in TICKS.items() if fact in facts), FORMAL)


def _or_last_year(own: CriterionInput, title: TierName) -> CriterionInput:
    """The number of this year; for a firm with the title, last year's may be any higher one."""

    def read(a: Answers) -> Value:
        value = own.of(a)
        if isinstance(value, Range) and a.holds(title) is not False:
            return Range(value.low, inf)
        return value

    return CriterionInput((*own.asks, "title"), read)


def _number(key: str) -> CriterionInput:
    return CriterionInput((key,), lambda a: a.number(key))


def _total(key: str) -> CriterionInput:
    """The points of a self-evaluation; no form asks for them, its scored items do."""
    return CriterionInput((), lambda a: a.number(key))


def _lower(one: Range, other: Range) -> Range:
    """The range of the lower of two numbers."""
    return Range(min(one.low, other.low), min(one.high, other.high))


def _each_year(asks: tuple[str, ...], *years: Callable[[Answers], Range]) -> CriterionInput:
    """The lower of last year's number and that of the year before."""
    last, before = years
    return CriterionInput(asks, lambda a: _lower(last(a), before(a)), years)


def _equity3(a: Answers) -> Range:
    """Equity of three years; that of two years is part of it."""
    stated = a.number("equity3")
    return Range(max(stated.low, a.number("equity2").low), stated.high)


def _average_rd(a: Answers) -> Range:
    both = a.rd_together()
    return Range(both.low / 2, both.high / 2)


def _share_of_unstated_years(a: Answers) -> Range:
    """A rule that names no years: met by both years, not met by last year."""
    return Range(_lower(a.rd_share(), a.rd_share("1")).low, a.rd_share().high)


_SHARES: Final = ("revenue", "rd", "revenue1", "rd1")
INPUTS: Final[Mapping[FirmNumber, CriterionInput]] = {
    "revenue": _number("revenue"),
    "rd": _number("rd"),
    "rd-each-year": _each_year(("rd", "rd1"), lambda a: a.number("rd"), lambda a: a.number("rd1")),
    "rd-two-years": CriterionInput(("rd", "rd1"), lambda a: a.rd_together()),
    "rd-average": CriterionInput(("rd", "rd1"), _average_rd),
    "equity-2-years": _number("equity2"),
    "equity-3-years": CriterionInput(("equity3", "equity2"), _equity3),
    "assets": _number("assets"),
    "main-share": _number("main_share"),
    "debt": _number("debt"),
    "market-share": _number("market_share"),
    "growth": CriterionInput(("revenue", "revenue2"), lambda a: a.growth()),
    "main-growth": _number("main_growth"),
    "main-growth-2-years": _number("main_growth2"),
    "rd-share": CriterionInput(("revenue", "rd"), lambda a: a.rd_share()),
    "rd-share-each-year": _each_year(_SHARES, lambda a: a.rd_share(), lambda a: a.rd_share("1")),
    "rd-share-unstated-years": CriterionInput(_SHARES, _share_of_unstated_years),
    "rd-staff-share": _number("rd_staff"),
    "score": _number("score"),
    "tech-score": _number("t_score"),
    "self-score": _total("self_score"),
    "self-score-innovation": _total("self_score_innovation"),
    "self-score-growth": _total("self_score_growth"),
    "self-score-specialisation": _total("self_score_specialisation"),
    "best-right": _number("ip"),
    "field": _number("field"),
    "years": _number("years"),
    "rights": _number("rights"),
    "rank": _number("rank"),
    "contest-rank": _number("contest"),
    "staff": _number("staff"),
}
"""By the number that a criterion names in the data."""
