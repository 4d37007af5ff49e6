"""A package: what the document is, what of it is held here, and what no source states."""

from collections.abc import Iterator

from bot.domain.data.models import Package, Text, Topic
from bot.domain.search.filters import Filters, browse
from bot.i18n.translator import Words, mark
from bot.ui.blocks import (
    TOPICS,
    closing_line,
    confidence_line,
    conflict_lines,
    figure_line,
    fit,
    source_line,
    title,
)
from bot.ui.components import Component, Layout, button, container, line, row, shorten, text
from bot.ui.context import Scene, link_to
from bot.ui.formats import date_text, partial_date_text
from bot.ui.measure_filters import browse_link
from bot.ui.nearest import nearest_card

_BODY = 2500
_SOURCES = 900
_TOPIC_BUTTONS = 4

_LEVELS = {
    "national": mark("National document"),
    "city": mark("Document of the city of Shanghai"),
    "district": mark("Document of a district"),
    "none": mark("A shelf for records that belong to no single document"),
}


def package_card(scene: Scene, package_id: str) -> Layout:
    """Summary, document number, dates, what it holds, what is not stated, sources."""
    catalogue, words = scene.release.catalogue, scene.words
    package = catalogue.packages.get(package_id)
    if package is None:
        return nearest_card(
            scene, package_id, scene.release.names.packages.nearest(package_id), "p"
        )
    head = [title(words, package), *_banner(scene, package), f"-# {words(_LEVELS[package.level])}"]
    listed = [f"{i}. {source_line(words, s)}" for i, s in enumerate(catalogue.cited(package), 1)]
    parts = [
        text("\n".join(head)),
        text(fit(list(_body(scene, package)), _BODY, words)),
        line(),
        text(fit([words("**Sources**"), *listed], _SOURCES, words)),
        *_doors(scene, package),
        text(closing_line(scene, [package])),
    ]
    return [container(*parts)]


def _banner(scene: Scene, package: Package) -> Iterator[str]:
    words, packages = scene.words, scene.release.catalogue.packages
    if package.superseded_by:
        name = words.of(packages[package.superseded_by].title)
        yield words("**Superseded** by: {name}", name=name)
    elif package.ends and package.ends < scene.today:
        yield words("**Ended** on {date}", date=date_text(words.lang, package.ends))


def _body(scene: Scene, package: Package) -> Iterator[str]:
    words = scene.words
    yield words.of(package.summary)
    if package.level != "none":
        yield from _document(scene, package)
    yield from (figure_line(words, figure) for figure in package.figures)
    yield words("**Held here:** {counts}", counts=_held(scene, package))
    if package.not_stated:
        yield words("**Not stated**")
        yield from (f"- {words.of(s.text)}" for s in package.not_stated)
    if package.note:
        yield words("**Note:** {text}", text=words.of(package.note))
    if package.conflicts:
        yield words("**Sources disagree**")
        yield from conflict_lines(scene, package.conflicts)
    yield f"-# {confidence_line(words, package)}"


def _document(scene: Scene, package: Package) -> Iterator[str]:
    """Number and dates; what no source prints is said to be not stated."""
    words = scene.words
    unknown = words("not stated")
    number = words.of(package.document) if package.document else unknown
    yield words("**Document number:** {text}", text=number)
    issued = partial_date_text(words.lang, package.issued) if package.issued else unknown
    yield words("**Issued or announced:** {date}", date=issued)
    starts = date_text(words.lang, package.starts) if package.starts else unknown
    ends = date_text(words.lang, package.ends) if package.ends else unknown
    yield words("**In force from:** {starts} · **until:** {ends}", starts=starts, ends=ends)


def _held(scene: Scene, package: Package) -> str:
    """How many records of each sort belong to it."""
    words, catalogue = scene.words, scene.release.catalogue
    measures = sum(m.package == package.id for m in catalogue.measures.values())
    statistics = sum(s.package == package.id for s in catalogue.statistics.values())
    tiers = sum(t.package == package.id for t in catalogue.tiers.values())
    counts: list[str] = []
    if measures or not (statistics or tiers):
        counts.append(words.many("{number} measure", "{number} measures", measures))
    if statistics:
        counts.append(words.many("{number} count or sum", "{number} counts and sums", statistics))
    if tiers:
        counts.append(
            words.many("{number} set of requirements", "{number} sets of requirements", tiers)
        )
    return ("、" if words.lang == "zh" else ", ").join(counts)


def _doors(scene: Scene, package: Package) -> Iterator[Component]:
    """Buttons to what it holds, whatever its status, and to its successor."""
    words = scene.words
    whole = Filters(package=package.id, status="all")
    shelf = browse(scene.release, whole, scene.today)
    buttons: list[Component] = []
    if shelf.total:
        label = words("All its measures ({count})", count=shelf.total)
        buttons.append(button(label, browse_link(words, whole), style=1))
    topics: list[Topic] = [
        t for t in TOPICS if shelf.counts.get(t) and shelf.counts[t] != shelf.total
    ]
    for topic in sorted(topics, key=lambda t: -shelf.counts[t])[:_TOPIC_BUTTONS]:
        label = words("{topic} ({count})", topic=words(TOPICS[topic]), count=shelf.counts[topic])
        target = Filters(package=package.id, topic=topic, status="all")
        buttons.append(button(label, browse_link(words, target)))
    if buttons:
        yield row(*buttons)
    if opened := list(_opens(scene, package)):
        yield row(*opened)


def _opens(scene: Scene, package: Package) -> Iterator[Component]:
    """Its requirements, rung by rung (there are three), and the package that replaced it."""
    words, catalogue = scene.words, scene.release.catalogue
    for tier in catalogue.tiers.values():
        if tier.package == package.id and tier.part == "entry" and tier.tier != "all":
            yield _open(words, tier.title, link_to(words, "lc", tier.tier, tier.rules))
    if package.superseded_by:
        successor = catalogue.packages[package.superseded_by]
        yield _open(words, successor.title, link_to(words, "p", successor.id))


def _open(words: Words, name: Text, target: str) -> Component:
    return button(words("Open: {name}", name=shorten(words.of(name), 60)), target)
