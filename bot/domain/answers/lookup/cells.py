"""Several things asked about one record in one question: area, number of firms, growth."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.bands import has_own_band, with_own_band
from bot.domain.answers.compose.own_sums import own_sum, without_used
from bot.domain.answers.compose.record_lines import money_lines, paid_first, record_lines
from bot.domain.answers.lookup.aspects import missing_aspect
from bot.domain.answers.read.clauses import ASKS, has_subject, inherit, pieces, stands_alone
from bot.domain.answers.read.forms import ASKS_IF_PAID
from bot.domain.answers.read.parts import joined
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Award, Measure, Record, Tier
from bot.domain.release import Release
from bot.domain.search.intent import QUANTITIES
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import rank, rank_record
from bot.domain.text import Plain

_LEAST_COVERAGE: Final = 0.65
_STANDS_OUT: Final = 1.5
"""How much better than any other the record must be for every part to be about it."""
_SAME_RECORD: Final = 0.7
"""Share of the best score from which a part is about it."""
_OTHER: Final = 1.15
"""How much better another record must answer a part by itself."""
_SHARED: Final = 0.25
"""Weight of the words that the parts share."""


def cells_card(query: Query) -> AnswerCard | None:
    """What answers each part comes first; None if the parts are not all about one record."""
    release, question, form, today = query.release, query.question, query.form, query.today
    record = _standing_alone(query)
    parts = _parts(query) if record else []
    if record is None or len(parts) < 2 or missing_aspect(record, question.text):
        return None
    if any(_is_of_other(release, p.text, record, today) for p in parts):
        return None
    summed = own_sum(record, question.text) if isinstance(record, Measure) else None
    found: list[Sequence[Line]] = []
    for part in parts:
        own = rank_record(release, part, today, record.id)
        best = max((hit.score for hit in rank(release, part, today)), default=0.0)
        if own[0].score < _SAME_RECORD * best:
            return None
        banded = has_own_band(record, question)  # a number of another part chooses the amount
        told = replace(part, amounts=question.amounts) if banded else part
        lines = record_lines(record, own, told, form)
        asks = ASKS_IF_PAID.search(part.text) and not (summed or lines[0].is_not_stated)
        pays = list(money_lines(record)) if isinstance(record, Measure) and asks else []
        if isinstance(record, Measure) and pays:
            lines = paid_first(with_own_band(record, pays, question), lines)
        found.append(lines)
    firsts: list[Line] = []
    for part, lines in zip(parts, found, strict=True):
        new = [line for line in lines if line not in firsts]
        if part.intents and part.intents <= {*QUANTITIES, "definition"}:
            new.sort(key=lambda line: not line.figures)
        firsts += new[:1]
    firsts.sort(key=lambda line: line.is_not_stated)
    firsts[:0] = [summed] if summed else []
    shown = {line.figures for line in firsts if line.figures}
    every = [line for lines in found for line in lines if not line.is_not_stated]
    rest = [line for line in every if line.figures not in shown]
    if form != "how" or not isinstance(record, Measure) or not record.apply:  # steps stay in order
        rest.sort(key=lambda line: not line.figures)
    return AnswerCard(record, without_used(dict.fromkeys([*firsts, *rest])))


def _standing_alone(query: Query) -> Record | None:
    """The record that the whole question is clearly about; awards and titles have cards."""
    top = query.hits[0]
    record = query.release.catalogue.records.get(top.document.record)
    if record is None or isinstance(record, Tier | Award) or top.coverage < _LEAST_COVERAGE:
        return None
    other = max((h.score for h in query.hits if h.document.record != record.id), default=0.0)
    return record if top.score >= _STANDS_OUT * other else None


def _parts(query: Query) -> list[ParsedQuestion]:
    """The parts that ask something, each with the shared subject."""
    release, whole = query.release, query.question
    found = pieces(whole.text)
    if len(found) < 2 or joined(release, whole, compares=False):
        return []
    read = [release.index.parse(piece) for piece in found]
    asking = [q for q in read if (q.intents and not q.amounts) or ASKS.search(q.text)]
    return [inherit(q, whole, _SHARED) for q in asking]


def _is_of_other(release: Release, text: Plain, record: Record, today: date) -> bool:
    """Whether a part by itself is clearly about another record."""
    part = release.index.parse(text)
    hits = rank(release, part, today) if has_subject(release, part) else []
    own = max((h.score for h in hits if h.document.record == record.id), default=0.0)
    if not hits or hits[0].score <= _OTHER * own:
        return False
    return stands_alone(hits[:1])
