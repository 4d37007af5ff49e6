"""What the titles require, side by side or one after the other."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Final, cast

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.lookup.titles.changes import CONDITIONS
from bot.domain.answers.read.forms import ASKS_FOR_REQUIREMENT, has_form
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Criterion, Figure, Tier
from bot.domain.eligibility.tiers import TIER_NAMES, TierName, must_meet, parts_of
from bot.domain.text import Plain

_TIERS: Final = "tiered-cultivation"
_OF_TIERS: Final = frozenset({_TIERS, "condition", "difference", "recognition", "apply", "sme"})
"""Terms of a question for the conditions of all tiers."""


def each_title_card(query: Query) -> AnswerCard | None:
    """What each title requires; None unless the conditions of all tiers are asked."""
    alone = query.question.concepts <= _OF_TIERS and not query.question.past
    if not alone or _TIERS not in query.question.concepts or not CONDITIONS.search(query.plain):
        return None
    return all_requirements(
        t for t in query.release.catalogue.tiers.values() if t.rules == "current"
    )


def whole_titles_card(tiers: Sequence[Tier], plain: Plain, asked: Set[str]) -> AnswerCard | None:
    """All that titles require: of two side by side, or of several topics asked; else None."""
    number, compares = len({t.tier for t in tiers}), has_form(plain, "difference")
    asks = CONDITIONS.search(plain)
    if asked and (number != 2 or len(asked) == 1):
        return None
    if number == 2 and (compares or asks or asked):
        return _pairs([t for t in tiers if t.part == "entry"], asked)
    several = number > 2 and (compares or ASKS_FOR_REQUIREMENT.search(plain))
    return all_requirements(tiers) if several or asks else None


def _pairs(tiers: Sequence[Tier], asked: Set[str]) -> AnswerCard | None:
    """The thresholds of two titles or rules side by side, those of the higher or new one last.

    Of these topics, or of all; None if one of them has no number in the latter.
    """
    if len(tiers) != 2:
        return None
    low, high = sorted(
        tiers, key=lambda t: (TIER_NAMES.index(cast("TierName", t.tier)), t.rules == "current")
    )
    worded = {t for c in must_meet(low) if not c.threshold for t in c.topics}
    lines = [
        Line(high, (*_matching(low, topics, figure), figure))
        for topics, figure in _thresholds(high)
        if not asked or topics & asked
        if _matching(low, topics, figure) or not topics & worded  # required, without a number
    ]
    if asked - {topic for about, _ in _thresholds(high) for topic in about}:
        return None
    if asked and len(lines) == 1:
        return None
    if all(len(line.figures) == 1 for line in lines):  # nothing is asked of both
        return None if asked else all_requirements(tiers)
    lines.sort(key=lambda line: len({figure.value for figure in line.figures}) < len(line.figures))
    return AnswerCard(low, tuple(lines), "pairs") if lines else None


def _matching(tier: Tier, topics: frozenset[str], figure: Figure) -> Sequence[Figure]:
    """The threshold of the other title that is about the same and of the same unit."""
    found = [f for about, f in _thresholds(tier) if about & topics and f.unit == figure.unit]
    return found[:1]


def _thresholds(tier: Tier) -> Iterator[tuple[frozenset[str], Figure]]:
    """Topics and number of each requirement that has one, of alternatives each."""
    for criterion in must_meet(tier):
        for part in (criterion, *parts_of(tier, criterion)):
            if part.threshold:
                yield frozenset(part.topics or criterion.topics), part.threshold


def all_requirements(tiers: Iterable[Tier]) -> AnswerCard | None:
    """What each title requires, the lowest title first: numbers before the rest.

    Of several titles first the numbers in which they differ.
    """
    entry = {t.tier: t for t in tiers if t.part == "entry"}
    found = {name: list(threshold_lines(t, must_meet(t))) for name, t in entry.items()}
    shared = Counter((f.name.en, f.value) for own in found.values() for x in own for f in x.figures)
    lines: list[Line] = []
    for name in filter(entry.__contains__, TIER_NAMES):
        own = sorted(
            found[name],
            key=lambda x: (not x.figures, all(shared[f.name.en, f.value] > 1 for f in x.figures)),
        )
        lines += own or [Line(entry[name], _alternatives(entry[name]))]
    known = any(found.values())
    return AnswerCard(lines[0].record, tuple(lines), "requirements") if known else None


def _alternatives(tier: Tier) -> tuple[Figure, ...]:
    """The first number of each of the ways into the title, a score first."""
    ways = (c for way in parts_of(tier, must_meet(tier)[0])[:1] for c in parts_of(tier, way))
    firsts = [way if way.threshold else parts_of(tier, way)[0] for way in ways]
    found = [c.threshold for c in firsts if c.threshold]
    return (*sorted(found, key=lambda figure: figure.unit != "points"),)


def threshold_lines(tier: Tier, criteria: Iterable[Criterion]) -> Iterator[Line]:
    """A line for each of the requirements; the numbers of alternatives share one.

    What is judged without a number is named, where anything has one.
    """
    for criterion in criteria:
        parts = (criterion, *parts_of(tier, criterion))
        figures = tuple(part.threshold for part in parts if part.threshold)
        if criterion.op == "any-of" and figures:
            yield Line(tier, figures)
        else:
            yield from (Line(tier, (figure,)) for figure in figures)
        if not figures and criterion.op != "any-of":
            yield Line(tier, text=criterion.name)
