"""Every picture by its short name, which is that of the view it goes with."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.surface.cards.numbers import SERIES
from bot.surface.custom_ids import NOTHING, RECORD_ID, RULES, Takes, maybe, one_of, takes
from bot.surface.pictures.funding import funding_picture
from bot.surface.pictures.ladder import ladder_picture
from bot.surface.pictures.numbers import numbers_picture
from bot.surface.pictures.picture import Picture
from bot.surface.pictures.zones import map_picture, zones_picture

PICTURES: Final[Mapping[str, Callable[..., Picture]]] = {
    "fo": funding_picture,
    "lc": ladder_picture,
    "ln": numbers_picture,
    "zl": zones_picture,
    "zm": map_picture,
}
"""Each takes a Scene and arguments in texts."""
CHARTS: Final[Mapping[str, Takes]] = {
    "fo": NOTHING,
    "lc": takes(optional=(RULES,)),
    "ln": takes(optional=(maybe(one_of(SERIES)),)),
    "zl": takes(optional=(maybe(RECORD_ID),)),
    "zm": takes(optional=(maybe(RECORD_ID),)),
}
"""What the button *Chart* may carry of each; an industry may be gone from the data."""
