"""Ranks search hits by what the question asks for: attribute, place, time, kind and status."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from bot.domain.data.catalogue import MeasureStatus
from bot.domain.data.firm_values import TierName
from bot.domain.data.models import Award, Measure, Package, Record, Statistic, Tier, Use, Zone
from bot.domain.release import Release
from bot.domain.search.document_fields import figure_about, package_dates
from bot.domain.search.documents import Document
from bot.domain.search.figure_ranking import ASKS_WHAT_ONE_GETS, figure_factor, newest_first
from bot.domain.search.index import Hit
from bot.domain.search.intent import COUNT
from bot.domain.search.not_stated_ranking import not_stated_first
from bot.domain.search.query import ParsedQuestion

YEAR_LENGTH, MONTH_LENGTH = len("2024"), len("2024-12")
"""Lengths of date tokens that name a year and a month."""
SUPPORT: Final = frozenset({"award", "loan", "guarantee", "subsidy", "voucher", "fund"})
"""Terms of the glossary that name a kind of support."""
_OF_TITLE: Final = 1.5
_NATIONAL: Final = frozenset(
    {"national-level", "private-investment-plan", "miit", "mof", "beijing"}
)
TIER_TERMS: Final[Mapping[str, TierName]] = {
    "innovative-sme": "innovative",
    "tech-sme": "innovative",
    "base-tier": "innovative",
    "srdi": "specialised",
    "little-giant": "little-giant",
}
"""Terms of the glossary that name a tier, and the tier."""
TITLE_TERMS: Final = frozenset({"recognition", "quality-sme", "tiered-cultivation"})
"""Terms that mean a title without naming one."""
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
    "not-stated": (1.0, 0.5),
    "record": (1.0, 1.0),
    "term": (1.0, 0.4),
}
"""Factors by kind of document: about what is asked for, and about something else."""
_NO_SUPPORT: Final = 0.6
"""Factor of a document that does not mention the kind of support asked about."""
_BESIDE_LOAN: Final = 0.5
"""Factor of a subsidy on loans where a loan is asked for."""
_SUBSIDISED: Final = re.compile(
    r"interest|premium|pay|back|help|cheap|compens|cover|loss|\bbad\b|息|[贴补]|保费|便宜|坏账|风险"
)
"""Asks what is paid beside a loan."""
_OF_PACKAGE: Final = 0.85
"""Factor of a package that is not named: its measures say more."""
_OF_ALL: Final = 0.6
"""Factor of what all firms get together where one firm asks."""
_FORMER: Final = 0.6
"""Factor of a former figure where that is not asked for."""


def tiers_named(question: ParsedQuestion) -> tuple[TierName, ...]:
    """The tiers that a question names, from the base upwards."""
    if question.concepts.isdisjoint(TIER_TERMS):
        return ()
    return tuple({name: None for c, name in TIER_TERMS.items() if c in question.concepts})


def rank(release: Release, question: ParsedQuestion, today: date) -> list[Hit]:
    """Hits by words, place, time, status and attribute, best first."""
    return _ranked(release, question, today, release.index.search(question))


def rank_record(release: Release, question: ParsedQuestion, today: date, record: str) -> list[Hit]:
    """Every document of one record, ranked in the same way."""
    return _ranked(release, question, today, release.index.hits_of(question, record))


def _ranked(
    release: Release, question: ParsedQuestion, today: date, hits: Iterable[Hit]
) -> list[Hit]:
    records: dict[str, tuple[float, float]] = {}
    ranked: list[Hit] = []
    of_figure = figure_factor(question, today)
    kinds = question.concepts & (SUPPORT | {"interest-subsidy"})
    for hit in hits:
        document = hit.document
        if document.record not in records:
            records[document.record] = _record_factors(release, question, today, document.record)
        factor, status = records[document.record]
        if question.past or not question.dates.isdisjoint(document.dates):
            status = max(status, 1.0)
        score = hit.score * (0.15 + 0.85 * hit.coverage) * (0.5 + 1.5 * hit.likeness)
        score *= factor * status * (_time_factor(document, question) if question.dates else 1.0)
        score *= _fit_factor(document, question) * of_figure(document)
        if kinds and not any(release.index.mentions(document, kind) for kind in kinds):
            score *= _NO_SUPPORT
        if document.part.startswith("previous") and not question.past:
            score *= _FORMER
        ranked.append(Hit(document, score, hit.coverage, hit.likeness))
    ranked = not_stated_first(ranked, question.intents)
    ranked.sort(key=lambda h: -h.score)
    return newest_first(question, ranked)


def _record_factors(
    release: Release, question: ParsedQuestion, today: date, record_id: str
) -> tuple[float, float]:
    """A record's factor by name, place and kind, and its factor by status."""
    record = release.catalogue.records.get(record_id)
    if record is None:
        return 1.0, 1.0
    factor = 1.6 if record_id in question.named else 1.0
    factor *= _place_factor(record, question) * _kind_factor(release, record, question)
    return factor, _status_factor(release, record, question, today)


def _fit_factor(document: Document, question: ParsedQuestion) -> float:
    fits, else_ = _FIT[document.kind]
    if document.kind == "not-stated" and "names" in document.about:
        fits *= 1.5 if "full-list" in question.concepts else 1.0
    if document.kind == "record" and question.intents == COUNT:
        return 1.0 if any("count" in figure_about(f) for f in document.figures) else 0.7
    if not question.intents:
        return 0.7 if document.kind == "not-stated" else 1.0
    return fits if question.intents & document.about else else_


def _kind_factor(release: Release, record: Record, question: ParsedQuestion) -> float:
    """Lower for national measures where the city is asked about, for another tier, and for totals.

    Those are no answer to what one firm gets.
    """
    if _is_of_all(record) and ASKS_WHAT_ONE_GETS.search(question.text):
        return _OF_ALL
    if isinstance(record, Measure) and record.kind and question.concepts.isdisjoint(_NATIONAL):
        national = release.catalogue.packages[record.package].level == "national"
        loan = record.kind == "subsidy" and question.concepts & SUPPORT == frozenset({"loan"})
        beside = loan and not _SUBSIDISED.search(question.text)
        factor = (0.78 if national else 1.0) * (_BESIDE_LOAN if beside else 1.0)
        return factor * _title_factor(record, question)
    if isinstance(record, Package) and record.id not in question.named:
        return 1.0 if question.dates & package_dates(record) else _OF_PACKAGE
    tier_names = tiers_named(question) if isinstance(record, Tier) and record.tier != "all" else ()
    if isinstance(record, Tier) and tier_names:
        return 1.3 if record.tier in tier_names else 0.4
    return 1.0


def _is_of_all(record: Record) -> bool:
    """Whether it holds what all firms get, and nothing that one gets."""
    if not isinstance(record, Measure):
        return isinstance(record, Package | Statistic)
    scopes = {figure.scope for figure in record.figures}
    return "total" in scopes and "firm" not in scopes


def _title_factor(measure: Measure, question: ParsedQuestion) -> float:
    """Higher for what is offered to holders of the title named."""
    titles = measure.for_.titles if measure.for_ and not isinstance(measure, Award) else ()
    return _OF_TITLE if titles and not {*titles}.isdisjoint(tiers_named(question)) else 1.0


def _place_factor(record: Record, question: ParsedQuestion) -> float:
    districts = _districts(record)
    if not question.districts:
        return 0.7 if districts and isinstance(record, Measure | Statistic) else 1.0
    if districts & question.districts:
        marked = isinstance(record, Measure | Zone) and record.lingang
        return 1.0 if marked and "lin-gang" not in question.concepts else 1.5
    return 0.12 if districts else 0.6


def _districts(record: Record) -> frozenset[str]:
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
    if not dates:
        return 0.8
    months = {d for d in asked if len(d) == MONTH_LENGTH}
    if months & dates:
        return 1.4
    if asked & dates:
        return 0.75 if months and any(len(d) == MONTH_LENGTH for d in dates) else 1.15
    return 0.6


def _status_factor(
    release: Release, record: Record, question: ParsedQuestion, today: date
) -> float:
    """In force before superseded, confirmed before unconfirmed."""
    factor = _timeless_factor(release, record, today)
    if isinstance(record, Statistic) and record.series and question.intents <= COUNT:
        factor *= 1.5
    if question.past and isinstance(record, Tier):
        return 1.3 if record.rules == "2022" else 0.6
    return factor


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
