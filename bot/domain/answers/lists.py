"""Lists: the measures of a kind, or the records found."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.data.catalogue import select_measures
from bot.domain.data.conditions import NEEDS_BY_KIND
from bot.domain.data.models import Attribute, FundingKind, Measure
from bot.domain.eligibility.matching import offered, worth_of
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import rank_record

_MOST: Final = 8
_STANDS_OUT: Final = 1.5
"""How much better than the second one the best record must be to answer alone."""
_LEAST_SHARE: Final = 0.3
"""Least share of the best score for a record of the list."""
_KINDS: Final[Mapping[str, FundingKind]] = {
    "loan": "loan",
    "guarantee": "guarantee",
    "subsidy": "subsidy",
    "interest-subsidy": "subsidy",
    "voucher": "voucher",
    "fund": "fund",
    "award": "award",
    "capital-market": "capital-market",
    "listing": "capital-market",
}
"""Terms of the glossary that name a kind of support."""
_AROUND: Final = frozenset(
    "apply full-list firm sme shanghai support measure latest amount eligible".split()
)
"""Terms that narrow a list no further."""
_NARROW: Final = frozenset({"interest-subsidy", "fee-subsidy", "premium-subsidy"})
"""Terms narrower than a kind of support."""
_AUTOMATIC: Final = "no-application"
_NO_APPLICATION: Final = "免申即享"
"""The term, and how the steps of an application say it."""
_VALUES: Final[frozenset[Attribute]] = frozenset({"count", "amount", "when"})


def asks_for_kind(question: ParsedQuestion) -> bool:
    """Whether it names a kind of support, and no record of it."""
    if _AUTOMATIC in question.concepts:
        return True
    kinds = question.concepts & _KINDS.keys()
    return bool(kinds) and not question.named and question.concepts <= {*kinds, *_AROUND}


def records_card(
    release: Release,
    question: ParsedQuestion,
    hits: Sequence[Hit],
    today: date,
    *,
    every: bool,
    meant: Sequence[str] = (),
) -> AnswerCard | None:
    """The records found, each with its best figure; of one kind if the question names a kind.

    None if one record stands out; with `every`, only if it is the only one `meant`, the offers
    that a clause describes, which come first.
    """
    kinds: set[FundingKind] = {_KINDS[c] for c in question.concepts if c in _KINDS}
    ids = list(_by_score(release, hits))
    alone = len(ids) > 1 and _best(hits, ids[0]) > _STANDS_OUT * _best(hits, ids[1])
    if alone and question.dates:
        return None
    if every and list(meant) == ids[:1] and (alone or len(ids) == 1):
        return None
    if _AUTOMATIC in question.concepts:
        ids = [m.id for m in release.catalogue.measures.values() if _is_automatic(m)]
    elif kinds:
        measures = select_measures(release.catalogue, today, status="in-force")
        allowed = [m for m in measures if _is_of_kind(m, kinds) and m.use == "answer"]
        places = question.districts
        everywhere = "district-level" in question.concepts and not places
        allowed = [m for m in allowed if everywhere or not m.districts or places & set(m.districts)]
        if narrow := question.concepts & _NARROW:
            allowed = [m for m in allowed if _mentions(release, question, m, narrow)]
        named = [i for i in ids if any(m.id == i for m in allowed)]
        ids = list(dict.fromkeys([*named, *(m.id for m in allowed)]))
        ids.sort(key=lambda i: _order(release.catalogue.measures[i], kinds))
    elif every:
        ids = [i for i in ids if i in release.catalogue.measures]
    elif alone:
        return None
    ids = list(dict.fromkeys((*meant, *ids)))
    if len(ids) < 2:
        return None
    lines = [_line(release, question, i, today) for i in ids[:_MOST]]
    return AnswerCard(lines[0].record, tuple(lines), "records", max(0, len(ids) - _MOST))


def _is_automatic(measure: Measure) -> bool:
    """Whether the authority pays it without an application."""
    return offered(measure) is not None and any(
        _NO_APPLICATION in step.zh for step in measure.apply
    )


def _is_of_kind(measure: Measure, kinds: Set[FundingKind]) -> bool:
    """Whether it is an offer to firms of one of these kinds, or serves to get one."""
    if offered(measure) is None or measure.kind is None:
        return False
    return measure.kind in kinds or not kinds.isdisjoint(NEEDS_BY_KIND.get(measure.kind, ()))


def _order(measure: Measure, kinds: Set[FundingKind]) -> tuple[bool, bool]:
    """The kind asked for first, then what says what one firm gets."""
    return measure.kind not in kinds, worth_of(measure)[0] in ("total", "unknown")


def _mentions(
    release: Release, question: ParsedQuestion, measure: Measure, concepts: Iterable[str]
) -> bool:
    """Whether a measure is about one of these terms."""
    document = release.index.hits_of(question, measure.id)[0].document
    return any(release.index.mentions(document, concept) for concept in concepts)


def _best(hits: Sequence[Hit], record: str) -> float:
    return next(h.score for h in hits if h.document.record == record)


def _by_score(release: Release, hits: Sequence[Hit]) -> Iterable[str]:
    """The records that score well enough, best first."""
    least = hits[0].score * _LEAST_SHARE
    near = [h.document.record for h in hits if h.score >= least]
    return (i for i in dict.fromkeys(near) if i in release.catalogue.records)


def _line(release: Release, question: ParsedQuestion, record_id: str, today: date) -> Line:
    """The record with the figure that answers best, else with its summary."""
    record = release.catalogue.records[record_id]
    hits = rank_record(release, question, today, record_id)
    figures = [h.document.figures[0] for h in hits if h.document.kind == "figure"]
    if figures and isinstance(record, Measure):
        worth, most = worth_of(record)
        asked = question.intents & _VALUES or "share-of-total" in question.concepts
        if most and (worth == "total" or not asked):
            return Line(record, (most,), role="total" if worth == "total" else None)
        return Line(record, (figures[0],))
    return Line(record, text=record.summary)
