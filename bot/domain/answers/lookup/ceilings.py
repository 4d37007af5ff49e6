"""The limit of a measure for one borrower, and the sum that a question asks for."""

from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.data.models import Figure, Measure
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import counts_in


def ceiling_of(measure: Measure, question: ParsedQuestion) -> tuple[Figure | None, float]:
    """The limit for one borrower, of a loan or guarantee or of what is subsidised, and the sum.

    The firm's revenue and the like are no sum that it asks for.
    """
    asked = max({*counts_in(question.amounts)} - {*numbers_of(question.text).values()}, default=0)
    ceilings = [figure for figure in measure.figures if figure.role == "ceiling"]
    return min(ceilings, key=lambda f: (asked <= f.value, f.value), default=None), asked
