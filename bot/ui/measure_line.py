"""A measure as one line of a list."""

from datetime import date

from bot.domain.data.models import Measure
from bot.i18n.translator import Translator
from bot.ui.card_lines import says
from bot.ui.context import RenderContext, link_to
from bot.ui.evidence import mark, short_status
from bot.ui.headline import headline_figure, most_text, worth_of
from bot.ui.list_page import Entry


def measure_line(context: RenderContext, measure: Measure) -> Entry:
    """Its name, what one firm gets, its status if it has one, how far it can be relied on."""
    tr, name = context.tr, context.tr.of(measure.title)
    facts = [short_status(context, measure), mark(tr, measure)]
    said = tr.labelled(name, amount(tr, measure, context.today))
    return Entry(" · ".join([said, *filter(None, facts)]), name, link_to(tr, "m", measure.id))


def amount(tr: Translator, measure: Measure, today: date) -> str:
    """The one sum or share that a list shows; empty where the name says it, or there is none."""
    best = headline_figure(measure, today)
    if best is None or not best.unit.startswith(("CNY", "percent")):
        return ""
    if best.unit == "CNY" and says(tr, tr.of(measure.title), best):
        return ""
    said = f"**{most_text(tr, measure, best)}**"
    return tr("{amount} in all", amount=said) if worth_of(best) == "total" else said
