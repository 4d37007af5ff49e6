"""Evaluates each requirement of each tier against a firm's answers: met, not met, cannot tell.

The rules come from the data. What is unknown, judged by a person, or missing in the data never
counts as met, and counts as not met only if it makes no difference.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, TypeAlias

from bot.domain.data.criteria import Alternative
from bot.domain.data.models import Criterion, Tier
from bot.domain.eligibility.comparison import Result, all_of, any_of, how_met, points_of, truth
from bot.domain.eligibility.criterion_inputs import Value, facts_input, input_of
from bot.domain.eligibility.firm import ANYTHING, FORMAL, FORMALITIES, Answers, Range
from bot.domain.eligibility.tiers import TIER_NAMES, Rules, TierName, find_tiers, must_meet

Why: TypeAlias = Literal["compared", "exempt", "held", "judged", "presumed", "unseen", "unanswered"]
"""compared: with the answers · exempt: an exemption applies or may apply · held: the firm has the
title · judged: a person decides · presumed: nearly every firm meets it · unseen: not in the data ·
unanswered: an answer is missing."""


_USUAL: Final = Answers(facts=FORMALITIES)
"""What nearly every firm would answer."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one requirement."""

    criterion: Criterion
    result: Result
    why: Why
    value: Value = None
    """The value compared: a range for numbers (points for bands)."""
    asks: tuple[str, ...] = ()
    """Questions whose answers it depends on."""
    parts: tuple["Verdict", ...] = ()
    options: tuple[tuple[Alternative, Result], ...] = ()
    """Alternatives that are not criteria themselves, and exemptions."""

    def tree(self) -> Iterator["Verdict"]:
        """This verdict and all its parts."""
        yield self
        for part in self.parts:
            yield from part.tree()


@dataclass(frozen=True, slots=True)
class TierVerdict:
    """The results of one tier."""

    tier_name: TierName
    tier: Tier
    held: bool | None
    """Whether the firm has this title or a higher one."""
    requirements: tuple[Verdict, ...]
    general: tuple[Verdict, ...]
    """Requirements of every tier."""
    rounds: tuple[tuple[Tier, tuple[Verdict, ...]], ...]
    """Further conditions of application rounds, open or closed."""
    today: date

    @property
    def deciding(self) -> tuple[Verdict, ...]:
        """All requirements that must be met, including those of open rounds."""
        current = (v for tier, found in self.rounds if _open(tier, self.today) for v in found)
        return (*self.general, *self.requirements, *current)

    @property
    def result(self) -> Result:
        """Of the whole tier."""
        return all_of(v.result for v in self.deciding)

    def named(self, result: Result) -> list[Verdict]:
        """The deciding requirements with that result, in order."""
        return [v for v in self.deciding if v.result == result]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The tiers under one set of rules, from the base upwards."""

    rules: Rules
    tiers: tuple[TierVerdict, ...]

    def at(self, tier_name: TierName) -> TierVerdict:
        """The results of that tier."""
        return next(found for found in self.tiers if found.tier_name == tier_name)

    @property
    def reached(self) -> TierVerdict | None:
        """The highest tier whose title the firm has or whose requirements are all met."""
        found = [r for r in self.tiers if r.held or r.result == "met"]
        return found[-1] if found else None

    @property
    def next(self) -> TierVerdict | None:
        """The tier above the one reached; None at the top."""
        after = self.tiers.index(self.reached) + 1 if self.reached else 0
        return self.tiers[after] if after < len(self.tiers) else None


def evaluate(
    tiers: Iterable[Tier], answers: Answers, rules: Rules, *, today: date, presuming: bool = False
) -> Verdicts:
    """Each tier under these rules on `today`; `presuming`: unmentioned formalities count as met."""
    every = tuple(tiers)
    judge = _Evaluator(every, answers, presuming=presuming)
    general = [v for tier in find_tiers(every, "all", rules) for v in judge.tier(tier)]
    found: list[TierVerdict] = []
    for tier_name in TIER_NAMES:
        parts = find_tiers(every, tier_name, rules)
        entry = next((t for t in parts if t.part == "entry"), None)
        if entry is None:
            continue
        rounds = tuple((t, judge.tier(t)) for t in parts if t.part == "round")
        held = answers.holds(tier_name)
        verdicts = judge.tier(entry)
        found.append(TierVerdict(tier_name, entry, held, verdicts, tuple(general), rounds, today))
    return Verdicts(rules, tuple(found))


class _Evaluator:
    """Evaluates criteria against one firm's answers."""

    def __init__(self, tiers: Sequence[Tier], answers: Answers, *, presuming: bool) -> None:
        self._answers = answers
        self._presuming = presuming
        self._criteria: Mapping[str, Criterion] = {c.id: c for t in tiers for c in t.criteria}

    def tier(self, tier: Tier) -> tuple[Verdict, ...]:
        """The verdicts of its requirements, in order."""
        return tuple(self._judge(criterion) for criterion in must_meet(tier))

    def _judge(self, criterion: Criterion) -> Verdict:
        verdict = self._plain(criterion)
        return self._exempted(verdict) if criterion.exemptions else verdict

    def _plain(self, criterion: Criterion) -> Verdict:
        match criterion.op:
            case "any-of" | "all-of":
                return self._combined(criterion)
            case "bands":
                return self._banded(criterion)
            case "judged":
                return Verdict(criterion, "cannot-tell", "judged")
            case _ if self._adds_bands(criterion):
                return self._scored(criterion)
            case _:
                return self._compared(criterion)

    def _combined(self, criterion: Criterion) -> Verdict:
        parts = tuple(self._judge(self._criteria[i]) for i in criterion.of if i in self._criteria)
        options = self._options(criterion.options)
        results: list[Result] = [*(p.result for p in parts), *(result for _, result in options)]
        result = any_of(results) if criterion.op == "any-of" else all_of(results)
        asks = [ask for part in parts for ask in part.asks]
        asks += _asks_of(criterion.options)
        reasons = {p.why for p in parts if p.result == "cannot-tell"}
        why: Why = "compared" if result != "cannot-tell" else "unanswered"
        if result == "cannot-tell" and reasons <= {"judged", "unseen"} and not options:
            why = "judged" if "judged" in reasons else "unseen"
        if result != "met" and facts_input(criterion.facts).of(self._answers) is True:
            result, why = "met", "held"
        return Verdict(criterion, result, why, None, tuple(dict.fromkeys(asks)), parts, options)

    def _options(self, given: Sequence[Alternative]) -> tuple[tuple[Alternative, Result], ...]:
        """Each with its result; cannot-tell without facts."""
        values = [facts_input(each.facts).of(self._answers) for each in given]
        return tuple((each, truth(v is True, v)) for each, v in zip(given, values, strict=True))

    def _exempted(self, verdict: Verdict) -> Verdict:
        options = self._options(verdict.criterion.exemptions)
        asks = (*verdict.asks, *_asks_of(verdict.criterion.exemptions))
        result, why = verdict.result, verdict.why
        if result != "met":
            lifted = any_of(r for _, r in options)
            if lifted == "met":
                result, why = "met", "exempt"
            elif result == "not-met" and lifted == "cannot-tell":
                result, why = "cannot-tell", "exempt"
        asks = tuple(dict.fromkeys(asks))
        return replace(verdict, result=result, why=why, asks=asks, options=options)

    def _adds_bands(self, criterion: Criterion) -> bool:
        """Whether it adds up the points of scored items."""
        items = [self._criteria.get(i) for i in criterion.of]
        return criterion.op == ">=" and bool(items) and all(c and c.op == "bands" for c in items)

    def _scored(self, criterion: Criterion) -> Verdict:
        parts = tuple(self._judge(self._criteria[i]) for i in criterion.of)
        total = Range(0, 0)
        for part in parts:
            total += part.value if isinstance(part.value, Range) else ANYTHING
        own = input_of(criterion)
        stated = own.of(self._answers) if own else None
        if isinstance(stated, Range) and stated != ANYTHING:
            total = stated
        asks = tuple(dict.fromkeys(ask for part in parts for ask in part.asks))
        result = how_met(criterion, total)
        why: Why = "unanswered" if result == "cannot-tell" else "compared"
        return Verdict(criterion, result, why, total, asks, parts)

    def _banded(self, criterion: Criterion) -> Verdict:
        """The points of one item of a score, as a range; not a requirement by itself."""
        reading = input_of(criterion)
        value = reading.of(self._answers) if reading else ANYTHING
        points = points_of(criterion.bands, value if isinstance(value, Range) else ANYTHING)
        asks = reading.asks if reading else ()
        return Verdict(criterion, "cannot-tell", "compared", points, asks)

    def _compared(self, criterion: Criterion) -> Verdict:
        reading = input_of(criterion)
        if reading is None:
            return Verdict(criterion, "cannot-tell", "unseen")
        value = reading.of(self._answers)
        unsaid = value is None and self._presuming and reading.asks == (FORMAL,)
        if unsaid and how_met(criterion, reading.of(_USUAL)) == "met":
            return Verdict(criterion, "met", "presumed", None, reading.asks)
        result = how_met(criterion, value)
        why: Why = "unanswered" if result == "cannot-tell" else "compared"
        return Verdict(criterion, result, why, value, reading.asks)


def _asks_of(given: Iterable[Alternative]) -> list[str]:
    return [ask for each in given for ask in facts_input(each.facts).asks]


def _open(tier: Tier, today: date) -> bool:
    """Whether the round has not ended."""
    return tier.ends is None or today <= tier.ends
