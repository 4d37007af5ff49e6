"""Names that nothing is called by: what was understood, and the three nearest as buttons."""

from bot.domain.data.districts import DISTRICTS
from bot.ui.components import Layout, button, container, row, text
from bot.ui.context import RenderContext, link_to
from bot.ui.escape import echo
from bot.ui.options import district_label, industry_label


def unknown_district(context: RenderContext, typed: str, target: str, *args: str) -> Layout:
    """The nearest districts; each opens `target` with the district in the place of @."""
    tr = context.tr
    found = context.release.names.districts.nearest(typed)
    buttons = [
        button(
            district_label(slug, tr.lang),
            link_to(tr, target, *(slug if arg == "@" else arg for arg in args)),
        )
        for slug in found
    ]
    count = len(DISTRICTS)
    return [
        container(
            text(
                tr(
                    "“{typed}” is not one of Shanghai's {count} districts. Nearest matches:",
                    typed=echo(typed, 100),
                    count=count,
                )
            )
        ),
        row(*buttons),
    ]


def unknown_industry(context: RenderContext, typed: str, target: str, *args: str) -> Layout:
    """The nearest industries; each opens `target` with the industry in the place of @."""
    tr, terms = context.tr, context.release.catalogue.terms
    buttons = [
        button(
            industry_label(terms[found], tr.lang),
            link_to(tr, target, *(found if arg == "@" else arg for arg in args)),
        )
        for found in context.release.names.industries.nearest(typed)
    ]
    message = tr(
        "No park or cluster is listed under the industry “{typed}”.", typed=echo(typed, 100)
    )
    if not buttons:
        return [container(text(message))]
    said = message + tr.space + tr("Nearest matches:")
    return [container(text(said)), row(*buttons)]


def nearest_card(context: RenderContext, typed: str, ids: list[str], view_name: str) -> Layout:
    """An unknown name: what was understood, and the three nearest as buttons."""
    tr, records = context.tr, context.release.catalogue.records
    found = [records[i] for i in ids if i in records]
    typed = echo(typed, 100)
    parts = [
        text(
            tr("No record is named “{typed}”. Nearest matches:", typed=typed)
            if found
            else tr("No record is named “{typed}”.", typed=typed)
        )
    ]
    buttons = [button(tr.of(r.title), link_to(tr, view_name, r.id)) for r in found]
    return [container(*parts), *([row(*buttons)] if buttons else [])]
