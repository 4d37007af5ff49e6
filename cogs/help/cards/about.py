"""What this bot is: versions, what it holds, its terms, and the list of packages."""

from bot.domain.data.models import Package
from bot.ui.blocks import closing, closing_line, page_of, pager
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
from bot.ui.context import Scene, link_to
from bot.ui.formats import date_text, partial_date_text
from bot.version import program_version
from cogs.help.texts import read_text

_PAGE = 6
_SUMMARY = 220


def about_card(scene: Scene) -> Layout:
    """Versions, counts, licence, how to add the bot, and doors to terms, privacy and packages."""
    words, registration = scene.words, scene.registration
    parts: list[Component] = [
        text(_what_it_is(scene)),
        text(_what_it_holds(scene)),
        text(_legal(scene)),
        text(
            words(
                "**Add it** to a server, where everyone can use it, or to your own account, where "
                "it goes with you to any server and to direct messages. Its answers need no "
                "permissions."
            )
        ),
        row(
            button(words("Terms"), link_to(words, "te")),
            button(words("Privacy"), link_to(words, "pr")),
            button(words("Packages"), link_to(words, "pl", 0)),
            button(words("Help"), link_to(words, "h", "start")),
        ),
    ]
    if registration.invite:
        parts.append(row(link(words("Add Little Giant"), registration.invite)))
    parts.append(text(closing(scene, len(scene.release.catalogue.sources))))
    return [container(*parts)]


def _what_it_is(scene: Scene) -> str:
    return scene.words(
        "### Little Giant {version}\n"
        "Answers which measures Shanghai has for small and medium-sized firms: loans, guarantees, "
        "subsidies, awards, parks and clusters, and what a firm must meet to be called a little "
        "giant (小巨人). Every figure comes with its source.",
        version=program_version(),
    )


def _what_it_holds(scene: Scene) -> str:
    words, catalogue = scene.words, scene.release.catalogue
    zones, clusters = 0, 0
    for zone in catalogue.zones.values():
        zones += zone.kind == "park"
        clusters += zone.kind == "cluster"
    when = date_text(words.lang, catalogue.made_on)
    return "\n".join(
        [
            words("**Data {version}** of {date}", version=catalogue.version, date=when),
            words(
                "- {measures} measures, {awards} of them awards for recognised firms",
                measures=len(catalogue.measures),
                awards=len(catalogue.awards),
            ),
            words("- {zones} parks and {clusters} clusters", zones=zones, clusters=clusters),
            words(
                "- {tiers} sets of requirements, {statistics} counts and sums, {terms} terms",
                tiers=len(catalogue.tiers),
                statistics=len(catalogue.statistics),
                terms=len(catalogue.terms),
            ),
            words(
                "- {records} records in all, from {sources} sources",
                records=len(catalogue.records),
                sources=len(catalogue.sources),
            ),
        ]
    )


def _legal(scene: Scene) -> str:
    return scene.words(
        "**Not legal advice.** A summary of public sources, not a service of any public body. "
        "Check with the office in charge before you rely on it.\n"
        "**Licence:** MIT, free software, without warranty."
    )


def terms_card(scene: Scene) -> Layout:
    """The terms of use."""
    return _text_card(scene, read_text("terms", scene.words.lang), ("Privacy", "pr"))


def privacy_card(scene: Scene) -> Layout:
    """The privacy text."""
    return _text_card(scene, read_text("privacy", scene.words.lang), ("Terms", "te"))


def _text_card(scene: Scene, content: str, other: tuple[str, str]) -> Layout:
    words = scene.words
    label, view = other
    return [
        container(
            text(content),
            row(
                button(words("About"), link_to(words, "ab")),
                button(words(label), link_to(words, view)),
            ),
            text(closing(scene, 0)),
        )
    ]


def packages_card(scene: Scene, page: str) -> Layout:
    """Paged list of the documents that the measures come from; each opens."""
    words, catalogue = scene.words, scene.release.catalogue
    every = list(catalogue.packages.values())
    items, number, pages = page_of(every, int(page) if page.isdigit() else 0, _PAGE)
    where = words("page {page} of {pages}", page=number + 1, pages=pages)
    count = words.many("{number} package", "{number} packages", len(every))
    parts: list[Component] = [
        text(words("### Packages") + f"\n{count} · {where}"),
        *(_entry(scene, package) for package in items),
    ]
    if pages > 1:
        parts.append(pager(words, number, pages, "pl", ()))
    parts.append(row(button(words("About"), link_to(words, "ab"))))
    parts.append(text(closing_line(scene, items)))
    return [container(*parts)]


def _entry(scene: Scene, package: Package) -> Component:
    words = scene.words
    held = sum(m.package == package.id for m in scene.release.catalogue.measures.values())
    facts = [words.many("{number} measure", "{number} measures", held)]
    if package.level != "none" and package.issued:
        facts.insert(0, partial_date_text(words.lang, package.issued))
    if package.superseded_by:
        facts.append(words("**Superseded**"))
    lines = [
        f"**{words.of(package.title)}**",
        f"-# {words.other(package.title)}",
        " · ".join(facts),
        shorten(words.of(package.summary), _SUMMARY),
    ]
    return section("\n".join(lines), button(words("Open"), link_to(words, "p", package.id)))
