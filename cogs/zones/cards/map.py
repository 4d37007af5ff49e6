"""The map of zones as text: how many parks and clusters lie in each of the 16 districts."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Zone
from bot.ui.blocks import closing_line, district_names
from bot.ui.chart_button import chart_button
from bot.ui.components import Layout, button, container, row, select, text
from bot.ui.context import Scene, link_to
from bot.ui.nearest import unknown_industry
from bot.ui.zone_text import Filters, place_name, place_of
from cogs.zones.cards.listing import (
    by_count,
    completeness,
    how_many,
    industry_name,
    industry_options,
    narrowed,
)


def is_map(scene: Scene, industry: str = "") -> bool:
    """Whether the card is the map itself, and not what nearly fits an unknown industry."""
    return not industry or industry in scene.release.catalogue.terms


def map_card(scene: Scene, industry: str = "") -> Layout:
    """Every district with its parks and clusters, of an industry where one is given."""
    if not is_map(scene, industry):
        return unknown_industry(scene, industry, "zd", "@")
    words, filters = scene.words, Filters("", "", industry)
    zones = narrowed(scene, filters)
    note, behind = completeness(scene)
    industries = list(industry_options(scene, filters, lambda chosen: link_to(words, "zd", chosen)))
    choice = [row(select("s|zd|industry", words("Choose an industry"), industries))]
    listing = button(words("As a list"), filters.link(words))
    return [
        container(
            text("\n".join(_head(scene, industry, zones))),
            text("\n".join(_lines(scene, zones))),
            *(choice if industries else ()),
            row(listing, chart_button(words, "zm", industry)),
            text(f"{note}\n{closing_line(scene, [*zones, *behind])}"),
        )
    ]


def _head(scene: Scene, industry: str, zones: Sequence[Zone]) -> Iterator[str]:
    words = scene.words
    heading = words("### Parks and clusters by district")
    yield f"{heading} · {industry_name(scene, industry)}" if industry else heading
    yield how_many(words, zones) or words("None is named for this industry.")


def _lines(scene: Scene, zones: Sequence[Zone]) -> Iterator[str]:
    """A line for each place that has a zone, most first; then the districts that have none."""
    words = scene.words
    counts = Counter(map(place_of, zones))
    for place in by_count(counts):
        here = [zone for zone in zones if place_of(zone) == place]
        name = f"**{place_name(words, place)}**" if place in DISTRICTS else place_name(words, place)
        line = words("- {place}: {counts}", place=name, counts=how_many(words, here))
        lingang = [zone for zone in here if zone.lingang]
        if lingang:
            told = words("of these in Lin-gang: {counts}", counts=how_many(words, lingang))
            line = f"{line} · {told}"
        yield line
    empty = [district for district in DISTRICTS if district not in counts]
    if empty:
        names = district_names(words, empty)
        yield words("-# No source names one in: {districts}", districts=names)
