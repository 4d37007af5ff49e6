"""What every district pays for a title, the largest first."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Award, Figure
from bot.domain.text import counts_in

MOVE_IN: Final = "move-in"
_LOWEST: Final = re.compile(r"\blow(?:est)?\b|\bsmallest\b|\bleast\b(?<!at least)|最少|最低|垫底")
_OVER: Final = re.compile(
    r"\b(?:already|have|has|had)\b.{0,20}\b(?:run out|expired|ended|lapsed|over)\b|"
    r"\b(?:run out|expired|ended|lapsed|over) (?:already|by now)\b|"
    r"\bno longer (?:run|valid|in force)|"
    r"已经?(?:到期|过期|结束|失效|截止)|(?:过期|到期|失效)了|过了期"
)
"""Asks for what has ended."""
_AHEAD: Final = re.compile(r"end date|still|valid|ahead|expire|有效期|没过|还有效|到期")


def figures_of(award: Award, ids: Sequence[str]) -> tuple[Figure, ...]:
    """The figures with these ids, in their order.

    The award for a new title where it is for who moves in too.
    """
    by_id = {f.id: f for f in award.figures}
    same = (i.replace(MOVE_IN, "new") for i in ids if i.startswith(MOVE_IN))
    found = [by_id[i] for i in ids if i in by_id] or [by_id[i] for i in same if i in award.movers]
    return tuple(found)


def telling(places: Sequence[Award], asked: Sequence[str]) -> Sequence[Award]:
    """Of several calls of a district those that state what is asked, else those with any amount."""
    for own in ({*asked}, {f.id for a in places for f in a.figures if f.scope == "firm"}):
        paid = {a.id for a in places if figures_of(a, [*own])}
        told = {a.districts for a in places if a.id in paid}
        places = [a for a in places if a.id in paid or a.districts not in told]
    return places


def table_card(query: Query, awards: Sequence[Award], asked: Sequence[str]) -> AnswerCard | None:
    """Every district that pays it, in force and largest first."""
    release, plain, today = query.release, query.plain, query.today
    rows = [(a, figures) for a in awards if (figures := figures_of(a, asked))]
    values = {*counts_in(query.question.amounts)}
    if wanted := [(a, f) for a, f in rows if any(each.value in values for each in f)]:
        rows = wanted
    over, ahead = _OVER.search(plain), _AHEAD.search(plain)
    if over:
        rows = [(a, f) for a, f in rows if release.catalogue.status(a, today) != "in-force"]
    elif ahead:
        rows = [(a, f) for a, f in rows if _ends_after(a, f, today)]
    if not rows:
        return None

    sign = 1 if _LOWEST.search(plain) else -1
    ended = {a.id: release.catalogue.status(a, today) != "in-force" for a, _ in rows}
    rows.sort(key=lambda row: (ended[row[0].id], sign * row[1][0].value))
    lines = [Line(a, f) for a, f in rows]
    if over or ahead:
        lines += [Line(a, text=a.validity.note) for a, _ in rows if a.validity]
    return AnswerCard(rows[0][0], tuple(lines), "award-districts")


def _ends_after(award: Award, figures: Sequence[Figure], today: date) -> bool:
    days = [*(f.ends for f in figures), award.validity and award.validity.ends]
    return any(day and day >= today for day in days)


def paid_elsewhere(query: Query, asked: Sequence[str]) -> Iterator[Line]:
    """What others than districts pay a firm with the title."""
    titles = [i.removeprefix("new-") for i in asked]
    for measure in query.release.catalogue.measures.values():
        paid = measure.kind == "award" and measure.for_ and not measure.districts
        if paid and measure.for_ and [*measure.for_.titles] == titles:
            figures = tuple(f for f in measure.figures if f.unit == "CNY" and f.scope == "firm")
            yield from [Line(measure, figures)] if figures else []
