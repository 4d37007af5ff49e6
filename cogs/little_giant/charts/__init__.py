"""The charts of /little-giant, by the names in custom ids."""

from collections.abc import Mapping
from typing import Final

from bot.ui.custom_ids import TIER_RULES, maybe, one_of, takes
from bot.ui.registry import Chart
from cogs.little_giant.cards.numbers import SERIES
from cogs.little_giant.charts.numbers import numbers_picture
from cogs.little_giant.charts.tiers import tiers_picture

CHARTS: Final[Mapping[str, Chart]] = {
    "lc": Chart(tiers_picture, takes(optional=(TIER_RULES,))),
    "ln": Chart(numbers_picture, takes(optional=(maybe(one_of(SERIES)),))),
}
