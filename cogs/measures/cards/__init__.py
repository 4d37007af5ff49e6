"""The cards of /measures, by the names in custom ids."""

from collections.abc import Mapping
from typing import Final

from bot.ui.argument_codes import STATUS_CODES, TOPIC_CODES
from bot.ui.custom_ids import FREE_TEXT, PAGE_NUMBER, RECORD_ID, maybe, one_of, takes
from bot.ui.registry import View
from cogs.measures.cards.browse import browse_card
from cogs.measures.cards.compare import compare_card
from cogs.measures.cards.package import package_card, package_details

VIEWS: Final[Mapping[str, View]] = {
    "mb": View(
        browse_card,
        takes(
            PAGE_NUMBER,
            maybe(one_of(TOPIC_CODES.values())),
            maybe(one_of(STATUS_CODES.values())),
            FREE_TEXT,
            FREE_TEXT,
            FREE_TEXT,
        ),
    ),
    "mc": View(compare_card, takes(FREE_TEXT, FREE_TEXT, optional=(FREE_TEXT, PAGE_NUMBER))),
    "p": View(package_card, takes(RECORD_ID)),
    "pd": View(package_details, takes(RECORD_ID, optional=(PAGE_NUMBER,))),
}
