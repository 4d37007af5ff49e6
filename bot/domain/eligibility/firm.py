"""The answers of a firm in the check and what follows from them. Unanswered means unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf, sqrt
from typing import Final, Literal, TypeAlias, get_args

from bot.domain.data.firm_values import TIER_NAMES, Fact, Formality, Honour, Prize, TierName

Title: TypeAlias = Literal["none"] | TierName
TITLE_ORDER: Final[tuple[Title, ...]] = ("none", *TIER_NAMES)
"""From the base upwards; each includes those below it."""

REST: Final = "rest"
"""If ticked, the unticked facts of the group do not apply; if not, they are unknown."""

FORMALITIES: Final[Mapping[str, bool]] = {
    fact: fact in ("established", "size", "audits") for fact in get_args(Formality)
}
"""What holds for nearly every firm, as it holds: presumed unless the firm says otherwise."""

FORMAL: Final = "formal"
"""The question that asks which formalities do not hold."""

TICKS: Final[Mapping[str, tuple[str, ...]]] = {
    "honours": get_args(Honour),
    "prizes": get_args(Prize),
}
"""The facts that can be ticked, by question."""

_IMPLIES: Final[Mapping[str, tuple[str, ...]]] = {
    "rd-body": ("own-rd-body",),
    "nat3": ("nat5", "nat", "nat3-five"),
    "nat5": ("nat",),
    "prov3": ("prov",),
}


@dataclass(frozen=True, slots=True)
class Range:
    """The bounds of a number; equal if it is known."""

    low: float = -inf
    high: float = inf

    @property
    def known(self) -> float | None:
        """The number, if known exactly."""
        return self.low if self.low == self.high else None

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.high + other.high)


ANYTHING: Final = Range()

_INCLUDES: Final[Mapping[str, str]] = {"equity3": "equity2"}
"""Sums and a part of them; a sum cannot be smaller than its part."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of the check; a missing key is unknown, a sum below its part is dropped."""

    numbers: Mapping[str, float] = field(default_factory=dict[str, float])
    """In yuan, percent, years, points or pieces."""
    facts: Mapping[str, bool] = field(default_factory=dict[str, bool])
    title: Title | None = None
    """The highest valid title."""
    place: str | None = None
    """A district, or Lin-gang."""

    def __post_init__(self) -> None:
        said = {k: v for k, v in self.numbers.items() if not self._contradicted(k, v)}
        object.__setattr__(self, "numbers", said)

    def _contradicted(self, key: str, value: float) -> bool:
        part = self.numbers.get(_INCLUDES.get(key, ""))
        return part is not None and value < part

    def answered(self, question: str) -> bool:
        """Whether a question has its whole answer; formalities are presumed."""
        match question:
            case "title":
                return self.title is not None
            case "district":
                return self.place is not None
            case _ if question in TICKS:
                return all(fact in self.facts for fact in TICKS[question])
            case _:
                return question == FORMAL or question in self.numbers

    def number(self, key: str) -> Range:
        """The range of a number."""
        value = self.numbers.get(key)
        return ANYTHING if value is None else Range(value, value)

    def holds(self, tier_name: TierName) -> bool | None:
        """Whether the firm has the title of this tier or a higher one."""
        if self.title is None:
            return None
        return TITLE_ORDER.index(self.title) >= TITLE_ORDER.index(tier_name)

    def rd_share(self, year: str = "") -> Range:
        """R&D in percent of revenue; `year` is empty for last year, 1 for the year before."""
        if f"rd_share{year}" in self.numbers:
            return self.number(f"rd_share{year}")
        revenue = self.numbers.get(f"revenue{year}")
        spent = self.numbers.get(f"rd{year}")
        if revenue is None or spent is None or revenue <= 0:
            return ANYTHING
        share = round(spent / revenue * 100, 9)
        return Range(share, share)

    def rd_together(self) -> Range:
        """R&D of the last two years."""
        if "rd_total" in self.numbers:
            return self.number("rd_total")
        return self.number("rd") + self.number("rd1")

    def growth(self) -> Range:
        """Compound growth of revenue over the last two years, percent a year."""
        if "growth" in self.numbers:
            last, before = (self.numbers.get(k) for k in ("growth", "growth1"))
            if last is None or before is None or min(last, before) < -100:
                return self.number("growth")
            rate = round((sqrt((1 + last / 100) * (1 + before / 100)) - 1) * 100, 9)
            return Range(rate, rate)
        now, then = self.numbers.get("revenue"), self.numbers.get("revenue2")
        if now is None or then is None or then <= 0 or now < 0:
            return ANYTHING
        rate = round((sqrt(now / then) - 1) * 100, 9)
        return Range(rate, rate)

    def any_of(self, facts: Iterable[Fact]) -> bool | None:
        """Whether one of these facts is true; None if unknown."""
        found = [self.holds(f) if f in TIER_NAMES else self.facts.get(f) for f in facts]
        return True if True in found else None if None in found else False


def ticked(group: str, chosen: Iterable[str]) -> dict[str, bool]:
    """The facts from ticks: ticked, implied and ruled out; a ticked formality does not hold."""
    marks = set(chosen)
    if group == FORMAL:
        return {key: not usual for key, usual in FORMALITIES.items() if key in marks}
    true = {key for key in TICKS[group] if key in marks}
    true |= {also for key in true for also in _IMPLIES.get(key, ())}
    facts = dict.fromkeys(TICKS[group], False) if REST in marks else {}
    return facts | dict.fromkeys(true, True)
