"""A package: what the document is, what of it is held here, and what no source states."""

from collections.abc import Iterator

from bot.domain.data.models import Package, Text, Topic
from bot.domain.search.filters import Filters, browse
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import (
    TOPICS,
    closing_line,
    confidence_line,
    disagreement_lines,
    figure_line,
    fit,
    source_line,
    title,
)
from bot.ui.components import Component, Layout, button, container, line, row, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.formats import date_text, partial_date_text
from bot.ui.measure_filters import browse_link
from bot.ui.nearest import nearest_card

_BODY = 2500
_SOURCES = 900
_TOPIC_BUTTONS = 4

_LEVELS = {
    "national": N_("National document"),
    "city": N_("Document of the city of Shanghai"),
    "district": N_("Document of a district"),
    "none": N_("A collection of records that belong to no single document"),
}


def package_card(context: RenderContext, package_id: str) -> Layout:
    """Summary, document number, dates, what it holds, what is not stated, sources."""
    catalogue, tr = context.release.catalogue, context.tr
    package = catalogue.packages.get(package_id)
    if package is None:
        return nearest_card(
            context, package_id, context.release.names.packages.nearest(package_id), "p"
        )
    head = [title(tr, package), *_banner(context, package), f"-# {tr(_LEVELS[package.level])}"]
    listed = [f"{i}. {source_line(tr, s)}" for i, s in enumerate(catalogue.cited(package), 1)]
    parts = [
        text("\n".join(head)),
        text(fit(list(_body(context, package)), _BODY, tr)),
        line(),
        text(fit([tr("**Sources**"), *listed], _SOURCES, tr)),
        *_doors(context, package),
        text(closing_line(context, [package])),
    ]
    return [container(*parts)]


def _banner(context: RenderContext, package: Package) -> Iterator[str]:
    tr, packages = context.tr, context.release.catalogue.packages
    if package.superseded_by:
        name = tr.of(packages[package.superseded_by].title)
        yield tr("**Superseded** by: {name}", name=name)
    elif package.ends and package.ends < context.today:
        yield tr("**Ended** on {date}", date=date_text(tr.lang, package.ends))


def _body(context: RenderContext, package: Package) -> Iterator[str]:
    tr = context.tr
    yield tr.of(package.summary)
    if package.level != "none":
        yield from _document(context, package)
    yield from (figure_line(tr, figure) for figure in package.figures)
    yield tr("**Contains:** {counts}", counts=_held(context, package))
    if package.not_stated:
        yield tr("**Not stated**")
        yield from (f"- {tr.of(s.text)}" for s in package.not_stated)
    if package.note:
        yield tr("**Note:** {text}", text=tr.of(package.note))
    yield from disagreement_lines(context, package)
    yield f"-# {confidence_line(tr, package)}"


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
        counts.append(
            tr.many("{number} set of requirements", "{number} sets of requirements", tiers)
        )
    return tr.list_comma.join(counts)


def _doors(context: RenderContext, package: Package) -> Iterator[Component]:
    """Buttons to what it holds, whatever its status, and to its successor."""
    tr = context.tr
    whole = Filters(package=package.id, status="all")
    shelf = browse(context.release, whole, context.today)
    buttons: list[Component] = []
    if shelf.total:
        label = tr("All its measures ({count})", count=shelf.total)
        buttons.append(button(label, browse_link(tr, whole), style=1))
    topics: list[Topic] = [
        t for t in TOPICS if shelf.counts.get(t) and shelf.counts[t] != shelf.total
    ]
    for topic in sorted(topics, key=lambda t: -shelf.counts[t])[:_TOPIC_BUTTONS]:
        label = tr("{topic} ({count})", topic=tr(TOPICS[topic]), count=shelf.counts[topic])
        target = Filters(package=package.id, topic=topic, status="all")
        buttons.append(button(label, browse_link(tr, target)))
    if buttons:
        yield row(*buttons)
    if opened := list(_opens(context, package)):
        yield row(*opened)


def _opens(context: RenderContext, package: Package) -> Iterator[Component]:
    """Its requirements, rung by rung (there are three), and the package that replaced it."""
    tr, catalogue = context.tr, context.release.catalogue
    for tier in catalogue.tiers.values():
        if tier.package == package.id and tier.part == "entry" and tier.tier != "all":
            yield _open(tr, tier.title, link_to(tr, "lc", tier.tier, tier.rules))
    if package.superseded_by:
        successor = catalogue.packages[package.superseded_by]
        yield _open(tr, successor.title, link_to(tr, "p", successor.id))


def _open(tr: Translator, name: Text, target: str) -> Component:
    return button(tr("Open: {name}", name=shorten(tr.of(name), 60)), target)
