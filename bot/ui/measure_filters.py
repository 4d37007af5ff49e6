"""The filters of /measures browse in custom ids."""

from typing import Final

from bot.domain.search.filters import Filters
from bot.i18n.translator import Translator
from bot.ui.argument_codes import DISTRICT_CODES, STATUS_CODES, TOPIC_CODES, short_id
from bot.ui.context import link_to

PACKAGE_CODE: Final = 22
"""The longest code of a package, so that every custom id stays within Discord's 100 characters."""


def filter_codes(filters: Filters) -> tuple[str, ...]:
    """The view's arguments after the page number."""
    return (
        TOPIC_CODES[filters.topic] if filters.topic else "",
        STATUS_CODES[filters.status],
        short_id(filters.package, PACKAGE_CODE) if filters.package else "",
        DISTRICT_CODES[filters.district] if filters.district else "",
        filters.query,
    )


def browse_link(tr: Translator, filters: Filters) -> str:
    """The custom id of the first page under these filters."""
    return link_to(tr, "mb", 0, *filter_codes(filters))
