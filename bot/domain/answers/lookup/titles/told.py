"""What a question about a title says of the firm."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.answers.read.ages import age_of
from bot.domain.answers.read.circumstances import formalities_of, skips_a_title
from bot.domain.answers.read.firm_facts import honours_of, relations_of, title_lacked
from bot.domain.answers.read.forms import has_form
from bot.domain.answers.read.own_numbers import own_numbers, part_scores_of
from bot.domain.answers.read.query import Query
from bot.domain.eligibility.tiers import TIER_NAMES, TierName

_SCORES: Final = frozenset({"self_score", "t_score"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a question says of the firm."""

    numbers: Mapping[str, float]
    facts: Mapping[str, bool]
    open: bool
    """Whether it names an incident without saying how grave it was."""
    skips: bool
    """Whether a title is asked for without the one below it."""
    age: bool
    """Whether it gives the firm's age but not its years in the niche."""

    @property
    def weight(self) -> int:
        """How much is told; a fact says more than a number."""
        return len(self.numbers.keys() - _SCORES) + 2 * (
            len(self.facts) + self.open + self.skips + self.age
        )


def told_in(query: Query, tier_names: tuple[TierName, ...]) -> Told:
    """What it says, where these titles are asked about."""
    question, plain, today = query.question, query.plain, query.today
    numbers = own_numbers(plain, today)
    if tier_names == TIER_NAMES[:1]:
        numbers = {**_scores(numbers), **part_scores_of(plain)}
        if "equity2" in numbers:
            numbers["equity3"] = numbers["equity2"]
    formal = formalities_of(plain, question.dates, today)
    facts = {**honours_of(plain), **{k: v for k, v in formal.items() if v is not None}}
    if tier_names == TIER_NAMES[-1:]:
        facts |= relations_of(plain)
    below = TIER_NAMES[: TIER_NAMES.index(tier_names[-1])] if tier_names else TIER_NAMES[:0]
    lacks = has_form(plain, "can") and title_lacked(plain) in below
    lacks = lacks and "tech-sme" not in question.concepts  # either is the base
    names_below = bool({*tier_names[:-1]} & {*below[-1:]})
    skips = bool(below) and (skips_a_title(plain, names_below=names_below) or lacks)
    old = "years" not in numbers and age_of(plain, today) is not None
    return Told(numbers, facts, None in formal.values(), skips, old)


def _scores(numbers: Mapping[str, float]) -> dict[str, float]:
    """The numbers, with the score as that of the base tier."""
    of_tier = {key: numbers["score"] for key in _SCORES if "score" in numbers}
    return {**of_tier, **numbers}
