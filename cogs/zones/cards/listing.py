"""Parks and clusters: the list with its counts by district."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.domain.data.catalogue import select_zones
from bot.domain.data.districts import DISTRICTS, LINGANG_AREA
from bot.domain.data.models import Zone, ZoneKind
from bot.i18n.translator import N_, Translator
from bot.ui.chart import chart_button, unmarked
from bot.ui.components import MAX_OPTIONS, Layout, SelectOption, button, card, select, shorten
from bot.ui.context import RenderContext, link_to
from bot.ui.evidence import list_evidence
from bot.ui.list_page import Entry, Listing
from bot.ui.nearest import unknown_district, unknown_industry
from bot.ui.zone_text import (
    BEYOND,
    KIND_NAMES,
    UNSTATED,
    ZoneFilters,
    industry_name,
    place_name,
    zone_place,
)
from cogs.zones.cards.completeness import completeness

_OFFERS = 2
"""Buttons beside *Back* and *Share here*."""
_KINDS = {"": N_("Parks and clusters"), "park": N_("Parks"), "cluster": N_("Clusters")}


def zone_list_card(
    context: RenderContext, kind: str, district: str, industry: str, page: str
) -> Layout:
    """A page of zones with counts by district. Unknown names come back with the nearest."""
    if district and district not in (*DISTRICTS, LINGANG_AREA, UNSTATED, BEYOND):
        return unknown_district(context, district, "zl", kind, "@", shorten(industry, 30), "0")
    if industry and industry not in context.release.catalogue.terms:
        return unknown_industry(context, industry, "zl", kind, district, "@", "0")
    filters = ZoneFilters(kind if kind in KIND_NAMES else "", district, industry)
    found = narrowed(context, filters)
    if not found:
        return _nothing_card(context, filters)
    number = int(page) if page.isdigit() else 0
    if number == 0 and not filters.place:
        return _by_district(context, filters, found)
    entries = [zone_entry(context, zone, filters) for zone in found]
    head = "\n".join(_list_head(context, filters, found))
    last = list_evidence(context, found)
    listing = Listing(head, entries, last, "zl", tuple(filters), offset=0 if filters.place else 1)
    return listing.page(context.tr, number)


def _by_district(context: RenderContext, filters: ZoneFilters, found: Sequence[Zone]) -> Layout:
    """How many there are in each district; the pages after it name them."""
    tr = context.tr
    note, behind = completeness(context)
    lines = [_heading(context, filters), counts_line(tr, found), note]
    lines.append(f"-# {list_evidence(context, [*found, *behind])}")
    following = button(tr("Next"), link_to(tr, "zl", *filters, 1))
    narrower = select("s|zl", tr("Narrow down"), _narrower(context, filters))
    return card(lines, [narrower], [following, chart_button(tr, "zl", filters.industry)])


def narrowed(context: RenderContext, filters: ZoneFilters) -> list[Zone]:
    """The zones that pass the filters."""
    kind: ZoneKind | None = next((each for each in KIND_NAMES if each == filters.kind), None)
    found = select_zones(context.release.catalogue, kind=kind, industry=filters.industry or None)
    if filters.place == LINGANG_AREA:
        return [zone for zone in found if zone.lingang]
    return [zone for zone in found if filters.place in ("", zone_place(zone))]


def _list_head(
    context: RenderContext, filters: ZoneFilters, found: Sequence[Zone]
) -> Iterator[str]:
    yield f"{_heading(context, filters)} · {len(found)}"
    everywhere = narrowed(context, filters._replace(place=""))
    unstated = sum(zone_place(zone) == UNSTATED for zone in everywhere)
    if filters.place in DISTRICTS and unstated:
        yield context.tr.many(
            "{number} more has no stated district and may be here too.",
            "{number} more have no stated district and may be here too.",
            unstated,
        )


def how_many(tr: Translator, zones: Sequence[Zone]) -> str:
    """20 parks · 8 clusters; a kind without any is left out."""
    parks = sum(zone.kind == "park" for zone in zones)
    clusters = len(zones) - parks
    counts = [
        tr.many("{number} park", "{number} parks", parks) if parks else "",
        tr.many("{number} cluster", "{number} clusters", clusters) if clusters else "",
    ]
    return " · ".join(filter(None, counts))


def _heading(context: RenderContext, filters: ZoneFilters) -> str:
    """### Clusters · Pudong · integrated circuits."""
    tr = context.tr
    names = [tr(_KINDS[filters.kind])]
    if filters.place:
        names.append(place_name(tr, filters.place))
    if filters.industry:
        names.append(industry_name(context, filters.industry))
    return f"### {' · '.join(names)}"


def counts_line(tr: Translator, zones: Sequence[Zone]) -> str:
    """Pudong 21 (Lin-gang 7) · Minhang 9 · … · district not stated 8 · across provinces 1."""
    counts = count_places(zones)
    lingang = sum(zone.lingang for zone in zones)
    shown: list[str] = []
    for place in by_count(counts):
        name, count = place_name(tr, place), counts[place]
        if place == "pudong" and lingang:
            form = N_("{district} {count} (Lin-gang {lingang})")
            shown.append(tr(form, district=name, count=count, lingang=lingang))
        else:
            shown.append(f"{name} {count}")
    return " · ".join(shown)


def count_places(zones: Iterable[Zone]) -> Counter[str]:
    """How many zones count in each place."""
    return Counter(map(zone_place, zones))


def by_count(counts: Counter[str]) -> list[str]:
    """Districts with most zones first, then what counts in none."""
    order = [*DISTRICTS, UNSTATED, BEYOND]
    apart = (UNSTATED, BEYOND)
    return sorted(
        counts, key=lambda p: (p in apart, -counts[p] if p not in apart else 0, order.index(p))
    )


def zone_entry(context: RenderContext, zone: Zone, filters: ZoneFilters) -> Entry:
    """A zone as one line of a list, without what the filters say already."""
    tr = context.tr
    focus = tr.of(zone.focus) if zone.focus else tr("focus not stated")
    place = place_name(tr, zone_place(zone), lingang=zone.lingang)
    name, kind = tr.of(zone.title), tr(KIND_NAMES[zone.kind])
    named = filters.kind or kind.casefold() in name.casefold()
    facts = [
        "" if named else kind,
        "" if filters.place == LINGANG_AREA or (filters.place and not zone.lingang) else place,
        "" if filters.industry or focus.casefold() in name.casefold() else focus,
    ]
    return Entry(" · ".join([name, *filter(None, facts)]), name, link_to(tr, "z", zone.id))


def _narrower(context: RenderContext, filters: ZoneFilters) -> Iterator[SelectOption]:
    """The kinds, the places with their counts, and the map."""
    tr = context.tr
    for kind, name in _KINDS.items():
        count = len(narrowed(context, filters._replace(kind=kind)))
        if kind != filters.kind and count:
            yield f"{tr(name)} · {count}", filters._replace(kind=kind).link(tr), False
    counts = count_places(narrowed(context, filters))
    for place in by_count(counts):
        label = f"{place_name(tr, place)} · {counts[place]}"
        yield label, filters._replace(place=place).link(tr), False
    yield tr("Map"), link_to(tr, "zd", filters.industry), False


def industry_options(
    context: RenderContext, filters: ZoneFilters, opens: Callable[[str], str]
) -> Iterator[SelectOption]:
    """The most frequent industries, and the chosen one; `opens` gives what one leads to."""
    zones = narrowed(context, filters._replace(industry=""))
    counts = Counter(industry for zone in zones for industry in zone.industries)
    most = [industry for industry, _ in counts.most_common(MAX_OPTIONS - 2)]
    if filters.industry:
        yield context.tr("All industries"), opens(""), False
        most = list(dict.fromkeys([filters.industry, *most]))
    for industry in most:
        label = f"{industry_name(context, industry)} · {counts[industry]}"
        yield label, opens(industry), industry == filters.industry


def _nothing_card(context: RenderContext, filters: ZoneFilters) -> Layout:
    """Nothing passes: which filter to drop, and what that would give."""
    tr = context.tr
    drops = [
        (tr("Drop the district"), filters._replace(place="")),
        (tr("Drop the industry"), filters._replace(industry="")),
        (tr("Drop the kind"), filters._replace(kind="")),
    ]
    offers = [
        button(f"{label} · {count}", less.link(tr))
        for label, less in drops
        if less != filters and (count := len(narrowed(context, less)))
    ]
    if offers:
        message = tr("No zone matches all of these filters. Remove one to see more:")
    else:
        message = tr("No zone matches, and removing one filter would not help. Start over:")
        offers = [button(tr("All parks and clusters"), ZoneFilters("", "", "").link(tr))]
    return card([f"**{unmarked(_heading(context, filters))}**", message], offers[:_OFFERS])
