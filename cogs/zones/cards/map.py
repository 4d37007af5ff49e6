"""The map of zones as text: how many parks and clusters lie in each of the 16 districts."""

from collections.abc import Iterator, Sequence

from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Zone
from bot.ui.blocks import district_names
from bot.ui.chart import numbers_button
from bot.ui.components import Layout, button, container, row, select, text
from bot.ui.context import RenderContext, link_to
from bot.ui.evidence import list_evidence
from bot.ui.nearest import unknown_industry
from bot.ui.zone_text import ZoneFilters, industry_name
from cogs.zones.cards.completeness import completeness
from cogs.zones.cards.listing import count_places, counts_line, how_many, industry_options, narrowed


def is_map(context: RenderContext, industry: str = "") -> bool:
    """Whether the card is the map itself, and not what nearly fits an unknown industry."""
    return not industry or industry in context.release.catalogue.terms


def map_card(context: RenderContext, industry: str = "") -> Layout:
    """Every district with its parks and clusters, of an industry where one is given."""
    if not is_map(context, industry):
        return unknown_industry(context, industry, "zd", "@")
    tr, filters = context.tr, ZoneFilters("", "", industry)
    zones = narrowed(context, filters)
    industries = list(industry_options(context, filters, lambda chosen: link_to(tr, "zd", chosen)))
    choice = [row(select("s|zd|industry", tr("Choose an industry"), industries))]
    listed = button(tr("As a list"), filters.link(tr))
    head, lines = _head(context, industry, zones), _lines(context, zones)
    return [
        container(text("\n".join(head)), text("\n".join(lines))),
        *(choice if industries else ()),
        row(numbers_button(tr, "zm", industry), listed),
    ]


def _head(context: RenderContext, industry: str, zones: Sequence[Zone]) -> Iterator[str]:
    tr = context.tr
    heading = tr("### Parks and clusters by district")
    yield f"{heading} · {industry_name(context, industry)}" if industry else heading
    yield how_many(tr, zones) or tr("None is named for this industry.")


def _lines(context: RenderContext, zones: Sequence[Zone]) -> Iterator[str]:
    """The counts of places that have a zone, most first; then the districts that have none."""
    tr = context.tr
    if zones:
        yield counts_line(tr, zones)
    counts = count_places(zones)
    empty = [district for district in DISTRICTS if district not in counts]
    if empty:
        names = district_names(tr, empty)
        yield tr("No source names one in: {districts}", districts=names)
    _, behind = completeness(context)  # which the picture tells
    yield f"-# {list_evidence(context, [*zones, *behind])}"
