"""The one figure of a measure that lists show: the most that one firm gets."""

from typing import Final

from bot.domain.data.models import Figure, Measure
from bot.domain.data.values import Qualifier

_FLOORS: Final[frozenset[Qualifier]] = frozenset({"over", "at least"})
"""Qualifiers of what a firm must reach, not of what it gets."""


def headline_figure(measure: Measure) -> Figure | None:
    """The first sum in yuan that is no floor; without one, the first figure."""
    figures = measure.figures
    sums = (f for f in figures if f.unit == "CNY" and f.qualifier not in _FLOORS)
    return next(sums, figures[0] if figures else None)
