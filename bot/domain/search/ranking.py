"""Ranks search hits by what the question asks for: attribute, place, time, kind and status."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from bot.bounded_cache import CachePerOwner
from bot.domain.data.catalogue import MeasureStatus
from bot.domain.data.districts import LINGANG
from bot.domain.data.models import Attribute, Measure, Record, Statistic, Tier, Use, Zone
from bot.domain.release import Release
from bot.domain.search.document_fields import figure_about
from bot.domain.search.documents import Document
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion

MONTH_LENGTH: Final = len("2024-12")
"""Length of a date token that names a month."""
SUPPORT: Final = frozenset({"award", "loan", "guarantee", "subsidy", "voucher", "fund"})
"""Terms of the glossary that name a kind of support."""
_NATIONAL: Final = frozenset(
    {"national-level", "private-investment-plan", "miit", "mof", "beijing"}
)
_TIERS: Final[Mapping[str, str]] = {
    "innovative-sme": "innovative",
    "tech-sme": "innovative",
    "base-tier": "innovative",
    "srdi": "specialised",
    "little-giant": "little-giant",
}
"""Terms of the glossary that name a rung, and the rung."""
_BY_USE: Final[Mapping[Use, float]] = {
    "answer": 1.0,
    "reading": 0.4,
    "unconfirmed": 0.95,
    "history": 0.5,
    "warning": 0.3,
}
"""Factor by how a record may be used."""
_BY_STATUS: Final[Mapping[MeasureStatus, float]] = {
    "in-force": 1.0,
    "ended": 0.92,
    "superseded": 0.75,
}
_FIT: Final[Mapping[str, tuple[float, float]]] = {
    "figure": (1.2, 0.85),
    "criterion": (1.2, 0.85),
    "statement": (1.2, 0.8),
    "not-stated": (1.1, 0.5),
    "record": (1.0, 1.0),
    "term": (1.0, 0.4),
}
"""Factors by kind of document: about what is asked for, and about something else."""
_FACTORS: Final[CachePerOwner[Release, tuple[str, date], float]] = CachePerOwner(1 << 20)
"""Status factors by record and day."""


def rungs_of(question: ParsedQuestion) -> tuple[str, ...]:
    """The rungs that a question names."""
    return tuple(dict.fromkeys(_TIERS[c] for c in _TIERS if c in question.concepts))


def rank(release: Release, question: ParsedQuestion, today: date) -> list[Hit]:
    """Hits by words, place, time, status and attribute, best first."""
    return _ranked(release, question, today, release.index.search(question))


def rank_record(release: Release, question: ParsedQuestion, today: date, record: str) -> list[Hit]:
    """Every document of one record, ranked in the same way."""
    return _ranked(release, question, today, release.index.hits_of(question, record))


def _ranked(
    release: Release, question: ParsedQuestion, today: date, hits: Iterable[Hit]
) -> list[Hit]:
    ranked = [
        hit._replace(
            score=hit.score
            * (0.15 + 0.85 * hit.coverage)
            * (0.5 + 1.5 * hit.likeness)
            * (1.6 if hit.document.record in question.named else 1.0)
            * _place_factor(release, hit.document, question)
            * _time_factor(hit.document, question)
            * _status_factor(release, hit.document, question, today)
            * _fit_factor(hit.document, question)
            * _kind_factor(release, hit.document, question)
        )
        for hit in hits
    ]
    return sorted(ranked, key=lambda h: -h.score)


def _fit_factor(document: Document, question: ParsedQuestion) -> float:
    fits, else_ = _FIT[document.kind]
    if document.kind == "not-stated" and "names" in document.about:
        fits *= 1.5 if "full-list" in question.concepts else 1.0
    if document.kind == "record" and question.intents == _COUNT:
        return 1.0 if any("count" in figure_about(f) for f in document.figures) else 0.7
    if not question.intents:
        return 0.7 if document.kind == "not-stated" else 1.0
    return fits if question.intents & document.about else else_


def _kind_factor(release: Release, document: Document, question: ParsedQuestion) -> float:
    """Lower for another kind of support, or another rung, than the one asked about."""
    factor = 1.0
    asked = question.concepts & SUPPORT
    if asked and not any(release.index.mentions(document, concept) for concept in asked):
        factor *= 0.6
    record = release.catalogue.records.get(document.record)
    if isinstance(record, Measure) and not question.concepts & _NATIONAL:
        package = release.catalogue.packages[record.package]
        factor *= 0.85 if package.level == "national" and record.kind else 1.0
    if isinstance(record, Tier) and record.tier != "all":
        rungs = rungs_of(question)
        factor *= 1.0 if not rungs else 1.3 if record.tier in rungs else 0.4
    return factor


def _place_factor(release: Release, document: Document, question: ParsedQuestion) -> float:
    record = release.catalogue.records.get(document.record)
    districts = _districts(record)
    if not question.districts:
        return 0.7 if districts and isinstance(record, Measure | Statistic) else 1.0
    if districts & question.districts:
        return 1.0 if _is_lingang(record) and "lin-gang" not in question.concepts else 1.5
    return 0.12 if districts else 0.6


def _is_lingang(record: Record | None) -> bool:
    """Whether a record is about the special area that counts in Pudong."""
    return record is not None and any(name in record.title.en for name in LINGANG)


def _districts(record: Record | None) -> frozenset[str]:
    match record:
        case Measure():
            return frozenset(record.districts)
        case Zone():
            return frozenset({record.district} if record.district else ())
        case Statistic():
            return frozenset({record.area} - {"shanghai", "national"})
        case _:
            return frozenset()


def _time_factor(document: Document, question: ParsedQuestion) -> float:
    asked, dates = question.dates, document.dates
    if not asked:
        return 1.0
    if not dates:
        return 0.8
    months = {d for d in asked if len(d) == MONTH_LENGTH}
    if months & dates:
        return 1.4
    if asked & dates:
        return 0.75 if months and any(len(d) == MONTH_LENGTH for d in dates) else 1.15
    return 0.6


def _status_factor(
    release: Release, document: Document, question: ParsedQuestion, today: date
) -> float:
    """In force before superseded, confirmed before unconfirmed."""
    record = release.catalogue.records.get(document.record)
    if record is None:
        return 1.0
    factors = _FACTORS.of(release)
    factor = factors.get_or_make(
        (record.id, today), lambda: _timeless_factor(release, record, today)
    )
    if isinstance(record, Statistic) and record.series and question.intents <= _COUNT:
        factor *= 1.5
    if question.past and isinstance(record, Tier):
        return 1.3 if record.rules == "2022" else 0.6
    past = question.past or bool(question.dates & document.dates)
    return max(factor, 1.0) if past else factor


_COUNT: Final[frozenset[Attribute]] = frozenset({"count"})


def _timeless_factor(release: Release, record: Record, today: date) -> float:
    """The status factor if no time is asked for."""
    factor = _BY_USE[record.use]
    if isinstance(record, Measure):
        factor *= _BY_STATUS[release.catalogue.status(record, today)]
    if isinstance(record, Tier) and record.rules == "2022":
        factor = min(factor, 0.3)
    if isinstance(record, Tier) and record.part != "entry":
        factor *= 0.8
    return factor
