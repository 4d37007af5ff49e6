"""Whether a measure is for the firm that a question describes, by its dates and conditions."""

from datetime import date

from bot.domain.answers.answer import Line
from bot.domain.answers.firm_facts import firm_of
from bot.domain.data.models import Measure
from bot.domain.eligibility.matching import unmet_conditions
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import MONTH_LENGTH


def with_verdict(
    release: Release, lines: tuple[Line, ...], question: ParsedQuestion, plain: str
) -> tuple[Line, ...]:
    """The lines of a measure after the one that decides, if one does."""
    measure = lines[0].record
    if not isinstance(measure, Measure) or lines[0].is_not_stated:
        return lines
    verdict = _verdict(release, measure, question, plain)
    return (verdict, *(line for line in lines if line.text != verdict.text)) if verdict else lines


def _verdict(
    release: Release, measure: Measure, question: ParsedQuestion, plain: str
) -> Line | None:
    """The sentence that decides, met or not; None if nothing that is known decides."""
    validity = measure.validity
    months = sorted(d for d in question.dates if len(d) == MONTH_LENGTH)
    if validity and (validity.starts or validity.ends) and months:
        first, last = (_month(day) for day in (validity.starts, validity.ends))
        inside = (not first or first <= months[0]) and (not last or months[-1] <= last)
        return Line(measure, text=validity.note, met=inside)
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
