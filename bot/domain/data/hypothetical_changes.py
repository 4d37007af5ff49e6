"""Changes as if every record were new, changed or withdrawn, to test digests on any data set."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.dataset import Dataset
from bot.domain.data.diff import Change, compare
from bot.domain.data.models import Record, Text, Validity

_COMPARED = ("measures", "awards", "zones", "tiers", "statistics")
_BEFORE = "2000.01.01.1"


def all_changes(
    catalogue: Catalogue, records: Iterable[Record], today: date
) -> Iterator[tuple[Change, ...]]:
    """For each of the records the changes a digest can report: new, changed, withdrawn."""
    ids = {(type(record), record.id) for record in records}
    kept = {
        kind: tuple(r for r in getattr(catalogue.dataset, kind) if (type(r), r.id) in ids)
        for kind in _COMPARED
    }
    dataset = _with(catalogue.dataset, kept)
    some = Catalogue(catalogue.version, dataset)
    empty = Catalogue(_BEFORE, _with(dataset, dict.fromkeys(_COMPARED, ())))
    other = {kind: tuple(_older(r, today) for r in getattr(dataset, kind)) for kind in _COMPARED}
    different = Catalogue(_BEFORE, _with(dataset, other))
    found: dict[tuple[type, str], list[Change]] = {}
    for old, new in ((empty, some), (different, some), (some, empty)):
        for change in compare(old, new):
            found.setdefault((type(change.record), change.record.id), []).append(change)
    return (tuple(changes) for changes in found.values())


def _with(dataset: Dataset, by_kind: dict[str, tuple[Any, ...]]) -> Dataset:
    return dataset.model_copy(update=by_kind)


def _older(record: Any, today: date) -> Any:
    """The record with another value in every figure, text and date."""
    figures = tuple(f.model_copy(update={"value": f.value + 1}) for f in record.figures)
    text = Text(en=record.summary.zh, zh=record.summary.en)
    update: dict[str, object] = {"figures": figures, "summary": text}
    if hasattr(record, "validity"):
        update |= {"who": text, "conditions": (text,), "contact": text}
        update["validity"] = Validity(note=text, starts=today, ends=today + timedelta(200))
    if hasattr(record, "criteria"):
        criteria = (c.model_copy(update={"requirement": text}) for c in record.criteria)
        update["criteria"] = tuple(criteria)
    return record.model_copy(update=update)
