"""A measure beside the one that replaced it."""

from collections.abc import Sequence
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.comparisons import aligned, as_call
from bot.domain.answers.compose.record_lines import record_lines
from bot.domain.answers.read.query import Query
from bot.domain.search.ranking import rank_record

_NEAR: Final = 0.85
"""Least share of the best score for one of the two to be meant."""
_MOST: Final = 3
"""Lines of each."""


def successor_card(query: Query) -> AnswerCard | None:
    """Both measures, the former one first; None if none that was replaced is meant."""
    release, question = query.release, query.question
    measures = release.catalogue.measures
    near = {*query.near(_NEAR)}
    pairs = ((m, measures.get(m.superseded_by or "")) for m in measures.values())
    pair = next(((old, new) for old, new in pairs if new and {old.id, new.id} & near), None)
    if pair is None:
        return None
    sides: list[Sequence[Line]] = []
    for each in pair:
        own = rank_record(release, question, query.today, each.id)
        found = record_lines(each, own, question, query.form)
        sides.append(as_call(sorted(found, key=lambda line: not line.figures)))
    lines = [line for side in aligned(sides) for line in side[:_MOST]]
    return AnswerCard(pair[0], tuple(lines), "difference")
