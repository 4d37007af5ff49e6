"""Ranks search hits by what the question asks for: place, time, kind and status."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.bounded_cache import CachePerOwner
from bot.domain.data.districts import LINGANG
from bot.domain.data.models import Attribute, Measure, Record, Statistic, Tier, Use, Zone
from bot.domain.release import Release
from bot.domain.search.documents import Document
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion

MONTH_LENGTH = len("2024-12")
"""Length of a date token that names a month."""
HIGH_LIKENESS = 0.5
"""Above this likeness the question means the document, whatever it seems to ask for."""
_DEFINITION: frozenset[Attribute] = frozenset({"definition"})
_COUNT: frozenset[Attribute] = frozenset({"count"})
_WHO: frozenset[Attribute] = frozenset({"who"})
_SUPPORT = frozenset({"award", "loan", "guarantee", "subsidy", "voucher", "fund"})
"""Terms of the glossary that name a kind of support."""
_BY_USE: Mapping[Use, float] = {
    "answer": 1.0,
    "reading": 0.4,
    "unconfirmed": 0.95,
    "history": 0.5,
    "warning": 0.6,
}
"""Factor by how a record may be used."""
_COMMON: frozenset[Attribute] = frozenset({"amount", "count", "conditions", "definition"})
"""Attributes so common that a `not-stated` document must also be like the question."""


_FACTORS: Final[CachePerOwner[Release, tuple[str, date], float]] = CachePerOwner(1 << 20)
"""Status factors by record and day."""


def rank(release: Release, question: ParsedQuestion, today: date) -> list[Hit]:
    """Hits by place, time, status and intent, best first."""
    hits = [
        hit._replace(
            score=hit.score
            * (0.15 + 0.85 * hit.coverage)
            * (1.6 if hit.document.record in question.named else 1.0)
            * _place_factor(release, hit.document, question)
            * _time_factor(hit.document, question)
            * _status_factor(release, hit.document, question, today)
            * _kind_factor(hit, question)
            * _support_factor(release, hit.document, question)
        )
        for hit in release.index.search(question)
    ]
    return sorted(hits, key=lambda h: -h.score)


def _support_factor(release: Release, document: Document, question: ParsedQuestion) -> float:
    """Lower for documents that do not mention the kind of support asked about."""
    asked = question.concepts & _SUPPORT
    if not asked or any(release.index.mentions(document, concept) for concept in asked):
        return 1.0
    return 0.6


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
        factor *= 1.25
    if question.past and isinstance(record, Tier):
        return 1.3 if record.rules == "2022" else 0.6
    past = question.past or bool(question.dates & document.dates)
    return max(factor, 1.0) if past else factor


def _timeless_factor(release: Release, record: Record, today: date) -> float:
    """The status factor if no time is asked for."""
    factor = _BY_USE[record.use]
    if isinstance(record, Measure) and release.catalogue.status(record, today) != "in-force":
        factor *= 0.75
    if isinstance(record, Tier) and record.rules == "2022":
        factor = min(factor, 0.5)
    if isinstance(record, Tier) and record.part != "entry":
        factor *= 0.8
    return factor


def _kind_factor(hit: Hit, question: ParsedQuestion) -> float:
    """How well a document's kind fits what is asked.

    A `not-stated` document must be about the attribute asked for or very like the question;
    otherwise a few common words would be enough to answer that nothing is known.
    """
    document, asked = hit.document, question.intents
    fits = bool(asked & document.about)
    if document.kind == "not-stated":
        if not fits and hit.likeness < HIGH_LIKENESS:
            return 0.1
        if document.about <= _COMMON:
            return 0.35 + 1.1 * hit.likeness
        if fits and question.amounts and document.about == _WHO:
            return 1.5  # which of the amounts is for whom
        meant = 0.9 if fits else 0.6
        return (meant + 0.8 * hit.likeness) * (0.6 + 0.4 * min(1.0, 2 * hit.subject))
    if document.kind == "term":
        return 1.2 if asked == _DEFINITION else 0.4
    if document.kind in ("figure", "criterion"):
        named = 0.7 + 0.5 * hit.likeness
        return named * (1.25 if fits else 0.85 if asked else 1.0)
    if not asked or document.kind == "record":
        return 1.0
    return 1.3 if fits else 0.8
