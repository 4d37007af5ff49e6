"""When a title can be applied for, and the records that say how."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.models import Confidence, Measure, Text, Use
from bot.domain.data.procedures import Round
from bot.domain.eligibility.tiers import TierName, find_tiers


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
    for record in newest(catalogue.procedures(tier_name, "round")):
        if dates := record.validity:
            return ApplicationRound(
                dates.starts, dates.ends, dates.note, record.confidence, record.use
            )
    return None


def newest(rounds: Iterable[Measure]) -> list[Measure]:
    """Rounds of applications, that with the latest start first."""
    return sorted(rounds, key=_starts, reverse=True)


def rounds_of(catalogue: Catalogue, *titles: str) -> list[tuple[Measure, Round]]:
    """The rounds of titles and which these are; of each title the newest first."""
    found = (m for title in titles for m in newest(catalogue.procedures(title, "round")))
    return [(m, m.procedure.round) for m in found if m.procedure and m.procedure.round]


def _starts(measure: Measure) -> date:
    return (measure.validity and measure.validity.starts) or date.min
