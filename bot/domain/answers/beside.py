"""What answers the other clauses of a question, beside or below the first answer."""

from collections.abc import Callable, Collection, Iterator, Sequence, Set
from dataclasses import replace
from itertools import islice
from typing import Final

from bot.domain.answers.answer import Answer, AnswerCard, Line
from bot.domain.answers.lookup.part_hits import VERY_CLEAR, is_clear
from bot.domain.answers.lookup.short_answers import LEAST
from bot.domain.answers.lookup.zones import city_count
from bot.domain.answers.parts_card import part_lines
from bot.domain.answers.read.clauses import ASKS, has_subject, pieces
from bot.domain.answers.read.forms import form_of
from bot.domain.answers.read.parts import ASKS_EACH, names_subject
from bot.domain.answers.read.query import Query
from bot.domain.answers.reader import read_question
from bot.domain.data.models import Attribute, Award, Measure, Tier, Zone
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.intent import QUANTITIES, WHEN
from bot.domain.search.ranking import SUPPORT
from bot.domain.text import Plain, amount_token, parse_text

_AS_WELL: Final = 0.7
"""Least share of the best score for a record that covers a clause to answer it."""
_OF_ZONES: Final[frozenset[Attribute]] = frozenset({"names", "count", "amount", "place"})
"""What a clause asks that a list of parks or clusters answers, but for how many there are."""


def with_each_clause(query: Query, card: AnswerCard, clauses: Sequence[Query]) -> AnswerCard:
    """The card of one record with what answers each clause first."""
    top = next(iter(card.lines), None)
    apart = card.kind or card.pair or card.valid_to or card.exists or card.terms
    if top is None or apart or top.met is not None or top.role or isinstance(top.record, Award):
        return card
    # Else there is nothing that a clause could put first.
    movable = top.is_not_stated or any(line.figures for line in card.lines[1:])
    asked = clauses if movable and not isinstance(top.record, Tier) else ()
    found = [line for clause in asked for line in part_lines(clause)[:1]]
    own = [x for x in found if x.record is top.record]
    named = {*query.release.index.parse(query.plain).amounts}  # what it names itself is no answer
    if top.is_not_stated:
        firsts = _instead_of_gap(query, top, clauses, own, named)
    else:
        firsts = _beside_answer(query, card, clauses, own, named)
    return replace(card, lines=tuple(dict.fromkeys((*firsts, *card.lines))))


def _beside_answer(
    query: Query, card: AnswerCard, clauses: Sequence[Query], own: Sequence[Line], named: Set[str]
) -> Sequence[Line]:
    """The first line, then what another clause asks for; one that asks alone comes before it.

    What is not stated comes first where the first line only repeats the question.
    """
    top = card.lines[0]
    told = _amounts(top)
    gap = next((x for x in card.lines if x.is_not_stated), None)
    if gap and told and told <= named:
        return [gap]
    firsts = [line for line in own if line.figures and line in card.lines]
    alone = len(clauses) == 1 and query.plain.startswith(clauses[0].plain)
    return firsts if alone and clauses[0].question.intents else [top, *firsts]


def _instead_of_gap(
    query: Query, top: Line, clauses: Sequence[Query], own: Sequence[Line], named: Collection[str]
) -> Sequence[Line]:
    """What other clauses ask for, and a short answer: before the line that something is lacking."""
    own = [line for line in own if _amounts(line).isdisjoint(named)]
    firsts = [line for line in own if line.figures or (len(clauses) > 1 and _answers(line))]
    decides = form_of(query.plain) == "can" and not top.missing
    asked = (query.plain, *(clause.plain for clause in clauses)) if decides else ()
    near = filter(None, (query.release.answers.best(top.record, text) for text in asked))
    if (best := max(near, key=lambda found: found[1], default=None)) and best[1] >= LEAST:
        firsts.append(Line(top.record, text=best[0].text, role="answer"))
    record = top.record
    gap = {s.about for s in record.not_stated if s.text == top.text}  # none of an aspect
    asks_day = len(clauses) > 1 and any(c.question.intents == WHEN for c in clauses)
    if asks_day and gap - WHEN and all(x.role != "answer" for x in firsts):
        days = (a.text for a in record.answers if a.about == "when" and parse_text(a.text.en).dates)
        firsts += [Line(record, text=text, role="answer") for text in islice(days, 1)]
    if isinstance(record, Measure) and record.automatic and all(x.role != "answer" for x in firsts):
        parts = [clause.question for clause in clauses]
        told = any("apply" in q.intents for q in parts)
        firsts += [Line(record, text=text, role="answer") for text in record.apply if told][:1]
    return firsts


def _amounts(line: Line) -> set[str]:
    return {amount_token(f.value, f.unit) for f in line.figures}


def _answers(line: Line) -> bool:
    """Whether a sentence answers what was asked, and does not only tell what the record is."""
    steps = line.record.apply if isinstance(line.record, Measure) else ()
    return line.role == "answer" or (len(steps) == 1 and line.text in steps)


def lines_beside(
    card: AnswerCard, clauses: Sequence[Query], answer: Callable[[Query], Answer], *, shares: bool
) -> Iterator[Line]:
    """A line for each clause that the card does not answer, from records that are not shown.

    `answer` answers a clause asked by itself. `shares`: whether a clause may be read with the
    subject of the others.
    """
    if not shares and len(clauses) < 2:
        return
    shown = {card.record.id, *(r.id for r in card.records)}
    now = next((c for c in clauses[: len(clauses) > 1] if _asks_of_now(card, c)), None)
    zones, counted = isinstance(card.record, Zone) and len(clauses) > 1, card.kind is not None
    for clause in clauses:
        release, text = clause.release, clause.plain
        if zones and clause.question.intents <= _OF_ZONES:
            totals = list(city_count(clause))
            yield from totals
            counted = counted or bool(totals)
            if counted:
                continue  # the list answers what it asks of a place
        said, subject = release.index.parse(text).concepts, names_subject(release, text)
        only_asks = said and said <= SUPPORT and not ASKS_EACH.search(text)
        if len(clauses) == 1 and (only_asks or not subject):
            continue  # the card answers
        hits = [h for h in clause.hits if h.document.kind != "term"]
        line = _line_shared(clause, shown, hits) if shares and subject else None
        if line is None and clause is now:
            found = answer(read_question(release, text, clause.today)).cards
            firsts = [c.lines[0] for c in found[:1] if c.lines and c.lines[0].figures]
            line = next((x for x in firsts if not _is_aim(x)), None)
        if line is None and len(clauses) > 1 and hits and not _is_covered(hits, shown):
            alone = read_question(release, text, clause.today)
            line = _line_alone(alone, answer, hits[0].document.record, subject=subject)
        if line:
            shown.add(line.record.id)
            yield line


def today_before_target(card: AnswerCard, clauses: Sequence[Query]) -> AnswerCard:
    """The card; a number of today before one aimed for, where it is asked for first."""
    if not (clauses and card.other_parts and card.lines and _asks_of_now(card, clauses[0])):
        return card
    aim, (now, *others) = card.lines[0], card.other_parts
    if card.kind or _is_aim(now) or not now.figures:
        return card
    return AnswerCard(now.record, (now,), other_parts=(aim, *others))


def _asks_of_now(card: AnswerCard, clause: Query) -> bool:
    """Whether a clause asks for a number of today, and the card begins with one aimed for."""
    said = clause.release.index.parse(clause.plain)
    asks = said.intents & QUANTITIES and not said.dates and "target" not in said.concepts
    return bool(asks) and bool(card.lines) and _is_aim(card.lines[0])


def _is_aim(line: Line) -> bool:
    return bool(line.figures) and all(f.role == "target" for f in line.figures)


def _is_covered(hits: Sequence[Hit], shown: Collection[str]) -> bool:
    """Whether a record that is shown covers as much of a clause as any, and about as well."""
    return any(
        h.document.record in shown
        and h.coverage >= hits[0].coverage
        and h.score >= hits[0].score * _AS_WELL
        for h in hits
    )


def _line_shared(clause: Query, shown: Collection[str], hits: Sequence[Hit]) -> Line | None:
    """The answer to a clause read with what it shares, if it is clearly about another record."""
    if not is_clear(hits, next((h.score for h in hits if h.document.record in shown), 0.0)):
        return None
    line = next(iter(part_lines(clause)), None)
    return line if line and line.record.id not in shown and not line.is_not_stated else None


def _line_alone(
    clause: Query, answer: Callable[[Query], Answer], record: str, *, subject: bool
) -> Line | None:
    """The answer to a clause asked by itself, if it is from this record and clear.

    `subject`: whether the clause names one.
    """
    hits = [h for h in clause.hits if h.document.record == record]
    if not (is_clear(hits, 0.0) if subject else is_clear(hits, 0.0, VERY_CLEAR)):
        return None
    card = next(iter(answer(clause).cards), None)
    if card is None or card.is_not_stated or not card.lines or card.record.id != record:
        return None
    # Nothing but how one applies needs no subject.
    applies = isinstance(card.record, Measure) and card.record.topic == "eligibility"
    return card.lines[0] if subject or applies else None


def covered_clauses(release: Release, plain: Plain) -> Plain:
    """The clauses that ask about what this bot covers, where others are about something else."""
    asking = [p for p in pieces(plain) if ASKS.search(p) or plain.partition(p)[2][:1] == "?"]
    read = [(piece, release.index.parse(piece)) for piece in asking]
    return Plain("; ".join(p for p, q in read if not q.outside and has_subject(release, q)))
