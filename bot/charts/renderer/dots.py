"""Dots on a scale of tens: sums that differ by thousands, without lengths that would mislead."""

from math import log10
from typing import Final

from bot.charts.renderer import style
from bot.charts.renderer.card import Canvas
from bot.charts.renderer.lettering import width_of, wrap
from bot.charts.specs import Dot, DotGroup, Dots

_COLUMN: Final = 178
"""Width of the headings at the left, with the gap beside them."""
_GAP: Final = 14
_LEFT: Final = style.MARGIN + _COLUMN + 16
_RIGHT: Final = style.WIDTH - style.MARGIN - 16
_RADIUS: Final = 11


def draw_dots(card: Canvas, plan: Dots) -> None:
    """Draws the scale in words and numbers, then each group between two lines."""
    card.paragraph(plan.scale, style.SMALL, style.SOFT)
    card.y += 12
    _scale(card, plan)
    begin = card.y
    for group in plan.groups:
        card.line(style.MARGIN, card.y, style.WIDTH - style.MARGIN, card.y)
        card.y += 10
        _group(card, plan, group)
    for tick in plan.ticks:
        x = place(plan, tick.value)
        card.line(x, begin, x, card.y, style.RULE if tick.said else style.PANEL)
    _scale(card, plan)


def place(plan: Dots, value: float) -> float:
    """The position of a sum on a logarithmic scale."""
    first, last = log10(plan.ticks[0].value), log10(plan.ticks[-1].value)
    return _LEFT + (log10(value) - first) / (last - first) * (_RIGHT - _LEFT)


def _scale(card: Canvas, plan: Dots) -> None:
    end = 0.0
    for tick in plan.ticks:
        half = width_of(tick.said, style.SMALL) / 2
        x = min(place(plan, tick.value), style.WIDTH - style.MARGIN - half)
        if half and x - half > end:
            card.write(x, card.y, tick.said, style.SMALL, style.SOFT, side="center")
            end = x + half + 12
    card.y += style.SMALL * style.LEADING + 4


def _group(card: Canvas, plan: Dots, group: DotGroup) -> None:
    begin = card.y
    for dot in group.dots:
        _dot(card, plan, dot)
    end = card.y
    card.y = begin
    for line in wrap(group.title, style.H2, _COLUMN - _GAP):
        card.write(style.MARGIN, card.y, line, style.H2, heavy=True)
        card.y += style.H2 * style.LEADING
    card.paragraph(group.scope, style.SMALL, style.SOFT, width=_COLUMN - _GAP)
    card.y = max(card.y, end) + 4


def _dot(card: Canvas, plan: Dots, dot: Dot) -> None:
    """Draws a dot, its label above and its sum on the side that has room."""
    card.paragraph(
        dot.label,
        style.SMALL,
        style.SOFT,
        x=_LEFT - 16,
        width=style.WIDTH - style.MARGIN - _LEFT + 16,
    )
    x, middle = place(plan, dot.value), card.y + style.BODY * 0.56
    card.dot(x, middle, style.SKY, radius=_RADIUS)
    gap = _RADIUS + 12
    if x + gap + width_of(dot.said, style.BODY) <= style.WIDTH - style.MARGIN:
        card.write(x + gap, card.y, dot.said, heavy=True)
    else:
        card.write(x - gap, card.y, dot.said, heavy=True, side="right")
    card.y += style.BODY * style.LEADING + 8
