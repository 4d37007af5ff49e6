"""The money at a glance, and the list of what a firm can get."""

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.domain.data.catalogue import select_measures
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Figure, FundingKind, Measure
from bot.i18n.translator import Translator
from bot.ui.blocks import KINDS, closing_line, district_name, plain_card
from bot.ui.chart_button import chart_button
from bot.ui.components import Component, Layout, button, container, row, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.evidence import list_evidence
from bot.ui.formats import figure_text
from bot.ui.headline import by_worth, headline_figure
from bot.ui.list_page import Listing
from bot.ui.measure_line import measure_line
from bot.ui.nearest import unknown_industry
from bot.ui.zone_text import industry_name

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


def list_card(context: RenderContext, kind: str, district: str, *rest: str) -> Layout:
    """What one firm gets, largest first; of a kind, for a district or an industry where given.

    `rest`: an industry and the page; buttons of older messages carry the page alone.
    """
    tr = context.tr
    *industries, page = rest or ("0",)
    industry = industries[0] if industries else ""
    if industry and industry not in context.release.catalogue.terms:
        return unknown_industry(context, industry, "fl", kind, district, "@", "0")
    found = sorted(_chosen(context, kind, district, industry), key=by_worth)
    names = [tr(KINDS[each]) for each in KINDS if each == kind]
    names += [district_name(tr, each) for each in DISTRICTS if each == district]
    names += [industry_name(context, industry)] if industry else []
    head = " · ".join([tr("### Funding"), *names, str(len(found))])
    if not found:
        return plain_card(context, head, _empty(tr, bool(kind) + bool(district) + bool(industry)))
    entries = [measure_line(context, measure) for measure in found]
    before, last = (kind, district, industry), list_evidence(context, found)
    number = int(page) if page.isdigit() else 0
    return Listing(head, entries, last, "fl", before).page(tr, number)


def _chosen(context: RenderContext, kind: str, district: str, industry: str) -> Iterator[Measure]:
    for measure in funding(context):
        if kind and measure.kind != kind:
            continue
        if district and measure.districts and district not in measure.districts:
            continue
        if not industry or industry in _industries(context, measure):
            yield measure


def _industries(context: RenderContext, measure: Measure) -> Iterator[str]:
    """The industries that it is for: its own, and those of the zones that it names."""
    yield from getattr(getattr(measure, "for_", None), "industries", ())
    zones = context.release.catalogue.zones
    for zone in () if measure.zones == "all" else measure.zones:
        yield from zones[zone].industries


def _empty(tr: Translator, filters: int) -> str:
    if filters > 1:
        return tr("Nothing fits all of these. Drop one of the filters to see more.")
    return tr("Nothing fits. Drop the filter to see all measures.")
