"""Finds measures by filters and words, and counts them by topic."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

from bot.domain.data.catalogue import Catalogue, StatusFilter, select_measures
from bot.domain.data.districts import District
from bot.domain.data.models import Measure, Statistic, Topic
from bot.domain.release import Release
from bot.domain.text import normalise, normalise_typed
from bot.domain.text_limits import MAX_QUERY_LENGTH

BrowseItem: TypeAlias = Measure | Statistic
T = TypeVar("T")
FilterName: TypeAlias = Literal["query", "package", "topic", "district", "status"]

_DOCUMENTS = 400
"""Documents scored for a query; a measure has about ten."""
_LEAST_COVERAGE = 0.42
"""Least share of the query that a measure must cover."""
_LEAST_SHARE = 0.4
"""Least share of the best score: measures below it share only a common word."""
_SILENCE = 0.6
"""Weight of a match with something that no source states."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a person; the defaults select everything in force."""

    query: str = ""
    package: str | None = None
    topic: Topic | None = None
    district: District | None = None
    status: StatusFilter = "in-force"

    def active(self) -> list[FilterName]:
        """The filters in use, the most restrictive first."""
        return [name for name, unset in _UNSET.items() if getattr(self, name) != unset]

    def without(self, name: FilterName) -> "Filters":
        """The same without one filter."""
        unset: dict[str, Any] = {name: _UNSET[name]}
        return replace(self, **unset)


_UNSET: Final[Mapping[FilterName, str | None]] = {
    "query": "",
    "topic": None,
    "district": None,
    "package": None,
    "status": "all",
}


class BrowseResult(NamedTuple):
    """What the filters select."""

    found: tuple[BrowseItem, ...]
    """By rank where there is a query, else a district's own first, else as in the files."""
    counts: Mapping[Topic, int]
    """Number of items per topic under the other filters."""
    total: int
    """Number of measures in all topics under the other filters."""


def browse(release: Release, filters: Filters, today: date) -> BrowseResult:
    """Measures that pass every filter, with counts by topic; statistics under their topic only."""
    catalogue = release.catalogue
    scores = _scores(release, filters.query) if filters.query else None
    measures = select_measures(
        catalogue,
        today,
        among=_among(catalogue.measures, scores),
        district=filters.district,
        package=filters.package,
        status=filters.status,
    )
    if filters.district and scores is None:
        measures.sort(key=lambda m: not m.districts)
    measures.sort(key=lambda m: m.use == "warning")
    statistics = list(_statistics(catalogue, filters, _among(catalogue.statistics, scores)))
    counts: Counter[Topic] = Counter(m.topic for m in measures)
    counts["statistic"] += len(statistics)
    found: list[BrowseItem] = [m for m in measures if filters.topic in (None, m.topic)]
    if filters.topic == "statistic":
        found.extend(statistics)
    return BrowseResult(tuple(found), counts, len(measures))


def counts_without_each(
    release: Release, filters: Filters, today: date
) -> list[tuple[FilterName, int]]:
    """The number of results without each filter in use, if above 0."""
    counted: list[tuple[FilterName, int]] = [
        (name, len(browse(release, filters.without(name), today).found))
        for name in filters.active()
    ]
    return [(name, count) for name, count in counted if count]


def _scores(release: Release, query: str) -> dict[str, float]:
    """Records that match a query, with their scores."""
    scores: dict[str, float] = {}
    for hit in release.index.search(release.index.parse(query), _DOCUMENTS):
        if hit.coverage < _LEAST_COVERAGE:
            continue
        score = hit.score * (0.3 + 0.7 * hit.coverage)
        if hit.document.kind == "not-stated":
            score *= _SILENCE
        record = hit.document.record
        scores[record] = max(score, scores.get(record, 0.0))
    return scores or _prefix_matches(release, query)


def _prefix_matches(release: Release, query: str) -> dict[str, float]:
    """Measures with a word that starts like the query, such as guar."""
    key = normalise_typed(query, MAX_QUERY_LENGTH)
    found = (release.catalogue.measures[i] for i in release.names.measures.containing(query))
    held = [
        m for m in found if any(key in normalise(n) for n in (m.title.en, m.title.zh, *m.aliases))
    ]
    return {m.id: 1 - place / 100 for place, m in enumerate(held)} if key else {}


def _among(records: Mapping[str, T], scores: Mapping[str, float] | None) -> list[T]:
    """All records, or those with good scores, best first."""
    if scores is None:
        return list(records.values())
    found = [i for i in records if i in scores]
    best = max((scores[i] for i in found), default=0.0)
    near = [i for i in found if scores[i] >= best * _LEAST_SHARE]
    return [records[i] for i in sorted(near, key=lambda i: -scores[i])]


def _statistics(
    catalogue: Catalogue, filters: Filters, among: Iterable[Statistic]
) -> Iterator[Statistic]:
    """Statistics that pass the filters; a district includes those of the city and the country."""
    for statistic in among:
        past = statistic.use == "history" or bool(
            catalogue.packages[statistic.package].superseded_by
        )
        if (
            (filters.package in (None, statistic.package))
            and (
                filters.district is None
                or statistic.area in (filters.district, "shanghai", "national")
            )
            and (filters.status == "all" or past == (filters.status == "superseded"))
        ):
            yield statistic
