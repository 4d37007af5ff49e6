"""The data set with look-ups: records by id, relations, and what depends on the date."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from bot.domain.data.choices import StatusFilter
from bot.domain.data.dataset import Dataset
from bot.domain.data.districts import District
from bot.domain.data.models import (
    Award,
    Measure,
    NotStated,
    Package,
    Record,
    Relation,
    Source,
    Statistic,
    Term,
    Tier,
    Zone,
)
from bot.domain.data.procedures import Procedure, ProcedureTopic
from bot.domain.data.versions import date_of
from bot.domain.data.wordings import Wordings

MeasureStatus: TypeAlias = Literal["in-force", "superseded", "ended"]


class RelatedRecord(NamedTuple):
    """A relation of a record to another one, stated by either of them."""

    record: str | None
    """Id of the other record; None if the data set has none."""
    relation: Relation
    inverse: bool = False
    """Whether the other record states it: the other one requires this one."""


@dataclass(frozen=True)
class Catalogue:
    """One version of the data set. Everything shown comes from one such object."""

    version: str
    """YYYY.MM.DD.N"""
    dataset: Dataset

    @property
    def made_on(self) -> date:
        """The day of the version."""
        return date_of(self.version)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.dataset.sources}

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """Measures and awards by id, in the order of the files."""
        return {m.id: m for m in (*self.dataset.measures, *self.dataset.awards)}

    @cached_property
    def awards(self) -> tuple[Award, ...]:
        """Awards of districts and of the state."""
        return self.dataset.awards

    @cached_property
    def zones(self) -> Mapping[str, Zone]:
        """Parks and clusters by id."""
        return {zone.id: zone for zone in self.dataset.zones}

    @cached_property
    def packages(self) -> Mapping[str, Package]:
        """Packages by id."""
        return {package.id: package for package in self.dataset.packages}

    @cached_property
    def statistics(self) -> Mapping[str, Statistic]:
        """Statistics by id."""
        return {statistic.id: statistic for statistic in self.dataset.statistics}

    @cached_property
    def tiers(self) -> Mapping[str, Tier]:
        """Sets of requirements by id."""
        return {tier.id: tier for tier in self.dataset.tiers}

    @cached_property
    def tier_of(self) -> Mapping[str, Tier]:
        """The set of requirements that each requirement stands in, by its id."""
        return {criterion.id: tier for tier in self.dataset.tiers for criterion in tier.criteria}

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Glossary terms by id."""
        return {term.id: term for term in self.dataset.glossary}

    @cached_property
    def wordings(self) -> Mapping[str, Wordings]:
        """How people ask for a record, by its id."""
        return {wordings.record: wordings for wordings in self.dataset.questions}

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """Every record that can be shown, by id."""
        found: dict[str, Record] = {}
        for kind in (self.measures, self.zones, self.statistics, self.tiers, self.packages):
            found.update(kind)
        return found

    @cached_property
    def zone_industries(self) -> Set[str]:
        """The industries that some zone is for."""
        return {i for zone in self.zones.values() for i in zone.industries}

    def relations_of(self, record_id: str) -> tuple[RelatedRecord, ...]:
        """The relations that a record states, then those that other records state about it."""
        measure = self.measures.get(record_id)
        own = (RelatedRecord(r.record, r) for r in measure.goes_with) if measure else ()
        return (*own, *self._inverse_relations.get(record_id, ()))

    @cached_property
    def _inverse_relations(self) -> Mapping[str, tuple[RelatedRecord, ...]]:
        """The relations that measures state, by the other record's id."""
        found: dict[str, tuple[RelatedRecord, ...]] = {}
        for measure in self.measures.values():
            for relation in measure.goes_with:
                if relation.record:
                    related = RelatedRecord(measure.id, relation, inverse=True)
                    found[relation.record] = (*found.get(relation.record, ()), related)
        return found

    def procedures(self, title: str, topic: ProcedureTopic) -> list[Measure]:
        """The measures about this part of applying for a title, in the order of the files.

        Without those that a newer record supersedes.
        """
        return [
            m
            for m, procedure in self._procedures
            if topic in procedure.covers and (not procedure.titles or title in procedure.titles)
        ]

    def left_open(self, title: str, topic: ProcedureTopic) -> list[tuple[Measure, NotStated]]:
        """What no source states about this part of applying for a title, with its measure."""
        return [
            (m, entry)
            for m, procedure in self._procedures
            for entry in m.not_stated
            if entry.procedure == topic and (not procedure.titles or title in procedure.titles)
        ]

    @cached_property
    def _procedures(self) -> Sequence[tuple[Measure, Procedure]]:
        measures = self.measures.values()
        return [(m, m.procedure) for m in measures if m.procedure and not m.superseded_by]

    def status(self, measure: Measure, today: date) -> MeasureStatus:
        """Superseded, past its stated end, or else in force."""
        package = self.packages[measure.package]
        if measure.superseded_by or package.superseded_by:
            return "superseded"
        ends = measure.validity.ends if measure.validity else None
        return "ended" if ends is not None and ends < today else "in-force"

    def cited(self, record: Record) -> tuple[Source, ...]:
        """The sources of a record that readers may see, in order."""
        return self.named(source_ids(record))

    def named(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """Those of these sources that readers may see, in order, without repeats."""
        return tuple(s for i in dict.fromkeys(ids) if (s := self.sources[i]).named)

    def measures_of_zone(self, zone: Zone) -> list[Measure]:
        """Measures that apply in a zone: named for it, for all zones, or for its district."""
        return [
            m
            for m in self.measures.values()
            if m.zones == "all"
            or zone.id in m.zones
            or (zone.district is not None and zone.district in m.districts)
        ]


def source_ids(record: Record) -> Iterator[str]:
    """Ids of all sources of a record and its figures, with repeats."""
    yield from record.sources
    yield from record.confirmed_by
    yield from record.agrees_with
    figures = list(record.figures)
    if isinstance(record, Tier):
        if record.title_validity:
            yield from record.title_validity.sources
            figures.append(record.title_validity.period)
        for criterion in record.criteria:
            yield from criterion.sources
    if isinstance(record, Measure):
        for relation in record.goes_with:
            yield from relation.sources
    for figure in figures:
        yield from figure.sources
        yield from figure.confirmed_by


def select_measures(
    catalogue: Catalogue,
    today: date,
    *,
    among: Iterable[Measure] | None = None,
    district: District | None = None,
    package: str | None = None,
    status: StatusFilter = "in-force",
) -> list[Measure]:
    """Measures that pass every filter, in the order given (else that of the files).

    A district has its own measures and those of the whole city.
    """

    def fits(m: Measure) -> bool:
        now = catalogue.status(m, today)
        return (
            (district is None or not m.districts or district in m.districts)
            and (package is None or m.package == package)
            and (
                status == "all"
                or (status == "in-force" and now == "in-force")
                or (status == "superseded" and now != "in-force")
            )
        )

    return [m for m in (among if among is not None else catalogue.measures.values()) if fits(m)]


def select_zones(
    catalogue: Catalogue,
    *,
    district: District | None = None,
    industry: str | None = None,
    kind: Literal["park", "cluster"] | None = None,
) -> list[Zone]:
    """Zones that pass every filter, in the order of the files."""
    return [
        z
        for z in catalogue.zones.values()
        if (district is None or z.district == district)
        and (industry is None or industry in z.industries)
        and (kind is None or z.kind == kind)
    ]
