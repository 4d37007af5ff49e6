"""Answers a question with the figures asked for, or says that no source states them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from bot.domain.answers.glossary import may_mean_a_specific_one
from bot.domain.answers.not_stated import (
    answering_not_stated,
    missing_attribute,
    not_stated_about,
    only_asks_for,
)
from bot.domain.answers.selection import select_combinations, select_figures, select_statements
from bot.domain.data.catalogue import source_ids
from bot.domain.data.models import Attribute, Figure, NotStated, Record, Statistic, Term, Text
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import rank
from bot.domain.text_limits import MAX_QUESTION_LENGTH

AnswerStatus: TypeAlias = Literal["answered", "not-stated", "conflicting", "no-match"]

_CARDS = 3
_LEAST_COVERAGE = 0.5
"""Below this share of the question nothing is offered as an answer."""
_NEXT_CARD = 0.55
"""Another record is shown when it scores at least this share of the best one."""
_COUNT: frozenset[Attribute] = frozenset({"count"})


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """One record's part of an answer."""

    record: Record | Term
    figures: tuple[Figure, ...] = ()
    statements: tuple[Text, ...] = ()
    """Sentences that answer in addition to the figures: who, how, when."""
    unstated: NotStated | None = None
    """The fact that no source states, if that is the answer."""
    missing: Attribute | None = None
    """The attribute asked for that the record does not have."""

    @property
    def is_not_stated(self) -> bool:
        """Whether this card says that the answer is not stated."""
        return self.unstated is not None or self.missing is not None

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources of its figures first, then the record's others; of a series only the former."""
        record = self.record
        if isinstance(record, Term):
            return record.sources
        own = [i for f in self.figures for i in (*f.sources, *f.confirmed_by)]
        if own and isinstance(record, Statistic) and record.series:
            return tuple(dict.fromkeys(own))
        return tuple(dict.fromkeys([*own, *source_ids(record)]))


@dataclass(frozen=True, slots=True)
class Answer:
    """What `/ask` and `python -m bot ask` show."""

    question: str
    status: AnswerStatus
    cards: tuple[AnswerCard, ...]
    outside: tuple[str, ...] = ()
    """Ids of the places asked about that the data set does not cover."""
    nearest: tuple[str, ...] = ()
    """Ids of records to offer where nothing matched."""


def answer_question(release: Release, text: str, today: date) -> Answer:
    """At most three cards, best first. Pure: the same release, text and day, the same answer.

    If the question asks for the meaning of a term, the term comes first, then the records that it
    refers to, or any record if the question may mean a specific one ("what is the guarantee fee").
    Ignores everything after MAX_QUESTION_LENGTH characters.
    """
    text = text[:MAX_QUESTION_LENGTH]
    found = _from_records(release, text, today)
    term = release.glossary.defined_term(text)
    if term is None:
        return found
    certain = found.status in ("answered", "conflicting") and may_mean_a_specific_one(text)
    related = [
        c for c in found.cards if not c.is_not_stated and (certain or c.record.id in term.see)
    ]
    cards = (AnswerCard(term), *(c for c in related if c.record is not term))
    return Answer(text, "answered", cards[:_CARDS])


def _from_records(release: Release, text: str, today: date) -> Answer:
    question = release.index.parse(text)
    hits = rank(release, question, today)
    if question.outside:
        hits = [h for h in hits if _covers_outside(h, question)]
    if not hits or hits[0].coverage < _LEAST_COVERAGE:
        near = tuple(dict.fromkeys(h.document.record for h in hits[:12]))[:3]
        return Answer(text, "no-match", (), tuple(sorted(question.outside)), near)
    cards = tuple(_build_cards(release, question, hits))
    first = cards[0]
    if first.is_not_stated and not first.figures:
        return Answer(text, "not-stated", (first,))
    return Answer(text, _status(first), tuple(c for c in cards if not c.is_not_stated or c.figures))


def _status(card: AnswerCard) -> AnswerStatus:
    record = card.record
    if isinstance(record, Term):
        return "answered"
    doubtful = any((f.confidence or record.confidence) == "conflicting" for f in card.figures)
    return "conflicting" if doubtful else "answered"


def _covers_outside(hit: Hit, question: ParsedQuestion) -> bool:
    texts = " ".join((*hit.document.name, *hit.document.own)).lower()
    return any(place in texts for place in question.outside)


def _build_cards(
    release: Release, question: ParsedQuestion, hits: list[Hit]
) -> Iterator[AnswerCard]:
    by_record: dict[str, list[Hit]] = {}
    for hit in hits:
        by_record.setdefault(hit.document.record, []).append(hit)
    best = hits[0].score
    for record_id in list(by_record)[:_CARDS]:
        own = by_record[record_id]
        if own[0].score < best * _NEXT_CARD:
            break
        record = release.catalogue.records.get(record_id) or release.catalogue.terms[record_id]
        yield _build_card(release, record, own, question)


def _build_card(
    release: Release, record: Record | Term, hits: list[Hit], question: ParsedQuestion
) -> AnswerCard:
    if isinstance(record, Term):
        return AnswerCard(record)
    if combinations := tuple(dict.fromkeys(select_combinations(hits, question))):
        return AnswerCard(record, statements=combinations)
    if unstated := answering_not_stated(release, record, hits, question):
        return AnswerCard(record, unstated=unstated)
    figures = tuple(dict.fromkeys(select_figures(record, hits, question)))
    statements = tuple(select_statements(record, hits, question))
    if isinstance(record, Statistic) and record.series and not figures:
        return AnswerCard(record, unstated=not_stated_about(record, "count", hits), missing="count")
    if not figures and not statements and question.intents == _COUNT and record.figures:
        return AnswerCard(record, unstated=not_stated_about(record, "count", hits), missing="count")
    unstated, missing = missing_attribute(record, question)
    if missing and only_asks_for(record, question, missing):
        return AnswerCard(record, unstated=unstated, missing=None if unstated else missing)
    return AnswerCard(record, figures, statements, unstated)
