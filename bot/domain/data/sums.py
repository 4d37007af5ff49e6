"""The sum that stands for a measure: for one firm, or of all firms together."""

from datetime import date
from typing import Literal

from bot.domain.data.models import Figure, Measure


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
