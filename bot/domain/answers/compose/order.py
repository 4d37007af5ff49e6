"""Which card comes first, and what a term shows of the card after it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import Answer, AnswerCard, Line
from bot.domain.data.models import Measure, Term
from bot.domain.eligibility.matching import offered
from bot.domain.eligibility.tiers import TIER_NAMES
from bot.domain.release import Release
from bot.domain.search.ranking import TIER_TERMS
from bot.domain.text import Plain

CARDS: Final = 3
"""The most that an answer has."""
MOST_OTHER_PARTS: Final = 2
"""The most other parts of a question that are answered below the first."""


_EXAMPLES: Final = (None, "records")
"""Kinds of cards that stand below a term."""


def with_term(release: Release, plain: Plain, found: Answer) -> Answer:
    """The answer; if the question asks for the meaning of a term, the term comes first.

    Terms that it compares, and nothing else, stand side by side.
    """
    terms = release.glossary.compared_terms(plain)
    if terms and not _is_compared(terms, found):
        return Answer(found.question, "answered", (AnswerCard(terms[0], terms=terms[1:]),))
    if terms and (card := found.cards[0]).kind == "pairs":
        top = max(terms, key=lambda term: TIER_NAMES.index(TIER_TERMS[term.id]))
        told = Line(card.lines[0].record, text=top.definition)
        return replace(found, cards=(replace(card, lines=(told, *card.lines)), *found.cards[1:]))
    term = release.glossary.defined_term(plain)
    if term is None or (found.cards and found.cards[0].kind == "check"):
        return found  # a verdict tells what the term means as well
    related = [c for c in found.cards if not c.is_not_stated and c.record is not term]
    if term.id in TIER_TERMS:  # a title is not what it brings
        related = [c for c in related if c.record.id in term.see]
    cards = [AnswerCard(term), *related]
    if len(cards) == 1:
        records = release.catalogue.records
        cards += [
            AnswerCard(records[i], (Line(records[i], text=records[i].summary),))
            for i in term.see[:1]
            if i in records
        ]
    return Answer(found.question, "answered", tuple(with_example(cards)[:CARDS]))


def _is_compared(terms: Sequence[Term], found: Answer) -> bool:
    """Whether the answer compares them by what they require: tiers, or offers to firms."""
    tiers = [TIER_TERMS[term.id] for term in terms if term.id in TIER_TERMS]
    if len({*tiers}) >= 2:
        return True
    card = next(iter(found.cards), None)
    if card is None or card.kind != "difference":
        return False
    return all(isinstance(record, Measure) and offered(record) for record in card.records)


def best_first(cards: list[AnswerCard]) -> list[AnswerCard]:
    """The cards; of two related measures first the one that decides."""
    if len(cards) < 2:
        return cards
    first, second = cards[:2]
    if not isinstance(first.record, Measure):
        return cards
    if second.record.id not in first.record.related or not second.lines:
        return cards
    open_ = first.lines[0].role == "depends" or not offered(first.record)
    decides = open_ and first.lines[0].met is None and second.lines[0].met is not None
    announces = not first.record.figures and not first.is_not_stated
    announces = announces and any(f.scope == "firm" for f in second.lines[0].figures)
    return [second, first, *cards[2:]] if decides or announces else cards


def with_example(cards: list[AnswerCard]) -> list[AnswerCard]:
    """A term with what the record after it says."""
    if len(cards) > 1 and isinstance(cards[0].record, Term) and cards[1].kind in _EXAMPLES:
        return [replace(cards[0], lines=cards[1].lines), *cards[1:]]
    return cards
