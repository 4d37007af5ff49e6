"""The conditions of a measure that a number of the firm decides."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.answers.compose.bands import has_own_band
from bot.domain.answers.compose.record_lines import money_lines
from bot.domain.answers.lookup.times import dated, own_date_verdict
from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.answers.read.number_series import sums_in_list
from bot.domain.answers.read.passed_limits import GOAL
from bot.domain.answers.read.query import Query
from bot.domain.data.conditions import COMPARED, ConditionTest
from bot.domain.data.models import Measure
from bot.domain.eligibility.matching import conditions_of
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import LEAST_SUM, Plain, counts_in, shares_in

_SUMS_OF_FIRM: Final = ("revenue", "assets", "equity2")
MEANT: Final = 0.6
"""Coverage from which a measure is the one meant."""
_OUTPUT: Final = re.compile(r"\boutput\b|产值")


def has_deciding_number(query: Query) -> bool:
    """Whether a number in a normalised question decides about a measure, and chooses no amount."""
    found = (
        query.release.catalogue.measures.get(h.document.record)
        for h in query.hits
        if h.coverage >= MEANT
    )
    measures = (m for m in found if m and not has_own_band(m, query.question))
    return any(any(_tested(m, query)) for m in measures)


def with_own_test(lines: tuple[Line, ...], query: Query) -> tuple[Line, ...]:
    """The lines of a measure, with what a number or a date of the firm decides.

    Where no yes or no is asked: a no leads, a condition that is met follows what is paid.
    """
    question = query.question
    measure = lines[0].record
    if not isinstance(measure, Measure) or lines[0].is_not_stated:
        return lines
    if has_own_band(measure, question):
        return lines
    tested = tested_conditions(measure, query)
    if GOAL.search(query.plain):
        tested.clear()
    verdict = tested.get(False) or own_date_verdict(measure, query)
    verdict = verdict or tested.get(True)
    if verdict is None or (verdict.figures and _is_of_rule(verdict, question)):
        return lines
    tested_by = verdict.figures
    rest = [x for x in lines if x.text != verdict.text]
    rest = [x for x in rest if all(f not in tested_by for f in x.figures)]
    if not verdict.met:
        return (verdict, *rest)
    if any(f.paid_for for f in lines[0].figures):
        return lines  # the number has chosen the amount
    paid = [x for x in rest if any(f.scope == "firm" for f in x.figures)]
    paid = paid or list(money_lines(measure)) or rest
    others = (x for x in rest if x not in paid[:1])
    return (
        *paid[:1],
        dated(verdict, measure, question, query.today),
        *_open_years(measure),
        *others,
    )


def _is_of_rule(verdict: Line, question: ParsedQuestion) -> bool:
    """Whether a question names the number of the rule itself."""
    told = {*counts_in(question.amounts), *shares_in(question.amounts)}
    return any(figure.value in told for figure in verdict.figures)


def _open_years(measure: Measure) -> Iterator[Line]:
    """Whom it is for, open where only some years of recognition count."""
    if measure.for_ and measure.for_.recognised and measure.who:
        yield Line(measure, text=measure.who, role="open")


def tested_conditions(measure: Measure, query: Query) -> dict[bool, Line]:
    """The first condition that a number of the question meets, and the first it does not."""
    found: dict[bool, Line] = {}
    for line in _tested(measure, query):
        found.setdefault(bool(line.met), line)
    return found


def _tested(measure: Measure, query: Query) -> Iterator[Line]:
    """The conditions with a number that the question states too, and whether they are met."""
    question, plain = query.question, query.plain
    numbers = numbers_of(plain)
    paid = {f.value for f in measure.figures if f.scope == "firm"}
    sums = counts_in(question.amounts)
    of_firm = {numbers.get(key) for key in _SUMS_OF_FIRM}
    asks_for_more = not paid.isdisjoint(sums)
    sums += sums_in_list(plain)
    sums = [value for value in sums if value >= LEAST_SUM and value not in paid | of_firm]
    told = shares_in(question.amounts)
    for text in conditions_of(measure):
        if (test := text.test) is None:
            continue
        values = sums if test.number == "sum" else _numbers_for(test, numbers, plain)
        if test.each and test.number == "growth" and len(told) > 1:  # of every year that is told
            values = told
        if not test.each:
            values = values[:1] if test.number != "sum" or len(values) == 1 else []
        missed = [value for value in values if not COMPARED[test.op](value, test.value)]
        if (missed and test.or_else) or not values or (asks_for_more and not missed):
            continue
        figures = [f for f in measure.figures if f.value == test.value and f.scope != "firm"][:1]
        own = (missed or values)[0] if figures and len(missed or values) == 1 else None
        yield Line(measure, (*figures,), text, met=not missed, own=own)


def _numbers_for(test: ConditionTest, numbers: Mapping[str, float], plain: Plain) -> list[float]:
    """The firm's numbers that a condition is about, the last year's first."""
    if test.number == "output-growth" and not _OUTPUT.search(plain):
        return []
    key = test.number.removeprefix("output-")
    return [numbers[k] for k in (key, f"{key}1") if k in numbers]
