"""The parks or clusters of a district, a place, an industry, a level, a batch or a year."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.sentences import split_sentences
from bot.domain.answers.read.forms import Form
from bot.domain.answers.read.zone_words import (
    SORTS,
    asks_for_zones,
    figures_asked,
    own_figures,
    wanted_zones,
)
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.models import Attribute, Zone
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion

_MOST: Final = 16
_SAYS: Final = 0.95
"""Coverage from which a record says what is asked."""
_LEVELS: Final = frozenset({"national-level", "city-level", "district-level"})
_COUNT: Final[frozenset[Attribute]] = frozenset({"count"})
_WHERE: Final = frozenset({"ranking", "district-level", "city-level"})


def zones_card(
    release: Release, question: ParsedQuestion, plain: str, form: Form
) -> AnswerCard | None:
    """The zones asked for, each with the figure asked for; None if no list of them is."""
    catalogue = release.catalogue
    named = [zone for zone in catalogue.zones.values() if zone.id in question.named]
    if named:
        return _side_by_side(named, question, plain) if len(named) > 1 else None
    if not asks_for_zones(catalogue, question, plain, form):
        return None
    wanted = wanted_zones(catalogue, question, plain)
    if wanted.places or not wanted.narrows() or (wanted.batches and SORTS.search(plain)):
        return None
    wanted, found = wanted.found(list(catalogue.zones.values()))
    if len(found) == 1 and wanted.level and wanted.districts and not wanted.years:
        return AnswerCard(found[0], (Line(found[0], text=found[0].summary),))
    if len(found) < 2:
        return None
    lines = _lines(found, plain)
    more = max(0, len(lines) - _MOST)
    unnamed = tuple(_unnamed(catalogue, found))
    filters = wanted.filters(found)
    return AnswerCard(found[0], (*lines[:_MOST], *unnamed), "zones", more, filters=filters)


def counted_zones_card(
    release: Release, question: ParsedQuestion, plain: str, hits: Sequence[Hit]
) -> AnswerCard | None:
    """The zones of one level of a district if it asks how many there are, and no hit says it."""
    levels = question.concepts & _LEVELS
    if not levels or len(question.districts) != 1 or question.intents != _COUNT:
        return None
    told = all(release.index.mentions(hits[0].document, level) for level in levels)
    if told and hits[0].coverage >= _SAYS:
        return None
    return zones_card(release, question, plain, "list")


def _side_by_side(named: Sequence[Zone], question: ParsedQuestion, plain: str) -> AnswerCard | None:
    """Of each zone that is named its figure and what it is, if its place or rank is asked for."""
    if "place" not in question.intents and question.concepts.isdisjoint(_WHERE):
        return None
    asked = "area" if "area" in question.concepts else figures_asked(plain)
    lines: list[Line] = []
    for zone in named:
        lines += [Line(zone, own)] if (own := own_figures(zone, asked)) else []
        lines.append(Line(zone, text=split_sentences(zone.summary)[0]))
    return AnswerCard(named[0], tuple(lines), "parts")


def _lines(found: Sequence[Zone], plain: str) -> Sequence[Line]:
    """What each is for; or its figure, those first that have one."""
    asked = figures_asked(plain)
    lines = [Line(zone, own) for zone in found if (own := own_figures(zone, asked))]
    if asked and lines:
        return [*lines, *(Line(z, missing=asked) for z in found if not own_figures(z, asked))]
    return [Line(zone, text=zone.focus) for zone in found]


def _unnamed(catalogue: Catalogue, found: Sequence[Zone]) -> Iterator[Line]:
    """That the names of the others of the list are not stated."""
    ids = {zone.id for zone in found}
    for measure in catalogue.measures.values():
        if measure.zones != "all" and ids == set(measure.zones):
            others = (s.text for s in measure.not_stated if s.about == "names")
            yield from (Line(measure, text=text, stated=False) for text in others)
