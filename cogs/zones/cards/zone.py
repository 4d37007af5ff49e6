"""One park or cluster in full, and the measures that apply there."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.data.catalogue import select_measures
from bot.domain.data.models import Measure, Zone
from bot.i18n.translator import Translator
from bot.ui.blocks import (
    closing_line,
    confidence_line,
    disagreement_lines,
    figure_line,
    fit,
    page_of,
    pager,
    source_line,
    title,
)
from bot.ui.components import Component, Layout, button, container, line, row, text
from bot.ui.context import RenderContext, link_to
from bot.ui.export_buttons import takeaway_row
from bot.ui.measure_entry import measure_entry
from bot.ui.nearest import nearest_card
from bot.ui.zone_text import BEYOND, KIND_NAMES, ZoneFilters, land, place_name, place_of, zone_facts
from cogs.zones.cards.listing import industry_name

_MEASURES_PAGE = 5
_MEASURE_BUTTONS = 4
_BODY = 1700
_MEASURES = 950
_SOURCES = 900


def zone_card(context: RenderContext, zone_id: str) -> Layout:
    """Names, district, focus, area, level, batch, what is not stated, measures, sources."""
    zone = context.release.catalogue.zones.get(zone_id)
    if zone is None:
        near = context.release.names.zones.nearest(zone_id)
        return nearest_card(context, zone_id, near, "z")
    tr = context.tr
    sources = context.release.catalogue.cited(zone)
    listed = [f"{i}. {source_line(tr, source)}" for i, source in enumerate(sources, 1)]
    parts = [
        text("\n".join(_zone_head(tr, zone))),
        text(fit(list(_zone_body(context, zone)), _BODY, tr)),
        line(),
        *_zone_measures(context, zone),
        line(),
        text(fit([tr("**Sources**"), *listed], _SOURCES, tr)),
        row(*_onward(context, zone)),
        text(closing_line(context, [zone])),
    ]
    return [container(*parts), takeaway_row(tr, zone.id)]


def _zone_head(tr: Translator, zone: Zone) -> Iterator[str]:
    yield title(tr, zone)
    if zone.english_name == "translated" and tr.lang == "en":
        yield tr("-# The English name is a reference translation; no source prints one.")
    yield f"{tr(KIND_NAMES[zone.kind])} · {tr.of(zone.level)}"


def _zone_body(context: RenderContext, zone: Zone) -> Iterator[str]:
    tr = context.tr
    yield tr.of(zone.summary)
    yield from zone_facts(tr, zone)
    for figure in sorted(zone.figures, key=lambda figure: figure not in land(zone)):
        yield figure_line(tr, figure)
        if figure.note:
            yield f"  -# {tr.of(figure.note)}"
    if zone.note:
        yield tr("**Note:** {text}", text=tr.of(zone.note))
    yield from disagreement_lines(context, zone)
    if zone.not_stated:
        yield tr("**Not stated**")
        yield from (f"- {tr.of(silence.text)}" for silence in zone.not_stated)
    yield f"-# {confidence_line(tr, zone)}"


class MeasureGroup(NamedTuple):
    """Measures that apply in a zone for the same reason."""

    reason: str
    measures: list[Measure]


def zone_groups(context: RenderContext, zone: Zone) -> list[MeasureGroup]:
    """Measures in force that apply in a zone: its own, those of all zones, its district's.

    What a district has for other zones only, which it names, is left out.
    """
    tr, catalogue = context.tr, context.release.catalogue
    among = catalogue.measures_of_zone(zone)
    found = [
        measure
        for measure in select_measures(catalogue, context.today, among=among)
        if measure.use in ("answer", "unconfirmed")
    ]
    own = tr("For this park") if zone.kind == "park" else tr("For this cluster")
    place = tr("For firms in {place}", place=place_name(tr, place_of(zone)))
    groups = [
        MeasureGroup(own, [m for m in found if m.zones != "all" and zone.id in m.zones]),
        MeasureGroup(tr("For the zones in general"), [m for m in found if m.zones == "all"]),
        MeasureGroup(place, [m for m in found if not m.zones]),
    ]
    return [group for group in groups if group.measures]


def _zone_measures(context: RenderContext, zone: Zone) -> Iterator[Component]:
    tr = context.tr
    groups = zone_groups(context, zone)
    measures = [measure for group in groups for measure in group.measures]
    lines = [tr("**Measures that apply here** · {count}", count=len(measures))]
    for group in groups:
        lines.append(f"**{group.reason}** · {len(group.measures)}")
        lines.extend(f"- {_name(tr, measure)}" for measure in group.measures)
    if zone.district is None and not zone.beyond_shanghai:
        lines.append(tr("-# The district is not stated, so measures of a district are left out."))
    yield text(fit(lines, _MEASURES, tr))
    if measures:
        yield row(*_measure_buttons(tr, zone, measures))


def _name(tr: Translator, measure: Measure) -> str:
    name = tr.of(measure.title)
    return tr("{name} (not confirmed)", name=name) if measure.use == "unconfirmed" else name


def _measure_buttons(
    tr: Translator, zone: Zone, measures: Sequence[Measure]
) -> Iterator[Component]:
    for measure in measures[:_MEASURE_BUTTONS]:
        yield button(tr.of(measure.title), link_to(tr, "m", measure.id))
    if len(measures) > _MEASURE_BUTTONS:
        label = tr("All {count} measures", count=len(measures))
        yield button(label, link_to(tr, "zm", zone.id, 0))


def _onward(context: RenderContext, zone: Zone) -> Iterator[Component]:
    """Where to go from a zone: others of its district and industries, the district's money."""
    tr = context.tr
    place = place_of(zone)
    if place != BEYOND:
        name = place_name(tr, place)
        yield button(tr("Zones: {name}", name=name), ZoneFilters("", place, "").link(tr))
    for industry in zone.industries[:2]:
        name = industry_name(context, industry)
        yield button(tr("Zones: {name}", name=name), ZoneFilters("", "", industry).link(tr))
    name = place_name(tr, zone.district) if zone.district else tr("the whole city")
    yield button(tr("Funding: {name}", name=name), link_to(tr, "fl", "", zone.district or "", 0))


def zone_measures_card(context: RenderContext, zone_id: str, page: str) -> Layout:
    """All measures that apply in a zone, paged, with the reason why each applies."""
    zone = context.release.catalogue.zones.get(zone_id)
    if zone is None:
        return zone_card(context, zone_id)
    tr = context.tr
    pairs = [(g.reason, measure) for g in zone_groups(context, zone) for measure in g.measures]
    items, number, pages = page_of(pairs, int(page) if page.isdigit() else 0, _MEASURES_PAGE)
    heading = tr("### Measures that apply in {name}", name=tr.of(zone.title))
    count = tr.many("{number} measure in force", "{number} measures in force", len(pairs))
    where = tr("page {page} of {pages}", page=number + 1, pages=pages)
    parts = [text(f"{heading}\n{count} · {where}" if pages > 1 else f"{heading}\n{count}")]
    last = ""
    for reason, measure in items:
        if reason != last:
            parts.append(text(f"**{reason}**"))
        last = reason
        parts.append(measure_entry(context, measure))
    if pages > 1:
        parts.append(pager(tr, number, pages, "zm", (zone.id,)))
    parts.append(row(button(tr("Back to the zone"), link_to(tr, "z", zone.id))))
    parts.append(text(closing_line(context, [measure for _, measure in items])))
    return [container(*parts)]
