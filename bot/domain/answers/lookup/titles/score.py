"""Whether the items of the self-evaluation for the base tier that are told are enough."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.record_lines import criterion_line
from bot.domain.answers.lookup.titles.points import KEYS
from bot.domain.answers.read.firm_facts import honours_of
from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.answers.read.own_numbers import part_scores_of
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Criterion, Text, Tier
from bot.domain.eligibility.tiers import general_criteria, tier_in_force
from bot.domain.search.ranking import tiers_named
from bot.domain.text import Plain

_EVALUATION: Final = "dev-evaluation"
_WEIGHTS: Final = "indicator-weights"
_NO_RIGHT: Final = re.compile(r"没有?(?:任何)?(?:专利|知识产权|知产)|\bno (?:patents?|ip)\b")
_CLASS_2: Final = re.compile(r"\bclass (?:2|ii|two)\b|(?:2|二|ii)类|实用新型|软著|\butility model")
_CLASS_1: Final = re.compile(r"\bclass (?:1|i|one)\b|(?<!i)(?:1|一|i)类|发明专利|\binvention")
_OWN: Final = re.compile(r"自研|自主|自有|\bown\b|\bself-")
_LISTED: Final = re.compile(
    r"(?P<no>(?:不[在属是]|非|\bnot (?:in|on|part of)|\boutside)[^,;。]{0,12})?"
    r"(?:战略性?新兴|战新|\bstrategic (?:emerging )?(?:industr|catalog))"
)
"""Says that the product is, or is not, in the catalogue of strategic industries."""
_ENOUGH: Final = 3
"""Items of the score that must be told."""


def score_card(query: Query) -> AnswerCard | None:
    """Which parts of the score the items told reach; None where too few are told."""
    question, plain = query.question, query.plain
    if tiers_named(question) != ("innovative",):
        return None
    numbers = numbers_of(plain)
    direct = (
        honours_of(plain) or "equity2" in numbers or "high-tech-enterprise" in question.concepts
    )
    if part_scores_of(plain) or "score" in numbers or question.past or direct:
        return None
    tier = tier_in_force(query.release.catalogue.dataset.tiers, "innovative")
    items = {c.id: c for c in tier.criteria if c.op == "bands"}
    told = {i: n for i, c in items.items() if (n := _points_of(c, numbers, plain)) is not None}
    if len(told) < _ENOUGH:
        return None
    parts = [c for c in tier.criteria if c.of and items.keys() >= {*c.of}]
    lines = sorted((_part(tier, c, items, told) for c in parts), key=lambda n: n.role != "short")
    each = [(items[i].name, n) for i, n in told.items()]
    en, zh = ("; ".join(f"{n.en}: {p}" for n, p in each), "；".join(f"{n.zh}{p}" for n, p in each))
    lines.append(Line(tier, text=Text(en=en, zh=zh)))
    if lines[0].role == "short":  # another way may be open
        ways = (c for c in tier.criteria if c.op == "any-of" and "direct-route" in c.topics)
        lines += (Line(tier, text=way.requirement) for way in [*ways][:1])
    return AnswerCard(tier, tuple(lines), "check")


def weights_card(query: Query) -> AnswerCard | None:
    """That no source states the weights of the evaluation's indicators, and what it is."""
    release, question = query.release, query.question
    if question.past or question.outside or not question.concepts & {"score", _EVALUATION}:
        return None
    every = general_criteria(release.catalogue.dataset.tiers)
    rule = next(((t, c) for t, c in every if _EVALUATION in c.topics), None)
    if rule is None:
        return None
    tier, criterion = rule
    gaps = [Line(tier, text=n.text, stated=False) for n in tier.not_stated if n.id == _WEIGHTS]
    return AnswerCard(tier, (*gaps, Line(tier, text=criterion.requirement)))


def _part(
    tier: Tier, part: Criterion, items: Mapping[str, Criterion], told: Mapping[str, int]
) -> Line:
    """A part of the score: met, short of it for sure, or open while items are not told."""
    total = sum(told.get(i, 0) for i in part.of)
    most = total + sum(items[i].bands[0].points for i in part.of if i not in told)
    line = replace(criterion_line(tier, part), own=total)
    least = part.threshold.value if part.threshold else 0
    if total >= least:
        return replace(line, met=True)
    return replace(line, role="short" if most < least else "open")


def _points_of(item: Criterion, numbers: Mapping[str, float], plain: Plain) -> int | None:
    """The points of an item, the fewest that what is told may give; None if it is not told."""
    key = KEYS.get(item.number, "")
    if key in numbers:
        return max((b.points for b in item.bands if b.holds(numbers[key])), default=None)
    # The bands by points, fewest first; the field has two, rights have one more that is not told.
    none, second, first, own, *_ = [*sorted(b.points for b in item.bands), 0, 0]
    if item.number == "field" and (said := _LISTED.search(plain)):
        return none if said["no"] else second
    if item.number == "best-right":
        if _CLASS_1.search(plain):
            return own if _OWN.search(plain) else first
        return second if _CLASS_2.search(plain) else 0 if _NO_RIGHT.search(plain) else None
    return None
