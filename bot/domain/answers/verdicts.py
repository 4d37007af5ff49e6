"""Whether a measure is for the firm that a question describes, by its dates and conditions."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from operator import ge, gt, le
from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.answers.firm_facts import firm_of
from bot.domain.answers.firm_numbers import numbers_of
from bot.domain.answers.number_series import amount_of
from bot.domain.data.models import Measure, Text
from bot.domain.eligibility.matching import unmet_conditions
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import MONTH_LENGTH

_NOW: Final = re.compile(
    r"\bstill\b|\bnow\b|\btoday\b|\bthis month\b|\bcurrently\b|\bany ?more\b|\btoo late\b|"
    r"现在|目前|眼下|还(?:能|可以|有|在|来得及)"
)
"""Asks about today."""
_LIMIT: Final = re.compile(
    r"\b(at least|over|above|passing|more than|at most) "
    r"(\d[\d.,]*(?: (?:million|billion))?(?: (?P<percent>percent))?)",
    re.IGNORECASE,
)
"""A number in a condition, a floor or a ceiling."""
_TOPICS: Final[Mapping[str, re.Pattern[str]]] = {
    key: re.compile(words, re.IGNORECASE)
    for key, words in (
        ("growth", r"\bgrew\b|\bgrowth\b"),
        ("staff", r"\bstaff\b"),
        ("revenue", r"\bsales\b|\brevenue\b"),
        ("assets", r"\bassets\b"),
        ("score", r"\bscore\b"),
    )
}
"""What the number of a condition is about; any other sum of money is that of the question."""
_TESTS: Final = {"at least": ge, "at most": le}
_SUMS_OF_FIRM: Final = ("revenue", "assets", "equity2")
_LEAST_SUM: Final = 10_000
_OUTPUT: Final = re.compile(r"\boutput\b|产值", re.IGNORECASE)


def with_verdict(
    release: Release, lines: tuple[Line, ...], question: ParsedQuestion, plain: str, today: date
) -> tuple[Line, ...]:
    """The lines of a measure after the one that decides, if one does."""
    measure = lines[0].record
    if not isinstance(measure, Measure) or lines[0].is_not_stated:
        return lines
    verdict = _verdict(release, measure, question, plain, today)
    return (verdict, *(line for line in lines if line.text != verdict.text)) if verdict else lines


def _verdict(
    release: Release, measure: Measure, question: ParsedQuestion, plain: str, today: date
) -> Line | None:
    """The sentence that decides, met or not; None if nothing that is known decides."""
    validity = measure.validity
    months = sorted(d for d in question.dates if len(d) == MONTH_LENGTH)
    if validity and (validity.starts or validity.ends) and months:
        first, last = (_month(day) for day in (validity.starts, validity.ends))
        inside = (not first or first <= months[0]) and (not last or months[-1] <= last)
        return Line(measure, text=validity.note, met=inside)
    if validity and validity.ends and not question.dates and _NOW.search(plain):
        return Line(measure, text=validity.note, met=today <= validity.ends)
    limits = dict(reversed([*_limits(measure, question, plain)]))
    if False in limits:
        return Line(measure, text=limits[False], met=False)
    firm = firm_of(release.catalogue, question, plain)
    unmet = [
        u
        for u in unmet_conditions(measure, firm)
        if u.fact not in ("industry", "need")
        and (u.final or (u.fact == "title" and u.has) or (u.limit and u.has is not None))
    ]
    who = measure.who or next(iter(measure.conditions), None)
    if unmet and who:
        return Line(measure, text=who, met=False)
    return Line(measure, text=limits[True], met=True) if limits else None


def _limits(measure: Measure, question: ParsedQuestion, plain: str) -> Iterator[tuple[bool, Text]]:
    """The conditions with a number that the question states too, and whether they are met."""
    numbers = numbers_of(plain)
    paid = {f.value for f in measure.figures if f.scope == "firm"}
    sums = [float(a[1:]) for a in question.amounts if not a.endswith("%")]
    of_firm = {numbers.get(key) for key in _SUMS_OF_FIRM}
    asks_for_more = not paid.isdisjoint(sums)
    sums = [value for value in sums if value >= _LEAST_SUM and value not in paid | of_firm]
    for text in filter(None, (measure.who, *measure.conditions)):
        limit = _LIMIT.search(text.en)
        if limit is None:
            continue
        bound, each = amount_of(limit[2]), "each" in text.en
        topic = next((key for key, words in _TOPICS.items() if words.search(text.en)), None)
        values = [numbers[key] for key in (topic, f"{topic}1") if key in numbers]
        if topic is None:
            values = sums if bound >= _LEAST_SUM and (each or len(sums) == 1) else []
        elif not _is_of(topic, limit, plain):
            continue
        kept = [
            _TESTS.get(limit[1].lower(), gt)(v, bound) for v in (values if each else values[:1])
        ]
        if False in kept and " or " not in text.en[limit.end() :]:
            yield False, text
        elif kept and all(kept) and not asks_for_more and len(kept) > (each and topic == "growth"):
            yield True, text


def _is_of(topic: str, limit: re.Match[str], plain: str) -> bool:
    """Whether the number stated is that of the condition: growth of sales, or of output alone."""
    condition = limit.string
    if topic != "growth" or not limit["percent"]:
        return topic != "growth" and not limit["percent"]
    of_sales = _TOPICS["revenue"].search(condition) is not None
    return of_sales or bool(_OUTPUT.search(condition) and _OUTPUT.search(plain))


def _month(day: date | None) -> str:
    return day.isoformat()[:MONTH_LENGTH] if day else ""
