"""One park or cluster in full, and the measures that apply there."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.data.catalogue import select_measures
from bot.domain.data.models import Measure, Zone
from bot.i18n.translator import Words
from bot.ui.blocks import (
    closing_line,
    confidence_line,
    conflict_lines,
    figure_line,
    fit,
    page_of,
    pager,
    source_line,
    title,
)
from bot.ui.components import Component, Layout, button, container, line, row, text
from bot.ui.context import Scene, link_to
from bot.ui.export_buttons import takeaway_row
from bot.ui.measure_entry import measure_entry
from bot.ui.nearest import nearest_card
from bot.ui.zone_text import BEYOND, KIND_NAMES, Filters, land, place_name, place_of, zone_facts
from cogs.zones.cards.listing import industry_name

_MEASURES_PAGE = 5
_MEASURE_BUTTONS = 4
_BODY = 1700
_MEASURES = 950
_SOURCES = 900


def zone_card(scene: Scene, zone_id: str) -> Layout:
    """Names, district, focus, area, level, batch, what is not stated, measures, sources."""
    zone = scene.release.catalogue.zones.get(zone_id)
    if zone is None:
        near = scene.release.names.zones.nearest(zone_id)
        return nearest_card(scene, zone_id, near, "z")
    words = scene.words
    sources = scene.release.catalogue.cited(zone)
    listed = [f"{i}. {source_line(words, source)}" for i, source in enumerate(sources, 1)]
    parts = [
        text("\n".join(_zone_head(words, zone))),
        text(fit(list(_zone_body(scene, zone)), _BODY, words)),
        line(),
        *_zone_measures(scene, zone),
        line(),
        text(fit([words("**Sources**"), *listed], _SOURCES, words)),
        row(*_onward(scene, zone)),
        text(closing_line(scene, [zone])),
    ]
    return [container(*parts), takeaway_row(words, zone.id)]


def _zone_head(words: Words, zone: Zone) -> Iterator[str]:
    yield title(words, zone)
    if zone.english_name == "translated":
        yield words("-# The English name is our translation; no source prints one.")
    yield f"{words(KIND_NAMES[zone.kind])} · {words.of(zone.level)}"


def _zone_body(scene: Scene, zone: Zone) -> Iterator[str]:
    words = scene.words
    yield words.of(zone.summary)
    yield from zone_facts(words, zone)
    for figure in sorted(zone.figures, key=lambda figure: figure not in land(zone)):
        yield figure_line(words, figure)
        if figure.note:
            yield f"  -# {words.of(figure.note)}"
    if zone.note:
        yield words("**Note:** {text}", text=words.of(zone.note))
    if zone.conflicts:
        yield words("**Sources disagree**")
        yield from conflict_lines(scene, zone.conflicts)
    if zone.not_stated:
        yield words("**Not stated**")
        yield from (f"- {words.of(silence.text)}" for silence in zone.not_stated)
    yield f"-# {confidence_line(words, zone)}"


class Group(NamedTuple):
    """Measures that apply in a zone for the same reason."""

    reason: str
    measures: list[Measure]


def zone_groups(scene: Scene, zone: Zone) -> list[Group]:
    """Measures in force that apply in a zone: its own, those of all zones, its district's.

    What a district has for other zones only, which it names, is left out.
    """
    words, catalogue = scene.words, scene.release.catalogue
    among = catalogue.zones_measures(zone)
    found = [
        measure
        for measure in select_measures(catalogue, scene.today, among=among)
        if measure.use in ("answer", "unconfirmed")
    ]
    own = words("For this park") if zone.kind == "park" else words("For this cluster")
    place = words("For firms in {place}", place=place_name(words, place_of(zone)))
    groups = [
        Group(own, [m for m in found if m.zones != "all" and zone.id in m.zones]),
        Group(words("For the zones in general"), [m for m in found if m.zones == "all"]),
        Group(place, [m for m in found if not m.zones]),
    ]
    return [group for group in groups if group.measures]


def _zone_measures(scene: Scene, zone: Zone) -> Iterator[Component]:
    words = scene.words
    groups = zone_groups(scene, zone)
    measures = [measure for group in groups for measure in group.measures]
    lines = [words("**Measures that apply here** · {count}", count=len(measures))]
    for group in groups:
        lines.append(f"**{group.reason}** · {len(group.measures)}")
        lines.extend(f"- {_name(words, measure)}" for measure in group.measures)
    if zone.district is None and not zone.beyond_shanghai:
        lines.append(
            words("-# The district is not stated, so measures of a district are left out.")
        )
    yield text(fit(lines, _MEASURES, words))
    if measures:
        yield row(*_measure_buttons(words, zone, measures))


def _name(words: Words, measure: Measure) -> str:
    name = words.of(measure.title)
    return words("{name} (not confirmed)", name=name) if measure.use == "unconfirmed" else name


def _measure_buttons(words: Words, zone: Zone, measures: Sequence[Measure]) -> Iterator[Component]:
    for measure in measures[:_MEASURE_BUTTONS]:
        yield button(words.of(measure.title), link_to(words, "m", measure.id))
    if len(measures) > _MEASURE_BUTTONS:
        label = words("All {count} measures", count=len(measures))
        yield button(label, link_to(words, "zm", zone.id, 0))


def _onward(scene: Scene, zone: Zone) -> Iterator[Component]:
    """Where to go from a zone: others of its district and industries, the district's money."""
    words = scene.words
    place = place_of(zone)
    if place != BEYOND:
        name = place_name(words, place)
        yield button(words("Zones: {name}", name=name), Filters("", place, "").link(words))
    for industry in zone.industries[:2]:
        name = industry_name(scene, industry)
        yield button(words("Zones: {name}", name=name), Filters("", "", industry).link(words))
    name = place_name(words, zone.district) if zone.district else words("the whole city")
    yield button(
        words("Funding: {name}", name=name), link_to(words, "fl", "", zone.district or "", 0)
    )


def zone_measures_card(scene: Scene, zone_id: str, page: str) -> Layout:
    """All measures that apply in a zone, paged, with the reason why each applies."""
    zone = scene.release.catalogue.zones.get(zone_id)
    if zone is None:
        return zone_card(scene, zone_id)
    words = scene.words
    pairs = [(g.reason, measure) for g in zone_groups(scene, zone) for measure in g.measures]
    items, number, pages = page_of(pairs, int(page) if page.isdigit() else 0, _MEASURES_PAGE)
    heading = words("### Measures that apply in {name}", name=words.of(zone.title))
    count = words.many("{number} measure in force", "{number} measures in force", len(pairs))
    where = words("page {page} of {pages}", page=number + 1, pages=pages)
    parts = [text(f"{heading}\n{count} · {where}" if pages > 1 else f"{heading}\n{count}")]
    last = ""
    for reason, measure in items:
        if reason != last:
            parts.append(text(f"**{reason}**"))
        last = reason
        parts.append(measure_entry(scene, measure))
    if pages > 1:
        parts.append(pager(words, number, pages, "zm", (zone.id,)))
    parts.append(row(button(words("Back to the zone"), link_to(words, "z", zone.id))))
    parts.append(text(closing_line(scene, [measure for _, measure in items])))
    return [container(*parts)]
