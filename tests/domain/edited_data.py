"""The real data set, with some of its records changed."""

from typing import Any

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.diff import Change, compare_catalogues
from bot.domain.data.models import Measure

KINDS = ("measures", "awards", "zones", "tiers", "statistics")


def copy(part: Any, /, **update: object) -> Any:
    return part.model_copy(update=update)


def edited(catalogue: Catalogue, record: str, **update: object) -> Catalogue:
    """The same data set, with one record otherwise."""

    def change(row: Any) -> Any:
        return copy(row, **update) if row.id == record else row

    shelves = {kind: tuple(map(change, getattr(catalogue.dataset, kind))) for kind in KINDS}
    packages = tuple(map(change, catalogue.dataset.packages))
    return Catalogue("2026.09.02.1", copy(catalogue.dataset, packages=packages, **shelves))


def one(old: Catalogue, new: Catalogue) -> Change:
    (change,) = compare_catalogues(old, new)
    return change


def with_figures(catalogue: Catalogue) -> Measure:
    return next(m for m in catalogue.measures.values() if len(m.figures) > 1)
