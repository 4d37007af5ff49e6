"""The warning about an offer that nothing official supports."""

from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.query import Query
from bot.domain.text import amount_token

_NEAR: Final = 0.5
"""Least share of the best score for the warning to be meant."""


def warning_card(query: Query) -> AnswerCard | None:
    """The warning whose figure a question names; what official sources say instead stands below."""
    for near in query.near(_NEAR):
        measure = query.release.catalogue.measures.get(near)
        if measure and measure.use == "warning":
            claimed = {amount_token(f.value, f.unit) for f in measure.figures}
            if not claimed.isdisjoint(query.question.amounts):
                official = (Line(measure, text=conflict.says) for conflict in measure.conflicts)
                return AnswerCard(measure, (Line(measure, text=measure.summary), *official))
    return None
