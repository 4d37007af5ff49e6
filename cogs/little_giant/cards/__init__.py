"""The cards of /little-giant, by the names in custom ids."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.districts import PLACES
from bot.ui.custom_ids import PAGE_NUMBER, RECORD_ID, TIER_RULES, maybe, one_of, takes
from bot.ui.registry import View
from bot.ui.tiers import TIERS
from cogs.little_giant.cards.awards import CITY, award_details, awards_card
from cogs.little_giant.cards.criteria import criteria_card, criteria_details
from cogs.little_giant.cards.numbers import DISTRICT_PAGES, SERIES, numbers_card, numbers_details
from cogs.little_giant.cards.statistic import statistic_card, statistic_details

VIEWS: Final[Mapping[str, View]] = {
    "la": View(awards_card, takes(optional=(maybe(one_of((*PLACES, CITY))), PAGE_NUMBER))),
    "lad": View(award_details, takes(one_of(PLACES), optional=(PAGE_NUMBER,))),
    "lc": View(criteria_card, takes(optional=(maybe(one_of(TIERS)), TIER_RULES, PAGE_NUMBER))),
    "ld": View(
        criteria_details, takes(one_of(TIERS), TIER_RULES, optional=(PAGE_NUMBER, PAGE_NUMBER))
    ),
    "ln": View(
        numbers_card, takes(optional=(maybe(one_of((*SERIES, DISTRICT_PAGES))), PAGE_NUMBER))
    ),
    "lnd": View(numbers_details, takes(one_of(SERIES), optional=(PAGE_NUMBER,))),
    "std": View(statistic_details, takes(RECORD_ID, optional=(PAGE_NUMBER,))),
    "st": View(statistic_card, takes(RECORD_ID, optional=(PAGE_NUMBER,))),
}
