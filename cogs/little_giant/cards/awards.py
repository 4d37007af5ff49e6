"""Awards for new and re-reviewed firms: districts in a table, one district, the city."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.districts import LINGANG_AREA, PLACES
from bot.domain.data.models import Award, Figure
from bot.i18n.translator import Translator
from bot.ui.blocks import figure_line, figure_notes, page_of, status_note
from bot.ui.card_lines import CardLine, fitting, prints
from bot.ui.components import Component, Layout, button, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.details import Details, details_button, measure_entries
from bot.ui.evidence import evidence_line, list_evidence, short_status
from bot.ui.formats import figure_text, sentence_case
from bot.ui.line_width import text_table
from bot.ui.list_page import Listing, room, turn
from bot.ui.measure_line import measure_line
from bot.ui.options import place_label
from cogs.little_giant.cards import award_lines

CITY: Final = "city"
"""In the place of a district: what stands above the districts."""


def awards_card(context: RenderContext, place: str = "", page: str = "0") -> Layout:
    """All districts compared, one district, or the city and the state."""
    if place in PLACES:
        return _district_card(context, place)
    if place == CITY:
        return _city_card(context, int(page))
    return _table_card(context, int(page))


def award_details(context: RenderContext, place: str, page: str = "0") -> Layout:
    """Everything else about the main award of a district, in pages; its others by name."""
    records = _awards_in(context, place)
    if not records:
        return awards_card(context, place)
    tr, (award, *others) = context.tr, records
    lines = _lines(context, place, records)
    said, shown = [c.content for c in lines], [c.figure for c in lines if c.figure]
    entries = list(measure_entries(context, award, said, shown))
    name = place_label(place, tr.lang)
    options = [(tr.of(each.title), link_to(tr, "m", each.id), False) for each in others]
    details = Details(name, [award], entries, "lad", (place,), onward=options)
    return details.page(context, int(page))


def _awards_in(context: RenderContext, place: str) -> list[Award]:
    """Of a district, those for Lin-gang last; of Lin-gang, its own alone."""
    awards = award_lines.district_awards(context)
    if place == LINGANG_AREA:
        return [award for award in awards if award.lingang]
    return sorted((a for a in awards if place in a.districts), key=lambda award: award.lingang)


def _table_card(context: RenderContext, page: int) -> Layout:
    tr = context.tr
    records = award_lines.compared_awards(context)
    head = tr("### Little giant awards, thousand yuan")
    caution = tr("Ask the district office before relying on an amount.")
    legend = tr("For a new title. ≤ up to † past ● high ◐ medium ○ low")
    foot = f"-# {list_evidence(context, records)}"
    titles = (tr("District"), tr("giant"), tr("SRDI"), "")
    size = max(1, room(tr, head, "", legend, caution, small=foot))
    shown, number, pages = page_of(records, page, size)
    rows = [titles, *(award_lines.table_row(context, award) for award in shown)]
    _, foot, turned = turn(tr, number, pages, foot, "la", ("",))
    return card(
        [head, text_table(rows, frozenset((1, 2))), legend, caution, foot],
        [_place_select(context, tr("Open a district"))],
        turned,
    )


def _place_select(context: RenderContext, label: str, chosen: str = "") -> Component:
    """A drop-down of the city and the districts with an award."""
    tr = context.tr
    options = [
        (place_label(slug, tr.lang), link_to(tr, "la", slug, 0), slug == chosen)
        for slug in PLACES
        if _awards_in(context, slug)
    ]
    options.append((tr("City and whole country"), link_to(tr, "la", CITY, 0), chosen == CITY))
    return select("s|la", label, options)


def _district_card(context: RenderContext, place: str) -> Layout:
    tr, records = context.tr, _awards_in(context, place)
    if not records:
        said = tr("No award for this district is recorded. Remove the district to see all.")
        every = button(tr("All districts"), link_to(tr, "la"))
        return card([f"### {_name(tr, place)}", said], [every])
    return card(
        (line.content for line in _lines(context, place, records)),
        [_place_select(context, tr("Another district"), place)],
        [details_button(tr, "lad", place)],
    )


def _lines(context: RenderContext, place: str, records: Sequence[Award]) -> list[CardLine]:
    tr = context.tr
    award, *others = records
    figure = award_lines.main_figure(award)
    lines = [CardLine(0, _heading(context, place, award, figure), figure)]
    successor = next((each for each in others if each.id == award.superseded_by), None)
    if successor:
        others.remove(successor)
        name = award_lines.in_short(context, successor)
        lines.append(CardLine(1, tr("**Followed by:** {name}", name=name)))
    elif award.validity:
        lines.append(CardLine(1, tr.of(award.validity.note)))
    else:
        lines.append(CardLine(1, status_note(context, award) or tr("End not stated.")))
    lines += _amounts(tr, award, figure)
    if award.who:
        lines.append(CardLine(5, tr("**Who:** {text}", text=tr.of(award.who))))
    lines += (CardLine(2, award_lines.in_short(context, other)) for other in others)
    evidence = evidence_line(context, award, figure)
    lines.append(CardLine(0, evidence + " · " + tr("check first")))
    return fitting(lines)


def _amounts(tr: Translator, award: Award, shown: Figure | None) -> Iterator[CardLine]:
    """The other figures, then the conditions; a share that a condition says stands there alone."""
    conditions = [tr.of(condition) for condition in award.conditions]
    said: set[str] = set()
    for figure in award.figures:
        is_share = figure.unit.startswith("percent")
        if found := {each for each in conditions if is_share and prints(tr, each, figure)}:
            said |= found
        elif figure is not shown:
            yield CardLine(3, figure_line(tr, figure), figure)
    yield from (CardLine(3 if each in said else 4, each) for each in conditions)


def _heading(context: RenderContext, place: str, award: Award, figure: Figure | None) -> str:
    """Pudong: up to 1 million yuan, ENDED; under it, what the amount is for."""
    tr = context.tr
    name = _name(tr, place)
    if figure is None:
        heading = tr.labelled(name, tr("no amount stated"))
        return f"### {heading}\n{tr.of(award.title)}"
    status = short_status(context, award)
    amount = figure_text(tr, figure)
    if status:
        amount = f"{amount}（{status}）" if tr.lang == "zh" else f"{amount}, {status.upper()}"
    paid_for = f"{sentence_case(tr.of(figure.name))}{figure_notes(tr, figure)}"
    return f"### {tr.labelled(name, amount)}\n{paid_for}"


def _name(tr: Translator, place: str) -> str:
    return PLACES[place][tr.lang == "zh"]


def _city_card(context: RenderContext, page: int) -> Layout:
    """What stands above the districts: the records that the warning leads to, then the state's."""
    tr, catalogue = context.tr, context.release.catalogue
    # They warn of the district awards as a whole: records of the districts that name none.
    cautions = [a for a in catalogue.awards if a.giver == "district" and not a.districts]
    ids = dict.fromkeys(i for caution in cautions for i in caution.related)
    city = [catalogue.measures[i] for i in ids if i in catalogue.measures]
    city.sort(key=lambda m: m.use != "answer")
    national = [a for a in catalogue.awards if a.giver == "national"]
    records = [*city, *national, *cautions]
    entries = [measure_line(context, record) for record in records]
    head = tr("### Awards of the city and the state")
    last = list_evidence(context, records)
    return Listing(head, entries, last, "la", (CITY,)).page(tr, page)
