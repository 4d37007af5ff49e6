"""The cards of /zones, by the names in custom ids."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.districts import DISTRICTS
from bot.ui.cooldowns import PICTURES
from bot.ui.custom_ids import FREE_TEXT, PAGE_NUMBER, RECORD_ID, maybe, one_of, takes
from bot.ui.registry import View
from bot.ui.zone_text import BEYOND, KIND_NAMES, UNSTATED
from cogs.zones.cards.listing import zone_list_card
from cogs.zones.cards.map import is_map, map_card
from cogs.zones.cards.zone import zone_card, zone_details, zone_measures_card

_PLACE: Final = maybe(one_of((*DISTRICTS, UNSTATED, BEYOND)))
VIEWS: Final[Mapping[str, View]] = {
    "z": View(zone_card, takes(RECORD_ID)),
    "zd": View(map_card, takes(optional=(FREE_TEXT,)), "zm", is_map, PICTURES),
    "zi": View(zone_details, takes(RECORD_ID, optional=(PAGE_NUMBER,))),
    "zl": View(zone_list_card, takes(maybe(one_of(KIND_NAMES)), _PLACE, FREE_TEXT, PAGE_NUMBER)),
    "zm": View(zone_measures_card, takes(RECORD_ID, PAGE_NUMBER)),
}
