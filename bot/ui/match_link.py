"""Opens /match from the cards of other features."""

from typing import Final

from bot.i18n.translator import Translator
from bot.ui.context import link_to

MATCH_VIEW: Final = "ma"
"""The name of its view in custom ids."""


def match_link(
    tr: Translator,
    *,
    district: str = "",
    title: str = "",
    industry: str = "",
    need: str = "",
    facts: str = "",
) -> str:
    """Opens what fits such a firm; `facts`: staff, revenue, age, such as s40r25000000a3."""
    known = (facts,) if facts else ()
    return link_to(tr, MATCH_VIEW, district, title, industry, need, "f", 0, *known)
