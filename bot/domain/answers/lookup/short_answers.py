"""The short answer of a record, where a question is alike to how people ask for it."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.domain.answers.answer import Line
from bot.domain.answers.read.forms import Form, asks_if_paid
from bot.domain.data.models import Measure, Record
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.not_stated_ranking import QUANTITIES
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import rank_answers


def with_short_answer(
    release: Release,
    lines: tuple[Line, ...],
    hits: Sequence[Hit],
    question: ParsedQuestion,
    form: Form,
    today: date,
) -> tuple[Line, ...]:
    """The lines of a record after its short answer, if one fits as well as its best hit."""
    first, record = lines[0], lines[0].record
    decided = first.met is not None or first.is_not_stated or first.is_either
    ends = isinstance(record, Measure) and record.validity and first.text == record.validity.note
    if decided or ends or (first.role == "depends" and first.figures) or not record.answers:
        return lines
    best = next(iter(rank_answers(release, question, today, record.id)), None)
    alike, near = (0.5, 0.9) if form == "can" else (0.75, 1.0)
    if best is None or best.likeness < alike or best.score < hits[0].score * near:
        return lines
    return (*_line(record, best, question, form), *lines)


def _line(record: Record, best: Hit, question: ParsedQuestion, form: Form) -> Iterator[Line]:
    """It as a line, unless a figure answers."""
    pays = asks_if_paid(question.text) and any(f.scope == "firm" for f in record.figures)
    counts = bool(question.intents & QUANTITIES)
    if form in ("can", "how", "value") and not (pays if form == "can" else counts):
        yield Line(record, text=best.document.text, role="answer")
