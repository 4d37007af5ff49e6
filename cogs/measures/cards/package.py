"""A package: what the document is, what of it is held here, and what no source states."""

from collections.abc import Iterator

from bot.domain.data.models import Package
from bot.domain.search.filters import BrowseResult, Filters, browse
from bot.i18n.translator import N_
from bot.ui.blocks import TOPICS
from bot.ui.card_lines import CardLine, fitting, record_heading
from bot.ui.components import Layout, SelectOption, button, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.details import details_button, evidence_entries, record_details, rest_of_figures
from bot.ui.evidence import evidence_line
from bot.ui.formats import date_text, partial_date_text
from bot.ui.measure_filters import browse_link
from bot.ui.nearest import nearest_card

_LEVELS = {
    "national": N_("National document"),
    "city": N_("Document of the city of Shanghai"),
    "district": N_("Document of a district"),
    "none": N_("A collection of records that belong to no single document"),
}


def package_card(context: RenderContext, package_id: str) -> Layout:
    """What it is, what it holds, whether it holds still, one source."""
    catalogue, tr = context.release.catalogue, context.tr
    package = catalogue.packages.get(package_id)
    if package is None:
        near = context.release.names.packages.nearest(package_id)
        return nearest_card(context, package_id, near, "p")
    whole = Filters(package=package.id, status="all")
    shelf = browse(context.release, whole, context.today)
    listed = button(tr("Measures ({count})", count=shelf.total), browse_link(tr, whole))
    options = list(_onward(context, package, shelf))
    return card(
        (line.content for line in _lines(context, package)),
        [select("s|p", tr("From here"), options)] if options else [],
        [details_button(tr, "pd", package.id), *([listed] if shelf.total else [])],
    )


def package_details(context: RenderContext, package_id: str, page: str = "0") -> Layout:
    """Number, dates, further figures, what is not stated, sources, in pages."""
    package = context.release.catalogue.packages.get(package_id)
    if package is None:
        return package_card(context, package_id)
    said = [line.content for line in _lines(context, package)]
    entries = (entry for entry in _entries(context, package) if entry not in said)
    return record_details(context, package, entries, "pd", page)


def _lines(context: RenderContext, package: Package) -> list[CardLine]:
    tr = context.tr
    lines = [CardLine(0, record_heading(tr, package, tr(_LEVELS[package.level])))]
    lines += (CardLine(1, banner) for banner in _banner(context, package))
    lines.append(CardLine(2, tr.of(package.summary)))
    lines.append(CardLine(3, tr("**Contains:** {counts}", counts=_held(context, package))))
    lines.append(CardLine(0, evidence_line(context, package)))
    return fitting(lines)


def _entries(context: RenderContext, package: Package) -> Iterator[str]:
    yield from rest_of_figures(context.tr, package, ())
    if package.level != "none":
        yield from _document(context, package)
    yield from evidence_entries(context, package)


def _banner(context: RenderContext, package: Package) -> Iterator[str]:
    tr, packages = context.tr, context.release.catalogue.packages
    if package.superseded_by:
        name = tr.of(packages[package.superseded_by].title)
        yield tr("**Superseded** by: {name}", name=name)
    elif package.ends and package.ends < context.today:
        yield tr("**Ended** on {date}", date=date_text(tr.lang, package.ends))


def _document(context: RenderContext, package: Package) -> Iterator[str]:
    """Number and dates; what no source prints is said to be not stated."""
    tr = context.tr
    unknown = tr("not stated")
    number = tr.of(package.document) if package.document else unknown
    yield tr("**Document number:** {text}", text=number)
    issued = partial_date_text(tr.lang, package.issued) if package.issued else unknown
    yield tr("**Issued or announced:** {date}", date=issued)
    starts = date_text(tr.lang, package.starts) if package.starts else unknown
    ends = date_text(tr.lang, package.ends) if package.ends else unknown
    yield tr("**In force from:** {starts} · **until:** {ends}", starts=starts, ends=ends)


def _held(context: RenderContext, package: Package) -> str:
    """How many records of each sort belong to it."""
    tr, catalogue = context.tr, context.release.catalogue
    measures = sum(m.package == package.id for m in catalogue.measures.values())
    statistics = sum(s.package == package.id for s in catalogue.statistics.values())
    tiers = sum(t.package == package.id for t in catalogue.tiers.values())
    counts: list[str] = []
    if measures or not (statistics or tiers):
        counts.append(tr.many("{number} measure", "{number} measures", measures))
    if statistics:
        counts.append(tr.many("{number} count or sum", "{number} counts and sums", statistics))
    if tiers:
        sets = tr.many("{number} set of requirements", "{number} sets of requirements", tiers)
        counts.append(sets)
    return tr.list_comma.join(counts)


def _onward(
    context: RenderContext, package: Package, shelf: BrowseResult
) -> Iterator[SelectOption]:
    """Its topics, its requirements tier by tier, and the package that replaced it."""
    tr, catalogue = context.tr, context.release.catalogue
    for topic in TOPICS:
        if (count := shelf.counts.get(topic)) and count != shelf.total:
            label = tr("{topic} ({count})", topic=tr(TOPICS[topic]), count=count)
            filters = Filters(package=package.id, status="all", topic=topic)
            yield label, browse_link(tr, filters), False
    for tier in catalogue.tiers.values():
        if tier.package == package.id and tier.part == "entry" and tier.tier != "all":
            yield tr.of(tier.title), link_to(tr, "lc", tier.tier, tier.rules), False
    if package.superseded_by:
        successor = catalogue.packages[package.superseded_by]
        yield tr.of(successor.title), link_to(tr, "p", successor.id), False
