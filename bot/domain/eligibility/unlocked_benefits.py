"""What a tier unlocks: measures for its firms, and awards."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.districts import LINGANG_AREA
from bot.domain.data.models import Award, Figure, Measure, Topic
from bot.domain.eligibility.tiers import TierName

_TOPICS: Final[frozenset[Topic]] = frozenset(
    ("funding", "loan", "guarantee", "subsidy", "award", "capital-market")
)
_NAMES: Final[Mapping[TierName, str]] = {
    "innovative": "创新型中小企业",
    "specialised": "专精特新",
    "little-giant": "小巨人",
}
"""What sources call the firms of a tier. A measure for several tiers unlocks at the lowest."""


def unlocked_measures(catalogue: Catalogue, tier_name: TierName, today: date) -> list[Measure]:
    """Financial measures in force whose record says that they are for firms of this tier."""
    return [
        m
        for m in catalogue.measures.values()
        if m.topic in _TOPICS
        and m.use in ("answer", "unconfirmed")
        and not (isinstance(m, Award) and m.giver == "district")
        and catalogue.status(m, today) == "in-force"
        and _unlocked_at(m) == tier_name
    ]


def award_figures(
    catalogue: Catalogue, tier_name: TierName, place: str | None
) -> list[tuple[Award, tuple[Figure, ...]]]:
    """District awards with an amount for this tier, of a district, of Lin-gang or of all."""
    found: list[tuple[Award, tuple[Figure, ...]]] = []
    for award in catalogue.awards:
        if award.giver != "district" or not award.districts:
            continue
        places = (LINGANG_AREA,) if award.lingang else award.districts
        if place is not None and place not in places:
            continue
        figures = tuple(
            f for f in award.figures if f.id in (f"new-{tier_name}", f"review-{tier_name}")
        )
        if figures:
            found.append((award, figures))
    return found


def _unlocked_at(measure: Measure) -> TierName | None:
    said = (measure.who or measure.title).zh
    return next((tier_name for tier_name, name in _NAMES.items() if name in said), None)
