"""What comes to its end soon, so that somebody looks for what follows."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple, TypeGuard

from bot.domain.data.dataset import Dataset
from bot.domain.data.models import Measure, Package, Record, Tier

SOON: Final = timedelta(days=60)


class NearEnd(NamedTuple):
    """A record or a figure of it that ends soon."""

    record: str
    part: str
    """The figure's id, or empty."""
    ends: date


def ends_soon(ends: date | None, today: date) -> TypeGuard[date]:
    """Whether the end is today or within 60 days."""
    return ends is not None and today <= ends <= today + SOON


def first_end(measure: Measure) -> date | None:
    """The last day of a measure, or of its first amount that ends."""
    if measure.validity and measure.validity.ends:
        return measure.validity.ends
    return min((f.ends for f in measure.figures if f.ends and f.role != "target"), default=None)


def near_ends(dataset: Dataset, today: date) -> list[NearEnd]:
    """What ends within 60 days and has no successor, the nearest first."""
    found = (end for end in _ends(dataset) if ends_soon(end.ends, today))
    return sorted(found, key=lambda end: (end.ends, end.record))


def _ends(dataset: Dataset) -> Iterator[NearEnd]:
    for measure in (*dataset.measures, *dataset.awards):
        if measure.validity and measure.validity.ends and not measure.superseded_by:
            yield NearEnd(measure.id, "", measure.validity.ends)
        if measure.part_ends and not measure.superseded_by:
            yield NearEnd(measure.id, "", measure.part_ends)
    dated: tuple[Package | Tier, ...] = (*dataset.packages, *dataset.tiers)
    for record in dated:
        if record.ends and not getattr(record, "superseded_by", None):
            yield NearEnd(record.id, "", record.ends)
    records: tuple[Record, ...] = (*dataset.measures, *dataset.awards, *dataset.statistics)
    for record in records:
        for figure in record.figures:
            if figure.ends:
                yield NearEnd(record.id, figure.id, figure.ends)
