"""The texts, dates and amounts of records from which documents are made."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import (
    Attribute,
    Figure,
    Measure,
    Package,
    Record,
    Statistic,
    Text,
    Tier,
    Zone,
)
from bot.domain.data.stated_texts import STATED, stated_texts
from bot.domain.text import amount_token, parse_text

Texts: TypeAlias = tuple[str, ...]
Fields: TypeAlias = tuple[tuple[float, str], ...]
"""Texts with their weight: a word in a figure's name counts more than one in a summary."""


def measure_statements(measure: Measure) -> Iterator[tuple[str, Attribute, Text]]:
    """Part, attribute and text of each statement of a measure."""
    for field, stated in STATED.items():
        for i, text in enumerate(stated_texts(measure, field)):
            yield f"{field}-{i}" if stated.each else field, stated.about, text


def record_context(record: Record, catalogue: Catalogue) -> Iterator[tuple[float, str]]:
    """A record's package, districts, focus and audience, with weights."""
    if isinstance(record, Measure):
        yield from weigh(0.5, both(catalogue.packages[record.package].title))
        yield 0.8, record.topic.replace("-", " ")
        for slug in record.districts:
            yield from weigh(2.0, DISTRICTS[slug])
        yield from weigh(0.8, both(record.who))
    elif isinstance(record, Zone):
        if record.district:
            yield from weigh(2.0, DISTRICTS[record.district])
        yield from weigh(1.5, (*both(record.focus), *both(record.level)))
        yield from weigh(1.0, both(record.batch))
        for industry in record.industries:
            term = catalogue.terms[industry]
            yield from weigh(1.0, (term.en, term.zh))
    elif isinstance(record, Statistic):
        yield from weigh(0.5, both(catalogue.packages[record.package].title))
        if record.area in DISTRICTS:
            yield from weigh(2.0, DISTRICTS[record.area])
        else:
            yield 1.0, "Shanghai 上海" if record.area == "shanghai" else "China national 全国"
    elif isinstance(record, Package):
        yield from weigh(1.5, both(record.document))


def record_dates(record: Record, catalogue: Catalogue) -> frozenset[str]:
    """Years and months that a record is about."""
    dates = date_tokens(record.as_of)
    if isinstance(record, Measure | Statistic | Tier):
        package = catalogue.packages[record.package]
        if package.level != "none":
            dates |= date_tokens(package.issued)
    if isinstance(record, Package):
        dates |= date_tokens(record.issued)
    if isinstance(record, Measure):
        validity = record.validity.note.en if record.validity else ""
        note = record.note.en if record.note else ""
        summary = "" if dates else record.summary.en
        dates |= frozenset(parse_text(f"{validity} {note} {summary}", simplified=True).dates)
    if isinstance(record, Statistic) and not record.series:
        dates |= frozenset(parse_text(record.summary.en, simplified=True).dates)
    if isinstance(record, Tier):
        first = str(record.starts)[:4] if record.starts else ""
        dates |= {"2022" if record.rules == "2022" else first}
    return dates


def date_tokens(when: str | None) -> frozenset[str]:
    """2024-12-01 as the tokens 2024 and 2024-12."""
    return frozenset({when[:4], when[:7]} if when else ())


def package_dates(package: Package) -> frozenset[str]:
    """The tokens of the day on which a package was issued, and of that from which it applies."""
    starts = package.starts.isoformat() if package.starts else None
    return date_tokens(package.issued) | date_tokens(starts)


def figure_about(figure: Figure) -> frozenset[Attribute]:
    """The attributes that a figure can answer, by its unit."""
    match figure.unit:
        case "CNY" | "USD":
            return frozenset({"amount"})
        case "years" | "days" | "months":
            return frozenset({"when", "count"})
        case "percentage points":  # how many points a year
            return frozenset({"rate", "amount", "count"})
        case unit if unit.startswith("percent"):
            return frozenset({"rate", "amount"})
        case "km2" | "m2" | "mu":
            return frozenset({"amount"})
        case _:
            return frozenset({"count", "amount"})


def unit_words(figure: Figure) -> Texts:
    """Everyday words for figures of this unit."""
    if figure.unit in ("km2", "m2"):
        return ("area", "面积")
    return ("rate", "比例") if figure.unit.startswith("percent") else ()


def figure_amounts(figures: Iterable[Figure]) -> Texts:
    """The amount tokens of figures."""
    return tuple(amount_token(figure.value, figure.unit) for figure in figures)


def both(text: Text | None) -> Texts:
    """A text in both languages."""
    return (text.en, text.zh) if text else ()


def weigh(weight: float, texts: Iterable[str]) -> Fields:
    """Non-empty texts with a weight."""
    return tuple((weight, text) for text in texts if text)
