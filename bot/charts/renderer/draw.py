"""Draws a chart specification."""

from typing import assert_never

from bot.charts.renderer.bars import draw_bars
from bot.charts.renderer.card import Canvas
from bot.charts.renderer.dots import draw_dots
from bot.charts.renderer.ladder import draw_ladder
from bot.charts.renderer.series import draw_series
from bot.charts.renderer.tiles import draw_tiles
from bot.charts.specs import Bars, ChartSpec, Dots, Ladder, Series, Tiles


def draw(plan: ChartSpec) -> bytes:
    """The chart as a PNG, 1,000 pixels wide and as high as needed; always the same bytes."""
    return lay_out(plan).png()


def lay_out(plan: ChartSpec) -> Canvas:
    """The complete canvas, not yet rendered."""
    card = Canvas()
    card.open(plan)
    match plan:
        case Bars():
            draw_bars(card, plan)
        case Dots():
            draw_dots(card, plan)
        case Series():
            draw_series(card, plan)
        case Tiles():
            draw_tiles(card, plan)
        case Ladder():
            draw_ladder(card, plan)
        case _:
            assert_never(plan)
    card.close(plan)
    return card
