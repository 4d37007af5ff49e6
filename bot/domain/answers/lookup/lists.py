"""Lists: the measures of a kind, or the records found."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line, card_of
from bot.domain.answers.compose.bands import with_other
from bot.domain.answers.compose.record_lines import money_lines
from bot.domain.answers.lookup.aspects import asks_for_aspect
from bot.domain.answers.lookup.packages import packages_named
from bot.domain.answers.read.query import Query
from bot.domain.data.conditions import NEEDS_BY_KIND
from bot.domain.data.models import Attribute, Award, FundingKind, Measure, Package
from bot.domain.eligibility.matching import WORTHS, conditions_of, firm_rates, offered, worth_of
from bot.domain.release import Release
from bot.domain.search.intent import VALUES
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import rank_record
from bot.domain.search.vocabulary import DISTRICT
from bot.domain.text import pattern_of

_MOST: Final = 8
_MEANT: Final = frozenset({"term", "word"})
"""Kinds of terms that can mean an offer."""
_OWN_WORD: Final = 0.8
"""Least weight of a word that asks for more than its terms, such as cheap."""
_LEAST_SHARE: Final = 0.3
"""Least share of the best score for a record of the list."""
_KINDS: Final[Mapping[str, FundingKind]] = {
    "loan": "loan",
    "guarantee": "guarantee",
    "policy-guarantee": "guarantee",
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
    "apply full-list firm sme shanghai support measure latest amount eligible "
    "srdi little-giant innovative-sme city-level district-level national-level founded".split()
)
"""Terms that narrow a list no further."""
_NARROW: Final = frozenset({"interest-subsidy", "fee-subsidy", "premium-subsidy"})
"""Terms narrower than a kind of support."""
_SUBSIDY: Final = re.compile(r"subsid|grant|\baid\b|补|资助")
"""Says subsidy, where `funds` could also mean funding."""
_DISTRICTS: Final = re.compile(r"(?<!not )(?<!not the )\bdistricts?\b|(?<!不是)(?:区里|各区|区级)")
_CHANNELS: Final = frozenset({"service-centre", "service-cloud", "hotline-12345", "complaint"})
"""Terms of whom a firm can turn to."""
_PHONE: Final = re.compile(r"\d{5}")
_THERE: Final = pattern_of(
    r"^(?:so |and |but )?(?:is|are) there\b|^any\b|有没有|"
    r"[有给][^,。;?]{0,8}(?:吗|么|伐|没有?|不)\W*$"
)
"""Asks whether there is any."""
_GETS: Final = pattern_of(
    r"^(?:so |and |but )?(?:can|could|do|does) [^.?;,]{1,24}\bget\b|"
    r"能(?:申请|拿|贷|借)[^,。;]{0,8}(?:吗|么|伐|不)\W*$"
)
"""Asks whether a firm can have any."""
_WHO_GETS: Final[frozenset[Attribute]] = frozenset({"who", "amount"})
_QUALIFIED: Final = re.compile(r"\bfree\b|\bwithout\b|\bno\b|无|免|低|不用")
"""Asks for offers of a certain kind: interest-free, without collateral."""
_HOW_MUCH: Final[frozenset[Attribute]] = frozenset({"amount", "count"})
_SIZE: Final = frozenset({"area", "count"})
"""Terms of how big or how many, which may ask for a sum."""


def asks_for_kind(question: ParsedQuestion) -> bool:
    """Whether it names a kind of support, and no record of it."""
    kinds = question.concepts & _KINDS.keys()
    return bool(kinds) and not question.named and question.concepts <= {*kinds, *_AROUND}


def means_offer(query: Query) -> bool:
    """Whether it names a kind of support and, by its term, the one record that it hits best."""
    named = [query.release.catalogue.terms.get(c) for c in query.question.concepts - _KINDS.keys()]
    meant = {term.see[0] for term in named if term and term.see and term.kind in _MEANT}
    kinds = query.question.concepts & _KINDS.keys()
    top = next((h.document.record for h in query.hits if h.document.kind != "term"), None)
    return bool(kinds and top) and meant == {top}


def records_card(query: Query) -> AnswerCard | None:
    """The offers of the kind that the question names, each with its best figure; else None.

    Of nothing but whom a firm can turn to, those.
    """
    release, question = query.release, query.question
    kinds = kinds_named(question) if "conditions" not in question.intents else ()
    near = query.near(_LEAST_SHARE)
    channels = question.concepts & _CHANNELS
    if not kinds and channels and not (question.districts or _names_offer(query)):
        return _channels(release, near)
    ids = _of_kinds(query, kinds, near) if kinds else []
    if len(ids) < 2:
        return None
    lines = [_line(release, question, i, query.today) for i in ids[:_MOST]]
    return AnswerCard(lines[0].record, tuple(lines), "records", max(0, len(ids) - _MOST))


def _names_offer(query: Query) -> bool:
    """Whether it names an offer by its term, beside whom a firm can turn to."""
    measures = query.release.catalogue.measures
    seen = (i for term in query.terms if term.id not in _CHANNELS for i in term.see)
    return any(measures[i].kind for i in seen if i in measures)


def offers_card(query: Query) -> AnswerCard | None:
    """What comes without an application; or the offers of a kind, and for whom each is.

    That is if it is asked whether there are any, or how much they pay, and no offer is named.
    """
    release, question, plain = query.release, query.question, query.plain
    if query.form in ("list", "get"):
        return _automatic_card(query)
    terms = release.catalogue.terms
    trades = {c for c in question.concepts if c in terms and terms[c].kind == "industry"}
    places = {c for c in question.concepts if c.startswith(DISTRICT)}
    kind = replace(question, concepts=question.concepts - trades - places - _SIZE)
    told = question.dates or question.amounts or question.outside
    top = query.hits and release.catalogue.records.get(query.hits[0].document.record)
    told = told or (question.districts and isinstance(top, Award))  # what the district pays
    if query.form not in ("can", "value") or told or not query.hits or not asks_for_kind(kind):
        return None
    there = _THERE.search(plain) and not question.intents
    gets = _GETS.search(plain) and question.intents <= _WHO_GETS
    total = isinstance(top, Package) or trades
    kinds = kinds_named(question)
    sums = total and question.intents and question.intents <= _HOW_MUCH
    if "award" in kinds or not (there or gets or sums):
        return None
    ids = _of_kinds(query, kinds, [])
    measures = [release.catalogue.measures[i] for i in ids]
    measures.sort(key=lambda m: question.districts.isdisjoint(m.districts))
    of_trade = all(mentions(release, m, trades) for m in measures if trades)
    if len(measures) < 2 or not of_trade:
        return None
    lines = [line for m in measures[:_MOST] for line in _for_whom(release, kind, m, query.today)]
    others = _QUALIFIED.search(plain) or any(
        weight >= _OWN_WORD for word, weight in question.weights.items() if word[0] != "#"
    )
    certain = there and "founded" not in question.concepts and not question.districts
    certain = certain and (trades or not (others or question.unknown))
    exists = "there-is" if certain else None
    more = max(0, len(measures) - _MOST)
    return AnswerCard(measures[0], tuple(lines), "records", more, exists=exists)


def _for_whom(
    release: Release, question: ParsedQuestion, measure: Measure, today: date
) -> Iterator[Line]:
    """What it pays one firm, else its total or summary; then for whom it is."""
    yield _line(release, replace(question, intents=frozenset[Attribute]()), measure.id, today)
    if measure.who:
        yield Line(measure, text=measure.who, role="who")


def _automatic_card(query: Query) -> AnswerCard | None:
    """What a firm gets without an application, if such support is to be listed; else None."""
    release, question = query.release, query.question
    listed = not question.intents & {"count", "when"} and not question.amounts
    if "no-application" not in question.concepts or not listed or question.districts:
        return None
    offers = [m for m in release.catalogue.measures.values() if m.automatic and offered(m)]
    offers.sort(key=lambda m: release.catalogue.status(m, query.today) != "in-force")
    return card_of((line for measure in offers for line in money_lines(measure)), "records")


def contacts_card(query: Query) -> AnswerCard | None:
    """Whom a firm can turn to, if it asks for a number to call and names no subject."""
    release, question = query.release, query.question
    terms = release.catalogue.terms
    others = question.concepts - _CHANNELS
    subjects = any(c not in terms or terms[c].kind != "word" for c in others)
    if subjects or question.outside or not asks_for_aspect("phone", query.plain):
        return None
    return _channels(release, query.near(_LEAST_SHARE), phones=True)


def kinds_named(question: ParsedQuestion) -> set[FundingKind]:
    """The kinds of support asked for."""
    kinds: set[FundingKind] = {_KINDS[c] for c in question.concepts if c in _KINDS}
    return kinds if _SUBSIDY.search(question.text) or "fund" not in kinds else kinds - {"subsidy"}


def _of_kinds(query: Query, kinds: Set[FundingKind], near: Sequence[str]) -> list[str]:
    """The offers of these kinds, those near to the question first."""
    release, question, today = query.release, query.question, query.today
    packages = {p.id for p in packages_named(query)}
    status = release.catalogue.status
    measures = [
        m
        for m in release.catalogue.measures.values()
        if packages or (now := status(m, today)) == "in-force" or (now == "ended" and m.id in near)
    ]
    allowed = [m for m in measures if _is_of_kind(m, kinds) and m.use == "answer"]
    if packages:
        allowed = [m for m in allowed if m.package in packages]
    places = question.districts
    everywhere = not places and _DISTRICTS.search(question.text)
    allowed = [m for m in allowed if everywhere or not m.districts or places & set(m.districts)]
    if narrow := question.concepts & _NARROW:
        allowed = [m for m in allowed if mentions(release, m, narrow)]
    named = [i for i in near if any(m.id == i for m in allowed)]
    ids = list(dict.fromkeys([*named, *(m.id for m in allowed)]))
    ids.sort(key=lambda i: _order(release.catalogue.measures[i], kinds))
    if not packages:  # of a package that is named, all as they were
        ids.sort(key=lambda i: status(release.catalogue.measures[i], today) != "in-force")
    return ids


def _channels(release: Release, near: Sequence[str], *, phones: bool = False) -> AnswerCard | None:
    """Whom a firm can turn to in the whole city; the nearest first, or those with a number."""
    measures = release.catalogue.measures.values()
    found = [m for m in measures if m.contact and not m.districts and offered(m) is not None]
    found.sort(key=lambda m: near.index(m.id) if m.id in near else len(near))
    if phones:
        found.sort(key=lambda m: not (m.contact and _PHONE.search(m.contact.en)))
    return card_of((Line(m, text=m.contact) for m in found), "records")


def _is_of_kind(measure: Measure, kinds: Set[FundingKind]) -> bool:
    """Whether it is an offer to firms of one of these kinds, or serves to get one."""
    if offered(measure) is None or measure.kind is None:
        return False
    return measure.kind in kinds or not kinds.isdisjoint(NEEDS_BY_KIND.get(measure.kind, ()))


def _order(measure: Measure, kinds: Set[FundingKind]) -> tuple[bool, bool, bool, int]:
    """The kind asked for first, and of each what one firm gets before totals."""
    worth = WORTHS.index(worth_of(measure)[0])
    total = worth >= WORTHS.index("total")
    return measure.kind not in kinds, total, needs_sum(measure), worth


def needs_sum(measure: Measure) -> bool:
    """Whether it is for a spending of a certain size, which few firms have."""
    return any(t.test and t.test.number == "sum" for t in conditions_of(measure))


def mentions(release: Release, measure: Measure, concepts: Iterable[str]) -> bool:
    """Whether a measure is about one of these terms."""
    document = release.index.document_of(measure.id)
    return any(release.index.mentions(document, concept) for concept in concepts)


def _line(release: Release, question: ParsedQuestion, record_id: str, today: date) -> Line:
    """The record with the figure that answers best, else with its summary."""
    record = release.catalogue.records[record_id]
    hits = rank_record(release, question, today, record_id)
    figures = [h.document.figures[0] for h in hits if h.document.kind == "figure"]
    if figures and isinstance(record, Measure):
        worth, most = worth_of(record)
        asked = question.intents & VALUES or "share-of-total" in question.concepts
        if most and (worth == "total" or not asked):
            rate = firm_rates(record)[:1]
            both = dict.fromkeys((*with_other(record, most), *rate))
            shown = (most,) if worth == "total" else tuple(both)
            return Line(record, shown, role="total" if worth == "total" else None)
        return Line(record, with_other(record, figures[0]))
    return Line(record, text=record.summary)
