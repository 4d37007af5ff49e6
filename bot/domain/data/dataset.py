"""A whole data set, and the kinds of record in it."""

from bot.domain.data.models import (
    Award,
    DataModel,
    Measure,
    Package,
    Source,
    Statistic,
    Term,
    Tier,
    Zone,
)
from bot.domain.data.wordings import Wordings

DATA_KINDS: dict[str, type[DataModel]] = {
    "sources": Source,
    "packages": Package,
    "measures": Measure,
    "awards": Award,
    "zones": Zone,
    "tiers": Tier,
    "statistics": Statistic,
    "glossary": Term,
    "questions": Wordings,
}
"""The top-level key of a file, and the model of its rows."""


class Dataset(DataModel):
    """A whole data set, each kind in the order of its files."""

    sources: tuple[Source, ...] = ()
    packages: tuple[Package, ...] = ()
    measures: tuple[Measure, ...] = ()
    awards: tuple[Award, ...] = ()
    zones: tuple[Zone, ...] = ()
    tiers: tuple[Tier, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    glossary: tuple[Term, ...] = ()
    questions: tuple[Wordings, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many records of each kind."""
        return {kind: len(getattr(self, kind)) for kind in DATA_KINDS}
