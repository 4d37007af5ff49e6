"""How many points of the self-evaluation for the base tier a number of the firm gives."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line, card_of
from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.answers.read.query import Query
from bot.domain.data.firm_values import FirmNumber
from bot.domain.data.models import Text
from bot.domain.eligibility.tiers import find_tiers, sums_of_points
from bot.domain.release import Release
from bot.domain.search.ranking import tiers_named

_ASKS: Final = re.compile(
    r"\bpoints?\b|\bpass mark\b|\bscor\w+|\bmarks\b|(?:几|多少)分|(?:打|评|得)分|分数|分值"
)
_NEEDED: Final = re.compile(
    r"\b(?:need(?:ed|s)?|required?|pass(?:ing)?|minimum|min)\b|\bhow many points (?:for|to)\b|"
    r"(?:要|至少|最低|达到?)[^,;。?]{0,3}(?:几|多少)分|(?:几|多少)分(?:才|及格|够|能|算)|及格"
)
"""Asks how many points it takes."""
_DIRECT: Final = frozenset(
    {"high-tech-enterprise", "science-prize", "rd-body", "equity", "direct-route", "tech-sme"}
)
"""Terms of ways to the title that take no points."""
KEYS: Final[Mapping[FirmNumber | None, str]] = {
    "rd-share": "rd_share",
    "main-growth": "growth",
    "debt": "debt",
    "main-share": "main_share",
}
"""The numbers about the firm that points are given for by bands."""


def points_card(query: Query) -> AnswerCard | None:
    """The points for each number stated, then the whole scale; else how many are needed."""
    release, question = query.release, query.question
    if tiers_named(question) != ("innovative",) or not _ASKS.search(question.text):
        return None
    rules, numbers = "2022" if question.past else "current", numbers_of(question.text)
    lines = tuple(_points(release, numbers, rules))
    told = numbers or question.amounts or question.concepts & _DIRECT
    if not lines and not told and _NEEDED.search(question.text):
        lines = tuple(_needed(release, rules))
    return card_of(lines)


def _needed(release: Release, rules: str) -> Iterator[Line]:
    """The points needed in all and in each part, where the items are given by bands."""
    for tier in find_tiers(release.catalogue.dataset.tiers, "innovative", rules):
        for criterion in sums_of_points(tier):
            yield Line(tier, text=criterion.requirement, role="answer")


def _points(release: Release, numbers: Mapping[str, float], rules: str) -> Iterator[Line]:
    for tier in find_tiers(release.catalogue.dataset.tiers, "innovative", rules):
        for criterion in tier.criteria:
            key = KEYS.get(criterion.number, "")
            if criterion.op != "bands" or key not in numbers:
                continue
            holding = [b for b in criterion.bands if b.holds(numbers[key])]
            if not holding:
                continue
            band = max(holding, key=lambda b: b.points)
            name, label = criterion.name, band.label
            en = f"{name.en[:1].upper()}{name.en[1:]} ({label.en}): {band.points} points"
            yield Line(tier, text=Text(en=en, zh=f"{name.zh}（{label.zh}）：{band.points}分"))
            yield Line(tier, text=criterion.requirement)
