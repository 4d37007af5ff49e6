"""The warning about an offer that nothing official supports."""

from collections.abc import Sequence
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import amount_token

_NEAR: Final = 0.5
"""Least share of the best score for the warning to be meant."""


def warning_card(
    release: Release, question: ParsedQuestion, hits: Sequence[Hit]
) -> AnswerCard | None:
    """The warning whose figure a question names; what official sources say instead stands below."""
    for hit in hits:
        if hit.score < hits[0].score * _NEAR:
            break
        measure = release.catalogue.measures.get(hit.document.record)
        if measure and measure.use == "warning":
            claimed = {amount_token(f.value, f.unit) for f in measure.figures}
            if not claimed.isdisjoint(question.amounts):
                official = (Line(measure, text=conflict.says) for conflict in measure.conflicts)
                return AnswerCard(measure, (Line(measure, text=measure.summary), *official))
    return None
