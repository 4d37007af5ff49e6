"""What answers the other clauses of a question, beside or below the first answer."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final, Protocol, TypeAlias

from bot.domain.answers.answer import Answer, AnswerCard, Line
from bot.domain.answers.lookup.part_hits import VERY_CLEAR, is_clear
from bot.domain.answers.lookup.short_answers import LEAST
from bot.domain.answers.read.clauses import ASKS, has_subject, pieces
from bot.domain.answers.read.forms import form_of
from bot.domain.answers.read.parts import asks_each, names_subject
from bot.domain.data.models import Award, Measure, Tier
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT
from bot.domain.text import Plain, amount_token


class Asked(Protocol):
    """The look-up of a question, or of a clause with what it shares with the others."""

    @property
    def hits(self) -> Sequence[Hit]:
        """What it finds, best first."""
        ...

    def answer(self) -> Answer:
        """Its cards."""
        ...

    def part_lines(self, top: str) -> Sequence[Line]:
        """Its lines as a part of a question; the top record of the whole comes first."""
        ...


LookUp: TypeAlias = Callable[[Plain, ParsedQuestion | None], Asked]
Clause: TypeAlias = tuple[Plain, ParsedQuestion]
"""Its text, and how it is read with the subject that it shares."""
_AS_WELL: Final = 0.7
"""Least share of the best score for a record that covers a clause to answer it."""


def with_each_clause(
    release: Release, card: AnswerCard, plain: Plain, clauses: Sequence[Clause], look_up: LookUp
) -> AnswerCard:
    """The card of one record with what answers each clause first.

    Where the first line says that something is not stated, it stands after what is. Else a clause
    that asks alone comes first, and what another asks for comes second.
    """
    top = next(iter(card.lines), None)
    apart = card.heading or card.pair or card.valid_to or card.exists or card.terms
    if top is None or apart or top.met is not None or top.role or isinstance(top.record, Award):
        return card
    found = [line for clause in clauses for line in look_up(*clause).part_lines("")[:1]]
    own = [x for x in found if x.record is top.record and not isinstance(x.record, Tier)]
    named = {*release.index.parse(plain).amounts}  # what it names itself is no answer
    if not top.is_not_stated:
        told = {amount_token(f.value, f.unit) for f in top.figures}
        gap = next((x for x in card.lines if x.is_not_stated), None)
        if gap and told and told <= named:
            return replace(card, lines=tuple(dict.fromkeys((gap, *card.lines))))
        firsts = [line for line in own if line.figures and line in card.lines]
        alone = len(clauses) == 1 and plain.startswith(clauses[0][0]) and clauses[0][1].intents
        first = () if alone else (top,)
        return replace(card, lines=tuple(dict.fromkeys((*first, *firsts, *card.lines))))
    own = [x for x in own if named.isdisjoint(amount_token(f.value, f.unit) for f in x.figures)]
    firsts = [x for x in own if x.figures or (len(clauses) > 1 and _answers(x))]
    decides = form_of(plain) == "can" and not top.missing
    best = release.answers.best(top.record, plain) if decides else None
    if best and best[1] >= LEAST:
        firsts.append(Line(top.record, text=best[0].text, role="answer"))
    return replace(card, lines=tuple(dict.fromkeys((*firsts, *card.lines))))


def _answers(line: Line) -> bool:
    """Whether a sentence answers what was asked, and does not only tell what the record is."""
    steps = line.record.apply if isinstance(line.record, Measure) else ()
    return line.role == "answer" or (len(steps) == 1 and line.text in steps)


def lines_beside(
    release: Release, card: AnswerCard, clauses: Sequence[Clause], look_up: LookUp, *, shares: bool
) -> Iterator[Line]:
    """A line for each clause that the card does not answer, from records that are not shown.

    `shares`: whether a clause may be read with the subject of the others.
    """
    if not shares and len(clauses) < 2:
        return
    shown = {r.id for r in card.records}
    for text, question in clauses:
        said, subject = release.index.parse(text).concepts, names_subject(release, text)
        only_asks = said and said <= SUPPORT and not asks_each(text)
        if len(clauses) == 1 and (only_asks or not subject):
            continue  # the card answers
        asked = look_up(text, question)
        hits = [h for h in asked.hits if h.document.kind != "term"]
        line = _line_shared(asked, shown, hits) if shares and subject else None
        if line is None and len(clauses) > 1 and hits and not _is_covered(hits, shown):
            record = hits[0].document.record
            line = _line_alone(look_up, text, record, names_subject=subject)
        if line:
            shown.add(line.record.id)
            yield line


def _is_covered(hits: Sequence[Hit], shown: Collection[str]) -> bool:
    """Whether a record that is shown covers as much of a clause as any, and about as well."""
    return any(
        h.document.record in shown
        and h.coverage >= hits[0].coverage
        and h.score >= hits[0].score * _AS_WELL
        for h in hits
    )


def _line_shared(asked: Asked, shown: Collection[str], hits: Sequence[Hit]) -> Line | None:
    """The answer to a clause read with what it shares, if it is clearly about another record."""
    if not is_clear(hits, next((h.score for h in hits if h.document.record in shown), 0.0)):
        return None
    line = next(iter(asked.part_lines("")), None)
    return line if line and line.record.id not in shown and not line.is_not_stated else None


def _line_alone(look_up: LookUp, text: Plain, record: str, *, names_subject: bool) -> Line | None:
    """The answer to a clause asked by itself, if it is from this record and clear."""
    asked = look_up(text, None)
    card = next(iter(asked.answer().cards), None)
    if card is None or card.is_not_stated or not card.lines or card.record.id != record:
        return None
    hits = [h for h in asked.hits if h.document.record == record]
    if names_subject:
        return card.lines[0] if is_clear(hits, 0.0) else None
    # Nothing but how one applies needs no subject.
    applies = isinstance(card.record, Measure) and card.record.topic == "eligibility"
    return card.lines[0] if applies and is_clear(hits, 0.0, VERY_CLEAR) else None


def covered_clauses(release: Release, plain: Plain) -> Plain:
    """The clauses that ask about what this bot covers, where others are about something else."""
    asking = [p for p in pieces(plain) if ASKS.search(p) or plain.partition(p)[2][:1] == "?"]
    read = [(piece, release.index.parse(piece)) for piece in asking]
    return Plain("; ".join(p for p, q in read if not q.outside and has_subject(release, q)))
