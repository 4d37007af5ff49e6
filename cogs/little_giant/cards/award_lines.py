"""District awards: which there are, their rows in the table, and one of them in a few lines."""

from typing import Final

from bot.domain.data.districts import DISTRICTS, LINGANG
from bot.domain.data.models import Award, Figure
from bot.i18n.translator import Translator
from bot.ui.blocks import district_name
from bot.ui.context import RenderContext
from bot.ui.evidence import CONFIDENCE_SIGNS, short_status
from bot.ui.formats import figure_text, number_text
from bot.ui.line_width import QUALIFIER_SIGNS

COLUMN_IDS: Final = ("new-little-giant", "new-specialised")
"""Figure ids in the columns of the table; the fixed words of the award records."""
_UNSTATED: Final = {"en": "—", "zh": "－"}


def district_awards(context: RenderContext) -> list[Award]:
    """The awards of districts, in the city's own order of districts, then as recorded."""
    order = list(DISTRICTS)
    found = [a for a in context.release.catalogue.awards if a.giver == "district" and a.districts]
    return sorted(found, key=lambda a: order.index(a.districts[0]))


def compared_awards(context: RenderContext) -> list[Award]:
    """Those with an amount of the table: in force first, the largest first."""
    found = [a for a in district_awards(context) if any(f.id in COLUMN_IDS for f in a.figures)]

    def rank(award: Award) -> tuple[float, ...]:
        values = {figure.id: figure.value for figure in award.figures}
        return (_is_over(context, award), *(-values.get(i, 0) for i in COLUMN_IDS))

    return sorted(found, key=rank)


def _is_over(context: RenderContext, award: Award) -> bool:
    return context.release.catalogue.status(award, context.today) != "in-force"


def table_row(context: RenderContext, award: Award) -> tuple[str, ...]:
    """The place, the amounts, how far they can be relied on, and whether the award is over."""
    tr = context.tr
    figures = {figure.id: figure for figure in award.figures}
    amounts = (_short(tr, figures[i]) if i in figures else _UNSTATED[tr.lang] for i in COLUMN_IDS)
    sign = CONFIDENCE_SIGNS[award.confidence]
    # A word has room in Chinese only; the legend explains the sign.
    over = tr("†") if _is_over(context, award) else ""
    place = place_of_award(tr, award).removesuffix("区").removesuffix("新")
    return (place, *amounts, f"{sign} {over}".rstrip())


def place_of_award(tr: Translator, award: Award) -> str:
    """The district, or Lin-gang where it is for firms there alone."""
    if award.lingang:
        return LINGANG[tr.lang == "zh"]
    return district_name(tr, award.districts[0])


def _short(tr: Translator, figure: Figure) -> str:
    value = figure.value / 1000 if tr.lang == "en" else figure.value
    return f"{QUALIFIER_SIGNS[figure.qualifier]}{number_text(tr.lang, value)}"


def main_figure(award: Award) -> Figure | None:
    """What a new little giant gets, else a new SRDI firm, else the first figure."""
    figures = {figure.id: figure for figure in award.figures}
    known = (figures[i] for i in COLUMN_IDS if i in figures)
    return next(known, award.figures[0] if award.figures else None)


def in_short(context: RenderContext, award: Award) -> str:
    """A further award of a district in one line: its name, its amount, until when."""
    tr, figure = context.tr, main_figure(award)
    amount = f"**{figure_text(tr, figure)}**" if figure and figure.unit == "CNY" else ""
    until = tr.of(award.validity.note).rstrip(".。") if award.validity else ""
    facts = [tr.labelled(tr.of(award.title), amount), short_status(context, award) or until]
    return " · ".join(filter(None, facts))
