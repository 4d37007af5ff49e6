"""Splits a compound question into parts that are answered one by one."""

import re
from dataclasses import replace
from typing import Final

from bot.domain.answers.read.batches import one_batch_each
from bot.domain.answers.read.clauses import HEAD, has_subject, stands_alone, without
from bot.domain.eligibility.matching import offered
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import MONTH_LENGTH, SUPPORT, tiers_named
from bot.domain.text import Plain

_TIERS: Final = ("innovative-sme", "tech-sme", "srdi", "little-giant", "single-champion")
_AREAS: Final = ("shanghai", "national-level")
"""Where the firms of a title are counted."""
_SIDES: Final = re.compile(
    r"\b(?:vs?\.?|versus|against|compared? (?:with|to)|next to|or|and|than)\b|"
    r"还是|[跟和与、比,]"
)
REFERS: Final = re.compile(r"\b(?:them|its?|their|these|those|there)\b|其中|里面|里头|它|那里|那边")
"""Refers to the subject of the whole question."""
ASKS_EACH: Final = re.compile(r"\beach\b|各(?![区地级类种项家位自个界方街镇大行])|分别")
"""Asks the same of each of several things."""
_LARGER: Final = re.compile(
    r"\b(?:bigger|larger|biggest|largest)\b|[哪谁](?:个|家|边)?(?:园区?|集群)?更?大|大还是"
)
"""Compares places by their size."""
_MOST_JOINED: Final = 6
"""More cannot be shown, and each is looked up."""


def joined(release: Release, question: ParsedQuestion, *, compares: bool) -> list[ParsedQuestion]:
    """The question once for each of several batches, districts, tiers, offers, amounts or years.

    `compares`: whether it asks for a difference, perhaps from the former rules.
    """
    if batches := one_batch_each(question.text):
        return [release.index.parse(each) for each in batches]
    for ids in (
        [f"district:{d}" for d in sorted(question.districts)],
        [r for r in _TIERS if r in question.concepts],
        [area for area in _AREAS if area in question.concepts and _asks_of_title(question)],
        [] if "stacking" in question.intents else _siblings(release, question),
    ):
        if len(ids) > 1:
            return [without(question, [i for i in ids if i != kept]) for kept in ids[:_MOST_JOINED]]
    if compares and len(question.amounts) > 1:
        return [_only_amount(question, amount) for amount in question.amounts[:_MOST_JOINED]]
    years = sorted({d for d in question.dates if len(d) != MONTH_LENGTH})
    if len(years) > 1:
        return [_in_year(question, year) for year in years[:_MOST_JOINED]]
    if compares and question.past:
        now = without(question, ["previous", "superseded"])
        return [replace(now, past=False, dates=frozenset()), question]
    return []


def _siblings(release: Release, question: ParsedQuestion) -> list[str]:
    """The terms that each mean another offer of one kind and package: model and corpus vouchers."""
    found: dict[tuple[str, str | None], dict[str, str]] = {}
    for concept in sorted(question.concepts & release.catalogue.terms.keys()):
        see = release.catalogue.terms[concept].see
        measure = release.catalogue.measures.get(see[0]) if len(see) == 1 else None
        if measure and offered(measure) and not measure.districts:
            found.setdefault((measure.package, measure.kind), {})[measure.id] = concept
    of_one_kind = (c for (_, kind), c in found.items() if kind not in question.concepts)
    return max((list(c.values()) for c in of_one_kind), key=len, default=list[str]())


def _asks_of_title(question: ParsedQuestion) -> bool:
    """Whether it asks about the firms of a title, and not about support or parks."""
    others = SUPPORT | {"sme-cluster", "park"}
    return bool(tiers_named(question)) and question.concepts.isdisjoint(others)


def _in_year(question: ParsedQuestion, year: str) -> ParsedQuestion:
    dates = frozenset(d for d in question.dates if d[:4] == year)
    return replace(question, dates=dates, past=year == "2022")


def _only_amount(question: ParsedQuestion, amount: str) -> ParsedQuestion:
    others = set(question.amounts) - {amount}
    weights = {t: w for t, w in question.weights.items() if t not in others}
    return replace(question, weights=weights, amounts=(amount,))


def placeless(question: ParsedQuestion) -> ParsedQuestion:
    """The question without its districts."""
    return without(question, [f"district:{d}" for d in question.districts])


def sides(release: Release, whole: ParsedQuestion) -> list[ParsedQuestion]:
    """The two sides of a comparison (X vs Y, X跟Y), with what the whole question asks."""
    plain = whole.text
    head = HEAD.match(plain)
    shared = head.end() if head and not _SIDES.search(head[0]) else 0
    parts = [p for p in _SIDES.split(plain[shared:]) if p.strip()]
    every = [release.index.parse(part) for part in parts]
    read = [q for q in every if has_subject(release, q) or q.concepts & SUPPORT]
    read = read or [q for q in every if stands_alone(release.index.search(q))]
    if _LARGER.search(plain) and not (whole.concepts & SUPPORT or tiers_named(whole)):
        read = [replace(q, concepts=q.concepts | {"area"}) for q in read]
    if len(read) < 2:
        return []
    one, other = read[:2]
    return [_side(release, one, other, whole), _side(release, other, one, whole)]


def _side(
    release: Release, question: ParsedQuestion, other: ParsedQuestion, whole: ParsedQuestion
) -> ParsedQuestion:
    """One side with what both share: what the other names of another kind, and the rest."""
    own = question.concepts & SUPPORT
    kinds = own or whole.concepts & SUPPORT
    terms = release.catalogue.terms
    sorts = {terms[c].kind for c in question.concepts if c in terms}
    kinds |= {c for c in other.concepts if c in terms and terms[c].kind not in sorts}
    weights = {
        t: w
        for t, w in whole.weights.items()
        if t not in other.weights or (t[1:] in kinds and t[0] == "#")
    }
    return replace(
        question,
        intents=whole.intents,
        dates=question.dates or whole.dates,
        concepts=question.concepts | kinds,
        weights={**weights, **question.weights},
    )


def names_subject(release: Release, text: Plain) -> bool:
    """Whether a clause itself says what it is about, or refers to what another names."""
    concepts = release.index.parse(text).concepts
    return REFERS.search(text) is not None or not all(map(release.index.is_light, concepts))
