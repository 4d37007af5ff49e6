"""How many firms of a tier there are: in districts, in the city, in the country."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from bot.domain.answers.answer import AnswerCard, CardKind, Line, card_of
from bot.domain.answers.compose.series import EVERY, points_of_series
from bot.domain.answers.lookup.aspects import asks_for_aspect
from bot.domain.answers.read.forms import has_form
from bot.domain.answers.read.query import Query
from bot.domain.answers.read.zone_figures import LEVELS_OF_ALL, figures_asked
from bot.domain.answers.read.zone_words import wanted_zones
from bot.domain.data.models import Attribute, Statistic
from bot.domain.release import Release
from bot.domain.search.intent import COUNT
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, TIER_TERMS, rank_record, tiers_named

_SERIES: Final = {
    "little-giant": "little-giants",
    "specialised": "specialised",
    "innovative": "innovative",
}
"""Names of the series, and ids of the counts of a district, by tier."""
_NATIONWIDE: Final = re.compile(
    r"\bchina\b|\b(?:whole|entire) country\b|nationwide|countrywide|nationally|"
    r"(?:in|across) the country|全国|中国|国内"
)
_RANK: Final = re.compile(
    r"\brank\w*.{0,20}(?:nationally|nationwide|in (?:china|the country))|place in the country|"
    r"(?:在?全国)?(?:的)?(?:排名?|名列|位列|居)?(?:全国)?(?:排名?)?第几"
)
"""Asks for the place among the regions, not for the number in the country."""
_IGNORED: Final[frozenset[Attribute]] = frozenset(
    {"count", "amount", "definition", "names", "place"}
)
"""Attributes that a question for a count may seem to ask for."""
_OF_YEARS: Final = _IGNORED | {"when"}
_MORE: Final = re.compile(
    r"\b(?:more|most|fewer) (?:little giants|(?:srdi|innovative) (?:firms|smes))|"
    r"(?:谁|哪).{0,8}(?:小巨人|专精特新|创新型)(?:企业|家数|数量)?(?:更|最|比较)?[多少]"
)
"""Compares how many firms districts have."""
_WHICH_DISTRICT: Final = re.compile(
    r"\bwhich district\b.*\b(?:most|first|top)\b|哪个?区.*(?:最多|第一)"
)
_BARE: Final = re.compile(r"(?:小巨人|专精特新|创新型)(?:中小)?(?:企业)?有?多少(?![万钱奖补])")
"""How many of them there are, where no award is meant."""
_MANY: Final = re.compile(r"\bhow many\b|多少(?![万钱奖补])")
_EACH: Final = re.compile(r"(?:各|分别)(?:有|是)?多少")
_NO_SUBJECT: Final = frozenset({"count", "latest", "national-level", "shanghai"})
"""Terms of a question that follows another and does not repeat what is counted."""
_PLACE: Final = "rank"
"""The short answer of a series on the place of the city among the regions."""
_AHEAD: Final = "ahead"
"""What no source states of the regions before the city."""
_FEW: Final = 3
"""Points that have a line each."""
_NEAR: Final = 0.45
"""Least share of the best score for the series to be meant."""
_COVERED: Final = 0.8
"""From this coverage a question asks for nothing but the count."""
_COVERED_BY_ONE: Final = 0.55
"""The same of the counts of several tiers."""


def counts_card(query: Query) -> AnswerCard | None:
    """The counts of the tiers named in the districts named, in Shanghai or in the country.

    Says that a district's count is not stated. None if no count of a tier is asked for.
    """
    question = query.question
    tier_names = _tiers_asked(question)
    if not tier_names or "target" in question.concepts:
        return None
    if asks_for_aspect("paid-so-far", question.text) and not question.districts:
        return _not_counted(query, tier_names)
    return _counted(query, tier_names)


def _counted(query: Query, tier_names: Sequence[str]) -> AnswerCard | None:
    question = query.question
    ranks = "ranking" in question.concepts
    asks = "count" in question.intents or ranks or _EACH.search(question.text)
    if _WHICH_DISTRICT.search(question.text) and question.concepts.isdisjoint(SUPPORT):
        return _of_districts(query, tier_names)
    more = _MORE.search(question.text)
    both = len(_areas(question)) > 1 and _MANY.search(question.text)
    unpaid = question.concepts.isdisjoint(SUPPORT)
    named = (question.dates and _BARE.search(question.text)) or (both and unpaid)
    bare = not question.districts and named
    every = EVERY.search(question.text) is not None
    asks = asks or more or bare or every or (question.dates and not question.intents)
    if not asks:
        return None
    exact = more or bare or every or question.intents == COUNT
    near = query.near(_NEAR)
    if question.districts:
        card = _of_districts(query, tier_names) if exact and not question.dates else None
        return card if card and (more or card.is_not_stated or card.record.id in near) else None
    found = [
        s
        for area in _areas(question)
        for tier_name in reversed(tier_names)
        for s in _series(query.release, tier_name, area)
    ]
    is_near = exact and any(s.id in near for s in found)
    is_near = is_near or (ranks and "shanghai" in question.concepts)
    if not found or _is_of_other(query) or not (is_near or _is_all_asked(query, found)):
        return None
    dated = [(s, list(points_of_series(s, question))) for s in found]
    newest = replace(question, dates=frozenset())
    if any(points for _, points in dated):  # those without the time asked about show the newest
        dated = [(s, points or list(points_of_series(s, newest))) for s, points in dated]
    lines = [Line(s, (f,)) for s, points in dated for f in points]
    if every and len(lines) > _FEW:
        lines = [Line(s, tuple(points)) for s, points in dated]
    if not lines:  # none for the time asked about
        if min(question.dates)[:4] > str(query.today.year):
            return None  # only a target can be for a year to come
        known = Line(found[0], text=found[0].summary)
        return AnswerCard(found[0], (Line(found[0], missing="count"), known))
    if ranks:
        at = 1 if _MANY.search(question.text) else 0
        lines[at:at] = _ranks(found[0])
    return _card(lines, question)


def counts_of_years_card(query: Query) -> AnswerCard | None:
    """How many parks or clusters the city had, and got, at each time; None if it asks otherwise."""
    question, wanted = query.question, wanted_zones(query)
    where = wanted.districts or wanted.places or wanted.lingang or wanted.industries
    zones = not question.concepts.isdisjoint(LEVELS_OF_ALL)
    asks = zones and EVERY.search(query.plain) and not figures_asked(query.plain)
    asks = asks and query.form != "can" and question.intents <= _OF_YEARS
    if not asks or where or "target" in question.concepts:
        return None
    units = {f"{kind}s" for kind in wanted.kinds}
    found = [
        Line(s, (f,))
        for s in query.release.catalogue.statistics.values()
        if s.area == "shanghai"
        for f in takewhile(lambda f: f.unit in units, s.figures)
    ]
    found.sort(key=lambda line: line.figures[0].as_of or "")
    return AnswerCard(found[-1].record, tuple(found), "years") if found else None


def _tiers_asked(question: ParsedQuestion) -> Sequence[str]:
    """The tiers named; both that are counted nationwide if it only names the country."""
    follows_on = question.concepts <= _NO_SUBJECT and "national" in _areas(question)
    return tiers_named(question) or (("specialised", "little-giant") if follows_on else ())


def _is_of_other(query: Query) -> bool:
    """Whether it names another subject, such as an event, and the best figure is about that."""
    top = query.hits[0].document
    record = query.release.catalogue.statistics.get(top.record)
    if (record and record.series) or top.kind != "figure":
        return False
    return any(term.kind == "term" and term.id not in TIER_TERMS for term in query.terms)


def _areas(question: ParsedQuestion) -> Sequence[str]:
    """Shanghai, the country, or both."""
    nationwide = _NATIONWIDE.search(_RANK.sub(" ", question.text))
    if not nationwide or {"ranking", "shanghai"} <= question.concepts:
        return ["shanghai"]
    return ["shanghai", "national"] if "shanghai" in question.concepts else ["national"]


def _card(lines: Sequence[Line], question: ParsedQuestion) -> AnswerCard | None:
    several = len({line.record.id for line in lines}) > 1
    kind: CardKind = "difference" if has_form(question.text, "difference") else "parts"
    return card_of(lines, kind if several else None)


def _is_all_asked(query: Query, found: Sequence[Statistic]) -> bool:
    """Whether the question asks for nothing else: the series cover all that it says."""
    best = rank_record(query.release, query.question, query.today, found[0].id)[0]
    least = _COVERED if len(tiers_named(query.question)) == 1 else _COVERED_BY_ONE
    return query.question.intents <= _IGNORED and best.coverage >= least


def _not_counted(query: Query, tier_names: Sequence[str]) -> AnswerCard | None:
    """That no source states what all firms of a tier got together; how many they are is known."""
    area = _areas(query.question)[0]
    series = next(_series(query.release, tier_names[-1], area), None)
    if series is None:
        return None
    known = Line(series, series.figures[-1:])
    return AnswerCard(series, (Line(series, missing="paid-so-far"), known))


def _ranks(series: Statistic) -> Iterator[Line]:
    """The sentence on the place of the city among the regions; that no source names the others."""
    for answer in series.answers:
        if answer.id == _PLACE:
            yield Line(series, text=answer.text, role="answer")
    for entry in series.not_stated:
        if entry.id == _AHEAD:
            yield Line(series, text=entry.text, stated=False)


def _of_districts(query: Query, tier_names: Sequence[str]) -> AnswerCard | None:
    release, question = query.release, query.question
    statistics = release.catalogue.statistics.values()
    lines = [
        Line(statistic, (figure,))
        for statistic in statistics
        if statistic.area in question.districts
        for figure in statistic.figures
        if figure.id in {_SERIES[tier_name] for tier_name in tier_names}
    ]
    if lines:
        return _card(lines, question)
    series = next(_series(release, tier_names[-1], "shanghai"), None)
    entry = next((s for s in series.not_stated if s.id == "by-district"), None) if series else None
    if series is None or entry is None:
        return None
    known = Line(series, text=series.summary)
    return AnswerCard(series, (Line(series, text=entry.text, stated=False), known))


def _series(release: Release, tier_name: str, area: str) -> Iterator[Statistic]:
    statistics = release.catalogue.statistics.values()
    return (s for s in statistics if s.series == _SERIES[tier_name] and s.area == area)
