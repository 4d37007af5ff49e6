"""Which card comes first, and what a term shows of the card after it."""

from dataclasses import replace

from bot.domain.answers.answer import AnswerCard
from bot.domain.data.models import Measure, Term


def best_first(cards: list[AnswerCard]) -> list[AnswerCard]:
    """The cards; of two related measures first the one that decides."""
    if len(cards) < 2 or not isinstance(cards[0].record, Measure):
        return cards
    first, second = cards[:2]
    if second.record.id not in cards[0].record.related or not second.lines:
        return cards
    decides = first.lines[0].role == "depends" and second.lines[0].met is not None
    return [second, first, *cards[2:]] if decides else cards


def with_example(cards: list[AnswerCard]) -> list[AnswerCard]:
    """A term with what the record after it says."""
    if len(cards) > 1 and isinstance(cards[0].record, Term) and cards[1].heading is None:
        return [replace(cards[0], lines=cards[1].lines), *cards[1:]]
    return cards
