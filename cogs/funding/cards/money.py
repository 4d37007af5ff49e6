"""The list of what a firm can get."""

from collections.abc import Iterator

from bot.domain.data.catalogue import select_measures
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Measure
from bot.domain.data.sums import figure_worth
from bot.domain.eligibility.matching import told_by_another
from bot.ui.blocks import FUNDING_KINDS, district_name
from bot.ui.chart import unmarked
from bot.ui.components import Layout, button, card
from bot.ui.context import RenderContext, link_to
from bot.ui.evidence import list_evidence
from bot.ui.list_page import Listing
from bot.ui.measure_line import by_worth, headline_figure, measure_line
from bot.ui.nearest import unknown_industry
from bot.ui.zone_text import industry_name


def funding(context: RenderContext) -> list[Measure]:
    """Measures in force that are money or stand for it, and may be shown as such; each sum once."""
    found = [
        m
        for m in select_measures(context.release.catalogue, context.today)
        if m.kind is not None and m.use in ("answer", "unconfirmed")
    ]
    twins = told_by_another(found)
    return [measure for measure in found if measure.id not in twins]


def money_card(context: RenderContext, kind: str, district: str, *rest: str) -> Layout:
    """What one firm gets, largest first; `rest`: an industry and the page, or the page alone."""
    tr = context.tr
    *industries, page = rest or ("0",)
    industry = industries[0] if industries else ""
    if industry and industry not in context.release.catalogue.terms:
        return unknown_industry(context, industry, "fl", kind, district, "@", "0")
    chosen = _chosen(context, kind, district, industry)
    found = sorted(chosen, key=lambda measure: by_worth(measure, context.today))
    names = [tr(FUNDING_KINDS[each]) for each in FUNDING_KINDS if each == kind]
    names += [district_name(tr, each) for each in DISTRICTS if each == district]
    names += [industry_name(context, industry)] if industry else []
    head = " · ".join([tr("### Funding"), *names, str(len(found))])
    if not found:
        return _nothing(context, head, (kind, district, industry))
    best = (headline_figure(measure, context.today) for measure in found)
    if not any(figure and figure_worth(figure) in ("firm", "rate") for figure in best):
        head = "\n".join([head, tr("Amount per firm: not stated for any of these.")])
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
    yield from measure.for_.industries if measure.for_ else ()
    zones = context.release.catalogue.zones
    for zone in () if measure.zones == "all" else measure.zones:
        yield from zones[zone].industries


def _nothing(context: RenderContext, head: str, filters: tuple[str, str, str]) -> Layout:
    """That nothing fits, and which filter to drop, with what that would give."""
    tr, (kind, district, industry) = context.tr, filters
    drops = {
        tr("Drop the kind"): ("", district, industry),
        tr("Drop the district"): (kind, "", industry),
        tr("Drop the industry"): (kind, district, ""),
    }
    offers = [
        button(f"{label} · {count}", link_to(tr, "fl", *fewer, 0))
        for label, fewer in drops.items()
        if fewer != filters and (count := len(list(_chosen(context, *fewer))))
    ]
    every = button(tr("Clear all filters"), link_to(tr, "fl", "", "", 0))
    said = [f"**{unmarked(head)}**", tr("Nothing matches all of these filters.")]
    return card(said, offers or [every])
