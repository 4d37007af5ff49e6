"""Browsing: measures under filters, with a count for each topic and a drop-down of topics."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.catalogue import StatusFilter
from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.models import Statistic, Topic
from bot.domain.search.filters import FilterName, Filters, Found, Shelf, browse, loosened
from bot.domain.text_limits import MOST_QUERY
from bot.i18n.translator import Words, mark
from bot.ui.argument_codes import (
    DISTRICT_CODES,
    STATUS_CODES,
    TOPIC_CODES,
    district_of,
    full_id,
    short_id,
    status_of,
    topic_of,
)
from bot.ui.blocks import (
    TOPICS,
    closing,
    closing_line,
    confidence_line,
    figure_line,
    page_of,
    pager,
    short_sources,
)
from bot.ui.components import (
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
from bot.ui.escape import echo
from bot.ui.measure_entry import measure_entry
from bot.ui.measure_filters import PACKAGE_CODE, browse_link, filter_codes
from bot.ui.options import district_label

_PAGE = 5
_FIGURES = 2

STATUSES: Final[Mapping[StatusFilter, str]] = {
    "in-force": mark("in force"),
    "superseded": mark("superseded or past a stated end"),
    "all": mark("in force or not"),
}
_FILTERS: Final[Mapping[FilterName, str]] = {
    "query": mark("the words"),
    "topic": mark("the topic"),
    "district": mark("the district"),
    "package": mark("the package"),
    "status": mark("the status"),
}
_DROP: Final[Mapping[FilterName, str]] = {
    "query": mark("Drop the words ({count})"),
    "topic": mark("Drop the topic ({count})"),
    "district": mark("Drop the district ({count})"),
    "package": mark("Drop the package ({count})"),
    "status": mark("Whatever the status ({count})"),
}


def arguments(
    query: str | None,
    package: str | None,
    topic: str | None,
    district: str | None,
    status: str | None,
) -> tuple[str, ...]:
    """What a person chose, as the view's arguments after the page; names stay as typed."""
    return (
        next((code for known, code in TOPIC_CODES.items() if known == topic), ""),
        next((code for known, code in STATUS_CODES.items() if known == status), ""),
        package or "",
        district or "",
        query or "",
    )


def browse_card(
    scene: Scene, page: str, topic: str, status: str, package: str, district: str, query: str
) -> Layout:
    """A page of entries; an unknown package or district gives the three nearest."""
    filters = read_filters(scene, topic, status, package, district, query)
    if filters is None:
        return _unknown(scene, topic, status, package, district, query)
    shelf = browse(scene.release, filters, scene.today)
    items, number, pages = page_of(shelf.found, int(page) if page.isdigit() else 0, _PAGE)
    if not items:
        return _empty(scene, filters, shelf)
    words = scene.words
    where = words("page {page} of {pages}", page=number + 1, pages=pages)
    head = [heading(words, filters, scene), f"{_count(words, filters, shelf)} · {where}"]
    head.append(_topic_counts(words, shelf))
    parts = [text("\n".join(head)), *(_entry(scene, item) for item in items)]
    parts.append(_topic_select(words, filters, shelf))
    if pages > 1:
        parts.append(pager(words, number, pages, "mb", (), filter_codes(filters)))
    if filters.package:
        parts.append(row(_about(scene, filters.package)))
    parts.append(text(closing_line(scene, items)))
    return [container(*parts)]


def read_filters(
    scene: Scene, topic: str, status: str, package: str, district: str, query: str
) -> Filters | None:
    """The filters that the arguments stand for; None where a name is unknown."""
    found = find_package(scene, package)
    place = _district(scene, district)
    if (package and found is None) or (district and place is None):
        return None
    plain = " ".join(query.replace("|", " ").split())[:MOST_QUERY]
    return Filters(plain, found, topic_of(topic), place, status_of(status))


def find_package(scene: Scene, typed: str) -> str | None:
    """The id of the package that a code or a person's words mean."""
    if not typed:
        return None
    packages = scene.release.catalogue.packages
    return full_id(typed, packages, PACKAGE_CODE) or scene.release.names.packages.resolve(typed)


def heading(words: Words, filters: Filters, scene: Scene) -> str:
    """The page's heading with the filters in use."""
    parts = filter_names(words, filters, scene)
    return " · ".join([words("### Measures"), *parts])


def filter_names(words: Words, filters: Filters, scene: Scene) -> list[str]:
    """The filters in use, as a reader names them; the status stands with the count."""
    names: list[str] = []
    if filters.query:
        names.append(words("“{query}”", query=echo(filters.query, MOST_QUERY)))
    if filters.topic:
        names.append(words(TOPICS[filters.topic]))
    if filters.district:
        names.append(DISTRICTS[filters.district][words.lang == "zh"])
    if filters.package:
        names.append(words.of(scene.release.catalogue.packages[filters.package].title))
    return names


def _district(scene: Scene, typed: str) -> District | None:
    if not typed:
        return None
    return district_of(typed) or scene.release.names.districts.resolve(typed)


def _count(words: Words, filters: Filters, shelf: Shelf) -> str:
    found = len(shelf.found)
    if filters.topic == "statistic":
        return words.many("{number} count or sum", "{number} counts and sums", found)
    status = words(STATUSES[filters.status])
    return words.many(
        "{number} measure, {status}", "{number} measures, {status}", found, status=status
    )


def _topic_counts(words: Words, shelf: Shelf) -> str:
    counted = [f"{words(TOPICS[t])} {shelf.counts[t]}" for t in TOPICS if shelf.counts.get(t)]
    return words("-# By topic: {counts}", counts=" · ".join(counted))


def _topic_select(words: Words, filters: Filters, shelf: Shelf) -> Component:
    """Every topic that holds something under the other filters; the chosen one is marked."""
    every = words("All topics ({count})", count=shelf.total)
    options = [(every, browse_link(words, filters.without("topic")), filters.topic is None)]
    for topic, label in TOPICS.items():
        count = shelf.counts.get(topic, 0)
        if count or topic == filters.topic:
            name = words("{topic} ({count})", topic=words(label), count=count)
            target = browse_link(words, _with_topic(filters, topic))
            options.append((name, target, topic == filters.topic))
    return row(select("s|mb", words("Choose a topic"), options))


def _with_topic(filters: Filters, topic: Topic) -> Filters:
    return Filters(filters.query, filters.package, topic, filters.district, filters.status)


def _entry(scene: Scene, found: Found) -> Component:
    if isinstance(found, Statistic):
        return _statistic_entry(scene, found)
    entry = measure_entry(scene, found)
    if found.use != "answer":
        # A list is read as an offer: what must not be relied on says so here already.
        entry["components"][0]["content"] += f"\n-# {confidence_line(scene.words, found)}"
    return entry


def _statistic_entry(scene: Scene, statistic: Statistic) -> Component:
    """A count as one entry, with its newest figures, or its first where they are no series."""
    words = scene.words
    lines = [f"**{words.of(statistic.title)}**", f"-# {words.other(statistic.title)}"]
    newest = statistic.figures[-_FIGURES:] if statistic.series else statistic.figures[:_FIGURES]
    lines += [figure_line(words, figure) for figure in newest]
    lines.append(f"-# {short_sources(scene, scene.release.catalogue.cited(statistic), 1)}")
    return section("\n".join(lines), button(words("Open"), link_to(words, "st", statistic.id)))


def _about(scene: Scene, package: str) -> Component:
    words = scene.words
    name = shorten(words.of(scene.release.catalogue.packages[package].title), 60)
    return button(words("About: {name}", name=name), link_to(words, "p", package))


def _empty(scene: Scene, filters: Filters, shelf: Shelf) -> Layout:
    """What was asked, and a button for each filter without which something is found."""
    words = scene.words
    lines = [heading(words, filters, scene)]
    helps = loosened(scene.release, filters, scene.today)
    if helps:
        joint = "、" if words.lang == "zh" else ", "
        names = joint.join(words(_FILTERS[name]) for name, _ in helps)
        lines.append(
            words("Nothing fits. To see more, drop one of these filters: {filters}.", filters=names)
        )
    else:
        lines.append(words("Nothing fits, and dropping a single filter would not help."))
    parts = [text("\n".join(lines))]
    buttons = [
        button(words(_DROP[name], count=count), browse_link(words, filters.without(name)))
        for name, count in helps
    ]
    if not buttons:
        buttons.append(button(words("Drop every filter"), browse_link(words, Filters())))
    parts.append(row(*buttons))
    if shelf.total:
        parts.append(_topic_select(words, filters, shelf))
    if filters.query and not shelf.total:
        parts.extend(_named_alike(scene, filters.query))
    parts.append(text(closing(scene, 0)))
    return [container(*parts)]


def _named_alike(scene: Scene, query: str) -> list[Component]:
    """The measures whose names are most like the words."""
    words, measures = scene.words, scene.release.catalogue.measures
    near = [measures[i] for i in scene.release.names.measures.nearest(query)]
    if not near:
        return []
    return [
        text(words("-# Measures with the most similar names:")),
        row(*(button(words.of(m.title), link_to(words, "m", m.id)) for m in near)),
    ]


def _unknown(
    scene: Scene, topic: str, status: str, package: str, district: str, query: str
) -> Layout:
    """An unknown package or district: the three nearest; each opens the page with it."""
    words, names = scene.words, scene.release.names
    if package and find_package(scene, package) is None:
        packages = scene.release.catalogue.packages
        message = words("No package is called “{typed}”. The nearest:", typed=echo(package, 100))
        place = _district(scene, district)
        code = DISTRICT_CODES[place] if place else shorten(district, 20)
        near = [
            (words.of(packages[i].title), (short_id(i, PACKAGE_CODE), code))
            for i in names.packages.nearest(package)
        ]
    else:
        found = find_package(scene, package)
        code = short_id(found, PACKAGE_CODE) if found else ""
        message = words(
            "“{typed}” is none of Shanghai's {count} districts. The nearest:",
            typed=echo(district, 100),
            count=len(DISTRICTS),
        )
        near = [
            (district_label(slug, words.lang), (code, DISTRICT_CODES[slug]))
            for slug in names.districts.nearest(district)
        ]
    buttons = [
        button(label, link_to(words, "mb", 0, topic, status, *codes, query))
        for label, codes in near
    ]
    return [container(text(message), row(*buttons), text(closing(scene, 0)))]
