"""The nearest count that is known, where the one that a question asks for is not stated."""

from bot.domain.answers.answer import Line
from bot.domain.answers.compose.stated import units_counted
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Measure


def with_nearest_count(query: Query, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines; a count of the same unit, of the record or a related one, for its summary."""
    question = query.question
    record, units = lines[0].record, units_counted(question.text)
    if not (units and lines[0].is_not_stated and "count" in question.intents):
        return lines
    related = record.related if isinstance(record, Measure) else ()
    for hit in query.hits:
        other = query.release.catalogue.records.get(hit.document.record)
        figures = [f for f in hit.document.figures if f.unit in units and f.role != "target"]
        if figures and other and other.id in (record.id, *related):
            return (lines[0], Line(other, (figures[0],)))
    return lines
