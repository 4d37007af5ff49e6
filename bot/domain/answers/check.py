"""Whether a firm with the facts in a question meets what a rung requires."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.record_lines import criterion_line
from bot.domain.data.models import Tier
from bot.domain.eligibility.check import RungVerdict, evaluate
from bot.domain.eligibility.firm import Answers
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, rungs_of
from bot.domain.text import parse_text

_SUM: Final = r"(\d[\d.,]*\s*(?:万亿|千万|百万|亿|万|billion|million|mio|bn|mn|mln|m|k)?)"
_PERCENT: Final = r"(\d[\d.]*)\s*(?:%|percent|per cent|个点)"
_NUMBER: Final = r"(\d+)"
_GAP: Final = r"[^\d,.;，。；]{0,16}?"


def _either(words: str, value: str, after: str = "") -> re.Pattern[str]:
    """The value after the words, or before them."""
    return re.compile(rf"(?:{words}){_GAP}{value}|{value}\s?(?:{after or words})")


_FACTS: Final[Mapping[str, re.Pattern[str]]] = {
    "revenue": _either("revenue|turnover|sales|营业收入|营业额|营收|年收入|销售额", _SUM),
    "rd": _either("r&d(?: spend\\w*)?|research|研发(?:费用|投入)?", _SUM),
    "main_share": _either(
        "main (?:line|business|product)|主营|主业",
        _PERCENT,
        "(?:from|of|in)? ?(?:the |our )?(?:main|core)|主营",
    ),
    "debt": _either("debt|liabilities|负债率?|资产负债率", _PERCENT),
    "market_share": _either("market share|市占率|市场份额|占有率", _PERCENT),
    "years": _either(
        "in (?:the|this|our) (?:niche|line|field|market)|从事|干了|做了", _NUMBER, "years? in"
    ),
    "rights": _either(
        "patents?|发明专利|专利|Ⅰ类", _NUMBER, "(?:\\w+ )?patents?|(?:个|项|件)?发明专利"
    ),
    "score": _either("score|points|platform says|得分|评分|显示|平台", _NUMBER, "points|分"),
    "staff": _either("staff|employees|headcount|员工|职工", _NUMBER, "employees|people|staff|人"),
    "assets": _either("assets|资产总额|总资产", _SUM, "assets"),
}
_LEAST: Final[Mapping[str, float]] = {"revenue": 100_000, "rd": 10_000, "assets": 100_000}
"""Smaller sums are something else: a rate, a year, a number of people."""
_MOST: Final = 5


def check_card(
    release: Release, question: ParsedQuestion, plain: str, today: date
) -> AnswerCard | None:
    """The requirements that the facts stated decide, those not met first; None without facts."""
    answers = Answers(dict(_numbers(plain)))
    rungs = rungs_of(question)
    if not answers.numbers or not rungs or question.concepts & {*SUPPORT, "growth-award"}:
        return None
    verdicts = evaluate(release.catalogue.dataset.tiers, answers, "current", today=today)
    lines = [
        line
        for verdict in verdicts.rungs
        if verdict.rung in rungs
        for line in _decided(release, verdict)
    ]
    return AnswerCard(lines[0].record, tuple(lines[:_MOST]), "check") if lines else None


def _numbers(plain: str) -> Iterator[tuple[str, float]]:
    for key, pattern in _FACTS.items():
        if found := pattern.search(plain):
            written = next(g for g in found.groups() if g).replace("mio", "million")
            amounts = parse_text(written).amounts
            value = float(amounts[0].strip("=%")) if amounts else 0.0
            if value >= _LEAST.get(key, 0.0):
                yield key, value


def _decided(release: Release, verdict: RungVerdict) -> Iterator[Line]:
    """The requirements that the facts decide, those not met first."""
    tiers = release.catalogue.tiers
    for result in ("not-met", "met"):
        for found in verdict.named(result):
            if found.why != "compared":
                continue
            tier = next(t for t in tiers.values() if found.criterion in t.criteria)
            yield _judged(tier, criterion_line(tier, found.criterion), met=result == "met")


def _judged(tier: Tier, line: Line, *, met: bool) -> Line:
    return Line(tier, line.figures, line.text, met=met)
