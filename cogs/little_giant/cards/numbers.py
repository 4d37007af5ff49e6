"""Counts of firms on each rung over time, in Shanghai and the whole country."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Figure, Statistic
from bot.i18n.translator import Words, mark
from bot.ui.blocks import (
    closing_line,
    confidence_line,
    conflict_lines,
    page_of,
    pager,
)
from bot.ui.chart_button import chart_button
from bot.ui.components import (
    Component,
    Layout,
    button,
    container,
    row,
    select,
    text,
)
from bot.ui.context import Scene, link_to
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
    "little-giants": mark("Little giants"),
    "specialised": mark("Specialised (SRDI) SMEs"),
    "innovative": mark("Innovative SMEs"),
}


def numbers_card(scene: Scene, series: str = "", page: str = "0") -> Layout:
    """All counts over time; or one rung's with every source; or districts and targets."""
    if series in SERIES:
        return _series(scene, series, number_of(page))
    if series == DISTRICT_PAGES:
        return _districts(scene, number_of(page))
    return _overview(scene)


def _overview(scene: Scene) -> Layout:
    words = scene.words
    shown: list[Statistic] = []
    blocks: list[list[str]] = []
    for name, label in SERIES.items():
        found = of_series(scene, name)
        shown += found
        for i, statistic in enumerate(found):
            opening = [] if i else [f"**{words(label)}**"]
            blocks.append([*opening, *_short(scene, statistic)])
    parts = [text(words("### How many firms stand on each rung"))]
    parts += stack(blocks, _GLANCE, words)
    note = words("-# Each list has bars of its own scale. The buttons open every source and note.")
    parts.append(text(note))
    parts += [_switch(words, ""), row(chart_button(words, "ln"))]
    parts.append(text(closing_line(scene, shown)))
    return [container(*parts)]


def _short(scene: Scene, statistic: Statistic) -> Iterator[str]:
    """A series with its sources by name; where they disagree, who says what."""
    words = scene.words
    yield f"*{words.of(statistic.title)}*"
    top = top_of(statistic.figures)
    sources = scene.release.catalogue.sources
    for figure in statistic.figures:
        names = [words.publisher(s) for i in figure.sources if (s := sources[i]).named]
        yield " · ".join([point_line(words, figure, top), *names])
    if statistic.conflicts:
        yield words("Sources disagree:")
        yield from conflict_lines(scene, statistic.conflicts)


def _series(scene: Scene, series: str, page: int) -> Layout:
    words = scene.words
    found = of_series(scene, series)
    chapters = [c for s in found for c in _named(words, s, statistic_chapters(scene, s))]
    heading = f"### {words(SERIES[series])}"
    return _paged(scene, heading, chapters, found, series, page)


def _districts(scene: Scene, page: int) -> Layout:
    words = scene.words
    statistics = scene.release.catalogue.statistics.values()
    counts = [
        s for s in statistics if s.area in DISTRICTS and any(f.id in SERIES for f in s.figures)
    ]
    targets = [s for s in statistics if any(_is_target(f) for f in s.figures)]
    shown = list({s.id: s for s in (*counts, *targets)}.values())
    chapters = [chapter for s in shown for chapter in _brief(scene, s)]
    unknown = [n for s in of_series(scene) for n in s.not_stated if n.id == _BY_DISTRICT]
    silences = tuple(f"- {words.of(n.text)}" for n in unknown)
    chapters.append(Chapter(words("Other districts"), silences))
    heading = words("### Districts known, and targets")
    return _paged(scene, heading, chapters, shown, DISTRICT_PAGES, page)


def _brief(scene: Scene, statistic: Statistic) -> Iterator[Chapter]:
    """A statistic in short: its summary, every figure with its source, what disagrees."""
    words = scene.words
    confidence = f"-# {confidence_line(words, statistic)}"
    figures = (figure_entry(scene, figure) for figure in statistic.figures)
    yield Chapter(words.of(statistic.title), (words.of(statistic.summary), confidence, *figures))
    yield from _named(words, statistic, doubt_chapters(scene, statistic))


def _named(words: Words, statistic: Statistic, chapters: Iterable[Chapter]) -> Iterator[Chapter]:
    """The chapters with the statistic's name before their headings."""
    for chapter in chapters:
        dash = "——" if words.lang == "zh" else " — "
        yield Chapter(f"{words.of(statistic.title)}{dash}{chapter.heading}", chapter.entries)


def _is_target(figure: Figure) -> bool:
    """Whether the figure is aimed for, not counted; its id says so."""
    return figure.id.startswith("target")


def _paged(
    scene: Scene,
    heading: str,
    chapters: Iterable[Chapter],
    shown: list[Statistic],
    series: str,
    page: int,
) -> Layout:
    words = scene.words
    sheets = bind(chapters, SHEET[words.lang], words)
    (sheet,), number, pages = page_of(sheets, page, 1)
    head = [heading, sheet_line(words, number, pages)]
    parts = [text("\n".join(filter(None, head))), *sheet.parts]
    if pages > 1:
        parts.append(pager(words, number, pages, "ln", (series,)))
    if series in SERIES:
        parts.append(row(chart_button(words, "ln", series)))
    parts += [_switch(words, series), *_others(scene), text(closing_line(scene, shown))]
    return [container(*parts)]


def of_series(scene: Scene, *names: str) -> list[Statistic]:
    """The series of these counts (else of all), Shanghai's first."""
    found = [
        s
        for s in scene.release.catalogue.statistics.values()
        if s.series is not None and (not names or s.series in names)
    ]
    return sorted(found, key=lambda s: s.area != "shanghai")


def _switch(words: Words, shown: str) -> Component:
    """The overview, each rung, and the districts; the one being read is greyed out."""
    pages = {"": words("At a glance"), **{n: words(label) for n, label in SERIES.items()}}
    pages[DISTRICT_PAGES] = words("Districts and targets")
    return row(
        *(
            button(label, link_to(words, "ln", name), disabled=name == shown)
            for name, label in pages.items()
        )
    )


def _others(scene: Scene) -> list[Component]:
    """A drop-down of the further statistics about firms."""
    words = scene.words
    found = [
        (words.of(s.title), link_to(words, "st", s.id), False)
        for s in scene.release.catalogue.statistics.values()
        if s.topic == "statistic" and s.series is None
    ]
    return [row(select("s|ln", words("Further statistics"), found))] if found else []
