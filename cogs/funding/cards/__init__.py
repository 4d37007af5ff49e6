"""The cards of /funding, by the names in custom ids."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.districts import DISTRICTS
from bot.ui.blocks import FUNDING_KINDS
from bot.ui.custom_ids import PAGE_NUMBER, RECORD_ID, either, maybe, one_of, takes
from bot.ui.registry import View
from cogs.funding.cards.measure import measure_card, measure_details, measure_in_full
from cogs.funding.cards.money import money_card
from cogs.funding.cards.overview import funding_overview_card

_PLACED: Final = (maybe(one_of(FUNDING_KINDS)), maybe(one_of(DISTRICTS)))
VIEWS: Final[Mapping[str, View]] = {
    "fl": View(
        money_card,
        either(takes(*_PLACED, PAGE_NUMBER), takes(*_PLACED, maybe(RECORD_ID), PAGE_NUMBER)),
    ),
    "fo": View(funding_overview_card, takes(optional=(PAGE_NUMBER,))),
    "m": View(measure_card, takes(RECORD_ID)),
    "md": View(measure_details, takes(RECORD_ID, optional=(PAGE_NUMBER,))),
    "ms": View(measure_in_full, takes(RECORD_ID)),
}
