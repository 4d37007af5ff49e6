"""A map of squares, one for each district."""

from typing import Final

from matplotlib.colors import to_rgb

from bot.charts.renderer import style
from bot.charts.renderer.card import Canvas
from bot.charts.renderer.lettering import width_of
from bot.charts.specs import Tile, Tiles

_EDGE: Final = 28
_APART: Final = 6
_HEIGHT: Final = 158
_INSIDE: Final = 10


def draw_tiles(card: Canvas, plan: Tiles) -> None:
    """Draws the legend, the map, and below it what belongs to no district."""
    _key(card, plan)
    columns = 1 + max(tile.column for tile in plan.tiles)
    rows = 1 + max(tile.row for tile in plan.tiles)
    width = (style.WIDTH - 2 * _EDGE - _APART * (columns - 1)) / columns
    begin = card.y
    for tile in plan.tiles:
        x = _EDGE + tile.column * (width + _APART)
        y = begin + tile.row * (_HEIGHT + _APART)
        _tile(card, tile, x, y, width, shade_of(plan, tile.value))
    card.y = begin + rows * (_HEIGHT + _APART) + 14
    for tile in plan.apart:
        card.pair(tile.label, " · ".join(tile.lines), style.MARGIN, style.WIDTH - style.MARGIN)


def shade_of(plan: Tiles, value: float) -> str:
    """The colour of the last step that a count reaches."""
    step = sum(value >= shade.least for shade in plan.shades) - 1
    return style.SHADES[max(step, 0)]


def ink_on(fill: str) -> str:
    """Dark text on light colours, else light text."""
    red, green, blue = to_rgb(fill)
    return style.DARK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.45 else style.INK


def _key(card: Canvas, plan: Tiles) -> None:
    card.paragraph(plan.shading, style.SMALL, style.SOFT)
    card.y += 4
    x = float(style.MARGIN)
    for shade in plan.shades:
        card.box(x, card.y + 3, 44, style.SMALL, shade_of(plan, shade.least), edge=style.RULE)
        card.write(x + 56, card.y, shade.said, style.SMALL)
        x += 56 + width_of(shade.said, style.SMALL) + 34
    card.y += style.SMALL * style.LEADING + 18


def _tile(card: Canvas, tile: Tile, x: float, y: float, width: float, fill: str) -> None:
    card.box(x, y, width, _HEIGHT, fill)
    ink = ink_on(fill)
    left, right = x + _INSIDE, x + width - _INSIDE
    line = y + _INSIDE - 2
    card.write(left, line, tile.label, style.SMALL, ink)
    card.write(right, line, tile.said, style.SMALL, ink, side="right", heavy=True)
    line += style.BODY * style.LEADING + 2
    for said in tile.lines:
        card.write(left, line, said, style.SMALL, ink)
        line += style.SMALL * style.LEADING
    if tile.marked:
        card.line(left, line + 2, right, line + 2, ink, 2)
        card.write(left, line + 3, tile.marked, style.SMALL, ink, heavy=True)
