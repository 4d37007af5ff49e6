"""The cards of /help, /about and their pages, by the names in custom ids."""

from collections.abc import Mapping
from typing import Final

from bot.ui.custom_ids import NOTHING, PAGE_NUMBER, one_of, takes
from bot.ui.registry import View
from cogs.help.cards.about import about_card, packages_card, privacy_card, terms_card
from cogs.help.cards.help import help_card
from cogs.help.cards.home import ADMIN, HOME, home_card
from cogs.help.topics import TOPIC_ORDER

_ADMIN: Final = one_of([ADMIN])
_PAGED: Final = takes(optional=(PAGE_NUMBER,))
VIEWS: Final[Mapping[str, View]] = {
    "ab": View(about_card, NOTHING),
    "h": View(help_card, takes(one_of(TOPIC_ORDER), optional=(_ADMIN,)), shared=False),
    HOME: View(home_card, takes(optional=(_ADMIN,)), shared=False),
    "pl": View(packages_card, takes(PAGE_NUMBER)),
    "pr": View(privacy_card, _PAGED),
    "te": View(terms_card, _PAGED),
}
