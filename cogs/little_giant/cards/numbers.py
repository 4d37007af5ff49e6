"""Counts of firms on each rung over time, in Shanghai and the whole country."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Figure, Statistic
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import closing_line, confidence_line, conflict_lines, page_of, pager
from bot.ui.chart_button import chart_button
from bot.ui.components import Component, Layout, button, container, row, select, text
from bot.ui.context import RenderContext, link_to
from bot.ui.pagination import Chapter, bind, number_of, sheet_line, stack
from cogs.little_giant.cards.statistic import (
    SHEET,
    doubt_chapters,
    figure_entry,
    point_line,
    statistic_chapters,
    top_of,
)

DISTRICT_PAGES: Final = "districts"
_BY_DISTRICT: Final = "by-district"
"""Id of the statement which districts have no count."""

_GLANCE: Final = 3600
"""Most characters of all counts at a glance: below 4,000 with the rest of the card."""

SERIES: Final = {
    "little-giants": N_("Little giants"),
    "specialised": N_("Specialised (SRDI) SMEs"),
    "innovative": N_("Innovative SMEs"),
}


def numbers_card(context: RenderContext, series: str = "", page: str = "0") -> Layout:
    """All counts over time; or one rung's with every source; or districts and targets."""
    if series in SERIES:
        return _series(context, series, number_of(page))
    if series == DISTRICT_PAGES:
        return _districts(context, number_of(page))
    return _overview(context)


def _overview(context: RenderContext) -> Layout:
    tr = context.tr
    shown: list[Statistic] = []
    blocks: list[list[str]] = []
    for name, label in SERIES.items():
        found = of_series(context, name)
        shown += found
        for i, statistic in enumerate(found):
            opening = [] if i else [f"**{tr(label)}**"]
            blocks.append([*opening, *_short(context, statistic)])
    parts = [text(tr("### How many firms are on each rung"))]
    parts += stack(blocks, _GLANCE, tr)
    note = tr("-# Each list has its own bar scale. The buttons show every source and note.")
    parts.append(text(note))
    parts += [_switch(tr, ""), row(chart_button(tr, "ln"))]
    parts.append(text(closing_line(context, shown)))
    return [container(*parts)]


def _short(context: RenderContext, statistic: Statistic) -> Iterator[str]:
    """A series with its sources by name; where they disagree, who says what."""
    tr = context.tr
    yield f"*{tr.of(statistic.title)}*"
    top = top_of(statistic.figures)
    sources = context.release.catalogue.sources
    for figure in statistic.figures:
        names = [tr.publisher(s) for i in figure.sources if (s := sources[i]).named]
        yield " · ".join([point_line(tr, figure, top), *names])
    if statistic.conflicts:
        yield tr("Sources disagree:")
        yield from conflict_lines(context, statistic.conflicts)


def _series(context: RenderContext, series: str, page: int) -> Layout:
    tr = context.tr
    found = of_series(context, series)
    chapters = [c for s in found for c in _named(tr, s, statistic_chapters(context, s))]
    heading = f"### {tr(SERIES[series])}"
    return _paged(context, heading, chapters, found, series, page)


def _districts(context: RenderContext, page: int) -> Layout:
    tr = context.tr
    statistics = context.release.catalogue.statistics.values()
    counts = [
        s for s in statistics if s.area in DISTRICTS and any(f.id in SERIES for f in s.figures)
    ]
    targets = [s for s in statistics if any(_is_target(f) for f in s.figures)]
    shown = list({s.id: s for s in (*counts, *targets)}.values())
    chapters = [chapter for s in shown for chapter in _brief(context, s)]
    unknown = [n for s in of_series(context) for n in s.not_stated if n.id == _BY_DISTRICT]
    silences = tuple(f"- {tr.of(n.text)}" for n in unknown)
    chapters.append(Chapter(tr("Other districts"), silences))
    heading = tr("### Districts known, and targets")
    return _paged(context, heading, chapters, shown, DISTRICT_PAGES, page)


def _brief(context: RenderContext, statistic: Statistic) -> Iterator[Chapter]:
    """A statistic in short: its summary, every figure with its source, what disagrees."""
    tr = context.tr
    confidence = f"-# {confidence_line(tr, statistic)}"
    figures = (figure_entry(context, figure) for figure in statistic.figures)
    yield Chapter(tr.of(statistic.title), (tr.of(statistic.summary), confidence, *figures))
    yield from _named(tr, statistic, doubt_chapters(context, statistic))


def _named(tr: Translator, statistic: Statistic, chapters: Iterable[Chapter]) -> Iterator[Chapter]:
    """The chapters with the statistic's name before their headings."""
    for chapter in chapters:
        yield Chapter(f"{tr.of(statistic.title)}{tr.dash}{chapter.heading}", chapter.entries)


def _is_target(figure: Figure) -> bool:
    """Whether the figure is aimed for, not counted; its id says so."""
    return figure.id.startswith("target")


def _paged(
    context: RenderContext,
    heading: str,
    chapters: Iterable[Chapter],
    shown: list[Statistic],
    series: str,
    page: int,
) -> Layout:
    tr = context.tr
    sheets = bind(chapters, SHEET[tr.lang], tr)
    (sheet,), number, pages = page_of(sheets, page, 1)
    head = [heading, sheet_line(tr, number, pages)]
    parts = [text("\n".join(filter(None, head))), *sheet.parts]
    if pages > 1:
        parts.append(pager(tr, number, pages, "ln", (series,)))
    if series in SERIES:
        parts.append(row(chart_button(tr, "ln", series)))
    parts += [_switch(tr, series), *_others(context), text(closing_line(context, shown))]
    return [container(*parts)]


def of_series(context: RenderContext, *names: str) -> list[Statistic]:
    """The series of these counts (else of all), Shanghai's first."""
    found = [
        s
        for s in context.release.catalogue.statistics.values()
        if s.series is not None and (not names or s.series in names)
    ]
    return sorted(found, key=lambda s: s.area != "shanghai")


def _switch(tr: Translator, shown: str) -> Component:
    """The overview, each rung, and the districts; the one being read is greyed out."""
    pages = {"": tr("At a glance"), **{n: tr(label) for n, label in SERIES.items()}}
    pages[DISTRICT_PAGES] = tr("Districts and targets")
    return row(
        *(
            button(label, link_to(tr, "ln", name), disabled=name == shown)
            for name, label in pages.items()
        )
    )


def _others(context: RenderContext) -> list[Component]:
    """A drop-down of the further statistics about firms."""
    tr = context.tr
    found = [
        (tr.of(s.title), link_to(tr, "st", s.id), False)
        for s in context.release.catalogue.statistics.values()
        if s.topic == "statistic" and s.series is None
    ]
    return [row(select("s|ln", tr("Further statistics"), found))] if found else []
