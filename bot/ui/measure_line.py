"""A measure as one line of a list, with one figure: the most that one firm gets."""

from datetime import date
from typing import Final

from bot.domain.data.models import Figure, Measure
from bot.domain.data.plain_name import plain_name
from bot.domain.data.sums import WORTHS, figure_worth, largest_sum
from bot.domain.eligibility.matching import firm_rates
from bot.i18n.translator import Translator
from bot.ui.card_lines import prints
from bot.ui.context import RenderContext, link_to
from bot.ui.evidence import mark, short_status
from bot.ui.formats import figure_text
from bot.ui.list_page import Entry

_AWARD: Final = "new-little-giant"
"""Id of the figure that an award for little giants is about; others may be larger."""
_NAMES: Final = frozenset({"batch", "No.", "phone", "rank"})
"""Units of numbers that are names."""


def headline_figure(measure: Measure, today: date) -> Figure | None:
    """The award for a little giant, else the largest sum for one firm, its first rate, a total.

    Without any of them the first figure, unless it is the target of a past year.
    """
    figures = measure.figures
    return (
        next((f for f in figures if f.id == _AWARD), None)
        or largest_sum(measure, "firm", today)
        or next(iter(firm_rates(measure)), None)
        or largest_sum(measure, "total", today)
        or next((f for f in figures if f.scope is None and f.unit not in _NAMES), None)
    )


def most_text(tr: Translator, measure: Measure, figure: Figure) -> str:
    """The amount as a list states it: "up to" where one firm may get less by the same measure."""
    sums = [f for f in measure.figures if f.scope == "firm" and f.unit == "CNY"]
    alone = figure not in sums or figure.id == _AWARD
    if figure.qualifier == "exactly" and not alone and any(f.value < figure.value for f in sums):
        figure = figure.model_copy(update={"qualifier": "up to"})
    return figure_text(tr, figure)


def by_worth(measure: Measure, today: date) -> tuple[int, float]:
    """Sorts measures: what one firm gets first, the largest first; unknown amounts last."""
    figure = headline_figure(measure, today)
    worth = figure_worth(figure) if figure else "unknown"
    return WORTHS.index(worth), -figure.value if figure and worth != "unknown" else 0


def measure_line(context: RenderContext, measure: Measure) -> Entry:
    """Its name, what one firm gets, its status if it has one, how far it can be relied on."""
    tr, title = context.tr, context.tr.of(measure.title)
    facts = [short_status(context, measure), mark(tr, measure)]
    said = amount(tr, measure, context.today)
    name = plain_name(title) if said else title
    joint = tr.comma if tr.colon.strip() in name else tr.colon
    shown = f"{name}{joint}{said}" if said else name
    return Entry(" · ".join([shown, *filter(None, facts)]), title, link_to(tr, "m", measure.id))


def amount(tr: Translator, measure: Measure, today: date) -> str:
    """The one sum or share that a list shows; of an award for several titles the little giant's.

    Empty where there is none, or the name says it.
    """
    best = headline_figure(measure, today)
    if best is None or not best.unit.startswith(("CNY", "percent")):
        return ""
    worth, name = figure_worth(best), tr.of(measure.title)
    said_in_name = worth == "total" and prints(tr, name, best)
    if said_in_name or (best.unit.startswith("percent") and f"{best.value:g}%" in plain_name(name)):
        return ""
    said = f"**{most_text(tr, measure, best)}**"
    if best.id == _AWARD and any(f.id.endswith("specialised") for f in measure.figures):
        return tr("{amount} for a little giant", amount=said)
    return tr("{amount} in all", amount=said) if worth == "total" else said
