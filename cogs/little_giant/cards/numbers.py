"""Counts of firms on each tier over time, in Shanghai and the whole country."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Figure, Statistic
from bot.i18n.translator import N_, Translator
from bot.ui.chart import chart_button
from bot.ui.components import Component, Layout, button, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.custom_ids import encode
from bot.ui.details import Details
from bot.ui.evidence import CONFIDENCE_SIGNS, list_evidence, mark
from bot.ui.formats import figure_text, number_text
from bot.ui.line_width import QUALIFIER_SIGNS, text_table
from bot.ui.list_page import Entry, Listing, room, turn
from cogs.little_giant.cards.statistic import counts_of, statistic_entries

DISTRICT_PAGES: Final = "districts"
_BY_DISTRICT: Final = "by-district"
"""Id of the statement which districts have no count."""

SERIES: Final = {
    "little-giants": N_("Little giants"),
    "specialised": N_("Specialised (SRDI) SMEs"),
    "innovative": N_("Innovative SMEs"),
}
AREAS: Final[Mapping[str, str]] = {"shanghai": N_("Shanghai"), "national": N_("The whole country")}


def numbers_card(context: RenderContext, series: str = "", page: str = "0") -> Layout:
    """The newest counts; or one tier's over time; or districts and targets."""
    if series in SERIES:
        return _series(context, series, int(page))
    if series == DISTRICT_PAGES:
        return _districts(context, int(page))
    return _overview(context)


def numbers_details(context: RenderContext, series: str, page: str = "0") -> Layout:
    """A page of the sources, notes and disagreements of a tier's counts."""
    found, tr = of_series(context, series), context.tr
    entries = [
        entry
        for statistic in found
        for entry in (f"**{tr.of(statistic.title)}**", *statistic_entries(context, statistic))
    ]
    return Details(tr(SERIES[series]), found, entries, "lnd", (series,)).page(context, int(page))


def _overview(context: RenderContext) -> Layout:
    """The newest count of each tier, in Shanghai and in the whole country."""
    tr = context.tr
    shown = of_series(context)
    counted = [statistic for statistic in shown if statistic.figures]
    table = text_table([_newest(tr, statistic) for statistic in counted], frozenset((1,)))
    fence, *rows, _ = table.split("\n")
    named = [
        line
        for name in SERIES
        for line in (
            tr(SERIES[name]),
            *(row for row, each in zip(rows, counted, strict=True) if each.series == name),
        )
    ]
    lines = [
        tr("### How many firms are in each tier"),
        "\n".join([fence, *named, fence]),
        tr("● high ◐ medium ○ low · > over"),
        f"-# {list_evidence(context, shown)}",
    ]
    return card(lines, [_choice(context, "")], [chart_button(tr, "ln")])


def _newest(tr: Translator, statistic: Statistic) -> tuple[str, ...]:
    area = tr("city") if statistic.area == "shanghai" else tr("China")
    figure = counts_of(statistic)[-1]
    count, when, sign = _cells(tr, statistic, figure)
    return area, count, when[:7], sign


def _cells(tr: Translator, statistic: Statistic, figure: Figure) -> tuple[str, str, str]:
    """The count with its qualifier, its date, and the mark of its confidence."""
    count = f"{QUALIFIER_SIGNS[figure.qualifier]}{number_text(tr.lang, figure.value)}"
    return count, figure.as_of or "", CONFIDENCE_SIGNS[figure.confidence or statistic.confidence]


def _series(context: RenderContext, series: str, page: int) -> Layout:
    tr, found = context.tr, of_series(context, series)
    head = f"### {tr(SERIES[series])}"
    legend = tr("● high ◐ medium or differ ○ low · > over")
    foot = f"-# {list_evidence(context, found)}"
    most = room(tr, head, "", "", legend, small=foot)
    sheets = [
        (statistic, counts_of(statistic)[::-1][i : i + most])
        for statistic in found
        for i in range(0, len(counts_of(statistic)), most)
    ]
    if not sheets:
        return _overview(context)
    number, foot, turned = turn(tr, page, len(sheets), foot, "ln", (series,))
    statistic, figures = sheets[number]
    rows = [(tr("firms"), tr("as of"), ""), *(_cells(tr, statistic, f) for f in figures)]
    area = f"**{tr(AREAS[statistic.area])}**"
    said = [head, area, text_table(rows, frozenset((0,))), legend, foot]
    details = [button(tr("Details"), link_to(tr, "lnd", series))] if number == 0 else []
    return card(said, [_choice(context, series)], [*turned, *details])


def _districts(context: RenderContext, page: int) -> Layout:
    tr = context.tr
    statistics = context.release.catalogue.statistics.values()
    local = [s for s in statistics if s.area in DISTRICTS]
    counts = [s for s in local if any(f.id in SERIES for f in s.figures)]
    targets = [s for s in statistics if any(f.role == "target" for f in s.figures)]
    shown = list({s.id: s for s in (*counts, *targets)}.values())
    unknown = [n for s in of_series(context) for n in s.not_stated if n.id == _BY_DISTRICT]
    heading = tr("### Districts known, and targets")
    head = "\n".join([heading, *(tr.of(n.text) for n in unknown[:1])])
    entries = [_entry(context, s) for s in shown]
    last = list_evidence(context, shown)
    return Listing(head, entries, last, "ln", (DISTRICT_PAGES,)).page(tr, page)


def _entry(context: RenderContext, statistic: Statistic) -> Entry:
    tr, name = context.tr, context.tr.of(statistic.title)
    targets = [figure for figure in statistic.figures if figure.role == "target"]
    figure = (targets or statistic.figures)[0]
    amount = f"**{figure_text(tr, figure)}**"
    target = tr("a target") if targets else ""
    line = " · ".join(filter(None, [tr.labelled(name, amount), target, mark(tr, statistic)]))
    return Entry(line, name, link_to(tr, "st", statistic.id))


def of_series(context: RenderContext, *names: str) -> list[Statistic]:
    """The series of these counts (else of all), Shanghai's first."""
    found = [
        s
        for s in context.release.catalogue.statistics.values()
        if s.series is not None and (not names or s.series in names)
    ]
    return sorted(found, key=lambda s: s.area != "shanghai")


def _choice(context: RenderContext, shown: str) -> Component:
    """A drop-down of the other counts: at a glance, each tier, districts; further statistics."""
    tr = context.tr
    pages = {"": tr("At a glance"), **{n: tr(label) for n, label in SERIES.items()}}
    pages[DISTRICT_PAGES] = tr("Districts and targets")
    options = [(label, link_to(tr, "ln", n), False) for n, label in pages.items() if n != shown]
    if shown in SERIES:
        options.append((tr("Chart"), encode("c", "ln", tr.lang, (shown,)), False))
    options += (
        (tr.of(s.title), link_to(tr, "st", s.id), False)
        for s in context.release.catalogue.statistics.values()
        if s.topic == "statistic" and s.series is None
    )
    return select("s|ln", tr("Other numbers"), options)
