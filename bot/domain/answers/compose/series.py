"""The points of a count over time that a question asks for."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.data.models import Figure, Statistic
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import MONTH_LENGTH
from bot.domain.text import amount_value

EVERY: Final = re.compile(
    r"\b(?:over|thr(?:ough|u)|across|in) (?:all )?(?:the )?years\b|"
    r"\b(?:each|every|by) year\b|\ball (?:the )?(?:counts|numbers|figures)\b|"
    r"历年|逐年|每年|各年|这些年|(?:这|近|过去)几年|哪几年|几年一批|[每各]批|"
    r"怎么(?:增长|变化|涨)|从[^,;。?]{1,12}[到至][^,;。?]{1,12}(?:增|涨|变)|"
    r"从\d+[个家][^,;。?]{0,3}到\d+[个家]"
)
"""Asks for a count over the years."""


def points_of_series(record: Statistic, question: ParsedQuestion) -> Iterator[Figure]:
    """The points of the times asked for; with no time, the newest, then any amount named.

    Of a question for every year all totals, newest first.
    """
    points = list(record.figures)
    if EVERY.search(question.text):
        first = min(question.dates, default="")[:4]
        total = points[-1].name.en.partition(",")[0]
        own = (f for f in reversed(points) if f.name.en.partition(",")[0] == total)
        yield from (f for f in own if f.as_of and f.as_of >= first)
        return
    if not question.dates:
        total, newest = points[-1], points[-1].as_of  # a series has its oldest point first
        others = (f for f in reversed(points) if f.as_of == newest)
        yield from dict.fromkeys((total, *_named(points, question), *others))
        return
    months = {d for d in question.dates if len(d) == MONTH_LENGTH}
    known = {f.as_of[:7] for f in points if f.as_of}
    times = {d if d in known else d[:4] for d in months or question.dates}
    near = [f for f in points if f.as_of and {f.as_of[:4], f.as_of[:7]} & times]
    disputed = any(f.confidence == "conflicting" for f in near)
    around = list(_neighbours(points, near)) if disputed else []
    named = _named(around, question) if len(question.amounts) > 1 else ()
    yield from dict.fromkeys([*named, *_one_of_each(near, months or question.dates), *around])


def _one_of_each(points: list[Figure], times: frozenset[str] | set[str]) -> list[Figure]:
    """The newest point of each time first, then the others."""
    newest: dict[str, Figure] = {}
    for figure in points:
        when = figure.as_of or ""
        newest[when[:7] if when[:7] in times else when[:4]] = figure
    return list(dict.fromkeys([*newest.values(), *reversed(points)]))


def _neighbours(points: list[Figure], disputed: list[Figure]) -> Iterator[Figure]:
    """The undisputed points just before and after disputed ones."""
    places = [points.index(f) for f in disputed]
    for place in (min(places) - 1, max(places) + 1):
        if 0 <= place < len(points):
            yield points[place]


def _named(points: Iterable[Figure], question: ParsedQuestion) -> Iterator[Figure]:
    """The newest point of each amount that the question names."""
    newest = {float(f.value): f for f in points}
    values = map(amount_value, question.amounts)
    yield from (newest[value] for value in values if value in newest)
