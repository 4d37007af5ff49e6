"""What figures say of the money: the sum that stands for a measure, and what kind it is."""

from datetime import date
from typing import Final, Literal, TypeAlias

from bot.domain.data.models import Figure, Measure

Worth: TypeAlias = Literal["firm", "rate", "total", "unknown"]
"""What is known of the money: for one firm, a share in percent, a programme's total, nothing."""
WORTHS: Final[tuple[Worth, ...]] = ("firm", "rate", "total", "unknown")
"""The best first."""


def figure_worth(figure: Figure) -> Worth:
    """What the figure says of the money."""
    if figure.scope == "firm" and figure.unit.startswith("percent"):
        return "rate"
    return figure.scope if figure.scope and figure.unit == "CNY" else "unknown"


def largest_sum(measure: Measure, scope: Literal["firm", "total"], today: date) -> Figure | None:
    """The largest sum in yuan of the scope, without targets whose time is over."""
    sums = (
        figure
        for figure in measure.figures
        if figure.unit == "CNY"
        and figure.scope == scope
        and (figure.ends is None or figure.ends >= today)
    )
    return max(sums, key=lambda figure: figure.value, default=None)
