"""The list of what a firm can get."""

from bot.domain.data.catalogue import select_measures
from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.models import Measure
from bot.ui.blocks import KINDS, closing_line, district_name, page_of, pager
from bot.ui.components import Layout, container, text
from bot.ui.context import RenderContext
from bot.ui.measure_entry import measure_entry

_PAGE = 5


def funding(context: RenderContext) -> list[Measure]:
    """Measures in force that are money or stand for it, and may be shown as such."""
    return [
        m
        for m in select_measures(context.release.catalogue, context.today)
        if m.kind is not None and m.use in ("answer", "unconfirmed")
    ]


def list_card(context: RenderContext, kind: str, district: str, page: str) -> Layout:
    """Paged entries, of a kind and for a district where given."""
    tr = context.tr
    chosen = funding(context)
    if kind:
        chosen = [m for m in chosen if m.kind == kind]
    place: District | None = district if district in DISTRICTS else None  # type: ignore[assignment] # narrowed by the test
    if place:
        chosen = [m for m in chosen if not m.districts or place in m.districts]
        chosen.sort(key=lambda m: not m.districts)
    filters = [tr(KINDS[kind])] if kind in KINDS else []  # type: ignore[index]
    if place:
        filters.append(district_name(tr, place))
    heading = tr("### Funding")
    if filters:
        heading += f" · {' · '.join(filters)}"
    items, number, pages = page_of(chosen, int(page) if page.lstrip("-").isdigit() else 0, _PAGE)
    if not items:
        return [
            container(
                text(heading),
                text(_empty(context, kind, district)),
                text(closing_line(context, [])),
            )
        ]
    count = tr.many("{number} measure in force", "{number} measures in force", len(chosen))
    where = tr("page {page} of {pages}", page=number + 1, pages=pages)
    parts = [text(f"{heading}\n{count} · {where}"), *(measure_entry(context, m) for m in items)]
    if pages > 1:
        parts.append(pager(tr, number, pages, "fl", (kind, district)))
    parts.append(text(closing_line(context, items)))
    return [container(*parts)]


def _empty(context: RenderContext, kind: str, district: str) -> str:
    tr = context.tr
    if kind and district:
        return tr("Nothing fits both filters. Drop the district, or the kind, to see more.")
    return tr("Nothing fits. Drop the filter to see all measures.")
