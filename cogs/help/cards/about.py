"""What this bot is: versions, what it holds, its terms, and the list of packages."""

from collections.abc import Iterator
from typing import Final

from bot.domain.data.catalogue import select_measures
from bot.domain.data.models import Package
from bot.ui.components import Layout, button, card, link, select
from bot.ui.context import RenderContext, link_to
from bot.ui.evidence import list_evidence, sources_text
from bot.ui.formats import partial_date_text
from bot.ui.line_width import pages_of
from bot.ui.list_page import Entry, Listing, room, turn
from bot.version import program_version
from cogs.help.texts import TextName, read_text

_VIEWS: Final[dict[TextName, str]] = {"terms": "te", "privacy": "pr"}


def about_card(context: RenderContext) -> Layout:
    """Versions, counts, licence, how to add the bot, and links to terms, privacy and packages."""
    tr, registration = context.tr, context.registration
    doors = [
        (tr("Packages"), link_to(tr, "pl", 0), False),
        (tr("Terms"), link_to(tr, "te"), False),
        (tr("Privacy"), link_to(tr, "pr"), False),
    ]
    invite = [link(tr("Add Little Giant"), registration.invite)] if registration.invite else []
    what = tr(
        "### Little Giant {version}\n"
        "Shanghai's support for small and medium-sized firms, every figure with its source.",
        version=program_version(),
    )
    legal = tr(
        "**Not legal advice**, not a service of a public body. Check with the responsible office.\n"
        "**Licence:** MIT, free software, without warranty.\n"
        "**Add it** to a server, or to your own account for any server and direct messages."
    )
    said = [what, *_what_it_holds(context), legal]
    return card(said, [select("s|about", tr("Open"), doors)], invite)


def _what_it_holds(context: RenderContext) -> Iterator[str]:
    tr, catalogue = context.tr, context.release.catalogue
    zones = sum(zone.kind == "park" for zone in catalogue.zones.values())
    yield tr("**Data {version}**", version=catalogue.version)
    yield tr(
        "{measures} measures ({current} in force), {zones} parks, {clusters} clusters; {sources}",
        measures=len(catalogue.measures),
        current=len(select_measures(catalogue, context.today)),
        zones=zones,
        clusters=len(catalogue.zones) - zones,
        sources=sources_text(tr, [*catalogue.sources.values()]),
    )


def terms_card(context: RenderContext, page: str = "0") -> Layout:
    """A page of the terms of use."""
    return _text_card(context, "terms", int(page))


def privacy_card(context: RenderContext, page: str = "0") -> Layout:
    """A page of the privacy text."""
    return _text_card(context, "privacy", int(page))


def _text_card(context: RenderContext, name: TextName, page: int) -> Layout:
    tr = context.tr
    head, *paragraphs = read_text(name, tr.lang).split("\n")
    pages = pages_of(filter(None, paragraphs), room(tr, head, small="-# "))
    number, _, turned = turn(tr, page, len(pages), "", _VIEWS[name], ())
    where = "-# " + tr("page {page} of {pages}", page=number + 1, pages=len(pages))
    about = [] if number else [button(tr("About"), link_to(tr, "ab"))]
    return card([head, *pages[number], where], [*turned, *about])


def packages_card(context: RenderContext, page: str) -> Layout:
    """Paged list of the documents that the measures come from; each opens."""
    tr, every = context.tr, list(context.release.catalogue.packages.values())
    head = " · ".join([tr("### Packages"), str(len(every))])
    entries = [_entry(context, package) for package in every]
    return Listing(head, entries, list_evidence(context, every), "pl").page(tr, int(page))


def _entry(context: RenderContext, package: Package) -> Entry:
    tr, name = context.tr, context.tr.of(package.title)
    held = sum(m.package == package.id for m in context.release.catalogue.measures.values())
    facts = [name, tr.many("{number} measure", "{number} measures", held)]
    if package.level != "none" and package.issued:
        facts.insert(1, partial_date_text(tr.lang, package.issued))
    if package.superseded_by:
        facts.append(tr("**Superseded**"))
    return Entry(" · ".join(facts), name, link_to(tr, "p", package.id))
