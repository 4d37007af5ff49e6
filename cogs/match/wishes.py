"""What a person asks /match for, as the buttons of its card carry it."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple, get_args

from bot.domain.data.conditions import Need, Recognition
from bot.domain.data.districts import DISTRICTS, LINGANG_AREA, District
from bot.domain.eligibility.matching import Firm
from bot.i18n.translator import N_, Translator
from bot.ui.context import link_to
from bot.ui.match_link import MATCH_VIEW
from bot.ui.tiers import TIERS

FACTS: Final = r"(s[0-9]{1,6})?(r[0-9]{1,13})?(a[0-9]{1,3})?"
"""Staff, revenue in yuan a year and age in years, each if known: s40r25000000a3."""
FITS, DEPENDS = "f", "m"
"""The groups that a page can show."""

TITLE_NAMES: Final[dict[Recognition, str]] = {
    "innovative": TIERS["innovative"],
    "specialised": TIERS["specialised"],
    "little-giant": TIERS["little-giant"],
    "tech-sme": N_("Technology-based SME"),
    "high-tech": N_("High-tech enterprise"),
}
SHORT_TITLES: Final[dict[Recognition, str]] = {**TITLE_NAMES, "specialised": N_("SRDI SME")}
"""The same in a list."""
NEEDS: Final[dict[Need, str]] = {
    "loan": N_("Loan"),
    "guarantee": N_("Guarantee"),
    "subsidy": N_("Subsidy"),
    "award": N_("Award"),
    "fund": N_("Fund or equity"),
    "voucher": N_("Voucher"),
    "space": N_("Space"),
    "service": N_("Service"),
}


class Wish(NamedTuple):
    """The arguments of the view; empty where nothing is said."""

    district: str = ""
    title: str = ""
    industry: str = ""
    need: str = ""
    group: str = FITS
    page: int = 0
    facts: str = ""

    @classmethod
    def of(cls, args: Sequence[str]) -> "Wish":
        """From the arguments in a custom id."""
        district, title, industry, need, group, page, *facts = args
        return cls(district, title, industry, need, group, int(page), *facts)

    def link(self, tr: Translator) -> str:
        """The custom id of a button that opens it."""
        return link_to(tr, MATCH_VIEW, *self)

    def narrowed(self, **changed: str) -> "Wish":
        """With other filters: the first page of what fits."""
        return self._replace(group=FITS, page=0, **changed)

    @property
    def real_district(self) -> District | None:
        """The district; of Lin-gang, Pudong."""
        named = "pudong" if self.district == LINGANG_AREA else self.district
        return next((slug for slug in DISTRICTS if slug == named), None)

    @property
    def firm(self) -> Firm:
        """The firm that it describes; unknown names count as not said."""
        facts = {key: float(number) for key, number in re.findall("([sra])([0-9]+)", self.facts)}
        titles = [title for title in get_args(Recognition) if title == self.title]
        return Firm(
            district=self.real_district,
            titles=frozenset(titles) if titles else None,
            industry=self.industry or None,
            staff=facts.get("s"),
            revenue=facts.get("r"),
            age=facts.get("a"),
            places={"lin-gang": True} if self.district == LINGANG_AREA else None,
            need=next((need for need in get_args(Need) if need == self.need), None),
        )
