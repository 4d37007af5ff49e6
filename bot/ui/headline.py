"""The one figure of a measure that lists show: the most that one firm gets."""

from typing import Final, Literal, TypeAlias

from bot.domain.data.models import Figure, Measure
from bot.domain.data.values import Qualifier

Worth: TypeAlias = Literal["firm", "rate", "total", "unknown"]
"""What is known of the money: a sum for one firm, a share, the sum of a programme, nothing."""

_FLOORS: Final[frozenset[Qualifier]] = frozenset({"over", "at least"})
"""Qualifiers of what a firm must reach, not of what it gets."""
_ORDER: Final[tuple[Worth, ...]] = ("firm", "rate", "total", "unknown")


def headline_figure(measure: Measure) -> Figure | None:
    """What one firm gets; else the programme's sum; without sums, the first figure."""
    figures = [figure for figure in measure.figures if worth_of(figure) != "unknown"]
    best = min(figures, key=_rank, default=None)
    return best or (measure.figures[0] if measure.figures else None)


def worth_of(figure: Figure) -> Worth:
    """What the figure says of the money."""
    scope = scope_of(figure)
    if scope == "total":
        return "total" if figure.unit == "CNY" else "unknown"
    if figure.unit == "CNY" and (scope == "firm" or figure.qualifier not in _FLOORS):
        return "firm"
    if figure.unit.startswith("percent") and scope == "firm":
        return "rate"
    return "unknown"


def scope_of(figure: Figure) -> str | None:
    """Whether it is for one firm or of a whole programme, where that is recorded."""
    return getattr(figure, "scope", None)


def by_worth(measure: Measure) -> tuple[int, float]:
    """Sorts measures: what one firm gets first, the largest first; unknown amounts last."""
    figure = headline_figure(measure)
    worth = worth_of(figure) if figure else "unknown"
    return _ORDER.index(worth), -figure.value if figure and worth != "unknown" else 0


def _rank(figure: Figure) -> tuple[int, float]:
    known = scope_of(figure) is not None  # else the first sum is what it gives, later ones caps
    return _ORDER.index(worth_of(figure)), -figure.value if known else 0
