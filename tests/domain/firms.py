"""Firms that are checked, and the verdicts on them."""

from collections.abc import Iterable, Mapping
from datetime import date

from bot.domain.data.models import Tier
from bot.domain.eligibility.check import TierVerdict, Verdict, Verdicts, evaluate
from bot.domain.eligibility.comparison import Result
from bot.domain.eligibility.firm import FORMALITIES, Answers, Title
from bot.domain.eligibility.tiers import Rules

TODAY = date(2026, 9, 1)
IN_THE_ROUND = date(2026, 5, 1)
ORDER: dict[Result, int] = {"not-met": 0, "cannot-tell": 1, "met": 2}
CLEAN = dict(FORMALITIES)


class Tiers(tuple[Tier, ...]):
    """The tiers, in few words where a property fails."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} tiers>"


def firm(
    title: Title | None = None,
    numbers: Mapping[str, float] | None = None,
    facts: dict[str, bool] | None = None,
    **more: float,
) -> Answers:
    """A firm without obstacles, of which this is known as well."""
    return Answers({**(numbers or {}), **more}, {**CLEAN, **(facts or {})}, title)


GIANT = firm(
    "specialised",
    revenue=60e6,
    revenue1=58e6,
    revenue2=50e6,
    rd=7e6,
    rd1=6e6,
    years=5,
    rights=4,
    main_share=92,
    debt=60,
    market_share=12,
    score=70,
)
"""Meets all that figures can show of the highest tier."""


def but(answers: Answers, **changed: float) -> Answers:
    return Answers({**answers.numbers, **changed}, answers.facts, answers.title)


def judged(
    tiers: Iterable[Tier], answers: Answers, rules: Rules = "current", today: date = TODAY
) -> dict[str, Verdict]:
    """Every verdict by its criterion."""
    return {v.criterion.id: v for v in all_verdicts(evaluate(tiers, answers, rules, today=today))}


def all_verdicts(verdicts: Verdicts) -> list[Verdict]:
    tops = [
        v
        for of_tier in verdicts.tiers
        for v in (
            *of_tier.general,
            *of_tier.requirements,
            *(v for _, f in of_tier.rounds for v in f),
        )
    ]
    return [each for top in tops for each in top.tree()]


def tier_of(verdicts: Verdicts, name: str) -> TierVerdict:
    return next(r for r in verdicts.tiers if r.tier_name == name)
