"""What each source is cited for: the records, and the figures that its page should print."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.data.catalogue import Catalogue, source_ids
from bot.domain.data.models import Figure, Record, Source, Text, Tier


@dataclass(frozen=True, slots=True)
class CitedFigure:
    """A figure, with the texts that say what it is."""

    record: str
    figure: Figure
    about: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A source and what cites it."""

    source: Source
    records: tuple[str, ...]
    """Records and terms, by id."""
    figures: tuple[CitedFigure, ...]


def citations(catalogue: Catalogue) -> list[Citation]:
    """Each source with its records and figures, in the order of the file."""
    records: dict[str, dict[str, None]] = {name: {} for name in catalogue.sources}
    figures: dict[str, list[CitedFigure]] = {name: [] for name in catalogue.sources}
    for record in catalogue.records.values():
        for name in (*source_ids(record), *_conflicting(record)):
            records[name][record.id] = None
        for cited in _figures(record):
            for name in dict.fromkeys((*cited.figure.sources, *cited.figure.confirmed_by)):
                figures[name].append(cited)
                records[name][record.id] = None
    for term in catalogue.terms.values():
        for name in term.sources:
            records[name][term.id] = None
    return [
        Citation(source, tuple(records[name]), tuple(figures[name]))
        for name, source in catalogue.sources.items()
    ]


def _conflicting(record: Record) -> Iterator[str]:
    criteria = record.criteria if isinstance(record, Tier) else ()
    for conflict in (*record.conflicts, *(c for each in criteria for c in each.conflicts)):
        if conflict.source:
            yield conflict.source


def _figures(record: Record) -> Iterator[CitedFigure]:
    about = (record.title, record.summary)
    for figure in record.figures:
        yield CitedFigure(record.id, figure, (figure.name, *about))
    if isinstance(record, Tier):
        if record.title_validity:
            period = record.title_validity.period
            yield CitedFigure(record.id, period, (period.name, *about))
        for criterion in record.criteria:
            threshold = (criterion.threshold,) if criterion.threshold else ()
            for figure in (*threshold, *criterion.figures):
                yield CitedFigure(record.id, figure, (figure.name, criterion.requirement))
