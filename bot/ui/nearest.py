"""Unknown names: what was understood, and the three nearest as buttons."""

from collections.abc import Mapping, Sequence

from bot.domain.data.districts import DISTRICTS, District
from bot.i18n.translator import Translator
from bot.ui.components import MAX_OPTIONS, Component, Layout, button, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.escape import echo
from bot.ui.options import district_label, industry_label


def unknown_district(context: RenderContext, typed: str, target: str, *args: str) -> Layout:
    """The nearest districts, or all; each opens `target` with the district in the place of @."""
    links: dict[District, str] = {
        slug: link_to(context.tr, target, *(slug if arg == "@" else arg for arg in args))
        for slug in DISTRICTS
    }
    said, choice = district_choice(context, typed, links)
    return card([said], choice)


def district_choice(
    context: RenderContext, typed: str, links: Mapping[District, str]
) -> tuple[str, list[Component]]:
    """Says that it is no district; offers the nearest as buttons, else all in a drop-down."""
    tr, said = context.tr, no_district(context.tr, echo(typed, 100))
    names = context.release.names
    # None for the name of a park or cluster.
    near = [] if names.zones.containing(typed, 1) else names.districts.nearest(typed)
    if near:
        buttons = [button(district_label(d, tr.lang), links[d]) for d in near]
        return said + tr.space + tr("Nearest matches:"), buttons
    options = [(district_label(d, tr.lang), link, False) for d, link in links.items()]
    return said, [select("s|district", tr("Choose a district"), options)]


def no_district(tr: Translator, shown: str) -> str:
    """That what was typed is no district of Shanghai."""
    count = len(DISTRICTS)
    return tr("“{typed}” is not one of Shanghai's {count} districts.", typed=shown, count=count)


def unknown_industry(context: RenderContext, typed: str, target: str, *args: str) -> Layout:
    """The nearest industries, or those of most zones; each opens `target` with it in place of @."""
    tr, terms, names = context.tr, context.release.catalogue.terms, context.release.names.industries
    message = tr("No industry is named “{typed}”.", typed=echo(typed, 100))

    def of(found: str) -> tuple[str, str]:
        args_with_it = (found if arg == "@" else arg for arg in args)
        return industry_label(terms[found], tr.lang), link_to(tr, target, *args_with_it)

    if near := names.nearest(typed):
        said = message + tr.space + tr("Nearest matches:")
        return card([said], [button(*of(found)) for found in near])
    options = [(*of(found), False) for found in names.complete("", MAX_OPTIONS)]
    choice = select("s|industry", tr("Choose an industry"), options)
    return card([message], [choice] if options else [])


def nearest_card(context: RenderContext, typed: str, ids: list[str], view_name: str) -> Layout:
    """An unknown name: what was understood, and the nearest as buttons; else the way to all."""
    tr, records = context.tr, context.release.catalogue.records
    found = [records[i] for i in ids if i in records]
    typed = echo(typed, 100)
    if found:
        said = not_one(tr, typed, [tr.of(record.title) for record in found])
        return card([said], [button(tr.of(r.title), link_to(tr, view_name, r.id)) for r in found])
    if view_name == "z":
        every = button(tr("All parks and clusters"), link_to(tr, "zl", "", "", "", 0))
    else:
        every = all_measures(tr)
    return card([tr("Nothing here is named “{typed}”.", typed=typed)], [every])


def all_measures(tr: Translator) -> Component:
    """The way to every measure in force."""
    return button(tr("All measures"), link_to(tr, "mb", 0, "", "i", "", "", ""))


def not_one(tr: Translator, typed: str, names: Sequence[str]) -> str:
    """Says that several names contain what was typed, else that nothing is named so."""
    if sum(typed.casefold() in name.casefold() for name in names) > 1:
        return tr("Several names contain “{typed}”. Which one?", typed=typed)
    return tr("Nothing here is named “{typed}”. Nearest matches:", typed=typed)
