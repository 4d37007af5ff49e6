"""One statistic in full, and its figures as lines with bars."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.models import Figure, Statistic
from bot.i18n.translator import Translator
from bot.ui.blocks import (
    FIGURE_CONFIDENCE,
    closing_line,
    confidence_line,
    conflict_lines,
    figure_line,
    page_of,
    pager,
    short_sources,
    source_line,
    title,
)
from bot.ui.components import Layout, button, container, row, text
from bot.ui.context import RenderContext, link_to
from bot.ui.formats import figure_text, partial_date_text
from bot.ui.nearest import nearest_card
from bot.ui.pagination import Chapter, bind, number_of, sheet_line

SHEET: Final = {"en": 2900, "zh": 2000}
"""Most characters of a page; Chinese says the same in fewer."""
_BAR: Final = 10


def statistic_card(context: RenderContext, statistic_id: str, page: str = "0") -> Layout:
    """A statistic: what, how much, when, from where, what disagrees, what is not stated."""
    statistic = context.release.catalogue.statistics.get(statistic_id)
    if statistic is None:
        return nearest_card(context, statistic_id, [], "st")
    tr = context.tr
    sheets = bind(statistic_chapters(context, statistic), SHEET[tr.lang], tr)
    (sheet,), number, pages = page_of(sheets, number_of(page), 1)
    head = [title(tr, statistic), sheet_line(tr, number, pages)]
    if number == 0:
        head.append(tr.of(statistic.summary))
    parts = [text("\n".join(filter(None, head))), *sheet.parts]
    if pages > 1:
        parts.append(pager(tr, number, pages, "st", (statistic_id,)))
    series = button(tr("All numbers"), link_to(tr, "ln", statistic.series or ""))
    parts += [row(series), text(closing_line(context, [statistic]))]
    return [container(*parts)]


def statistic_chapters(context: RenderContext, statistic: Statistic) -> Iterator[Chapter]:
    """The parts of a statistic below its summary."""
    tr = context.tr
    if statistic.series:
        yield Chapter(tr("Figures, oldest first"), tuple(_points(context, statistic)))
    else:
        yield Chapter(tr("Figures"), tuple(figure_entry(context, f) for f in statistic.figures))
    yield from doubt_chapters(context, statistic)
    sources = context.release.catalogue.cited(statistic)
    listed = (f"{i}. {source_line(tr, s)}" for i, s in enumerate(sources, 1))
    yield Chapter(tr("Sources"), (*listed, f"-# {confidence_line(tr, statistic)}"))


def doubt_chapters(context: RenderContext, statistic: Statistic) -> Iterator[Chapter]:
    """What disagrees, what to know, and what no source states."""
    tr = context.tr
    note = [tr.of(statistic.note)] if statistic.note else []
    if statistic.conflicts:
        said = conflict_lines(context, statistic.conflicts)
        yield Chapter(tr("Sources disagree"), (*said, *note))
    elif note:
        yield Chapter(tr("Note"), tuple(note))
    related = tuple(conflict_lines(context, statistic.other_scope))
    yield Chapter(tr("Related, another scope"), related)
    silences = tuple(f"- {tr.of(s.text)}" for s in statistic.not_stated)
    yield Chapter(tr("Not stated"), silences)


def figure_entry(context: RenderContext, figure: Figure) -> str:
    """A figure with its own source and its note below it."""
    return figure_line(context.tr, figure) + "\n" + _below(context, figure)


def point_line(tr: Translator, figure: Figure, top: float) -> str:
    """A figure of a series with a bar: the longest bar stands for `top`."""
    blocks = max(1, round(_BAR * figure.value / top)) if top else 0
    bar = "█" * blocks + "░" * (_BAR - blocks)
    told = [tr.of(figure.name), *when_told(tr, figure)]
    return f"`{bar}` **{figure_text(tr, figure)}**{tr.dash}{' · '.join(told)}"


def top_of(figures: Sequence[Figure]) -> float:
    """What the longest bar stands for."""
    return max((figure.value for figure in figures), default=0)


def when_told(tr: Translator, figure: Figure) -> Iterator[str]:
    """The exact date where the name does not print it, and whether sources disagree."""
    when = partial_date_text(tr.lang, figure.as_of) if figure.as_of else ""
    if figure.period:
        when = tr.of(figure.period)
    if when and when not in tr.of(figure.name):
        yield when
    if figure.confidence:
        yield tr(FIGURE_CONFIDENCE[figure.confidence])


def _points(context: RenderContext, statistic: Statistic) -> Iterator[str]:
    top = top_of(statistic.figures)
    for figure in statistic.figures:
        yield point_line(context.tr, figure, top) + "\n" + _below(context, figure)


def _below(context: RenderContext, figure: Figure) -> str:
    """The figure's own source, and its note."""
    tr, catalogue = context.tr, context.release.catalogue
    named = [s for i in figure.sources if (s := catalogue.sources[i]).named]
    lines = [short_sources(context, named)] if named else []
    if figure.note:
        lines.append(tr.of(figure.note))
    return "\n".join(f"-# {each}" for each in lines)
