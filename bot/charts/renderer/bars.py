"""Bars that start at zero, each panel on its own scale."""

from typing import Final

from bot.charts.renderer.card import Canvas
from bot.charts.renderer.lettering import width_of
from bot.charts.renderer.style import BODY, H2, LEADING, MARGIN, ORANGE, PAPER, RULE, SKY, WIDTH
from bot.charts.specs import Bar, Bars, Panel

_THICK: Final = 26
_ROW: Final = 46
_GAP: Final = 14
"""The gap between a label, its bar and its number."""


def draw_bars(card: Canvas, plan: Bars) -> None:
    """Draws the panels one below the other, below the legend of the parts."""
    if len(plan.parts) == 2:
        _key(card, plan.parts)
    for panel in plan.panels:
        _panel(card, panel)


def _key(card: Canvas, parts: tuple[str, ...]) -> None:
    x: float = MARGIN
    for name, hatched in zip(parts, (False, True), strict=True):
        _length(card, x, card.y + 5, 44, hatched=hatched)
        card.write(x + 44 + _GAP, card.y, name)
        x += 44 + 3 * _GAP + width_of(name, BODY)
    card.y += BODY * LEADING + 12


def _panel(card: Canvas, panel: Panel) -> None:
    if panel.title:
        card.paragraph(panel.title, H2, heavy=True)
        card.y += 8
    left = MARGIN + max(width_of(row.label, BODY) for row in panel.rows) + _GAP
    scale, begin = scale_of(panel, left), card.y
    for row in panel.rows:
        card.write(left - _GAP, card.y, row.label, side="right")
        end = _bar(card, row, left, scale)
        card.write(end + _GAP, card.y, row.said, heavy=True)
        card.y += _ROW
    card.line(left, begin - 4, left, card.y - 4, RULE, 3)
    card.y += 16


def scale_of(panel: Panel, left: float) -> float:
    """Pixels per unit, so that every bar has room for its number."""
    bars = [row for row in panel.rows if row.value]
    room = WIDTH - MARGIN - _GAP - left
    return min(((room - width_of(bar.said, BODY)) / bar.value for bar in bars), default=1)


def _bar(card: Canvas, bar: Bar, left: float, scale: float) -> float:
    """Draws a bar and returns its right end."""
    y = card.y + 5
    first, second = (bar.value - bar.second) * scale, bar.second * scale
    if first:
        _length(card, left, y, first, hatched=False)
    if second:
        _length(card, left + first, y, second, hatched=True)
    return left + first + second


def _length(card: Canvas, x: float, y: float, width: float, *, hatched: bool) -> None:
    if hatched:
        card.box(x, y, width, _THICK, ORANGE, edge=PAPER, hatch="///")
    else:
        card.box(x, y, width, _THICK, SKY)
