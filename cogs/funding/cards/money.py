"""The money at a glance, and the list of what a firm can get."""

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.domain.data.catalogue import select_measures
from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.models import Figure, FundingKind, Measure
from bot.ui.blocks import KINDS, closing_line, district_name, page_of, pager
from bot.ui.chart_button import chart_button
from bot.ui.components import Component, Layout, button, container, row, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.formats import figure_text
from bot.ui.headline import headline_figure
from bot.ui.measure_entry import measure_entry

_PAGE = 5
_PER_KIND = 3
_BAR = 10


def overview_card(context: RenderContext) -> Layout:
    """The largest sums of each kind, with bars in text."""
    tr = context.tr
    parts: list[Component] = [text(tr("### Funding at a glance"))]
    shown: list[Measure] = []
    for kind, number, best in largest_sums(context):
        lines = [tr("**{kind}** ({count})", kind=tr(KINDS[kind]), count=number)]
        for measure, figure in best:
            shown.append(measure)
            name = shorten(tr.of(measure.title), 60)
            lines.append(f"`{_bar(figure.value)}` {figure_text(tr, figure)}{tr.dash}{name}")
        parts.append(text("\n".join(lines)))
    parts.append(
        text(
            tr(
                "-# Logarithmic bars: each block is ten times the sum before, from "
                "10,000 yuan. Do not add up sums of different kinds."
            )
        )
    )
    parts.append(
        row(
            *(
                button(tr(label), link_to(tr, "fl", kind, "", 0))
                for kind, label in list(KINDS.items())[:5]
            )
        )
    )
    parts.append(
        row(
            *(
                button(tr(label), link_to(tr, "fl", kind, "", 0))
                for kind, label in list(KINDS.items())[5:]
            ),
            chart_button(tr, "fo"),
        )
    )
    parts.append(text(closing_line(context, shown)))
    return [container(*parts)]


def funding(context: RenderContext) -> list[Measure]:
    """Measures in force that are money or stand for it, and may be shown as such."""
    return [
        m
        for m in select_measures(context.release.catalogue, context.today)
        if m.kind is not None and m.use in ("answer", "unconfirmed")
    ]


class Sums(NamedTuple):
    """What a kind of funding gives at most."""

    kind: FundingKind
    number: int
    """How many measures of the kind are in force."""
    best: list[tuple[Measure, Figure]]


def largest_sums(context: RenderContext) -> Iterator[Sums]:
    """The largest sums of each kind that has any, in the order of the kinds."""
    measures = funding(context)
    for kind in KINDS:
        own = [measure for measure in measures if measure.kind == kind]
        if best := _largest(own)[:_PER_KIND]:
            yield Sums(kind, len(own), best)


def _largest(measures: Iterable[Measure]) -> list[tuple[Measure, Figure]]:
    """Each measure with the figure that lists show of it, if that is a sum; largest first."""
    found = [(m, best) for m in measures if (best := headline_figure(m)) and best.unit == "CNY"]
    return sorted(found, key=lambda pair: -pair[1].value)


def _bar(value: float) -> str:
    """Blocks by powers of ten from 10,000 yuan."""
    blocks = min(_BAR, max(1, round(math.log10(value)) - 3))
    return "█" * blocks + "░" * (_BAR - blocks)


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
