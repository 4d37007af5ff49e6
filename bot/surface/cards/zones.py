"""Parks and clusters: the list with its counts by district, and one zone in full."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from bot.domain.catalogue import select_measures, select_zones
from bot.domain.places import DISTRICTS, District
from bot.domain.records import Figure, Measure, Record, Source, Zone
from bot.surface.cards.blocks import (
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
from bot.surface.cards.measure import measure_entry, nearest_card
from bot.surface.cards.nearest import unknown_district, unknown_industry
from bot.surface.formats import figure_text, partial_date_text
from bot.surface.layout import (
    MAX_OPTIONS,
    Component,
    Layout,
    button,
    container,
    line,
    row,
    section,
    select,
    shorten,
    text,
)
from bot.surface.views import Scene, link_to
from bot.surface.words import Words, mark

Kind: TypeAlias = Literal["park", "cluster"]

UNSTATED: Final = "not-stated"
BEYOND: Final = "across-provinces"
"""Places of zones that count in no district; they stand in custom ids like a district."""

_PAGE = 6
_MEASURES_PAGE = 5
_MEASURE_BUTTONS = 4
_BODY = 1700
_MEASURES = 950
_SOURCES = 900
_LAND = ("km2", "m2", "mu")
_REPORTED = (("d24-zones", "zones"), ("d24-clusters", "clusters"))
"""The measures and figures that tell how many zones were announced, as reported."""

_KINDS: dict[Kind, str] = {"park": mark("Park"), "cluster": mark("Cluster")}
_ONLY: dict[Kind, str] = {"park": mark("Parks"), "cluster": mark("Clusters")}


class Filters(NamedTuple):
    """What the list is narrowed to; an empty text narrows nothing."""

    kind: str
    place: str
    """A district, UNSTATED or BEYOND."""
    industry: str

    def link(self, words: Words, page: int = 0) -> str:
        """The custom id that opens the list so narrowed."""
        return link_to(words, "zl", *self, page)


# -- The list --


def zones_card(scene: Scene, kind: str, district: str, industry: str, page: str) -> Layout:
    """A page of zones with counts by district. Unknown names come back with the nearest."""
    if district and district not in (*DISTRICTS, UNSTATED, BEYOND):
        return unknown_district(scene, district, "zl", kind, "@", shorten(industry, 30), "0")
    if industry and industry not in scene.release.catalogue.terms:
        return unknown_industry(scene, industry, "zl", kind, district, "@", "0")
    filters = Filters(kind if kind in _KINDS else "", district, industry)
    found = _narrowed(scene, filters)
    if not found:
        return _nothing_card(scene, filters)
    items, number, pages = page_of(found, int(page) if page.isdigit() else 0, _PAGE)
    parts = [
        text("\n".join(_list_head(scene, filters, found, number, pages))),
        *(zone_entry(scene, zone) for zone in items),
        *_list_controls(scene, filters),
    ]
    if pages > 1:
        parts.append(pager(scene.words, number, pages, "zl", tuple(filters)))
    note, behind = _completeness(scene)
    parts.append(text(f"{note}\n{closing_line(scene, [*items, *behind])}"))
    return [container(*parts)]


def _narrowed(scene: Scene, filters: Filters) -> list[Zone]:
    """The zones that pass the filters."""
    kind = _kind(filters.kind) if filters.kind else None
    found = select_zones(scene.release.catalogue, kind=kind, industry=filters.industry or None)
    return [zone for zone in found if filters.place in ("", place_of(zone))]


def place_of(zone: Zone) -> str:
    """The district in which a zone counts, UNSTATED, or BEYOND for one across provinces."""
    return BEYOND if zone.beyond_shanghai else zone.district or UNSTATED


def place_name(words: Words, place: str, *, lingang: bool = False) -> str:
    """A place for readers; one in Lin-gang counts in Pudong and is marked."""
    if place == UNSTATED:
        return words("district not stated")
    if place == BEYOND:
        return words("across provinces")
    name = DISTRICTS[_district(place)][words.lang == "zh"]
    return words("{district} (Lin-gang)", district=name) if lingang else name


def _district(place: str) -> District:
    return next(slug for slug in DISTRICTS if slug == place)


def _list_head(
    scene: Scene, filters: Filters, found: Sequence[Zone], number: int, pages: int
) -> Iterator[str]:
    words = scene.words
    yield _heading(scene, filters)
    where = words("page {page} of {pages}", page=number + 1, pages=pages)
    yield f"{_how_many(words, found)} · {where}" if pages > 1 else _how_many(words, found)
    everywhere = _narrowed(scene, filters._replace(place=""))
    yield words("By district: {counts}", counts=_counts_line(words, everywhere))
    unstated = sum(place_of(zone) == UNSTATED for zone in everywhere)
    if filters.place in DISTRICTS and unstated:
        yield words.many(
            "-# {number} more has no stated district and may lie here too.",
            "-# {number} more have no stated district and may lie here too.",
            unstated,
        )


def _how_many(words: Words, zones: Sequence[Zone]) -> str:
    parks = sum(zone.kind == "park" for zone in zones)
    clusters = len(zones) - parks
    counts = [
        words.many("{number} park", "{number} parks", parks) if parks else "",
        words.many("{number} cluster", "{number} clusters", clusters) if clusters else "",
    ]
    return " · ".join(filter(None, counts))


def _heading(scene: Scene, filters: Filters) -> str:
    """### Clusters · Pudong · integrated circuits."""
    words = scene.words
    names = [_kinds_name(words, filters.kind)]
    if filters.place:
        names.append(place_name(words, filters.place))
    if filters.industry:
        names.append(_industry_name(scene, filters.industry))
    return f"### {' · '.join(names)}"


def _kinds_name(words: Words, kind: str) -> str:
    return words(_ONLY[_kind(kind)]) if kind else words("Parks and clusters")


def _kind(kind: str) -> Kind:
    return "cluster" if kind == "cluster" else "park"


def _industry_name(scene: Scene, industry: str) -> str:
    term = scene.release.catalogue.terms[industry]
    return term.zh if scene.words.lang == "zh" else term.en


def _counts_line(words: Words, zones: Sequence[Zone]) -> str:
    """Pudong 21 (Lin-gang 7) · Minhang 9 · … · district not stated 8 · across provinces 1."""
    counts = Counter(map(place_of, zones))
    lingang = sum(zone.lingang for zone in zones)
    shown: list[str] = []
    for place in _by_count(counts):
        name, count = place_name(words, place), counts[place]
        if place == "pudong" and lingang:
            shown.append(
                words(
                    "{district} {count} (Lin-gang {lingang})",
                    district=name,
                    count=count,
                    lingang=lingang,
                )
            )
        else:
            shown.append(f"{name} {count}")
    return " · ".join(shown)


def _by_count(counts: Counter[str]) -> list[str]:
    """Districts with most zones first, then what counts in none."""
    order = [*DISTRICTS, UNSTATED, BEYOND]
    apart = (UNSTATED, BEYOND)
    return sorted(
        counts, key=lambda p: (p in apart, -counts[p] if p not in apart else 0, order.index(p))
    )


def zone_entry(scene: Scene, zone: Zone) -> Component:
    """A zone as one entry of a list, with a button that opens it."""
    words = scene.words
    focus = words.of(zone.focus) if zone.focus else words("focus not stated")
    place = place_name(words, place_of(zone), lingang=zone.lingang)
    facts = [words(_KINDS[zone.kind]), place, focus]
    if land := _land(zone):
        facts.append(_named_figure(words, land[0]))
    lines = [
        f"**{words.of(zone.title)}**",
        f"-# {words.other(zone.title)}",
        " · ".join(facts),
        f"-# {_rank(words, zone)}",
    ]
    return section("\n".join(lines), button(words("Open"), link_to(words, "z", zone.id)))


def _land(zone: Zone) -> list[Figure]:
    """Figures of its area, the one of the whole zone first."""
    found = [figure for figure in zone.figures if figure.unit in _LAND]
    return sorted(found, key=lambda figure: figure.id != "area")


def _named_figure(words: Words, figure: Figure) -> str:
    return words("{name}: {amount}", name=words.of(figure.name), amount=figure_text(words, figure))


def _rank(words: Words, zone: Zone) -> str:
    """Level and batch in one line."""
    parts = [words.of(zone.level)] + ([words.of(zone.batch)] if zone.batch else [])
    return ("，" if words.lang == "zh" else ", ").join(parts)


def _list_controls(scene: Scene, filters: Filters) -> Iterator[Component]:
    """Drop-downs of districts and industries with counts, and the other kinds as buttons."""
    words = scene.words
    yield row(
        select(
            "s|zl|place",
            words("Choose a district"),
            _place_options(scene, filters),
        )
    )
    if industries := list(_industry_options(scene, filters)):
        yield row(select("s|zl|industry", words("Choose an industry"), industries))
    if kinds := list(_kind_buttons(scene, filters)):
        yield row(*kinds)


def _place_options(scene: Scene, filters: Filters) -> Iterator[tuple[str, str, bool]]:
    words = scene.words
    zones = _narrowed(scene, filters._replace(place=""))
    if filters.place:
        yield words("All districts"), filters._replace(place="").link(words), False
    counts = Counter(map(place_of, zones))
    for place in _by_count(counts):
        label = f"{place_name(words, place)} · {counts[place]}"
        yield label, filters._replace(place=place).link(words), place == filters.place


def _industry_options(scene: Scene, filters: Filters) -> Iterator[tuple[str, str, bool]]:
    """The most frequent industries, and the chosen one."""
    words = scene.words
    zones = _narrowed(scene, filters._replace(industry=""))
    counts = Counter(industry for zone in zones for industry in zone.industries)
    most = [industry for industry, _ in counts.most_common(MAX_OPTIONS - 2)]
    if filters.industry:
        yield words("All industries"), filters._replace(industry="").link(words), False
        most = list(dict.fromkeys([filters.industry, *most]))
    for industry in most:
        label = f"{_industry_name(scene, industry)} · {counts[industry]}"
        chosen = industry == filters.industry
        yield label, filters._replace(industry=industry).link(words), chosen


def _kind_buttons(scene: Scene, filters: Filters) -> Iterator[Component]:
    words = scene.words
    for kind in ("", *_KINDS):
        other = filters._replace(kind=kind)
        count = len(_narrowed(scene, other))
        if kind != filters.kind and count:
            yield button(f"{_kinds_name(words, kind)} · {count}", other.link(words))


def _nothing_card(scene: Scene, filters: Filters) -> Layout:
    """Nothing passes: which filter to drop, and what that would give."""
    words = scene.words
    drops = [
        (words("Drop the district"), filters._replace(place="")),
        (words("Drop the industry"), filters._replace(industry="")),
        (words("Drop the kind"), filters._replace(kind="")),
    ]
    offers = [
        button(f"{label} · {count}", less.link(words))
        for label, less in drops
        if less != filters and (count := len(_narrowed(scene, less)))
    ]
    if offers:
        message = words("No zone fits all of these. Drop one of them to see more:")
    else:
        message = words("No zone fits, whichever single filter is dropped. Start anew:")
        offers = [button(words("All parks and clusters"), Filters("", "", "").link(words))]
    note, behind = _completeness(scene)
    return [
        container(
            text(f"{_heading(scene, filters)}\n{message}"),
            row(*offers),
            text(f"{note}\n{closing_line(scene, behind)}"),
        )
    ]


def _completeness(scene: Scene) -> tuple[str, list[Record]]:
    """How far the list is from complete, and the records that say so."""
    words, catalogue = scene.words, scene.release.catalogue
    zones = list(catalogue.zones.values())
    named = words(
        "-# Not complete: the sources name {parks} parks and {clusters} clusters, of every level.",
        parks=sum(zone.kind == "park" for zone in zones),
        clusters=sum(zone.kind == "cluster" for zone in zones),
    )
    figures = list(_reported(scene))
    if not figures:
        return named, []
    amounts = [figure_text(words, figure) for _, figure in figures]
    ids = dict.fromkeys(figure.sources[0] for _, figure in figures)
    told = [_told_by(words, catalogue.sources[i]) for i in ids if catalogue.sources[i].named]
    rest = words(
        "Reported were {amounts} ({sources}); no source lists them all.",
        amounts=("、" if words.lang == "zh" else " and ").join(amounts),
        sources=("；" if words.lang == "zh" else "; ").join(told) or words("source not named"),
    )
    joined = f"{named}{rest}" if words.lang == "zh" else f"{named} {rest}"
    return joined, [measure for measure, _ in figures]


def _reported(scene: Scene) -> Iterator[tuple[Measure, Figure]]:
    """How many zones and clusters were announced, with the measures that say so."""
    for measure_id, figure_id in _REPORTED:
        measure = scene.release.catalogue.measures.get(measure_id)
        if measure is not None:
            yield from ((measure, figure) for figure in measure.figures if figure.id == figure_id)


def _told_by(words: Words, source: Source) -> str:
    when = partial_date_text(words.lang, source.date) if source.date else words("undated")
    label = f"{source.publisher}{'，' if words.lang == 'zh' else ', '}{when}"
    return f"[{label}]({source.url})" if source.url else label


# -- One zone --


def zone_card(scene: Scene, zone_id: str) -> Layout:
    """Names, district, focus, area, level, batch, what is not stated, measures, sources."""
    zone = scene.release.catalogue.zones.get(zone_id)
    if zone is None:
        near = scene.release.names.zones.nearest(zone_id)
        return nearest_card(scene, shorten(zone_id, 100), near, "z")
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
    return [container(*parts)]


def _zone_head(words: Words, zone: Zone) -> Iterator[str]:
    yield title(words, zone)
    if zone.english_name == "translated":
        yield words("-# The English name is our translation; no source prints one.")
    yield f"{words(_KINDS[zone.kind])} · {words.of(zone.level)}"


def _zone_body(scene: Scene, zone: Zone) -> Iterator[str]:
    words = scene.words
    missing = words("not stated")
    yield words.of(zone.summary)
    yield words("**District:** {text}", text=_where(words, zone))
    yield words("**Focus:** {text}", text=words.of(zone.focus) if zone.focus else missing)
    if not _land(zone):
        yield words("**Area:** {text}", text=missing)
    for figure in sorted(zone.figures, key=lambda figure: figure not in _land(zone)):
        yield figure_line(words, figure)
        if figure.note:
            yield f"  -# {words.of(figure.note)}"
    yield words("**Batch:** {text}", text=words.of(zone.batch) if zone.batch else missing)
    if zone.note:
        yield words("**Note:** {text}", text=words.of(zone.note))
    if zone.conflicts:
        yield words("**Sources disagree**")
        yield from conflict_lines(scene, zone.conflicts)
    if zone.not_stated:
        yield words("**Not stated**")
        yield from (f"- {words.of(silence.text)}" for silence in zone.not_stated)
    yield f"-# {confidence_line(words, zone)}"


def _where(words: Words, zone: Zone) -> str:
    place = place_of(zone)
    if place == UNSTATED:
        return words("not stated")
    if place == BEYOND:
        return words("across provinces; it counts in no district")
    if zone.lingang:
        return words("{district}, in the Lin-gang Special Area", district=place_name(words, place))
    return place_name(words, place)


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
        name = _industry_name(scene, industry)
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
