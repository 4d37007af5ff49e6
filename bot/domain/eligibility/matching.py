"""What a firm can get: the measures that fit, those that depend on something, those that do not.

A fact that is not known never rules a measure out. A measure that needs a title, a size, a place
or an amount that the firm does not have yet, or has not named, depends on it.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Final, Literal, NamedTuple, TypeAlias

from bot.domain.data.catalogue import Catalogue, select_zones
from bot.domain.data.conditions import (
    COMPARED,
    NEEDS_BY_KIND,
    Condition,
    Eligibility,
    FactLimit,
    Need,
    Recognition,
    Size,
)
from bot.domain.data.districts import District
from bot.domain.data.models import Award, Figure, Measure, Zone
from bot.domain.data.sums import WORTHS, Worth, figure_worth
from bot.domain.eligibility.tiers import TIER_NAMES

FirmPlace: TypeAlias = Literal["park", "lin-gang"]


class Firm(NamedTuple):
    """What is known of a firm; None is unknown."""

    district: District | None = None
    titles: frozenset[Recognition] | None = None
    """Titles it holds; a tier includes those below it."""
    industry: str | None = None
    """Id of a term of the kind `industry`."""
    size: Size | None = None
    staff: float | None = None
    revenue: float | None = None
    """Yuan a year."""
    age: float | None = None
    """Years since founding."""
    places: Mapping[FirmPlace, bool] | None = None
    """Whether it is in a park or cluster, and in Lin-gang, as far as known."""
    need: Need | None = None


class Unmet(NamedTuple):
    """A condition that the firm does not meet, or not as far as known."""

    fact: Literal[
        "title", "size", "place", "staff", "revenue", "age", "district", "industry", "need"
    ]
    wanted: tuple[str, ...] = ()
    """Titles, sizes, places, districts, industries or needs: any of them would do."""
    limit: FactLimit | None = None
    has: float | str | tuple[str, ...] | None = None
    """What the firm has instead; None if unknown."""
    final: bool = False
    """Whether the measure does not fit, rather than not yet or not known to."""


class MeasureMatch(NamedTuple):
    """A measure, with what is missing and with its money for this firm."""

    measure: Measure
    unmet: tuple[Unmet, ...]
    worth: Worth
    figure: Figure | None
    """The largest one of that worth."""


class Matches(NamedTuple):
    """Every measure in force that a firm can get, in three groups, each with the best first."""

    fits: tuple[MeasureMatch, ...]
    """By what the sources state; conditions that cannot be tested (`other`) are left open."""
    missing: tuple[MeasureMatch, ...]
    """Depends on a title, a size, a place or a threshold."""
    no: tuple[MeasureMatch, ...]
    zones: tuple[Zone, ...] = ()
    """Parks and clusters of its district and industry, if it needs space."""


def match(catalogue: Catalogue, firm: Firm, today: date) -> Matches:
    """The measures and awards in force in three groups.

    In each: confirmed records first; then by what one firm gets, rates, totals of programmes,
    amount unknown; the largest first.
    """
    held = _with_lower_tiers(firm.titles)
    found = [
        _judged(measure, conditions, firm, held)
        for measure in catalogue.measures.values()
        if (conditions := offered(measure)) and catalogue.status(measure, today) == "in-force"
    ]
    found.sort(key=_rank)
    open_ = [m for m in found if not any(u.final for u in m.unmet)]
    zones = (
        select_zones(catalogue, district=firm.district, industry=firm.industry)
        if firm.need == "space"
        else ()
    )
    return Matches(
        fits=tuple(m for m in open_ if not m.unmet),
        missing=tuple(m for m in open_ if m.unmet),
        no=tuple(m for m in found if any(u.final for u in m.unmet)),
        zones=tuple(zones),
    )


def unmet_conditions(measure: Measure, firm: Firm) -> tuple[Unmet, ...]:
    """The conditions of a measure that the firm does not meet, or not as far as known."""
    conditions = offered(measure)
    return (
        _judged(measure, conditions, firm, _with_lower_tiers(firm.titles)).unmet
        if conditions
        else ()
    )


def offered(measure: Measure) -> Eligibility | None:
    """The conditions of what a firm can get; None for rules, procedures, plans and warnings.

    A measure without recorded conditions counts as something that a firm can get if it is money.
    """
    if measure.use in ("warning", "history"):
        return None
    if measure.for_ is None:
        return Eligibility(stated=False) if measure.kind else None
    return measure.for_ if measure.for_.offer else None


def needs_served(measure: Measure) -> tuple[Need, ...]:
    """What it is good for, as recorded, else by its kind or topic."""
    stated = measure.for_.needs if measure.for_ else ()
    return stated or NEEDS_BY_KIND.get(measure.kind or measure.topic, ())


WIDE: Final = frozenset(
    "manufacturing software information-technology digital-economy producer-services "
    "agriculture low-carbon".split()
)
"""Industries that can contain others."""
_SECTORS: Final[Mapping[str, str]] = {
    "manufacturing": "goods",
    "software": "software",
    "producer-services": "services",
    "agriculture": "farming",
    "finance": "services",
    "online-economy": "services",
    "testing": "services",
    **dict.fromkeys("cosmetics food chemicals new-materials fibre-materials".split(), "goods"),
    **dict.fromkeys("hydrogen displays energy-equipment medical-devices".split(), "goods"),
}
"""Industries of one sector only; the others can be of several (chips: design and manufacturing)."""


def _judged(
    measure: Measure, conditions: Eligibility, firm: Firm, held: frozenset[Recognition] | None
) -> MeasureMatch:
    unmet = (*_excluding(measure, conditions, firm), *_depending(conditions, firm, held))
    lacking = any(u.fact == "title" for u in unmet)
    return MeasureMatch(measure, unmet, *worth_of(measure, None if lacking else held))


def _excluding(measure: Measure, conditions: Eligibility, firm: Firm) -> Iterator[Unmet]:
    """District, industry and need: what is known to differ does not fit."""
    if firm.district and measure.districts and firm.district not in measure.districts:
        yield Unmet("district", measure.districts, has=firm.district, final=True)
    wanted = conditions.industries
    if firm.industry and wanted and not any(may_be(firm.industry, i) for i in wanted):
        yield Unmet("industry", wanted, has=firm.industry, final=True)
    if firm.need and firm.need not in (served := needs_served(measure)):
        yield Unmet("need", served, has=firm.need, final=True)


def _depending(
    conditions: Eligibility, firm: Firm, held: frozenset[Recognition] | None
) -> Iterator[Unmet]:
    """Title, size, place and limits: not met or not known to be met."""
    if conditions.titles and not (held and held & set(conditions.titles)):
        has = None if held is None else tuple(sorted(held))
        yield Unmet("title", conditions.titles, has=has)
    if conditions.size and not _fits_size(conditions.size, firm.size):
        yield Unmet("size", conditions.size, has=firm.size, final=firm.size is not None)
    if conditions.place:
        there = (firm.places or {}).get(conditions.place)
        if there is not True:
            yield Unmet("place", (conditions.place,), final=there is False)
    for limit in conditions.limits:
        has = {"staff": firm.staff, "revenue": firm.revenue, "age": firm.age}[limit.fact]
        if has is None or not COMPARED[limit.op](has, limit.value):
            ceiling = limit.op in ("<", "<=")
            yield Unmet(limit.fact, limit=limit, has=has, final=ceiling and has is not None)


def _fits_size(wanted: Sequence[Size], size: Size | None) -> bool:
    """An unknown size fits only measures open to every size."""
    return len(wanted) == 3 if size is None else size in wanted


def may_be(industry: str, wanted: str) -> bool:
    """Whether a firm of one industry can belong to another one, which may be wider."""
    if industry == wanted:
        return True
    if not {industry, wanted} & WIDE:
        return False
    sectors = {_SECTORS.get(industry), _SECTORS.get(wanted)}
    return len(sectors) == 1 or None in sectors


def _with_lower_tiers(titles: Set[Recognition] | None) -> frozenset[Recognition] | None:
    if titles is None:
        return None
    highest = max((TIER_NAMES.index(t) for t in TIER_NAMES if t in titles), default=-1)
    return frozenset((*titles, *TIER_NAMES[: highest + 1]))


_USES: Final = ("answer", "unconfirmed", "reading")


def worth_of(
    measure: Measure, titles: Set[Recognition] | None = None
) -> tuple[Worth, Figure | None]:
    """What one firm gets at most (of an award, for `titles`), its first rate, or the total."""
    figures: Sequence[Figure] = measure.figures
    if isinstance(measure, Award):
        by_tier = {
            f"{kind}-{tier_name}": tier_name
            for kind in ("new", "review")
            for tier_name in TIER_NAMES
        }
        fixed = [f for f in figures if f.id in by_tier]
        figures = [f for f in fixed if titles is None or by_tier[f.id] in titles] or figures
    for worth in WORTHS[:-1]:
        if of_it := [f for f in figures if figure_worth(f) == worth]:
            # The first rate is for all who get it; a higher one is for some.
            return worth, of_it[0] if worth == "rate" else max(of_it, key=lambda f: f.value)
    return "unknown", None


def firm_rates(measure: Measure) -> list[Figure]:
    """The shares that one firm gets."""
    return [f for f in measure.figures if f.scope == "firm" and f.unit.startswith("percent")]


def conditions_of(measure: Measure) -> list[Condition]:
    """Who can have it, and the conditions."""
    return [*filter(None, (measure.who, *measure.conditions))]


def _rank(found: MeasureMatch) -> tuple[int, int, float, bool]:
    use = _USES.index(found.measure.use) if found.measure.use in _USES else len(_USES)
    amount = found.figure.value if found.figure else 0
    return use, WORTHS.index(found.worth), -amount, not found.measure.districts


def own_money_first(group: Sequence[MeasureMatch], firm: Firm) -> list[MeasureMatch]:
    """Confirmed money for its own district or title before what any firm gets; each sum once."""
    twins = told_by_another([each.measure for each in group])

    def is_own(match: MeasureMatch) -> bool:
        measure = match.measure
        # A limit of guarantees is no money that a firm gets.
        is_money = match.worth == "firm" and measure.kind != "guarantee" and measure.use == "answer"
        for_title = firm.titles and measure.for_ and measure.for_.titles
        return is_money and (firm.district in measure.districts or bool(for_title))

    shown = (each for each in group if each.measure.id not in twins)
    return sorted(shown, key=lambda each: not is_own(each))


def told_by_another(measures: Sequence[Measure]) -> Set[str]:
    """Ids of those without recorded conditions whose sum a related one of the kind states too."""
    known = {measure.id: (measure.kind, *_sum_of(measure)) for measure in measures}
    return {
        measure.id
        for measure in measures
        if measure.for_ and not measure.for_.stated and known[measure.id][1] == "firm"
        if any(known.get(other) == known[measure.id] for other in measure.related)
    }


def _sum_of(measure: Measure) -> tuple[Worth, float | None]:
    worth, figure = worth_of(measure)
    return worth, figure.value if figure else None
