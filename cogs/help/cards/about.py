"""What this bot is: versions, what it holds, its terms, and the list of packages."""

from bot.domain.data.models import Package
from bot.ui.blocks import closing_line, page_of, pager
from bot.ui.components import (
    Component,
    Layout,
    button,
    container,
    link,
    row,
    section,
    shorten,
    text,
)
from bot.ui.context import RenderContext, link_to
from bot.ui.formats import date_text, partial_date_text
from bot.version import program_version
from cogs.help.cards.home import HOME
from cogs.help.texts import read_text

_PAGE = 6
_SUMMARY = 220


def about_card(context: RenderContext) -> Layout:
    """Versions, counts, licence, how to add the bot, and doors to terms, privacy and packages."""
    tr, registration = context.tr, context.registration
    parts: list[Component] = [
        text(_what_it_is(context)),
        text(_what_it_holds(context)),
        text(_legal(context)),
        text(
            tr(
                "**Add it** to a server, where everyone can use it, or to your own "
                "account, so that you can use it in any server and in direct "
                "messages. Its answers need no permissions."
            )
        ),
        row(
            button(tr("Terms"), link_to(tr, "te")),
            button(tr("Privacy"), link_to(tr, "pr")),
            button(tr("Packages"), link_to(tr, "pl", 0)),
            button(tr("Help"), link_to(tr, HOME)),
        ),
    ]
    if registration.invite:
        parts.append(row(link(tr("Add Little Giant"), registration.invite)))
    return [container(*parts)]


def _what_it_is(context: RenderContext) -> str:
    return context.tr(
        "### Little Giant {version}\n"
        "Answers questions about Shanghai's measures for small and medium-sized "
        "firms: loans, guarantees, subsidies, awards, parks and clusters, and what a "
        "firm needs to become a little giant (小巨人). Every figure comes with its "
        "source.",
        version=program_version(),
    )


def _what_it_holds(context: RenderContext) -> str:
    tr, catalogue = context.tr, context.release.catalogue
    zones, clusters = 0, 0
    for zone in catalogue.zones.values():
        zones += zone.kind == "park"
        clusters += zone.kind == "cluster"
    when = date_text(tr.lang, catalogue.made_on)
    return "\n".join(
        [
            tr("**Data {version}** of {date}", version=catalogue.version, date=when),
            tr(
                "- {measures} measures, {awards} of them awards for recognised firms",
                measures=len(catalogue.measures),
                awards=len(catalogue.awards),
            ),
            tr("- {zones} parks and {clusters} clusters", zones=zones, clusters=clusters),
            tr(
                "- {tiers} sets of requirements, {statistics} counts and sums, {terms} terms",
                tiers=len(catalogue.tiers),
                statistics=len(catalogue.statistics),
                terms=len(catalogue.terms),
            ),
            tr(
                "- {records} records in all, from {sources} sources",
                records=len(catalogue.records),
                sources=len(catalogue.sources),
            ),
        ]
    )


def _legal(context: RenderContext) -> str:
    return context.tr(
        "**Not legal advice.** A summary of public sources, not a service of any "
        "public body. Check with the responsible office before you rely on it.\n"
        "**Licence:** MIT, free software, without warranty."
    )


def terms_card(context: RenderContext) -> Layout:
    """The terms of use."""
    return _text_card(context, read_text("terms", context.tr.lang), ("Privacy", "pr"))


def privacy_card(context: RenderContext) -> Layout:
    """The privacy text."""
    return _text_card(context, read_text("privacy", context.tr.lang), ("Terms", "te"))


def _text_card(context: RenderContext, content: str, other: tuple[str, str]) -> Layout:
    tr = context.tr
    label, view = other
    return [
        container(
            text(content),
            row(button(tr("About"), link_to(tr, "ab")), button(tr(label), link_to(tr, view))),
        )
    ]


def packages_card(context: RenderContext, page: str) -> Layout:
    """Paged list of the documents that the measures come from; each opens."""
    tr, catalogue = context.tr, context.release.catalogue
    every = list(catalogue.packages.values())
    items, number, pages = page_of(every, int(page) if page.isdigit() else 0, _PAGE)
    where = tr("page {page} of {pages}", page=number + 1, pages=pages)
    count = tr.many("{number} package", "{number} packages", len(every))
    parts: list[Component] = [
        text(tr("### Packages") + f"\n{count} · {where}"),
        *(_entry(context, package) for package in items),
    ]
    if pages > 1:
        parts.append(pager(tr, number, pages, "pl", ()))
    parts.append(row(button(tr("About"), link_to(tr, "ab"))))
    parts.append(text(closing_line(context, items)))
    return [container(*parts)]


def _entry(context: RenderContext, package: Package) -> Component:
    tr = context.tr
    held = sum(m.package == package.id for m in context.release.catalogue.measures.values())
    facts = [tr.many("{number} measure", "{number} measures", held)]
    if package.level != "none" and package.issued:
        facts.insert(0, partial_date_text(tr.lang, package.issued))
    if package.superseded_by:
        facts.append(tr("**Superseded**"))
    lines = [
        f"**{tr.of(package.title)}**",
        f"-# {tr.other(package.title)}",
        " · ".join(facts),
        shorten(tr.of(package.summary), _SUMMARY),
    ]
    return section("\n".join(lines), button(tr("Open"), link_to(tr, "p", package.id)))
