"""Parks and clusters: the list with its counts by district."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.domain.data.catalogue import select_zones
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Figure, Measure, Record, Source, Zone
from bot.i18n.translator import Words, mark
from bot.ui.blocks import closing_line, page_of, pager
from bot.ui.chart_button import chart_button
from bot.ui.components import (
    MAX_OPTIONS,
    Component,
    Layout,
    button,
    container,
    row,
    section,
    select,
    shorten,
    text,
)
from bot.ui.context import Scene, link_to
from bot.ui.formats import figure_text, partial_date_text
from bot.ui.nearest import unknown_district, unknown_industry
from bot.ui.zone_text import BEYOND, KIND_NAMES, UNSTATED, Filters, Kind, land, place_name, place_of

_PAGE = 6
_REPORTED = (("d24-zones", "zones"), ("d24-clusters", "clusters"))
"""The measures and figures that tell how many zones were announced, as reported."""

_ONLY: dict[Kind, str] = {"park": mark("Parks"), "cluster": mark("Clusters")}


# -- The list --


def zones_card(scene: Scene, kind: str, district: str, industry: str, page: str) -> Layout:
    """A page of zones with counts by district. Unknown names come back with the nearest."""
    if district and district not in (*DISTRICTS, UNSTATED, BEYOND):
        return unknown_district(scene, district, "zl", kind, "@", shorten(industry, 30), "0")
    if industry and industry not in scene.release.catalogue.terms:
        return unknown_industry(scene, industry, "zl", kind, district, "@", "0")
    filters = Filters(kind if kind in KIND_NAMES else "", district, industry)
    found = narrowed(scene, filters)
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
    note, behind = completeness(scene)
    parts.append(text(f"{note}\n{closing_line(scene, [*items, *behind])}"))
    return [container(*parts)]


def narrowed(scene: Scene, filters: Filters) -> list[Zone]:
    """The zones that pass the filters."""
    kind = _kind(filters.kind) if filters.kind else None
    found = select_zones(scene.release.catalogue, kind=kind, industry=filters.industry or None)
    return [zone for zone in found if filters.place in ("", place_of(zone))]


def _list_head(
    scene: Scene, filters: Filters, found: Sequence[Zone], number: int, pages: int
) -> Iterator[str]:
    words = scene.words
    yield _heading(scene, filters)
    where = words("page {page} of {pages}", page=number + 1, pages=pages)
    yield f"{how_many(words, found)} · {where}" if pages > 1 else how_many(words, found)
    everywhere = narrowed(scene, filters._replace(place=""))
    yield words("By district: {counts}", counts=_counts_line(words, everywhere))
    unstated = sum(place_of(zone) == UNSTATED for zone in everywhere)
    if filters.place in DISTRICTS and unstated:
        yield words.many(
            "-# {number} more has no stated district and may lie here too.",
            "-# {number} more have no stated district and may lie here too.",
            unstated,
        )


def how_many(words: Words, zones: Sequence[Zone]) -> str:
    """20 parks · 8 clusters; nothing of what there is none."""
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
        names.append(industry_name(scene, filters.industry))
    return f"### {' · '.join(names)}"


def _kinds_name(words: Words, kind: str) -> str:
    return words(_ONLY[_kind(kind)]) if kind else words("Parks and clusters")


def _kind(kind: str) -> Kind:
    return "cluster" if kind == "cluster" else "park"


def industry_name(scene: Scene, industry: str) -> str:
    """An industry as readers call it; `industry` is its term's id."""
    term = scene.release.catalogue.terms[industry]
    return term.zh if scene.words.lang == "zh" else term.en


def _counts_line(words: Words, zones: Sequence[Zone]) -> str:
    """Pudong 21 (Lin-gang 7) · Minhang 9 · … · district not stated 8 · across provinces 1."""
    counts = count_places(zones)
    lingang = sum(zone.lingang for zone in zones)
    shown: list[str] = []
    for place in by_count(counts):
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


def count_places(zones: Iterable[Zone]) -> Counter[str]:
    """How many zones count in each place."""
    return Counter(map(place_of, zones))


def by_count(counts: Counter[str]) -> list[str]:
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
    facts = [words(KIND_NAMES[zone.kind]), place, focus]
    if areas := land(zone):
        facts.append(_named_figure(words, areas[0]))
    lines = [
        f"**{words.of(zone.title)}**",
        f"-# {words.other(zone.title)}",
        " · ".join(facts),
        f"-# {_rank(words, zone)}",
    ]
    return section("\n".join(lines), button(words("Open"), link_to(words, "z", zone.id)))


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

    def opens(industry: str) -> str:
        return filters._replace(industry=industry).link(words)

    if industries := list(industry_options(scene, filters, opens)):
        yield row(select("s|zl|industry", words("Choose an industry"), industries))
    pictures = [
        button(words("Map"), link_to(words, "zd", filters.industry)),
        chart_button(words, "zl", filters.industry),
    ]
    yield row(*_kind_buttons(scene, filters), *pictures)


def _place_options(scene: Scene, filters: Filters) -> Iterator[tuple[str, str, bool]]:
    words = scene.words
    zones = narrowed(scene, filters._replace(place=""))
    if filters.place:
        yield words("All districts"), filters._replace(place="").link(words), False
    counts = count_places(zones)
    for place in by_count(counts):
        label = f"{place_name(words, place)} · {counts[place]}"
        yield label, filters._replace(place=place).link(words), place == filters.place


def industry_options(
    scene: Scene, filters: Filters, opens: Callable[[str], str]
) -> Iterator[tuple[str, str, bool]]:
    """The most frequent industries, and the chosen one; `opens` gives what one leads to."""
    words = scene.words
    zones = narrowed(scene, filters._replace(industry=""))
    counts = Counter(industry for zone in zones for industry in zone.industries)
    most = [industry for industry, _ in counts.most_common(MAX_OPTIONS - 2)]
    if filters.industry:
        yield words("All industries"), opens(""), False
        most = list(dict.fromkeys([filters.industry, *most]))
    for industry in most:
        label = f"{industry_name(scene, industry)} · {counts[industry]}"
        chosen = industry == filters.industry
        yield label, opens(industry), chosen


def _kind_buttons(scene: Scene, filters: Filters) -> Iterator[Component]:
    words = scene.words
    for kind in ("", *KIND_NAMES):
        other = filters._replace(kind=kind)
        count = len(narrowed(scene, other))
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
        if less != filters and (count := len(narrowed(scene, less)))
    ]
    if offers:
        message = words("No zone fits all of these. Drop one of them to see more:")
    else:
        message = words("No zone fits, whichever single filter is dropped. Start anew:")
        offers = [button(words("All parks and clusters"), Filters("", "", "").link(words))]
    note, behind = completeness(scene)
    return [
        container(
            text(f"{_heading(scene, filters)}\n{message}"),
            row(*offers),
            text(f"{note}\n{closing_line(scene, behind)}"),
        )
    ]


def completeness(scene: Scene) -> tuple[str, list[Record]]:
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
    label = f"{words.publisher(source)}{'，' if words.lang == 'zh' else ', '}{when}"
    return f"[{label}]({source.url})" if source.url else label
