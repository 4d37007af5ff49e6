"""The limit of a measure for one borrower, and the sum that a question asks for."""

import re
from typing import Final

from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.data.models import Figure, Measure
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import Plain

_PER_BORROWER: Final = re.compile(r"\blimit\b|\bper (?:borrower|firm)\b|\bceiling\b", re.IGNORECASE)
_LOAN: Final = re.compile(r"\bloan amount\b", re.IGNORECASE)


def ceiling_of(
    measure: Measure, question: ParsedQuestion, plain: Plain
) -> tuple[Figure | None, float]:
    """The limit for one borrower, of a loan or guarantee or of what is subsidised, and the sum.

    The firm's revenue and the like are no sum that it asks for.
    """
    sums = {float(a[1:]) for a in question.amounts if not a.endswith("%")}
    asked = max(sums - {*numbers_of(plain).values()}, default=0)
    most = _PER_BORROWER if measure.kind in ("loan", "guarantee") else _LOAN
    ceilings = [
        f
        for f in measure.figures
        if (f.unit, f.qualifier) == ("CNY", "up to")
        and (f.scope == "firm" or most is _LOAN)
        and most.search(f.name.en)
    ]
    return min(ceilings, key=lambda f: (asked <= f.value, f.value), default=None), asked
