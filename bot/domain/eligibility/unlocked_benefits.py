"""What a rung of the ladder unlocks: measures for its firms, and awards."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.districts import LINGANG_AREA, names_lingang
from bot.domain.data.models import Award, Figure, Measure, Topic
from bot.domain.eligibility.ladder import Rung

_TOPICS: Final[frozenset[Topic]] = frozenset(
    ("funding", "loan", "guarantee", "subsidy", "award", "capital-market")
)
_NAMES: Final[Mapping[Rung, str]] = {
    "innovative": "创新型中小企业",
    "specialised": "专精特新",
    "little-giant": "小巨人",
}
"""What sources call the firms of a rung. A measure for several rungs unlocks at the lowest."""


def unlocked_measures(catalogue: Catalogue, rung: Rung, today: date) -> list[Measure]:
    """Financial measures in force whose record says that they are for firms of this rung."""
    return [
        m
        for m in catalogue.measures.values()
        if m.topic in _TOPICS
        and m.use in ("answer", "unconfirmed")
        and not (isinstance(m, Award) and m.giver == "district")
        and catalogue.status(m, today) == "in-force"
        and _unlocked_at(m) == rung
    ]


def award_figures(
    catalogue: Catalogue, rung: Rung, place: str | None
) -> list[tuple[Award, tuple[Figure, ...]]]:
    """District awards with an amount for this rung, of a district, of Lin-gang or of all."""
    found: list[tuple[Award, tuple[Figure, ...]]] = []
    for award in catalogue.awards:
        if award.giver != "district" or not award.districts:
            continue
        places = (LINGANG_AREA,) if names_lingang(award.title.en) else award.districts
        if place is not None and place not in places:
            continue
        figures = tuple(f for f in award.figures if f.id in (f"new-{rung}", f"review-{rung}"))
        if figures:
            found.append((award, figures))
    return found


def _unlocked_at(measure: Measure) -> Rung | None:
    said = (measure.who or measure.title).zh
    return next((rung for rung, name in _NAMES.items() if name in said), None)
