"""The one figure of a measure that lists show: the most that one firm gets."""

from datetime import date
from typing import Final

from bot.domain.data.models import Figure, Measure
from bot.domain.data.sums import largest_sum
from bot.i18n.translator import Translator
from bot.ui.formats import figure_text

_AWARD: Final = "new-little-giant"
"""Id of the figure that an award for little giants is about; others may be larger."""
_NAMES: Final = frozenset({"batch", "No.", "phone", "rank"})
"""Units of numbers that are names."""


def headline_figure(measure: Measure, today: date) -> Figure | None:
    """The award for a little giant, else the largest sum for one firm, its first rate, a total.

    Without any of them the first figure, unless it is the target of a past year.
    """
    award = (f for f in measure.figures if f.id == _AWARD)
    rates = (f for f in measure.figures if f.scope == "firm" and f.unit.startswith("percent"))
    plain = (f for f in measure.figures if f.scope is None and f.unit not in _NAMES)
    return (
        next(award, None)
        or largest_sum(measure, "firm", today)
        or next(rates, None)
        or largest_sum(measure, "total", today)
        or next(plain, None)
    )


def headline_text(tr: Translator, figure: Figure) -> str:
    """The figure; a total says that it is one."""
    said = figure_text(tr, figure)
    return tr("{amount}, all firms together", amount=said) if figure.scope == "total" else said
