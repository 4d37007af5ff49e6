"""The short answer of a record, where a question is alike to how people ask for it."""

from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.forms import ASKS_IF_PAID
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Measure, Statistic, Term
from bot.domain.search.figure_ranking import ASKS_WHAT_ONE_GETS
from bot.domain.search.intent import COUNT, QUANTITIES
from bot.domain.text import parse_text

LEAST: Final = 2.5
"""How near a question must be to an answer that asks for a yes or no."""
_LEAST_OPEN: Final = 6.0
"""The same of another question."""

_FEW: Final = 2
"""Conditions that one sentence may hold."""


def with_short_answer(query: Query, card: AnswerCard) -> AnswerCard:
    """The card of a record with its short answer first, if the question is near to one."""
    question, form = query.question, query.form
    record = card.record
    if card.kind or isinstance(record, Term) or not (record.answers and card.lines):
        return card
    if isinstance(record, Statistic) and record.series:
        return card  # a rank is told by the count
    several = isinstance(record, Measure) and len(record.conditions) > _FEW
    if several and "condition" in question.concepts and form != "can":
        return card  # all are asked for, and a short answer has one
    asked = question.intents - COUNT if form == "can" else question.intents  # does it count?
    if form not in ("can", "how", "value") or asked & QUANTITIES or _answers(card.lines[0]):
        return card
    if form != "can" and ASKS_WHAT_ONE_GETS.search(question.text) and card.lines[0].figures:
        return card
    pays = ASKS_IF_PAID.search(question.text) and any(f.scope == "firm" for f in record.figures)
    if (best := query.release.answers.best(record, question.text)) is None:
        return card
    dated = best[0].about == "when" and parse_text(best[0].text.en).dates
    dates = "when" in question.intents and dated
    if best[1] < (LEAST if dates or (form == "can" and not pays) else _LEAST_OPEN):
        return card
    return replace(card, lines=(Line(record, text=best[0].text, role="answer"), *card.lines))


def _answers(first: Line) -> bool:
    """Whether the first line is a verdict, an end, a sum, or says what is not known.

    Since when a rule is in force is not when something is due.
    """
    record = first.record
    if isinstance(record, Measure) and record.validity and first.text == record.validity.note:
        return record.validity.ends is not None or record.validity.starts is None
    known = first.met is not None or first.is_not_stated or first.is_either
    paid = first.role == "depends" and first.figures
    return known or bool(paid) or first.role in ("open", "own-sum", "answer")
