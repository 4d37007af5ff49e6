"""The numbers of a picture as text, in pages."""

from collections.abc import Iterable, Iterator, Sequence

from bot.charts.specs import Bar, Bars, ChartSpec, Dots, NeedRow, Series, Steps, Tiles
from bot.i18n.translator import Translator
from bot.ui.chart import NUMBERS, Block, ChartImage, block, chart_button
from bot.ui.components import Layout, card
from bot.ui.context import RenderContext
from bot.ui.line_width import pages_of
from bot.ui.list_page import room, turn


def chart_numbers_card(
    context: RenderContext, picture: ChartImage, page: int, chart: str, args: Sequence[str]
) -> Layout:
    """A page of the numbers of a picture."""
    tr = context.tr
    head, foot = f"### {picture.title}", f"-# {picture.plan.foot}"
    lines = (each for block in number_blocks(context, picture) for each in block)
    pages = pages_of(lines, room(tr, head, small=foot))
    number, foot, turned = turn(tr, page, len(pages), foot, NUMBERS, (), (chart, *args))
    drawn = [chart_button(tr, chart, *args)] if number == 0 else []
    return card([head, *pages[number], foot], [*turned, *drawn])


def number_blocks(context: RenderContext, picture: ChartImage) -> Iterator[Block]:
    """Every number as the picture shows it, and the notes on them."""
    plan = picture.plan
    if plan.subtitle:
        yield [plan.subtitle]
    yield from picture.blocks or _blocks(context.tr, plan)
    if plan.notes:
        yield [f"-# {note}" for note in plan.notes]


def _blocks(tr: Translator, plan: ChartSpec) -> Iterator[Block]:
    match plan:
        case Bars():
            for panel in plan.panels:
                yield block(panel.title, (_bar(tr, plan.parts, row) for row in panel.rows))
        case Dots():
            for group in plan.groups:
                title = group.title + (tr.brackets(group.scope) if group.scope else "")
                yield block(title, (tr.labelled(dot.label, dot.said) for dot in group.dots))
        case Tiles():
            yield block("", _tiles(tr, plan))
        case Steps():
            yield from _steps(tr, plan)
        case Series():  # with the dates, which stand in the blocks of the picture itself
            return


def _bar(tr: Translator, parts: tuple[str, ...], row: Bar) -> str:
    told = [tr.labelled(row.label, row.said)]
    if len(parts) == 2:
        counts = (row.value - row.second, row.second)
        told += [f"{part} {count:g}" for part, count in zip(parts, counts, strict=True) if count]
    return " · ".join(told)


def _tiles(tr: Translator, plan: Tiles) -> Iterator[str]:
    for tile in (*plan.tiles, *plan.apart):
        told = [*tile.lines, *filter(None, (tile.marked,))]
        yield " · ".join([tr.labelled(tile.label, tile.said), *told])


def _steps(tr: Translator, plan: Steps) -> Iterator[Block]:
    def needs(found: Iterable[NeedRow]) -> Iterator[str]:
        return (tr.labelled(need.label, need.said) for need in found)

    for number, step in enumerate(plan.steps, 1):
        heading, *lines = block(f"{number}. {step.title}", needs(step.needs))
        yield [heading, *filter(None, (step.caution,)), *lines]
    if plan.kept:
        yield block(plan.keeping, needs(plan.kept))
