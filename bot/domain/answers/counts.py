"""How many firms of a rung a district has."""

import re
from collections.abc import Sequence
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.series import points_of_series
from bot.domain.data.models import Attribute, Statistic
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import rungs_of

_SERIES: Final = {"little-giant": "little-giants", "specialised": "specialised"}
_FIGURES: Final = {**_SERIES, "innovative": "innovative"}
"""Ids of the counts of a district, by rung."""
_NATIONWIDE: Final = re.compile(
    r"\bchina\b|\bcountry\b|nationwide|nationally|whole of china|全国|中国|国内"
)
_COUNT: Final[frozenset[Attribute]] = frozenset({"count"})
_NEAR: Final = 0.45
"""Least share of the best score for the series to be meant."""


def counts_card(
    release: Release, question: ParsedQuestion, hits: Sequence[Hit]
) -> AnswerCard | None:
    """The count of a rung in the districts named, in Shanghai or in the country.

    Says that a district's count is not stated. None if no count of a rung is asked for.
    """
    rungs = rungs_of(question)
    if question.intents != _COUNT or not rungs or "target" in question.concepts:
        return None
    if question.districts:
        return None if question.dates else _of_districts(release, question, rungs)
    area = "national" if _NATIONWIDE.search(question.text.lower()) else "shanghai"
    series = _series(release, rungs[-1], area)
    near = (
        any(h.document.record == series.id and h.score >= hits[0].score * _NEAR for h in hits)
        if series
        else False
    )
    if series is None or not near:
        return None
    figures = tuple(points_of_series(series, question))
    if not figures:  # none for the time asked about
        known = Line(series, text=series.summary)
        return AnswerCard(series, (Line(series, missing="count"), known))
    return AnswerCard(series, tuple(Line(series, (f,)) for f in figures))


def _of_districts(
    release: Release, question: ParsedQuestion, rungs: Sequence[str]
) -> AnswerCard | None:
    statistics = release.catalogue.statistics.values()
    lines = [
        Line(statistic, (figure,))
        for statistic in statistics
        if statistic.area in question.districts
        for figure in statistic.figures
        if figure.id == _FIGURES[rungs[-1]]
    ]
    if lines:
        heading = "difference" if len(lines) > 1 else None
        return AnswerCard(lines[0].record, tuple(lines), heading)
    series = _series(release, rungs[-1], "shanghai")
    entry = next((s for s in series.not_stated if s.id == "by-district"), None) if series else None
    if series is None or entry is None:
        return None
    known = Line(series, text=series.summary)
    return AnswerCard(series, (Line(series, text=entry.text, stated=False), known))


def _series(release: Release, rung: str, area: str) -> Statistic | None:
    statistics = release.catalogue.statistics.values()
    wanted = _SERIES.get(rung)
    return next((s for s in statistics if s.series == wanted and s.area == area), None)
