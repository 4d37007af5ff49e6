"""Whether a measure is for the firm that a question describes, by its dates and conditions."""

import re
from datetime import date
from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.answers.firm_facts import firm_of
from bot.domain.data.models import Measure
from bot.domain.eligibility.matching import unmet_conditions
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import MONTH_LENGTH

_NOW: Final = re.compile(
    r"\bstill\b|\bnow\b|\btoday\b|\bthis month\b|\bcurrently\b|\bany ?more\b|\btoo late\b|"
    r"现在|目前|眼下|还(?:能|可以|有|在|来得及)"
)
"""Asks about today."""


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
    firm = firm_of(release.catalogue, question, plain)
    unmet = [
        u
        for u in unmet_conditions(measure, firm)
        if u.fact not in ("industry", "need") and (u.final or (u.fact == "title" and u.has))
    ]
    who = measure.who or next(iter(measure.conditions), None)
    return Line(measure, text=who, met=False) if unmet and who else None


def _month(day: date | None) -> str:
    return day.isoformat()[:MONTH_LENGTH] if day else ""
