"""Answers a question with the figures asked for, or says that no source states them.

Three steps: read the question, look up by its form, compose cards with the answer first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final

from bot.domain.answers.answer import Answer, AnswerCard, status_of
from bot.domain.answers.beside import (
    covered_clauses,
    lines_beside,
    today_before_target,
    with_each_clause,
)
from bot.domain.answers.cards import first_of, record_cards, special_card
from bot.domain.answers.compose.comparisons import with_pair
from bot.domain.answers.compose.order import MOST_OTHER_PARTS, best_first, with_example, with_term
from bot.domain.answers.lookup.asked import unasked_card
from bot.domain.answers.lookup.aspects import asks_for_aspect, card_that_states
from bot.domain.answers.lookup.awards import ASKS_BY_DISTRICT, award_card
from bot.domain.answers.lookup.cells import cells_card
from bot.domain.answers.lookup.counts import counts_card, counts_of_years_card
from bot.domain.answers.lookup.either_sum import either_sum_card
from bot.domain.answers.lookup.ending import ending_card
from bot.domain.answers.lookup.gate import compared_elsewhere, is_answerable, places_elsewhere
from bot.domain.answers.lookup.lists import asks_for_kind, contacts_card, means_offer, offers_card
from bot.domain.answers.lookup.matches import fitting_measures_card
from bot.domain.answers.lookup.own_conditions import has_deciding_number
from bot.domain.answers.lookup.packages import members_card, two_packages_card
from bot.domain.answers.lookup.short_answers import with_short_answer
from bot.domain.answers.lookup.successors import successor_card
from bot.domain.answers.lookup.titles.title_card import title_card
from bot.domain.answers.lookup.warning import warning_card
from bot.domain.answers.lookup.which_district import which_district_card
from bot.domain.answers.lookup.zones import counted_zones_card, zones_card
from bot.domain.answers.parts_card import ask_of_different_places, parts_card
from bot.domain.answers.read.batches import batches_named
from bot.domain.answers.read.clauses import asking_clauses
from bot.domain.answers.read.forms import has_form, whether_asked
from bot.domain.answers.read.products import without_products
from bot.domain.answers.read.query import Query
from bot.domain.answers.reader import read_part, read_question
from bot.domain.data.models import Award, Statistic, Term, Tier
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, tiers_named
from bot.domain.text_limits import MAX_QUESTION_LENGTH

_ONE_WORD: Final = 10
"""Characters of a text that is nothing but the name of a kind of support."""


def answer_question(release: Release, text: str, today: date) -> Answer:
    """At most three cards, best first. Pure: the same release, text and day, the same answer.

    If the question asks for the meaning of a term, the term comes first, then the records.
    Ignores everything after MAX_QUESTION_LENGTH characters.
    """
    plain = without_products(release, release.index.without_slips(text))
    found = with_term(release, plain, _answer(read_question(release, plain, today)))
    return replace(found, question=text[:MAX_QUESTION_LENGTH])


def _answer(query: Query) -> Answer:
    """By the first card that answers; else the best records."""
    if elsewhere := compared_elsewhere(query):
        return Answer(query.plain, "no-match", (), elsewhere)
    answerable = is_answerable(query)
    query = _listing_kind(query)
    read_form, query = query.form, _meaning_one_offer(query)
    clauses = asking_clauses(query.release, query.question)
    card = (
        warning_card(query)
        or title_card(replace(query, form=read_form), answerable=answerable)
        or ending_card(query)
        or contacts_card(query)
    )
    if answerable and not query.hits:  # of nothing but the firm
        card = card or fitting_measures_card(query)
    if card is None and not (answerable and query.hits):
        return _not_found(query)
    card = card or first_of(_cards(query, clauses))
    cards = with_example([card] if card else best_first(record_cards(query)))
    first = _best_card(query, cards, found=card is None)
    if card and (len(clauses) < 2 or not (first.figures or query.form == "value")):
        first = with_short_answer(query, first)  # a search result has its own
    first = _with_clauses(query, first, clauses)
    if len(clauses) < 2:
        first = unasked_card(query, first) or first
    awards = first.kind == "award-districts"
    outside = places_elsewhere(query) if awards else ()
    if first.is_not_stated:
        return Answer(query.plain, "not-stated", (first,), outside)
    others = (c for c in cards[1:] if not c.is_not_stated)
    return Answer(query.plain, status_of(first), (first, *others), outside)


def _listing_kind(query: Query) -> Query:
    """The query; nothing but the name of a kind of support asks for a list of that kind."""
    question = query.question
    alone = query.form == "value" and question.concepts <= SUPPORT and len(question.concepts) == 1
    other = question.intents or question.unknown or question.amounts or question.dates
    bare = alone and not other and len(query.plain) <= _ONE_WORD
    return replace(query, form="list") if bare else query


def _meaning_one_offer(query: Query) -> Query:
    """The query; what a firm can get asks for a yes or no where one offer is meant."""
    if query.form != "get":
        return query
    if "subsidy" in query.question.concepts and asks_for_aspect("office-rent", query.plain):
        return replace(query, form="value")
    if not (means_offer(query) or has_deciding_number(replace(query, hits=query.hits[:1]))):
        return query
    hits = [h for h in query.hits if h.document.kind != "term"]
    return replace(query, form="can", hits=hits)


def _cards(query: Query, clauses: Sequence[ParsedQuestion]) -> Iterator[AnswerCard | None]:
    """The cards to try, in this order.

    What the words name for certain comes before what a form or the hits only suggest; a card of
    one record, the search result, is made where all of these are None.
    """
    question, form = query.question, query.form
    apart = ask_of_different_places(clauses)
    yield which_district_card(query)
    places = len(question.districts) + ("lin-gang" in question.concepts)
    if ASKS_BY_DISTRICT.search(query.plain) or (places > 1 and not apart):
        yield award_card(query)
    yield either_sum_card(query)
    yield members_card(query)
    yield counts_card(query)
    yield counts_of_years_card(query)
    yield counted_zones_card(query)
    yield offers_card(query)
    compares = has_form(query.plain, "difference")
    if compares:
        yield two_packages_card(query)
        yield successor_card(query)
    if compares or form in ("can", "get"):
        yield special_card(query)
        yield parts_card(query, clauses)
        return
    found = (parts_card(query, clauses) if apart else None) or zones_card(query)
    if found and (found.figures or not (tiers_named(question) or question.concepts & SUPPORT)):
        yield found
    if form == "list" and asks_for_kind(question):
        yield special_card(query)
    yield cells_card(query)
    found = parts_card(query, clauses)
    if found and len({type(line.record) for line in found.lines}) > 1:
        yield found  # of several kinds of records, which no other card holds
    yield special_card(query)
    yield found


def _best_card(query: Query, cards: Sequence[AnswerCard], *, found: bool) -> AnswerCard:
    """The first card with its yes or no and its pair; or a related one that states what is asked.

    `found`: whether the cards are search results, which may be silent on it.
    """
    first = replace(cards[0], asks=whether_asked(query.plain))
    if has_form(query.plain, "difference") and not batches_named(query.plain):
        first = with_pair(first)
    named = cards[1] if isinstance(first.record, Term) and len(cards) > 1 else first
    apart = named is not first or found or isinstance(first.record, Award | Statistic | Tier)
    gaps = isinstance(first.record, Award) and any(x.is_not_stated for x in first.lines[1:])
    until_when = gaps and query.question.end  # which the award says
    if not apart or until_when or query.form == "get":  # what it mentions, it does not ask for
        return first
    states = card_that_states(named, cards, query.plain)
    return first if states is named else states


def _with_clauses(query: Query, card: AnswerCard, clauses: Sequence[ParsedQuestion]) -> AnswerCard:
    """The card with what answers each clause first, and what others answer below it."""
    if card.kind in ("check", "titles"):
        return card
    parts = [read_part(query, clause) for clause in clauses]
    card = with_each_clause(query, card, parts)
    shares = card.kind is None and query.form != "can"
    beside = islice(lines_beside(card, parts, _answer, shares=shares), MOST_OTHER_PARTS)
    opens = parts if parts and query.plain.startswith(parts[0].plain) else ()
    every = (*card.other_parts, *beside)
    return today_before_target(replace(card, other_parts=every), opens)


def _not_found(query: Query) -> Answer:
    """The answer to what is covered of a question about more; else the nearest records."""
    release, plain = query.release, query.plain
    outside = tuple(sorted(query.question.outside))
    inside = covered_clauses(release, plain) if outside else ""
    if inside and (found := _answer(read_question(release, inside, query.today))).cards:
        return replace(found, question=plain, outside=outside)
    near = tuple(dict.fromkeys(h.document.record for h in query.hits[:12]))[:3]
    return Answer(plain, "no-match", (), outside, near)
