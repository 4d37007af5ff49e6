"""The offer of one district, where it is asked which district it is."""

from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Award
from bot.domain.text import pattern_of

_WHICH: Final = pattern_of(r"\b(?:which|what) district\b(?!'?s)|哪个?区")
_COVERED, _NEAR = 0.9, 0.7
"""Least coverage of a document, and share of the best score, for its record to be meant."""


def which_district_card(query: Query) -> AnswerCard | None:
    """The one measure that says what is asked, if it is of one district; not the awards of many."""
    if query.question.districts or not (query.hits and _WHICH.search(query.plain)):
        return None
    least = query.hits[0].score * _NEAR
    near = {h.document.record for h in query.hits if h.score >= least and h.coverage >= _COVERED}
    found = query.release.catalogue.measures.get(near.pop()) if len(near) == 1 else None
    if found is None or isinstance(found, Award) or len(found.districts) != 1:
        return None
    return AnswerCard(found, (Line(found, text=found.summary, role="answer"),))
