"""Places the numbers of crowded points so that they cover nothing."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

_AWAY: Final = 4
"""The minimum distance from the edge of a point."""
_SHARES: Final = (0.5, 0.9, 1.0, 0.75, 0.25, 0.1)
"""Shares of a number to the left of its point; the first that fits is used."""


class Box(NamedTuple):
    """An occupied area in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the areas overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class LabelRequest(NamedTuple):
    """A number to place near a point."""

    x: float
    y: float
    radius: float
    width: float
    height: float


class Place(NamedTuple):
    """The position of a number, and the line down to its point."""

    box: Box
    lead: Box


def arrange(wishes: Sequence[LabelRequest], taken: Iterable[Box], room: Box) -> dict[int, Place]:
    """Places by the wishes' numbers, for as many as fit into `room` beside what is taken.

    The last wish counts most. A few orders are tried, as one number may stand in another's way.
    """
    taken, last = list(taken), len(wishes) - 1
    order = range(len(wishes))
    orders = (tuple(reversed(order)), tuple(order), (last, *order[:-1]) if wishes else ())
    tried = [
        _in_order(wishes, taken, room, numbers, shares)
        for numbers, shares in product(orders, (_SHARES, _SHARES[1:] + _SHARES[:1]))
    ]
    return max(tried, key=lambda found: (last in found, len(found)))


def _in_order(
    wishes: Sequence[LabelRequest],
    taken: Sequence[Box],
    room: Box,
    numbers: Iterable[int],
    shares: Iterable[float],
) -> dict[int, Place]:
    found: dict[int, Place] = {}
    boxes = list(taken)
    for number in numbers:
        for place in _places(wishes[number], room, shares):
            if not any(box.meets(place.box) or box.meets(place.lead) for box in boxes):
                found[number] = place
                boxes += place
                break
    return found


def _places(wish: LabelRequest, room: Box, shares: Iterable[float]) -> Iterator[Place]:
    """Positions right above, at the sides, then higher and higher, all inside `room`."""
    edge = wish.y - wish.radius
    bottom = edge - _AWAY
    while bottom - wish.height >= room.top:
        for share in shares:
            left = wish.x - wish.width * share
            if room.left <= left and left + wish.width <= room.right:
                box = Box(left, bottom - wish.height, left + wish.width, bottom)
                yield Place(box, Box(wish.x - 2, bottom, wish.x + 2, edge - 1))
        if bottom == edge - _AWAY:
            yield from _beside(wish, room)
        bottom -= wish.height / 5


def _beside(wish: LabelRequest, room: Box) -> Iterator[Place]:
    away, top = wish.radius + _AWAY, wish.y - wish.height / 2
    nothing = Box(wish.x, wish.y, wish.x, wish.y)
    for left in (wish.x - away - wish.width, wish.x + away):
        if room.left <= left and left + wish.width <= room.right:
            yield Place(Box(left, top, left + wish.width, top + wish.height), nothing)
