"""Browsing: measures under filters, with a count for each topic and a drop-down of topics."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.data.catalogue import StatusFilter
from bot.domain.data.districts import District
from bot.domain.data.models import Measure, Statistic
from bot.domain.search.filters import BrowseResult, FilterName, Filters, browse, counts_without_each
from bot.domain.text_limits import MAX_QUERY_LENGTH
from bot.i18n.translator import N_, Translator
from bot.ui import argument_codes as codes
from bot.ui.blocks import TOPICS, district_name
from bot.ui.chart import unmarked
from bot.ui.components import Component, Layout, button, card, select, shorten
from bot.ui.context import RenderContext, link_to
from bot.ui.escape import echo
from bot.ui.evidence import list_evidence, mark
from bot.ui.formats import figure_text
from bot.ui.list_page import Entry, Listing
from bot.ui.measure_filters import PACKAGE_CODE, browse_link, filter_codes
from bot.ui.measure_line import by_worth, measure_line
from bot.ui.nearest import district_choice

_OFFERS: Final = 2
"""Buttons beside *Back* and *Share here*."""
STATUS_NAMES: Final[Mapping[StatusFilter, str]] = {
    "in-force": N_("in force"),
    "superseded": N_("superseded or past a stated end"),
    "all": N_("in force or not"),
}
_FILTERS: Final[Mapping[FilterName, str]] = {
    "query": N_("the words"),
    "topic": N_("the topic"),
    "district": N_("the district"),
    "package": N_("the package"),
    "status": N_("the status"),
}
_DROP: Final[Mapping[FilterName, str]] = {
    "query": N_("Drop the words ({count})"),
    "topic": N_("Drop the topic ({count})"),
    "district": N_("Drop the district ({count})"),
    "package": N_("Drop the package ({count})"),
    "status": N_("Any status ({count})"),
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
        next((code for known, code in codes.TOPIC_CODES.items() if known == topic), ""),
        next((code for known, code in codes.STATUS_CODES.items() if known == status), ""),
        package or "",
        district or "",
        query or "",
    )


def browse_card(
    context: RenderContext,
    page: str,
    topic: str,
    status: str,
    package: str,
    district: str,
    query: str,
) -> Layout:
    """A page of entries; an unknown package or district gives the three nearest."""
    filters = read_filters(context, topic, status, package, district, query)
    if filters is None:
        return _unknown(context, topic, status, package, district, query)
    shelf = browse(context.release, filters, context.today)
    if not shelf.found:
        return _empty(context, filters, shelf)
    tr, found = context.tr, _ordered(context, filters, shelf)
    said = _count(tr, filters, shelf)
    if tuple(found) != tuple(shelf.found):
        said += tr.comma + tr("most per firm first")
    head = f"{filters_heading(tr, filters, context)}\n{said}"
    entries = [
        _statistic_entry(context, item)
        if isinstance(item, Statistic)
        else measure_line(context, item)
        for item in found
    ]
    package_link = link_to(tr, "p", filters.package)
    return Listing(
        head,
        entries,
        list_evidence(context, shelf.found),
        "mb",
        after=filter_codes(filters),
        selects=(_topic_select(tr, filters, shelf),),
        buttons=(button(tr("About the package"), package_link),) if filters.package else (),
    ).page(tr, int(page) if page.isdigit() else 0)


def _ordered(
    context: RenderContext, filters: Filters, shelf: BrowseResult
) -> Sequence[Measure | Statistic]:
    """By what one firm gets; what fits words best first; counts as recorded."""
    if filters.query:
        return shelf.found
    measures = [item for item in shelf.found if not isinstance(item, Statistic)]
    measures.sort(key=lambda each: (each.use == "warning", by_worth(each, context.today)))
    return [*measures, *(item for item in shelf.found if isinstance(item, Statistic))]


def read_filters(
    context: RenderContext, topic: str, status: str, package: str, district: str, query: str
) -> Filters | None:
    """The filters that the arguments stand for; None where a name is unknown."""
    found = find_package(context, package)
    place = _district(context, district)
    if (package and found is None) or (district and place is None):
        return None
    plain = " ".join(query.replace("|", " ").split())[:MAX_QUERY_LENGTH]
    in_force = codes.STATUSES_BY_CODE.get(status, "in-force")
    return Filters(plain, found, codes.TOPICS_BY_CODE.get(topic), place, in_force)


def find_package(context: RenderContext, typed: str) -> str | None:
    """The id of the package that a code or a person's words mean."""
    if not typed:
        return None
    known = codes.full_id(typed, context.release.catalogue.packages, PACKAGE_CODE)
    return known or context.release.names.packages.resolve(typed)


def filters_heading(tr: Translator, filters: Filters, context: RenderContext) -> str:
    """The page's heading with the filters in use."""
    return " · ".join([tr("### Measures"), *filter_names(tr, filters, context)])


def filter_names(tr: Translator, filters: Filters, context: RenderContext) -> list[str]:
    """The filters in use, as a reader names them; the status stands with the count."""
    names: list[str] = []
    if filters.query:
        names.append(tr("“{query}”", query=echo(filters.query, MAX_QUERY_LENGTH)))
    if filters.topic:
        names.append(tr(TOPICS[filters.topic]))
    if filters.district:
        names.append(district_name(tr, filters.district))
    if filters.package:
        names.append(tr.of(context.release.catalogue.packages[filters.package].title))
    return names


def _district(context: RenderContext, typed: str) -> District | None:
    if not typed:
        return None
    return codes.DISTRICTS_BY_CODE.get(typed) or context.release.names.districts.resolve(typed)


def _count(tr: Translator, filters: Filters, shelf: BrowseResult) -> str:
    found = len(shelf.found)
    if filters.topic == "statistic":
        return tr.many("{number} count or sum", "{number} counts and sums", found)
    status = tr(STATUS_NAMES[filters.status])
    return tr.many(
        "{number} measure, {status}", "{number} measures, {status}", found, status=status
    )


def _topic_select(tr: Translator, filters: Filters, shelf: BrowseResult) -> Component:
    """Every topic that holds something under the other filters; the chosen one is marked."""
    every = tr("All topics ({count})", count=shelf.total)
    options = [(every, browse_link(tr, filters.without("topic")), filters.topic is None)]
    for topic, label in TOPICS.items():
        count = shelf.counts.get(topic, 0)
        if count or topic == filters.topic:
            name = tr("{topic} ({count})", topic=tr(label), count=count)
            target = browse_link(tr, replace(filters, topic=topic))
            options.append((name, target, topic == filters.topic))
    return select("s|mb", tr("Choose a topic"), options)


def _statistic_entry(context: RenderContext, statistic: Statistic) -> Entry:
    """A count as one line, with its newest figure, or its first where they are no series."""
    tr, name = context.tr, context.tr.of(statistic.title)
    counts = [f for f in statistic.figures if not f.id.endswith("-batch")]
    newest = counts[-1:] if statistic.series else statistic.figures[:1]
    said = tr.labelled(name, "".join(f"**{figure_text(tr, figure)}**" for figure in newest))
    return Entry(f"{said} · {mark(tr, statistic)}", name, link_to(tr, "st", statistic.id))


def _empty(context: RenderContext, filters: Filters, shelf: BrowseResult) -> Layout:
    """What was asked, and a button for each filter without which something is found."""
    tr = context.tr
    lines = [f"**{unmarked(filters_heading(tr, filters, context))}**"]
    helps = counts_without_each(context.release, filters, context.today)[:_OFFERS]
    if helps:
        names = tr.list_comma.join(tr(_FILTERS[name]) for name, _ in helps)
        one = N_("Nothing matches. To see more, drop {filters}.")
        several = N_("Nothing matches. To see more, drop one of these filters: {filters}.")
        lines.append(tr(several if len(helps) > 1 else one, filters=names))
    else:
        lines.append(tr("Nothing matches, and dropping one filter would not help."))
    buttons = [
        button(tr(_DROP[name], count=count), browse_link(tr, filters.without(name)))
        for name, count in helps
    ]
    if not buttons:
        buttons.append(button(tr("Clear all filters"), browse_link(tr, Filters())))
    menu = _topic_select(tr, filters, shelf) if shelf.total else _named_alike(context, filters)
    return card(lines, [menu] if menu else [], buttons)


def _named_alike(context: RenderContext, filters: Filters) -> Component | None:
    """The measures whose names are most like the words."""
    tr, measures = context.tr, context.release.catalogue.measures
    near = context.release.names.measures.nearest(filters.query) if filters.query else []
    options = [(tr.of(measures[i].title), link_to(tr, "m", i), False) for i in near]
    label = tr("Measures with the most similar names")
    return select("s|mb|near", label, options) if options else None


def _unknown(
    context: RenderContext, topic: str, status: str, package: str, district: str, query: str
) -> Layout:
    """An unknown package or district: the three nearest; each opens the page with it."""
    tr, names = context.tr, context.release.names

    def opens(package_code: str, district_code: str) -> str:
        return link_to(tr, "mb", 0, topic, status, package_code, district_code, query)

    if package and find_package(context, package) is None:
        packages = context.release.catalogue.packages
        place = _district(context, district)
        code = codes.DISTRICT_CODES[place] if place else shorten(district, 20)
        near = names.packages.nearest(package)
        said = tr("No package is named “{typed}”.", typed=echo(package, 100))
        said += tr.space + tr("Nearest matches:") if near else ""
        buttons = [
            button(tr.of(packages[i].title), opens(codes.short_id(i, PACKAGE_CODE), code))
            for i in near
        ] or [button(tr("All packages"), link_to(tr, "pl", 0))]
    else:
        found = find_package(context, package)
        code = codes.short_id(found, PACKAGE_CODE) if found else ""
        links: dict[District, str] = {
            slug: opens(code, place_code) for slug, place_code in codes.DISTRICT_CODES.items()
        }
        said, buttons = district_choice(context, district, links)
    return card([said], buttons)
