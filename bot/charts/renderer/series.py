"""Counts over time as points on stems from zero: nothing is drawn between known counts."""

from collections.abc import Iterable, Iterator
from math import ceil
from typing import Final, NamedTuple

from bot.charts.renderer.card import Canvas
from bot.charts.renderer.label_placement import Box, LabelRequest, arrange
from bot.charts.renderer.lettering import width_of, wrap
from bot.charts.renderer.style import (
    BODY,
    LEADING,
    MARGIN,
    ORANGE,
    PANEL,
    RULE,
    SKY,
    SMALL,
    SOFT,
    WIDTH,
)
from bot.charts.specs import Course, Point, Series

_APART: Final = 20
"""The gap between courses."""
_INSIDE: Final = 18
_HEIGHT: Final = 190
"""The width of the scale."""
_ROOM: Final = 112
"""Room above the highest point, for three lines of numbers."""
_RADIUS: Final = 8
_LINE: Final = SMALL * 1.2
_AIR: Final = 8
"""The margin at the sides of a number."""
_SHARES: Final = {1: (1.0,), 2: (0.62, 0.38)}
"""Shares of the width for courses side by side."""


class Field(NamedTuple):
    """The positions of a course's values and years."""

    left: float
    right: float
    zero: float
    """The position of zero; counts grow upwards."""
    top: float
    """The highest count."""
    first: float
    last: float

    def x(self, when: float) -> float:
        """The position of a moment."""
        return self.left + (when - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, value: float) -> float:
        """The position of a count."""
        return self.zero - value / self.top * _HEIGHT


def draw_series(card: Canvas, plan: Series) -> None:
    """Draws the courses in their rows, and the meaning of hollow points."""
    whole = [_row(card, plan, row) for row in plan.rows]
    if plan.doubted:
        card.dot(MARGIN + 12, card.y + BODY * 0.6, ORANGE, radius=_RADIUS, hollow=True)
        card.write(MARGIN + 36, card.y, plan.doubted, SMALL, SOFT)
        card.y += SMALL * LEADING
    if plan.bare and not all(whole):
        card.paragraph(plan.bare, SMALL, SOFT)


def _row(card: Canvas, plan: Series, row: tuple[Course, ...]) -> bool:
    """Returns whether every number had room."""
    shares = _SHARES[len(row)]
    room = WIDTH - 2 * MARGIN - _APART * (len(row) - 1)
    widths = [room * share for share in shares]
    head = max(len(wrap(c.title, BODY, w - 2 * _INSIDE)) for c, w in zip(row, widths, strict=True))
    x, begin = float(MARGIN), card.y
    whole = True
    height = 2 * _INSIDE + head * BODY * LEADING + _ROOM + _HEIGHT + SMALL * LEADING + 6
    for course, width in zip(row, widths, strict=True):
        card.panel(x, begin, width, height, PANEL)
        card.y = begin + _INSIDE
        card.paragraph(course.title, x=x + _INSIDE, width=width - 2 * _INSIDE, heavy=True)
        zero = begin + _INSIDE + head * BODY * LEADING + _ROOM + _HEIGHT
        whole &= _course(card, plan, course, x + _INSIDE, width - 2 * _INSIDE, zero)
        x += width + _APART
    card.y = begin + height + _APART
    return whole


def _course(
    card: Canvas, plan: Series, course: Course, x: float, width: float, zero: float
) -> bool:
    """Returns whether every number had room."""
    if not course.points:
        card.y = zero - _HEIGHT / 2
        card.paragraph(course.unsaid, SMALL, SOFT, x=x, width=width)
        return True
    top = max(point.value for point in course.points) or 1
    taken = list(_scale(card, course, x, width, zero, top))
    left = max(box.right for box in taken) + 14 + _RADIUS
    field = Field(left, x + width - 14, zero, top, plan.years[0].value, _last(plan))
    _years(card, plan, field)
    for point in course.points:
        px, py = field.x(point.when), field.y(point.value)
        ink = ORANGE if point.doubted else SKY
        card.line(px, zero, px, py, ink, 3)
        card.dot(px, py, ink, radius=_RADIUS, hollow=point.doubted)
        taken.append(Box(px - _RADIUS, py - _RADIUS, px + _RADIUS, zero))
    return _say(card, field, course.points, taken)


def _last(plan: Series) -> float:
    """The end of the time axis: the start of the last year, or shortly after the last count."""
    moments = [point.when for row in plan.rows for course in row for point in course.points]
    return max(plan.years[-1].value, max(moments) + 0.1)


def _scale(
    card: Canvas, course: Course, x: float, width: float, zero: float, top: float
) -> Iterator[Box]:
    """Draws lines across with their counts at the left."""
    wide = max(width_of(tick.said, SMALL) for tick in course.ticks)
    for tick in course.ticks:
        y = zero - tick.value / top * _HEIGHT
        card.line(x + wide + 8, y, x + width, y, RULE, 3 if tick.value == 0 else 1)
        card.write(x + wide, y - SMALL * 0.56, tick.said, SMALL, SOFT, side="right")
        yield Box(x, y - SMALL * 0.6, x + wide, y + SMALL * 0.6)


def _years(card: Canvas, plan: Series, field: Field) -> None:
    """Writes every year, or every second or third one if there is not room for all."""
    wide = max(width_of(tick.said, SMALL) for tick in plan.years) + 14
    step = ceil(wide / (field.x(1) - field.x(0)))
    for i, tick in enumerate(plan.years):
        x = field.x(tick.value)
        card.line(x, field.zero, x, field.zero + 8, RULE, 2)
        if i % step == 0 and x + wide / 2 <= field.right + 14 + _INSIDE:
            card.write(x, field.zero + 10, tick.said, SMALL, SOFT, side="center")


def _say(card: Canvas, field: Field, points: Iterable[Point], taken: Iterable[Box]) -> bool:
    """Writes each count near its point if there is room; returns whether all had room."""
    telling = [point for point in points if point.said]
    wishes = [
        LabelRequest(
            field.x(point.when),
            field.y(point.value),
            _RADIUS,
            max(width_of(said, SMALL) for said in point.said) + _AIR,
            _LINE * len(point.said),
        )
        for point in telling
    ]
    room = Box(field.left - 8, field.zero - _HEIGHT - _ROOM, field.right + 14, field.zero)
    found = arrange(wishes, taken, room)
    for number, (box, lead) in found.items():
        for i, said in enumerate(telling[number].said):
            middle = (box.left + box.right) / 2
            card.write(middle, box.top + i * _LINE, said, SMALL, side="center", heavy=True)
        if lead.bottom - lead.top > _LINE / 2:
            card.line(wishes[number].x, lead.top, wishes[number].x, lead.bottom, SOFT, 1.5)
    return len(found) == len(wishes)
