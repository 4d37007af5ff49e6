"""One park or cluster: a card, its details, and the measures that apply there."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.data.catalogue import select_measures
from bot.domain.data.models import Measure, Zone
from bot.ui.blocks import figure_value
from bot.ui.card_lines import CardLine, fitting, record_heading
from bot.ui.components import Layout, SelectOption, button, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.details import details_button, evidence_entries, record_details, rest_of_figures
from bot.ui.evidence import evidence_line, list_evidence
from bot.ui.list_page import Listing
from bot.ui.measure_line import measure_line
from bot.ui.nearest import nearest_card
from bot.ui.zone_text import (
    BEYOND,
    KIND_NAMES,
    ZoneFilters,
    industry_name,
    land,
    place_name,
    zone_place,
)


def zone_card(context: RenderContext, zone_id: str) -> Layout:
    """Names, district, focus, area, level, batch, how many measures apply, one source."""
    zone = context.release.catalogue.zones.get(zone_id)
    if zone is None:
        near = context.release.names.zones.nearest(zone_id)
        return nearest_card(context, zone_id, near, "z")
    tr = context.tr
    count = sum(len(group.measures) for group in zone_groups(context, zone))
    opened = button(tr("Measures ({count})", count=count), link_to(tr, "zm", zone.id, 0))
    return card(
        (line.content for line in _card_lines(context, zone)),
        [select("s|z|onward", tr("From here"), _onward(context, zone))],
        [details_button(tr, "zi", zone.id), *([opened] if count else [])],
    )


def zone_details(context: RenderContext, zone_id: str, page: str = "0") -> Layout:
    """Everything else about it, in pages."""
    zone = context.release.catalogue.zones.get(zone_id)
    if zone is None:
        return zone_card(context, zone_id)
    return record_details(context, zone, _entries(context, zone), "zi", page)


def _card_lines(context: RenderContext, zone: Zone) -> list[CardLine]:
    tr = context.tr
    missing = tr("not stated")
    place = place_name(tr, zone_place(zone), lingang=zone.lingang)
    lines = [CardLine(0, record_heading(tr, zone, tr(KIND_NAMES[zone.kind]), place))]
    focus = tr.of(zone.focus) if zone.focus else missing
    lines.append(CardLine(1, tr("**Focus:** {text}", text=focus)))
    areas = land(zone)[:1]
    area = figure_value(tr, areas[0]) if areas else missing
    lines.append(CardLine(2, tr("**Area:** {text}", text=area), areas[0] if areas else None))
    batch = tr.of(zone.batch) if zone.batch else tr("batch not stated")
    level = f"{tr.of(zone.level)}{tr.comma}{batch}"
    lines.append(CardLine(3, tr("**Level:** {text}", text=level)))
    lines.append(CardLine(4, _measures_line(context, zone)))
    lines.append(CardLine(0, evidence_line(context, zone)))
    return fitting(lines)


def _measures_line(context: RenderContext, zone: Zone) -> str:
    tr = context.tr
    said = tr.list_comma.join(
        tr("{count} for {place}", count=len(group.measures), place=group.reason)
        for group in zone_groups(context, zone)
    )
    if zone.district is None and not zone.beyond_shanghai:
        left_out = tr("those of its district unknown, as no source names the district")
        said = tr.semicolon.join(filter(None, [said, left_out]))
    said = said or tr("none found")
    return tr("**Measures here:** {text}", text=said)


def _entries(context: RenderContext, zone: Zone) -> Iterator[str]:
    tr = context.tr
    shown = [line.figure for line in _card_lines(context, zone) if line.figure]
    yield from rest_of_figures(tr, zone, shown)
    if zone.english_name == "translated" and tr.lang == "en":
        yield tr("-# The English name is a reference translation; no source gives one.")
    yield from evidence_entries(context, zone)


def _onward(context: RenderContext, zone: Zone) -> Iterator[SelectOption]:
    """Where to go from a zone: others of its district and industries, the district's money."""
    tr = context.tr
    place = zone_place(zone)
    if place != BEYOND:
        name = place_name(tr, place)
        yield tr("Zones: {name}", name=name), ZoneFilters("", place, "").link(tr), False
    for industry in zone.industries[:2]:
        name = industry_name(context, industry)
        yield tr("Zones: {name}", name=name), ZoneFilters("", "", industry).link(tr), False
    name = place_name(tr, zone.district) if zone.district else tr("the whole city")
    funding = link_to(tr, "fl", "", zone.district or "", "", 0)
    yield tr("Funding: {name}", name=name), funding, False


class MeasureGroup(NamedTuple):
    """Measures that apply in a zone for the same reason."""

    reason: str
    measures: list[Measure]


def zone_groups(context: RenderContext, zone: Zone) -> list[MeasureGroup]:
    """Measures in force that apply in a zone: its own, those of all zones, its district's.

    What a district has for other zones only, which it names, is left out, and so is what only
    firms in Lin-gang get, where the zone lies elsewhere.
    """
    tr, catalogue = context.tr, context.release.catalogue
    among = catalogue.measures_of_zone(zone)
    found = [
        measure
        for measure in select_measures(catalogue, context.today, among=among)
        if measure.use in ("answer", "unconfirmed") and (zone.lingang or not measure.lingang)
    ]
    own = tr("this park") if zone.kind == "park" else tr("this cluster")
    place = place_name(tr, zone_place(zone))
    groups = [
        MeasureGroup(own, [m for m in found if m.zones != "all" and zone.id in m.zones]),
        MeasureGroup(tr("all zones"), [m for m in found if m.zones == "all"]),
        MeasureGroup(place, [m for m in found if not m.zones]),
    ]
    return [group for group in groups if group.measures]


def zone_measures_card(context: RenderContext, zone_id: str, page: str) -> Layout:
    """The measures that apply in a zone, paged, with the reason why each applies."""
    zone = context.release.catalogue.zones.get(zone_id)
    if zone is None:
        return zone_card(context, zone_id)
    tr = context.tr
    groups = zone_groups(context, zone)
    reasoned = [(measure, group.reason) for group in groups for measure in group.measures]
    measures = [measure for measure, _ in reasoned]
    lines = [(measure_line(context, measure), reason) for measure, reason in reasoned]
    entries = [entry._replace(line=f"{entry.line} · {reason}") for entry, reason in lines]
    head = tr("### Measures that apply in {name}", name=tr.of(zone.title))
    last = list_evidence(context, measures)
    return Listing(head, entries, last, "zm", (zone.id,)).page(tr, int(page))
