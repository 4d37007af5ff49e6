"""The card of /match, by its name in custom ids."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.districts import PLACES
from bot.ui.custom_ids import FREE_TEXT, PAGE_NUMBER, matching, maybe, one_of, takes
from bot.ui.match_link import MATCH_VIEW
from bot.ui.registry import View
from cogs.match.cards.matches import matches_card
from cogs.match.wishes import DEPENDS, FACTS, FITS, NEEDS, TITLE_NAMES

TAKES: Final = takes(
    maybe(one_of(PLACES)),
    maybe(one_of(TITLE_NAMES)),
    FREE_TEXT,
    maybe(one_of(NEEDS)),
    one_of((FITS, DEPENDS)),
    PAGE_NUMBER,
    optional=(matching(FACTS),),
)
VIEWS: Final[Mapping[str, View]] = {MATCH_VIEW: View(matches_card, TAKES)}
