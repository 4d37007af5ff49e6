"""What changed from one version of the data set to another, record by record."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.field_diff import FieldChange, PlaceChange, StatusChange, compare_fields
from bot.domain.data.models import Measure, Statistic, Tier, Topic, Zone

ComparedRecord: TypeAlias = Measure | Zone | Statistic | Tier
"""The kinds of record that are compared; an award is a measure."""
ChangeKind: TypeAlias = Literal["new", "changed", "superseded", "withdrawn"]

CHANGE_KINDS: Final[tuple[ChangeKind, ...]] = ("new", "changed", "superseded", "withdrawn")
"""In the order in which they are shown."""


class Change(NamedTuple):
    """What happened to one record."""

    kind: ChangeKind
    record: ComparedRecord
    """As it is now; for a withdrawn record, as it was last."""
    topic: Topic
    districts: tuple[District, ...]
    """Those that it concerns or concerned; empty: the whole city, or no district stated."""
    fields: tuple[FieldChange, ...] = ()
    successor: str | None = None
    """Id of the record or package that replaced it, if superseded."""


def compare_catalogues(old: Catalogue, new: Catalogue) -> tuple[Change, ...]:
    """What happened to each record: new, changed, superseded, withdrawn; in the order of the files.

    Records used only as a warning are left out: a record that becomes one counts as withdrawn.
    """
    if old is new:
        return ()
    before, after = _compared_records(old), _compared_records(new)
    found = [
        c for key, record in after.items() if (c := _change(old, new, before.get(key), record))
    ]
    found += (
        _change_without_fields("withdrawn", r) for key, r in before.items() if key not in after
    )
    return tuple(sorted(found, key=lambda change: CHANGE_KINDS.index(change.kind)))


def change_of(changes: Iterable[Change], measure_id: str | None) -> Change | None:
    """The change of that measure, if any."""
    found = (c for c in changes if c.record.id == measure_id and isinstance(c.record, Measure))
    return next(found, None)


def topic_of(record: ComparedRecord) -> Topic:
    """The topic of a record: a zone's by its kind, a set of requirements' eligibility."""
    match record:
        case Zone():
            return "cluster" if record.kind == "cluster" else "zone"
        case Tier():
            return "eligibility"
        case _:
            return record.topic


def districts_of(record: ComparedRecord) -> tuple[District, ...]:
    """The districts of a record; empty: the whole city or country, or no district stated."""
    match record:
        case Measure():
            return record.districts
        case Zone():
            return (record.district,) if record.district else ()
        case Statistic():
            return tuple(slug for slug in DISTRICTS if slug == record.area)
        case Tier():
            return ()


def _compared_records(catalogue: Catalogue) -> Mapping[tuple[str, str], ComparedRecord]:
    """Records by what they are and their id, in the order of the files."""
    by_kind: tuple[tuple[str, Iterable[ComparedRecord]], ...] = (
        ("measure", catalogue.measures.values()),
        ("zone", catalogue.zones.values()),
        ("statistic", catalogue.statistics.values()),
        ("tier", catalogue.tiers.values()),
    )
    return {(kind, r.id): r for kind, records in by_kind for r in records if r.use != "warning"}


def _change_without_fields(kind: ChangeKind, record: ComparedRecord) -> Change:
    return Change(kind, record, topic_of(record), districts_of(record))


def _change(
    old: Catalogue, new: Catalogue, was: ComparedRecord | None, now: ComparedRecord
) -> Change | None:
    if was is None:
        return _change_without_fields("new", now)
    before, after = _superseded(old, was), _superseded(new, now)
    replaced = after is not None and before is None
    fields = tuple(_fields(was, now))
    if before and not after:
        fields = (StatusChange("superseded", "in-force"), *fields)
    if not fields and not replaced:
        return None
    kind: ChangeKind = "superseded" if replaced else "changed"
    places = _all_districts(districts_of(was), districts_of(now))
    return Change(kind, now, topic_of(now), places, fields, after if replaced else None)


def _fields(was: ComparedRecord, now: ComparedRecord) -> Iterator[FieldChange]:
    if was is now:
        return
    places = districts_of(was), districts_of(now)
    if set(places[0]) != set(places[1]):
        yield PlaceChange(*places)
    yield from compare_fields(was, now)


def _superseded(catalogue: Catalogue, record: ComparedRecord) -> str | None:
    """What replaced a record or its package."""
    if isinstance(record, Zone):
        return None
    own = record.superseded_by if isinstance(record, Measure) else None
    return own or catalogue.packages[record.package].superseded_by


def _all_districts(old: tuple[District, ...], new: tuple[District, ...]) -> tuple[District, ...]:
    """All districts that either names; empty if one is the whole city."""
    return tuple(slug for slug in DISTRICTS if slug in (*old, *new)) if old and new else ()
