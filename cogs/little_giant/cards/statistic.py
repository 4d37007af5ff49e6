"""One statistic in full, and its figures as lines with bars."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.models import Figure, Statistic
from bot.i18n.translator import Words
from bot.ui.blocks import (
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
from bot.ui.context import Scene, link_to
from bot.ui.formats import figure_text, partial_date_text
from bot.ui.nearest import nearest_card
from bot.ui.pagination import Chapter, bind, number_of, sheet_line

SHEET: Final = {"en": 2900, "zh": 2000}
"""Most characters of a page; Chinese says the same in fewer."""
_BAR: Final = 10


def statistic_card(scene: Scene, statistic_id: str, page: str = "0") -> Layout:
    """A statistic: what, how much, when, from where, what disagrees, what is not stated."""
    statistic = scene.release.catalogue.statistics.get(statistic_id)
    if statistic is None:
        return nearest_card(scene, statistic_id, [], "st")
    words = scene.words
    sheets = bind(statistic_chapters(scene, statistic), SHEET[words.lang], words)
    (sheet,), number, pages = page_of(sheets, number_of(page), 1)
    head = [title(words, statistic), sheet_line(words, number, pages)]
    if number == 0:
        head.append(words.of(statistic.summary))
    parts = [text("\n".join(filter(None, head))), *sheet.parts]
    if pages > 1:
        parts.append(pager(words, number, pages, "st", (statistic_id,)))
    series = button(words("All numbers"), link_to(words, "ln", statistic.series or ""))
    parts += [row(series), text(closing_line(scene, [statistic]))]
    return [container(*parts)]


def statistic_chapters(scene: Scene, statistic: Statistic) -> Iterator[Chapter]:
    """The parts of a statistic below its summary."""
    words = scene.words
    if statistic.series:
        yield Chapter(words("Figures, oldest first"), tuple(_points(scene, statistic)))
    else:
        yield Chapter(words("Figures"), tuple(figure_entry(scene, f) for f in statistic.figures))
    yield from doubt_chapters(scene, statistic)
    sources = scene.release.catalogue.cited(statistic)
    listed = (f"{i}. {source_line(words, s)}" for i, s in enumerate(sources, 1))
    yield Chapter(words("Sources"), (*listed, f"-# {confidence_line(words, statistic)}"))


def doubt_chapters(scene: Scene, statistic: Statistic) -> Iterator[Chapter]:
    """What disagrees, what to know, and what no source states."""
    words = scene.words
    note = [words.of(statistic.note)] if statistic.note else []
    if statistic.conflicts:
        said = conflict_lines(scene, statistic.conflicts)
        yield Chapter(words("Sources disagree"), (*said, *note))
    elif note:
        yield Chapter(words("Note"), tuple(note))
    silences = tuple(f"- {words.of(s.text)}" for s in statistic.not_stated)
    yield Chapter(words("Not stated"), silences)


def figure_entry(scene: Scene, figure: Figure) -> str:
    """A figure with its own source and its note below it."""
    return figure_line(scene.words, figure) + "\n" + _below(scene, figure)


def point_line(words: Words, figure: Figure, top: float) -> str:
    """A figure of a series with a bar: the longest bar stands for `top`."""
    blocks = max(1, round(_BAR * figure.value / top)) if top else 0
    bar = "█" * blocks + "░" * (_BAR - blocks)
    told = [words.of(figure.name), *when_told(words, figure)]
    dash = "——" if words.lang == "zh" else " — "
    return f"`{bar}` **{figure_text(words, figure)}**{dash}{' · '.join(told)}"


def top_of(figures: Sequence[Figure]) -> float:
    """What the longest bar stands for."""
    return max((figure.value for figure in figures), default=0)


def when_told(words: Words, figure: Figure) -> Iterator[str]:
    """The exact date where the name does not print it, and whether sources disagree."""
    when = partial_date_text(words.lang, figure.as_of) if figure.as_of else ""
    if figure.period:
        when = words.of(figure.period)
    if when and when not in words.of(figure.name):
        yield when
    if figure.confidence == "conflicting":
        yield words("sources disagree")


def _points(scene: Scene, statistic: Statistic) -> Iterator[str]:
    top = top_of(statistic.figures)
    for figure in statistic.figures:
        yield point_line(scene.words, figure, top) + "\n" + _below(scene, figure)


def _below(scene: Scene, figure: Figure) -> str:
    """The figure's own source, and its note."""
    words, catalogue = scene.words, scene.release.catalogue
    named = [s for i in figure.sources if (s := catalogue.sources[i]).named]
    lines = [short_sources(scene, named)] if named else []
    if figure.note:
        lines.append(words.of(figure.note))
    return "\n".join(f"-# {each}" for each in lines)
