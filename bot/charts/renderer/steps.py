"""Steps that rise from the bottom, each with its requirements."""

from typing import Final

from bot.charts.renderer import style
from bot.charts.renderer.card import Canvas
from bot.charts.specs import NeedRow, Step, Steps

_STEP: Final = 56
"""The indent of each step from the one below."""
_INSIDE: Final = 22
_EDGES: Final = (style.SKY, style.ORANGE, style.YELLOW)
"""Colours of the steps from the base; each also has its number."""


def draw_steps(card: Canvas, plan: Steps) -> None:
    """Draws the highest tier at the top, the base at the bottom, then how a title is kept."""
    for number in range(len(plan.steps), 0, -1):
        _step(card, plan.steps[number - 1], number)
    if not plan.kept:
        return
    card.y += 8
    card.paragraph(plan.keeping, style.H2, heavy=True)
    card.y += 4
    for need in plan.kept:
        _need(card, need, style.MARGIN)


def _step(card: Canvas, step: Step, number: int) -> None:
    x = style.MARGIN + (number - 1) * _STEP
    begin, edge = card.y, _EDGES[(number - 1) % len(_EDGES)]
    card.y += _INSIDE
    left = x + _INSIDE + 62
    card.dot(x + _INSIDE + 24, card.y + style.H2 * 0.62, edge, radius=22)
    middle = x + _INSIDE + 24
    card.write(middle, card.y, str(number), style.H2, style.DARK, side="center", heavy=True)
    card.paragraph(
        step.title, style.H2, x=left, width=style.WIDTH - style.MARGIN - _INSIDE - left, heavy=True
    )
    card.y += 8
    for need in step.needs:
        _need(card, need, x + _INSIDE + 8, style.WIDTH - style.MARGIN - _INSIDE)
    if step.caution:
        card.paragraph(
            step.caution,
            style.SMALL,
            style.ORANGE,
            x=x + _INSIDE + 8,
            width=style.WIDTH - style.MARGIN - 2 * _INSIDE - x - 8,
        )
    card.y += _INSIDE - 8
    card.panel(x, begin, style.WIDTH - style.MARGIN - x, card.y - begin, style.PANEL)
    card.box(x, begin + 14, 6, card.y - begin - 28, edge)
    card.y += 12


def _need(card: Canvas, need: NeedRow, x: float, right: float = style.WIDTH - style.MARGIN) -> None:
    if need.said:
        card.pair(need.label, need.said, x, right, style.SMALL)
    else:
        card.paragraph(need.label, style.SMALL, style.SOFT, x=x, width=right - x)
    card.y += 2
