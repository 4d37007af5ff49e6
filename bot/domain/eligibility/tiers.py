"""The tiers of recognition: the requirements of each, and what a new standard changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from bot.domain.data.firm_values import TIER_NAMES, TierName
from bot.domain.data.models import Criterion, Tier

Rules: TypeAlias = Literal["current", "2022"]


class TierChange(NamedTuple):
    """Requirements of the old standard and those that replaced them."""

    old: tuple[Criterion, ...]
    new: tuple[Criterion, ...]


class Changes(NamedTuple):
    """The differences between two standards, as far as recorded."""

    replaced: tuple[TierChange, ...]
    added: tuple[Criterion, ...]
    """Without a counterpart in the old standard."""
    dropped: tuple[Criterion, ...]
    """Without a counterpart in the new standard."""


def find_tiers(tiers: Iterable[Tier], tier: str, rules: str) -> list[Tier]:
    """The parts recorded for a tier (or for all) under a set of rules, entry conditions first."""
    found = [t for t in tiers if t.tier == tier and t.rules == rules]
    return sorted(found, key=lambda t: t.part != "entry")


def tier_in_force(tiers: Iterable[Tier], tier_name: TierName) -> Tier:
    """What a title requires under the rules in force."""
    return find_tiers(tiers, tier_name, "current")[0]


def general_criteria(tiers: Iterable[Tier]) -> Iterator[tuple[Tier, Criterion]]:
    """What the rules in force say of every title, each with its record."""
    return ((t, c) for t in find_tiers(tiers, "all", "current") for c in t.criteria)


def has_every_tier(tiers: Sequence[Tier]) -> bool:
    """Whether a data set has the rules of every tier, those in force and those of 2022."""
    found = {(t.tier, t.rules) for t in tiers}
    return all((name, rules) in found for name in TIER_NAMES for rules in ("current", "2022"))


def must_meet(tier: Tier) -> list[Criterion]:
    """The criteria that must all be met, in the order of the record."""
    own = _own(tier)
    return [own[i] for i in tier.requires if i in own]


def parts_of(tier: Tier, criterion: Criterion) -> list[Criterion]:
    """The parts of a criterion that are in this record."""
    own = _own(tier)
    return [own[i] for i in criterion.of if i in own]


def sums_of_points(tier: Tier) -> list[Criterion]:
    """The requirements that all parts of a score are enough, each a sum of points by bands."""
    sums = {c.id for c in tier.criteria if any(p.op == "bands" for p in parts_of(tier, c))}
    return [c for c in tier.criteria if c.op == "all-of" and not sums.isdisjoint(c.of)]


def unrequired(tier: Tier) -> list[Criterion]:
    """Criteria that no requirement leads to: rules for the authority, dates, explanations."""
    reached = {c.id for top in must_meet(tier) for c in _tree(tier, top)}
    return [c for c in tier.criteria if c.id not in reached]


def title_needed(tier: Tier) -> Criterion | None:
    """The lower title that a firm needs first; None if the standard requires none.

    The base has several alternatives, so None.
    """
    return next((c for c in must_meet(tier) if c.op == "==" and tests_title(c)), None)


def tests_title(criterion: Criterion) -> bool:
    """Whether a title of the tiers meets it."""
    return any(fact in TIER_NAMES for fact in criterion.facts)


def review_due(tier: Tier, recognised_on: date) -> date | None:
    """The day by which a title given that day must pass its review.

    None if no source states how long the title is valid. One given on 29 February ends on the 28th
    in a year without that day.
    """
    if tier.title_validity is None:
        return None
    year = recognised_on.year + int(tier.title_validity.period.value)
    try:
        return recognised_on.replace(year=year)
    except ValueError:
        return recognised_on.replace(year=year, day=28)


def years_to_review(tier: Tier, today: date) -> list[tuple[int, int]]:
    """(recognised in, valid until) for titles that are still valid or end this year."""
    held = int(tier.title_validity.period.value) if tier.title_validity else 0
    found = (
        (year, review_due(tier, date(year, 1, 1))) for year in range(today.year - held, today.year)
    )
    return [(year, due.year) for year, due in found if due]


def find_changes(old: Tier, new: Tier) -> Changes:
    """What the new standard replaced, added and dropped, by `replaces` of its criteria."""
    added: list[Criterion] = []
    pairs: dict[tuple[str, ...], list[Criterion]] = {}
    known = _own(old)

    def compare(criterion: Criterion) -> None:
        parts = parts_of(new, criterion)
        if any(c.replaces for part in parts for c in _tree(new, part)):
            for part in parts:  # the parts are more exact
                compare(part)
        elif before := [i for i in criterion.replaces if i in known]:
            pairs.setdefault(tuple(_topmost(old, before)), []).append(criterion)
        else:
            added.append(criterion)

    for criterion in must_meet(new):
        compare(criterion)
    replaced = [TierChange(tuple(known[i] for i in ids), tuple(c)) for ids, c in pairs.items()]
    return Changes(tuple(replaced), tuple(added), tuple(_dropped(old, new)))


def _dropped(old: Tier, new: Tier) -> Iterator[Criterion]:
    followed = {i for criterion in new.criteria for i in criterion.replaces}

    def lost(criterion: Criterion) -> Iterator[Criterion]:
        if criterion.id in followed:
            return
        if any(c.id in followed for c in _tree(old, criterion)):
            for part in parts_of(old, criterion):
                yield from lost(part)
        else:
            yield criterion

    for criterion in must_meet(old):
        yield from lost(criterion)


def _topmost(tier: Tier, ids: list[str]) -> list[str]:
    """Without the parts of another criterion in the list."""
    own = _own(tier)
    inner = {c.id for i in ids for part in parts_of(tier, own[i]) for c in _tree(tier, part)}
    return [i for i in ids if i not in inner]


def _tree(tier: Tier, criterion: Criterion) -> Iterator[Criterion]:
    yield criterion
    for part in parts_of(tier, criterion):
        yield from _tree(tier, part)


def _own(tier: Tier) -> Mapping[str, Criterion]:
    return {criterion.id: criterion for criterion in tier.criteria}
