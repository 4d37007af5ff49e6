"""The parks or clusters of a district, a place, an industry, a level, a batch or a year."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from bot.domain.answers.answer import AnswerCard, Existence, Line
from bot.domain.answers.compose.record_lines import record_lines
from bot.domain.answers.compose.sentences import split_sentences
from bot.domain.answers.read.query import Query
from bot.domain.answers.read.zone_figures import (
    LEVELS_OF_ALL,
    asks_if_all,
    figures_asked,
    levels_of_all,
    own_figures,
)
from bot.domain.answers.read.zone_words import MANY, SORTS, Wanted, asks_for_zones, wanted_zones
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.models import Attribute, Measure, Statistic, Text, Zone
from bot.domain.data.values import Rank
from bot.domain.release import Release
from bot.domain.search.intent import COUNT, QUANTITIES
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import rank_record
from bot.domain.text import Plain

_OTHERS: Final = re.compile(
    r"\b(?:we|our|us|i|my|client|customer|supplier|besides|others?|except)\b|"
    r"\bits (?:own )?(?:parks|clusters|city)|我|做|搞|客户|配套|除了|还有|另|其他|其它"
)
"""Tells what the firm makes, or asks for the others too."""
_SAYS: Final = 0.95
"""Coverage from which a record says what is asked."""
_LEVELS: Final = frozenset({"national-level", "city-level", "district-level"})
_STATED: Final[frozenset[Rank]] = frozenset({"national", "city-level", "district-level"})
_PARKS: Final = Text(en="parks", zh="园区")
_CLUSTERS: Final = Text(en="clusters", zh="集群")
_ZONES: Final = frozenset(
    "park featured-park sme-cluster hundred-billion-cluster feature-track future-zone".split()
)
_PLACES: Final[frozenset[Attribute]] = frozenset({"place", "count", "names", "definition"})
_WHERE: Final = frozenset({"ranking", "district-level", "city-level"})


def zones_card(query: Query) -> AnswerCard | None:
    """The zones asked for, each with the figure asked for; None if no list of them is."""
    release, question, plain, form = query.release, query.question, query.plain, query.form
    catalogue = release.catalogue
    named = [zone for id_, zone in catalogue.zones.items() if id_ in question.named]
    if len(named) == 1 and MANY.search(plain):
        question = _of_its_kind(catalogue, question, named[0])
        query = replace(query, question=question)
    elif named:
        return _of_named(named, query, wanted_zones(query))
    asked = wanted_zones(query)
    listed = asks_for_zones(query) or _asks_where(question, asked)
    if not (listed or asked.only):
        return None
    every = levels_of_all(question, form) if listed and not asked.narrows() else ()
    if every:
        asked = replace(asked, levels=every)  # no source names them all
    several = len(asked.places) + ("lin-gang" in question.concepts) > 1
    pioneering = asked.places and asked.levels  # which three, and the goal of one
    if several or pioneering or not asked.narrows() or (asked.batches and SORTS.search(plain)):
        return None
    wanted, found = _found(catalogue, asked, plain)
    if wanted.exact and not (listed or wanted.asks_if) and len(found) > 1:
        return None
    if asks_if_all(plain) and wanted.levels and (card := _of_one_level(release, wanted)):
        return card
    if (wanted.asks_if or not found) and not any(zone.kind in asked.kinds for zone in found):
        return _none_known(catalogue, asked)
    level = wanted.levels and wanted.districts and not wanted.years
    counted: Existence | None = "known" if question.intents == COUNT else None
    exists = "incomplete" if every else "there-is" if wanted.asks_if else counted
    if len(found) == 1 and "when" not in question.intents and (asked.only or asked.places or level):
        hits = rank_record(release, question, query.today, found[0].id)
        said = record_lines(found[0], hits, question, "can" if wanted.asks_if else form)
        return AnswerCard(found[0], said, exists=exists)
    return _list(catalogue, wanted, found, plain, exists) if len(found) > 1 else None


def _found(catalogue: Catalogue, asked: Wanted, plain: Plain) -> tuple[Wanted, Sequence[Zone]]:
    """The zones asked for; the others of a district only where they may be meant too."""
    wanted, found = asked.found(list(catalogue.zones.values()))
    own = [zone for zone in found if not asked.industries.keys().isdisjoint(zone.industries)]
    if wanted.industries or wanted.exact or not own or _OTHERS.search(plain):
        return wanted, found
    return replace(wanted, industries=asked.industries), own


def _asks_where(question: ParsedQuestion, asked: Wanted) -> bool:
    """Whether it asks where those of a level are, perhaps how many too."""
    named = question.named or question.concepts.isdisjoint(_ZONES)
    return bool(asked.levels) and "place" in question.intents <= _PLACES and not named


def _list(
    catalogue: Catalogue,
    wanted: Wanted,
    found: Sequence[Zone],
    plain: Plain,
    exists: Existence | None,
) -> AnswerCard:
    lines = (*_lines(found, plain), *_unnamed(catalogue, wanted, found))
    return AnswerCard(found[0], lines, "zones", filters=wanted.filters(found), exists=exists)


def _none_known(catalogue: Catalogue, asked: Wanted) -> AnswerCard | None:
    """That no such zone is known, with those of the trade elsewhere or of the other kind."""
    wanted = replace(asked, districts=frozenset(), exact=False)
    _, found = wanted.found(list(catalogue.zones.values()))
    if not found or not asked.industries or asked.levels:
        return None
    lines = tuple(Line(zone, text=zone.focus) for zone in found)
    kind = _CLUSTERS if asked.kinds == {"cluster"} else _PARKS
    filters = (kind, *asked.filters(found))
    return AnswerCard(found[0], lines, "zones", filters=filters, exists="none-known")


def counted_zones_card(query: Query) -> AnswerCard | None:
    """The zones of one level of a district if it asks how many there are, and no hit says it."""
    question, hits = query.question, query.hits
    levels = question.concepts & _LEVELS
    if not levels or len(question.districts) != 1 or question.intents != COUNT:
        return None
    told = all(query.release.index.mentions(hits[0].document, level) for level in levels)
    if told and hits[0].coverage >= _SAYS:
        return None
    return zones_card(replace(query, form="list"))


def city_count(clause: Query) -> Iterator[Line]:
    """How many parks or clusters the city has, if a clause asks it."""
    asks, wanted = clause.question.intents & QUANTITIES, wanted_zones(clause)
    where = wanted.districts or wanted.places or wanted.lingang or wanted.industries
    for hit in clause.hits if asks and not where else ():
        record = clause.release.catalogue.records.get(hit.document.record)
        total = isinstance(record, Statistic) and _is_total(record, wanted.kinds)
        for figure in hit.document.figures if hit.document.kind == "figure" else ():
            if record and (figure.unit == "industries" or (total and figure in record.figures[:1])):
                yield Line(record, (figure,))
                return


def _of_named(named: Sequence[Zone], query: Query, wanted: Wanted) -> AnswerCard | None:
    """Several side by side; of one whether it is of the level asked about."""
    if len(named) > 1:
        return _side_by_side(named, query)
    zone = named[0]
    if not wanted.levels or not wanted.asks_if or query.question.intents:
        return None
    asked, own = {*wanted.levels}, zone.level.rank
    exists: Existence | None = "yes" if asked == {own} else None
    if len(asked) == 1 and {*asked, own} == {"city-level", "district-level"}:
        exists = "no"
    if own == "unstated":
        exists = "unconfirmed"
    return AnswerCard(zone, (Line(zone, text=zone.summary),), exists=exists)


def _of_its_kind(catalogue: Catalogue, question: ParsedQuestion, zone: Zone) -> ParsedQuestion:
    """The question with the trade, or the place, that the name of a zone stands for."""
    kinds = {catalogue.terms[c].kind for c in question.concepts if c in catalogue.terms}
    trades = frozenset(zone.industries if kinds.isdisjoint({"industry", "place"}) else ())
    named = question.concepts - {f"record:{zone.id}"}
    return replace(question, concepts=named | trades, named=frozenset[str]())


def _of_one_level(release: Release, wanted: Wanted) -> AnswerCard | None:
    """Whether all zones of a place or a trade are of one level, each with its own."""
    levels, zones = wanted.levels, list(release.catalogue.zones.values())
    wanted, base = replace(wanted, levels=[]).found(zones)
    if len(base) < 2:
        return None
    others = [zone for zone in base if zone.level.rank not in levels]
    stated = any(zone.level.rank in _STATED for zone in others)
    exists: Existence | None = "yes" if not others else "not-all" if stated else None
    lines = tuple(Line(zone, text=zone.level) for zone in base)
    return AnswerCard(base[0], lines, "zones", filters=wanted.filters(base), exists=exists)


def _side_by_side(named: Sequence[Zone], query: Query) -> AnswerCard | None:
    """Of each zone that is named its figure and what it is, if its place or rank is asked for."""
    if "place" not in query.question.intents and query.question.concepts.isdisjoint(_WHERE):
        return None
    asked = "area" if "area" in query.question.concepts else figures_asked(query.plain)
    lines: list[Line] = []
    for zone in named:
        lines += [Line(zone, own)] if (own := own_figures(zone, asked)) else []
        lines.append(Line(zone, text=split_sentences(zone.summary)[0]))
    return AnswerCard(named[0], tuple(lines), "parts")


def _lines(found: Sequence[Zone], plain: Plain) -> Sequence[Line]:
    """What each is for; or its figure, those first that have one."""
    asked = figures_asked(plain)
    lines = [Line(zone, own) for zone in found if (own := own_figures(zone, asked))]
    if asked and lines:
        return [*lines, *(Line(z, missing=asked) for z in found if not own_figures(z, asked))]
    return [Line(zone, text=zone.focus) for zone in found]


def _is_total(statistic: Statistic, kinds: Collection[str]) -> bool:
    """Whether it counts the parks or clusters of the city, with no batch of its own."""
    counted = {f.unit.removesuffix("s") for f in statistic.figures[:1]} & {*kinds}
    return bool(counted) and statistic.area == "shanghai" and statistic.batch is None


def _is_citywide(wanted: Wanted) -> bool:
    """Whether all parks of the city, or all clusters, are asked for."""
    return [*wanted.levels] in (["city-level"], [*LEVELS_OF_ALL["sme-cluster"]])


def _unnamed(catalogue: Catalogue, wanted: Wanted, found: Sequence[Zone]) -> Iterator[Line]:
    """That the names of the others of the list are not stated."""
    if wanted.industries or wanted.places or wanted.lingang:
        return
    ids = {zone.id for zone in found}
    lists: list[Measure | Statistic] = [
        m
        for m in catalogue.measures.values()
        if m.zones != "all" and m.zones and ids >= set(m.zones) and not wanted.districts
        if len(wanted.levels) == 1
    ]
    if not lists:
        lists += [
            s
            for s in catalogue.statistics.values()
            if s.batch in wanted.batches
            or (s.area in wanted.districts and "park" in wanted.kinds and not wanted.batches)
            or (not wanted.districts and _is_citywide(wanted) and _is_total(s, wanted.kinds))
        ]
    others = ((r, s.text) for r in lists for s in r.not_stated if s.about == "names")
    yield from (Line(record, text=text, stated=False) for record, text in islice(others, 1))
