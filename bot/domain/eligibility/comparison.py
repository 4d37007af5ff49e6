"""Compares values that may be only partly known with criteria."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from bot.domain.data.criteria import Band
from bot.domain.data.models import Criterion
from bot.domain.eligibility.criterion_inputs import Value
from bot.domain.eligibility.firm import Range

Result: TypeAlias = Literal["met", "not-met", "cannot-tell"]


def how_met(criterion: Criterion, value: Value) -> Result:
    """Whether a value meets a criterion."""
    if not isinstance(value, Range):
        return _stated(criterion, value)
    figure = criterion.threshold
    if figure is None:
        return "cannot-tell"
    least = figure.value
    match criterion.op:
        case ">=":
            return _above(value, least, strict=figure.qualifier == "over")
        case "<=":
            mirrored = Range(-value.high, -value.low)
            return _above(mirrored, -least, strict=figure.qualifier == "below")
        case _:
            return all_of((_above(value, least), _above(Range(-value.high, -value.low), -least)))


def _stated(criterion: Criterion, value: bool | None) -> Result:
    """Result for a yes/no fact.

    A criterion with a number wants "yes" if the number is above 0, else "no".
    """
    if criterion.expects is not None:
        return truth(value is criterion.expects, value)
    figure = criterion.threshold
    wants = figure is None or figure.value > 0
    return truth(value is wants, value)


def _above(value: Range, least: float, *, strict: bool = False) -> Result:
    if value.low > least or (not strict and value.low == least):
        return "met"
    if value.high < least or (strict and value.high == least):
        return "not-met"
    return "cannot-tell"


def points_of(bands: Sequence[Band], value: Range) -> Range:
    """The points that a value gives; at a border the higher band counts."""
    every = [band.points for band in bands]
    known = value.known
    if known is None:
        return Range(min(every), max(every))
    if all(band.at_least is None and band.below is None for band in bands):
        # Bands described by words only: the answer is the points.
        return value if known in every else Range(min(every), max(every))
    best = max((b.points for b in bands if b.holds(known)), default=min(every))
    return Range(best, best)


def truth(met: bool, value: Value) -> Result:
    """Met or not met; cannot-tell for an unknown value."""
    return "cannot-tell" if value is None else "met" if met else "not-met"


def all_of(results: Iterable[Result]) -> Result:
    """Met if all are; not met if any is not."""
    found = set(results)
    if "not-met" in found:
        return "not-met"
    return "met" if found == {"met"} else "cannot-tell"


def any_of(results: Iterable[Result]) -> Result:
    """Met if any is; not met if none can be."""
    found = set(results)
    if "met" in found:
        return "met"
    return "cannot-tell" if "cannot-tell" in found or not found else "not-met"
