"""Amounts that depend on a number of the firm: which of them is the firm's own."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.data.models import Figure, Measure, Record, Text
from bot.domain.data.values import PaidFor
from bot.domain.eligibility.matching import conditions_of
from bot.domain.search.figure_ranking import ASKS_WHAT_ONE_GETS
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT
from bot.domain.text import amount_token, shares_in, sums_in

_TOTAL: Final = re.compile(
    r"\b(?:totals?|in all|altogether|overall|pot|budget|(?:set|sets|put) aside|pool|combined|"
    r"how (?:big|large) (?:is|are|was)|how much of (?:it|that|this|them)|billions?|volume)\b|"
    r"总|一共|其中|合计|多少个?亿|几个?亿|池|盘子|规模|预算|加起来"
)
"""Asks for what all firms get together."""
_LOAN: Final = re.compile(
    r"\bloan (?:amount|limit|cap|size)|\bhow (?:big|large) (?:a |the )?loan|\bprincipal\b|"
    r"(?:贷款|本金)(?:额|金额|上限|规模|最[高多]|多[大少])|多[大少]的?贷款"
)
"""Asks for the loan of which the interest is subsidised, not for the subsidy."""
_SPENT: Final = re.compile(r"\b(?:spen[dt]|invest|put|pay|our)|投|花")


def own_first(figures: Sequence[Figure], question: ParsedQuestion) -> list[Figure]:
    """The figures, the one for the firm's own number first; without one a total last, if not asked.

    What the firm itself has told is no answer to how much it gets: it comes after that.
    """
    bands = _bands(figures)
    own = _told(question, bands)
    if own is not None:
        holding = [f for f in bands if bands[f].holds(own)]
        best = max(holding, key=lambda f: bands[f].at_least or 0, default=None)
        return sorted(figures, key=lambda f: f is not best)
    plain = question.text
    if "output" in question.concepts and "rate" not in question.intents:
        figures = sorted(figures, key=lambda f: f.unit == "percent")  # a sum is meant
    if all(f.scope != "firm" for f in figures):
        return [*figures]
    about_money = not SUPPORT.isdisjoint(question.concepts)
    told = {*question.amounts} if about_money or "amount" in question.intents else set[str]()
    paid = "amount" in question.intents and not _LOAN.search(plain)
    pays = ASKS_WHAT_ONE_GETS.search(plain) or (about_money and not question.intents) or paid
    all_of_it = _TOTAL.search(plain)

    def later(figure: Figure) -> int:
        is_told = amount_token(figure.value, figure.unit) in told
        if is_told and figure.unit.startswith("percent"):
            return 1
        if figure.scope == "firm" or (figure.scope == "total" and all_of_it):
            return 0
        is_told = is_told and figure.scope is None
        return 2 if is_told or figure.scope == "total" else bool(pays)

    return sorted(figures, key=later)


def has_own_band(record: Record, question: ParsedQuestion) -> bool:
    """Whether a sum that the firm spends chooses which amount it gets."""
    bands = _bands(record.figures if isinstance(record, Measure) else ())
    spent = all(band.unit != "percent" for band in bands.values())
    return spent and _told(question, bands) is not None


def least_missed(measure: Measure, question: ParsedQuestion) -> Text | None:
    """The text of a measure that names its least number, if that of the firm is smaller."""
    bands = _bands(measure.figures)
    own = _told(question, bands)
    least = min((band.at_least or 0 for band in bands.values()), default=0)
    if own is None or own >= least:
        return None
    return next((t for t in conditions_of(measure) if t.test and t.test.value == least), None)


def _bands(figures: Sequence[Figure]) -> dict[Figure, PaidFor]:
    """The figures that name the numbers for which they are paid."""
    return {f: f.paid_for for f in figures if f.paid_for}


def _told(question: ParsedQuestion, bands: Mapping[Figure, PaidFor]) -> float | None:
    """The number of the firm that a question states, of the kind that the bands are of.

    Not one of the sums paid, unless it says that the firm spends so much.
    """
    if not bands:
        return None
    is_percent = next(band.unit == "percent" for band in bands.values())
    told = (shares_in if is_percent else sums_in)(question.amounts)
    paid = {f.value for f in bands}
    if len(told) != 1 or (told[0] in paid and not _SPENT.search(question.text)):
        return None
    return told[0]


def with_own_band(measure: Measure, lines: list[Line], question: ParsedQuestion) -> list[Line]:
    """The amount for the sum that the firm spends, and the lines that are no amounts for others."""
    if not has_own_band(measure, question):
        return lines
    band = own_first(measure.figures, question)[0]
    others = (x for x in lines if not any(f.paid_for for f in x.figures))
    return [Line(measure, (band,)), *others]


def with_other(record: Record, figure: Figure) -> tuple[Figure, ...]:
    """The figure; of amounts of which no source says who gets which all, the smallest first."""
    either = sorted((f for f in record.figures if f.undecided), key=lambda f: f.value)
    return tuple(either) if figure.undecided else (figure,)


def as_either(lines: list[Line]) -> list[Line]:
    """The lines; two amounts of which no source says who gets which as one."""
    shown = [f.undecided for line in lines for f in line.figures] == [True, True]
    return (
        [Line(lines[0].record, with_other(lines[0].record, lines[0].figures[0]))]
        if shown
        else lines
    )
