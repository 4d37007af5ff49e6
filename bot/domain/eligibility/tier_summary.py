"""What one tier comes to for a firm: yes, no or not decided; what falls short, what is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.domain.data.models import Criterion, Figure, Text, Tier
from bot.domain.eligibility.check import TierVerdict, Verdict
from bot.domain.eligibility.criterion_inputs import Value
from bot.domain.eligibility.firm import Answers
from bot.domain.eligibility.tiers import TIER_NAMES, TierName

WhyLeft: TypeAlias = Literal["judged", "unseen", "unanswered", "undecided"]
"""judged: reviewers decide · unseen: not in the data · unanswered: an answer is missing ·
undecided: it does not follow from the answers (growth from nothing)."""
TierOutcome: TypeAlias = Literal["held", "yes", "no", "open"]
"""held: the firm has the title · yes: all that a firm can know is met or presumed · no: something
is not met · open: more answers are needed."""

_NUMBERS: Final = (">=", "<=")


@dataclass(frozen=True, slots=True)
class Failed:
    """A requirement that the firm does not meet, as far as it said."""

    criterion: Criterion
    """Of several ways to meet a requirement, the one that a number was given for."""
    have: Value
    """A range for a number, which may be known in part; true or false for a fact."""
    need: Figure | None
    """None where the requirement is a fact."""
    alternatives: tuple[Criterion, ...] = ()
    """What would do instead."""
    exemptions: tuple[Text, ...] = ()
    """What would lift it; those that do not apply are left out."""
    final: bool = True
    """False where an alternative or exemption that the firm said nothing about may still do."""
    asks: tuple[str, ...] = ()
    """The questions without an answer that may still change it."""


@dataclass(frozen=True, slots=True)
class Left:
    """A requirement that the answers do not decide."""

    criterion: Criterion
    why: WhyLeft
    asks: tuple[str, ...] = ()
    """The questions that would decide it and have no answer."""


@dataclass(frozen=True, slots=True)
class TierSummary:
    """One tier in short. Each requirement is met, failed or left; `presumed` are among the met."""

    tier_name: TierName
    tier: Tier
    held: bool
    """The firm has this title or a higher one: nothing is asked, so the rest is empty."""
    met: tuple[Criterion, ...] = ()
    failed: tuple[Failed, ...] = ()
    left: tuple[Left, ...] = ()
    presumed: tuple[Criterion, ...] = ()
    """Formalities that the firm said nothing about and nearly every firm meets."""

    @property
    def total(self) -> int:
        """How many requirements there are; those of a round count while it is open."""
        return len(self.met) + len(self.failed) + len(self.left)

    @property
    def outcome(self) -> TierOutcome:
        """The answer in a word."""
        if self.held:
            return "held"
        if self.lacking:
            return "no"
        known = not self.failed and all(left.why == "judged" for left in self.left)
        return "yes" if known and self.met else "open"

    @property
    def lacking(self) -> tuple[Failed, ...]:
        """What is not met, whatever else is answered."""
        return tuple(f for f in self.failed if f.final)

    @property
    def stated(self) -> int:
        """How many requirements are met by what the firm said."""
        return len(self.met) - len(self.presumed)

    @property
    def open(self) -> int:
        """How many requirements are neither met nor certainly not met."""
        return self.total - len(self.met) - len(self.lacking)

    @property
    def asks(self) -> tuple[str, ...]:
        """The questions without an answer that would decide more, the first ones first."""
        return tuple(dict.fromkeys(ask for left in self.left for ask in left.asks))


def sum_up(of_tier: TierVerdict, answers: Answers) -> TierSummary:
    """The verdicts of a tier in short."""
    if of_tier.held:
        return TierSummary(of_tier.tier_name, of_tier.tier, held=True)
    failed: list[Failed] = []
    left: list[Left] = []
    for verdict in of_tier.deciding:
        if (short := _failed(verdict, answers)) is not None:
            failed.append(short)
        elif verdict.result == "cannot-tell":
            left.append(_left(verdict, answers))
    met = of_tier.named("met")
    return TierSummary(
        of_tier.tier_name,
        of_tier.tier,
        held=False,
        met=tuple(v.criterion for v in met),
        failed=tuple(failed),
        left=tuple(left),
        presumed=tuple(v.criterion for v in met if v.why == "presumed"),
    )


def next_title(answers: Answers) -> TierName | None:
    """The lowest title that the firm says it has not; None if it names none or has all."""
    return next((tier_name for tier_name in TIER_NAMES if answers.holds(tier_name) is False), None)


def _failed(verdict: Verdict, answers: Answers) -> Failed | None:
    """The requirement as a shortfall; None if it is met or left open."""
    if verdict.result == "met":
        return None
    final = verdict.result == "not-met"
    asks = () if final else _unanswered(verdict, answers)
    if verdict.parts and (main := next(_short_parts(verdict), None)):
        others = tuple(p.criterion for p in verdict.parts if p is not main)
        need = main.criterion.threshold
        return Failed(main.criterion, main.value, need, others, (), final, asks)
    if final or verdict.why == "exempt":
        open_exemptions = tuple(t for t, result in verdict.options if result == "cannot-tell")
        exemptions = open_exemptions if verdict.criterion.exemptions else ()
        criterion = verdict.criterion
        return Failed(criterion, verdict.value, criterion.threshold, (), exemptions, final, asks)
    return None


def _short_parts(verdict: Verdict) -> Iterator[Verdict]:
    """The alternatives of a requirement that a number was given for and that fall short."""
    if verdict.criterion.op == "any-of":
        for part in verdict.parts:
            if part.criterion.op in _NUMBERS and part.result == "not-met":
                yield part


def _left(verdict: Verdict, answers: Answers) -> Left:
    if verdict.why in ("judged", "unseen"):
        return Left(verdict.criterion, verdict.why)
    asks = _unanswered(verdict, answers)
    return Left(verdict.criterion, "unanswered" if asks else "undecided", asks)


def _unanswered(verdict: Verdict, answers: Answers) -> tuple[str, ...]:
    return tuple(key for key in verdict.asks if not answers.answered(key))
