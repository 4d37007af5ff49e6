"""The cards of /funding, by the names in custom ids."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.districts import DISTRICTS
from bot.ui.blocks import KINDS
from bot.ui.custom_ids import NOTHING, PAGE_NUMBER, RECORD_ID, maybe, one_of, takes
from bot.ui.registry import View
from cogs.funding.cards.measure import measure_card
from cogs.funding.cards.money import list_card
from cogs.funding.cards.overview import overview_card

VIEWS: Final[Mapping[str, View]] = {
    "fl": View(list_card, takes(maybe(one_of(KINDS)), maybe(one_of(DISTRICTS)), PAGE_NUMBER)),
    "fo": View(overview_card, NOTHING),
    "m": View(measure_card, takes(RECORD_ID)),
}
