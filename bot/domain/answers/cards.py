"""The cards that may answer a question, and the order in which they are tried."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.lacking_quantity import units_counted
from bot.domain.answers.compose.order import CARDS
from bot.domain.answers.compose.record_lines import record_lines
from bot.domain.answers.lookup.awards import award_card
from bot.domain.answers.lookup.lists import asks_for_kind, records_card
from bot.domain.answers.lookup.matches import fitting_measures_card
from bot.domain.answers.lookup.short_answers import with_short_answer
from bot.domain.answers.lookup.verdicts import with_verdict
from bot.domain.answers.lookup.zones import zones_card
from bot.domain.answers.read.firm_facts import describes_firm
from bot.domain.answers.read.query import Query
from bot.domain.answers.read.zone_figures import LOOKS_FOR_SITE
from bot.domain.data.models import Measure
from bot.domain.search.index import Hit
from bot.domain.search.intent import QUANTITIES
from bot.domain.search.ranking import rank_record

_NEXT_CARD: Final = 0.55
"""Another record is shown when it scores at least this share of the best one."""


def first_of(cards: Iterable[AnswerCard | None]) -> AnswerCard | None:
    """The first card that there is; those after it are not made."""
    return next(filter(None, cards), None)


def special_card(query: Query) -> AnswerCard | None:
    """A card that is no search result: what a firm gets, awards, parks, offers of a kind."""
    return first_of(_special_cards(query))


def _special_cards(query: Query) -> Iterator[AnswerCard | None]:
    form, top = query.form, query.hits[0].document
    described = form in ("get", "list") and describes_firm(query)
    if described and not LOOKS_FOR_SITE.search(query.plain):
        yield fitting_measures_card(query)
    if not _is_no_award(query):
        yield award_card(query)
    yield zones_card(query)
    if form == "get":
        yield fitting_measures_card(query)
    unstated = top.kind == "not-stated" and not asks_for_kind(query.question)
    if form in ("list", "get") and not unstated:
        yield records_card(query)


def _is_no_award(query: Query) -> bool:
    """Whether the best hit says that something else than an amount is not stated.

    Or what a title asks, which is no award, whatever amount is meant.
    """
    question, top = query.question, query.hits[0].document
    silent = top.kind == "not-stated" and "amount" not in top.about
    silent = silent and query.form != "get" and not question.intents & QUANTITIES
    if silent and len(question.districts) < 2:
        return True
    return top.kind == "criterion" and not question.districts


def record_cards(query: Query, most: int = CARDS) -> list[AnswerCard]:
    """The best records, each with its lines, as far as they score well."""
    best = dict[str, Hit]()
    for hit in query.hits:
        best.setdefault(hit.document.record, hit)
    least = query.hits[0].score * _NEXT_CARD
    near = takewhile(lambda i: best[i].score >= least, list(best)[:most])
    return [_record_card(query, i, is_first=not place) for place, i in enumerate(near)]


def count_card(query: Query) -> AnswerCard | None:
    """The best statistic, with how many it counts in all first; None if none was found."""
    statistics = query.release.catalogue.statistics
    hits = [h for h in query.hits if h.document.record in statistics]
    if not hits:
        return None
    card = record_cards(replace(query, hits=hits), most=1)[0]
    record = statistics[hits[0].document.record]
    total = Line(record, record.figures[:1])
    return replace(card, lines=(total, *card.lines))


def _record_card(query: Query, record_id: str, *, is_first: bool) -> AnswerCard:
    """A record with its lines; the first card sees every part of its record."""
    release, question = query.release, query.question
    if (record := release.catalogue.records.get(record_id)) is None:
        return AnswerCard(release.catalogue.terms[record_id])
    own = [h for h in query.hits if h.document.record == record_id]
    if is_first:
        own = rank_record(release, question, query.today, record_id)
    lines = with_verdict(query, record_lines(record, own, question, query.form))
    return with_short_answer(query, AnswerCard(record, _with_nearest_count(query, lines)))


def _with_nearest_count(query: Query, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines; a count of the same unit, of the record or a related one, for its summary."""
    record, units = lines[0].record, units_counted(query.question.text)
    if not (units and lines[0].is_not_stated and "count" in query.question.intents):
        return lines
    related = record.related if isinstance(record, Measure) else ()
    for hit in query.hits:
        other = query.release.catalogue.records.get(hit.document.record)
        figures = [f for f in hit.document.figures if f.unit in units and f.role != "target"]
        if figures and other and other.id in (record.id, *related):
            return (lines[0], Line(other, (figures[0],)))
    return lines
