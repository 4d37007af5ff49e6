"""The parts of a compound question, each with its lines, on one card."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.cards import count_card, record_cards, special_card
from bot.domain.answers.compose.comparisons import card_of_parts, sums_first
from bot.domain.answers.lookup.aspects import missing_aspect_card
from bot.domain.answers.lookup.hits import hits_of
from bot.domain.answers.lookup.part_hits import of_part
from bot.domain.answers.read.clauses import has_subject
from bot.domain.answers.read.forms import has_form
from bot.domain.answers.read.parts import ASKS_EACH, joined, sides
from bot.domain.answers.read.query import Query
from bot.domain.answers.reader import read_part
from bot.domain.data.models import Statistic, Term
from bot.domain.search.intent import COUNT
from bot.domain.search.query import ParsedQuestion

_COVERAGE, _LIKENESS = 0.45, 0.3
"""The least coverage and likeness of a part of a question."""


def parts_card(query: Query, clauses: Sequence[ParsedQuestion]) -> AnswerCard | None:
    """The parts of a compound question, each with its lines; None if it has but one."""
    compares = has_form(query.plain, "difference")
    parts, top = _parts(query, clauses, compares=compares), ""
    asks = len(clauses) > 1 and query.form != "can" and has_subject(query.release, query.question)
    if asks and not parts:
        parts, top = _read(query, clauses), query.hits[0].document.record
    if not parts:
        return None
    found = [part_lines(part, top) for part in parts]
    if any(p and p[0].record.id == top for p in found):
        found = [p for p in found if not p or p[0].record.id == top or not p[0].is_not_stated]
    measured = compares or "area" in query.question.concepts
    if not measured and all(map(_is_number, parts, found)):
        firsts = [lines[:1] for lines in found]
        found = firsts if len({line.record.id for (line,) in firsts}) == len(parts) else found
    return card_of_parts(found, compares=compares)


def _is_number(part: Query, lines: Sequence[Line]) -> bool:
    """Whether a part asks how many there are, and its first line says it, no sentence after it."""
    first = next(iter(lines), None)
    counts = first and isinstance(first.record, Statistic) and len(first.figures) == 1
    said = any(line.text for line in lines[1:2])
    return bool(counts) and not said and "count" in part.question.intents


def _parts(query: Query, clauses: Sequence[ParsedQuestion], *, compares: bool) -> list[Query]:
    """Its clauses, if they ask of different things; else what it joins; else two sides."""
    parts: Sequence[ParsedQuestion] = joined(query.release, query.question, compares=compares)
    if ask_of_different_places(clauses) or _ask_of_different_years(query, clauses):
        parts = clauses
    if not parts and (compares or ASKS_EACH.search(query.plain)):
        both = sides(query.release, query.question)
        return [read_part(query, side, query.plain) for side in both]
    return _read(query, parts)


def _read(query: Query, parts: Sequence[ParsedQuestion]) -> list[Query]:
    return [read_part(query, part) for part in parts]


def ask_of_different_places(clauses: Sequence[ParsedQuestion]) -> bool:
    """Whether each clause asks something else of a district of its own."""
    places = [q.districts for q in clauses]
    asked = {frozenset(c for c in q.concepts if ":" not in c) for q in clauses}
    alone = all(len(place) == 1 for place in places) and len({*places}) == len(places)
    return alone and 1 < len(asked) == len(places)


def _ask_of_different_years(query: Query, clauses: Sequence[ParsedQuestion]) -> bool:
    """Whether each clause asks about one year, not all about the same year and record."""
    years = [frozenset(d[:4] for d in q.dates) for q in clauses]
    if query.form == "can" or len({*years}) < 2 or any(len(year) != 1 for year in years):
        return False
    hits = (hits_of(replace(query, question=clause))[:1] for clause in clauses)
    return len({h.document.record for best in hits for h in best}) > 1


def part_lines(query: Query, top: str = "") -> Sequence[Line]:
    """The lines of one part; `top`: the best record of the whole question, which comes first."""
    hits = of_part(query.release, query.hits, query.plain, top)
    if not hits or hits[0].coverage < _COVERAGE or hits[0].likeness < _LIKENESS:
        return ()
    query = replace(query, hits=hits)
    card = special_card(query)
    if card and card.kind == "zones" and query.question.intents == COUNT:
        card = count_card(query)  # beside another part no list
    card = card or record_cards(query, most=1)[0]
    card = missing_aspect_card(card, query.plain) or card
    return () if isinstance(card.record, Term) else sums_first(card.lines, query.question)
