"""The short answer of a record, where a question is alike to how people ask for it."""

from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.answers.read.forms import Form, asks_if_paid
from bot.domain.data.models import Measure
from bot.domain.release import Release
from bot.domain.search.not_stated_ranking import QUANTITIES
from bot.domain.search.query import ParsedQuestion

_LEAST: Final = 2.5
"""How near a question must be to an answer that asks for a yes or no."""
_LEAST_OPEN: Final = 6.0
"""The same of another question."""


def with_short_answer(
    release: Release, lines: tuple[Line, ...], question: ParsedQuestion, form: Form
) -> tuple[Line, ...]:
    """The lines of a record after its short answer, if the question is near to one."""
    record = lines[0].record
    if form not in ("can", "how", "value") or question.intents & QUANTITIES or _answers(lines[0]):
        return lines
    pays = asks_if_paid(question.text) and any(f.scope == "firm" for f in record.figures)
    best = release.answers.best(record, question.text) if record.answers else None
    if best is None or best[1] < (_LEAST if form == "can" and not pays else _LEAST_OPEN):
        return lines
    return (Line(record, text=best[0].text, role="answer"), *lines)


def _answers(first: Line) -> bool:
    """Whether the first line is a verdict, an end, a sum, or says what is not known."""
    record = first.record
    if isinstance(record, Measure) and record.validity and first.text == record.validity.note:
        return True
    known = first.met is not None or first.is_not_stated or first.is_either
    paid = first.role == "depends" and first.figures
    return known or bool(paid) or first.role in ("open", "own-sum")
