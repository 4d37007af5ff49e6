"""When a title can be applied for, and the records that say how."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.models import Confidence, Measure, Text, Use
from bot.domain.eligibility.tiers import TierName, find_tiers

_CITY: Final = ("ap-portal", "ap-steps", "ap-paper")
_FILING: Final[Mapping[TierName, Sequence[str]]] = {
    "innovative": _CITY,
    "specialised": _CITY,
    "little-giant": ("ap-lgportal", r"lg\d\d-docs", r"lg\d\d-light"),
}
"""Where to file, with which papers and steps, by tier; patterns of the ids of measures."""
_ROUND: Final = r"ap-\d{4}"
"""The rounds of the city's titles; those of little giants are in their requirements."""


@dataclass(frozen=True, slots=True)
class ApplicationRound:
    """The newest round in the data; what no source states is None."""

    starts: date | None
    ends: date | None
    note: Text
    confidence: Confidence
    use: Use


def newest_round(catalogue: Catalogue, tier_name: TierName) -> ApplicationRound | None:
    """The newest round of a title; None if the data has none."""
    windows = [
        (*criterion.between, criterion)
        for tier in find_tiers(catalogue.dataset.tiers, tier_name, "current")
        for criterion in tier.criteria
        if criterion.between and tier.part == "round"
    ]
    if windows:
        starts, ends, found = max(windows, key=lambda window: window[:2])
        return ApplicationRound(starts, ends, found.name, found.confidence, found.use)
    record = _newest(catalogue, _ROUND)
    if tier_name == "little-giant" or record is None or record.validity is None:
        return None
    dates = record.validity
    return ApplicationRound(dates.starts, dates.ends, dates.note, record.confidence, record.use)


def filing_records(catalogue: Catalogue, tier_name: TierName) -> list[Measure]:
    """What says where and how to apply for a title, as far as the data has it."""
    found = (_newest(catalogue, pattern) for pattern in _FILING[tier_name])
    return [measure for measure in found if measure is not None]


def _newest(catalogue: Catalogue, pattern: str) -> Measure | None:
    """Of measures whose ids tell their year, the newest one."""
    found = max((i for i in catalogue.measures if re.fullmatch(pattern, i)), default=None)
    return catalogue.measures[found] if found else None
