"""Lists: the measures of a kind, the parks of a district or an industry, or the records found."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.forms import Form
from bot.domain.data.catalogue import select_measures
from bot.domain.data.conditions import NEEDS_BY_KIND
from bot.domain.data.models import Attribute, FundingKind, Measure, Zone
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
_ZONES: Final = re.compile(r"\bparks?\b|\bclusters?\b|\bzones?\b|\bareas\b|园|集群|集聚区|先导区")
_PARKS: Final = re.compile(r"\bparks?\b|园")
_CLUSTERS: Final = re.compile(r"\bclusters?\b|集群")
_BATCHES: Final[Mapping[str, re.Pattern[str]]] = {
    "first": re.compile(r"\bfirst\b|首批|第一批"),
    "second": re.compile(r"\bsecond\b|第二批"),
    "third": re.compile(r"\bthird\b|第三批"),
}
_PLURAL: Final = re.compile(r"\bparks\b|\bclusters\b")
_NAMES: Final = re.compile(r"\bby name\b|\bnamed?\b|\bnames\b|名字|名单")
_WH: Final = re.compile(r"\bwh(?:at|en|o|y)\b|\bhow\b")
_ANY: Final = re.compile(
    r"\bparks\b|\bclusters\b|\bany\b|\bwhere are\b|\bis there\b|"
    r"\bare there\b|有.{0,8}(?:吗|么|没)|哪里|哪儿|"
    r"叫啥|(?:集群|园区?)(?:是|有谁)[?？]*$|知道的"
)
_LEVELS: Final[Mapping[str, re.Pattern[str]]] = {
    "track": re.compile(r"\btracks?\b|赛道"),
    "pioneering": re.compile(r"\bpioneer\w*|先导|future.industr\w+ zones?|未来产业.{0,4}区"),
    "100-billion": re.compile(r"100.billion|千亿"),
    "national": re.compile(r"\bnational\b|国家级"),
    "city-level": re.compile(r"\bcity.?level\b|市级(?!的?也)"),
    "district-level": re.compile(r"\bdistrict.?level\b|\bits own\b|区级|自己"),
}
"""Words of the levels of zones, and how to ask for them."""
_YEAR: Final = re.compile(r"20\d\d")
_VALUES: Final[frozenset[Attribute]] = frozenset({"count", "amount", "when"})


def zones_card(
    release: Release, question: ParsedQuestion, plain: str, form: Form
) -> AnswerCard | None:
    """The parks or clusters of a district, an industry, a level or a year; None if not asked."""
    if not _ZONES.search(plain) or question.named:
        return None
    if question.intents & _VALUES and form != "list":
        return None
    names_only = _NAMES.search(plain) or (_PLURAL.search(plain) and not _WH.search(plain))
    if form not in ("list", "get") and not _ANY.search(plain) and not names_only:
        return None
    terms = release.catalogue.terms
    industries = {c for c in question.concepts if c in terms and terms[c].kind == "industry"}
    clusters = bool(_CLUSTERS.search(plain))
    kinds = {"cluster"} if clusters and not _PARKS.search(plain) else {"park"}
    if clusters and _PARKS.search(plain):
        kinds = {"cluster", "park"}
    years = {d[:4] for d in question.dates}
    level = next((name for name, pattern in _LEVELS.items() if pattern.search(plain)), "")
    listed = (form == "list" or _NAMES.search(plain)) and not question.intents & _VALUES
    batch = listed and any(pattern.search(plain) for pattern in _BATCHES.values())
    if not industries and not question.districts and not level and not batch:
        return None

    def chosen(wanted: Set[str]) -> list[Zone]:
        return [
            z
            for z in release.catalogue.zones.values()
            if (not wanted or wanted & set(z.industries))
            and (not question.districts or z.district in question.districts)
            and (level in ("track", "pioneering") or z.kind in kinds)
            and level in z.level.en.lower()
            and (
                not years
                or not clusters
                or years & set(_YEAR.findall(z.batch.en if z.batch else ""))
            )
            and _in_batch(z, plain)
        ]

    found = chosen(industries)
    if len(found) < 2 and question.districts:
        found = chosen(frozenset())
    if len(found) < 2:
        return None
    lines = tuple(Line(zone, text=zone.focus) for zone in found)
    return AnswerCard(found[0], lines[:16], "zones", max(0, len(lines) - 16))


def _in_batch(zone: Zone, plain: str) -> bool:
    wanted = [name for name, pattern in _BATCHES.items() if pattern.search(plain)]
    return not wanted or (
        zone.batch is not None and any(n in zone.batch.en.lower() for n in wanted)
    )


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
