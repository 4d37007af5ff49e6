"""The button under what a firm may get: /match, with what the question said of the firm."""

from typing import Final

from bot.domain.data.conditions import Recognition
from bot.domain.data.districts import LINGANG_AREA
from bot.domain.eligibility.matching import Firm
from bot.i18n.translator import Translator
from bot.ui.components import Component, button
from bot.ui.match_link import match_link

_TITLES: Final[tuple[Recognition, ...]] = (
    "little-giant",
    "specialised",
    "innovative",
    "tech-sme",
    "high-tech",
)
"""The highest first: the view takes one."""


def firm_button(tr: Translator, firm: Firm) -> Component:
    """Opens what a firm can get, where it can be narrowed further."""
    in_lingang = bool(firm.places and firm.places.get("lin-gang"))
    district = LINGANG_AREA if in_lingang else firm.district or ""
    title = next((t for t in _TITLES if t in (firm.titles or ())), "")
    numbers = (("s", firm.staff, 6), ("r", firm.revenue, 13), ("a", firm.age, 3))
    facts = "".join(
        f"{key}{number:.0f}"
        for key, number, digits in numbers
        if number is not None and 0 <= number < 10**digits - 1
    )
    opens = match_link(
        tr,
        district=district,
        title=title,
        industry=firm.industry or "",
        need=firm.need or "",
        facts=facts,
    )
    return button(tr("What can my firm get?"), opens)
