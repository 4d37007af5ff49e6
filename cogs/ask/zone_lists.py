"""The lines of a list of parks and clusters: every name that fits on a phone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, TypeAlias

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.data.models import Zone, ZoneLevel
from bot.i18n.translator import N_, Translator, many
from bot.ui.blocks import district_name
from bot.ui.context import RenderContext
from bot.ui.line_width import lines_of
from cogs.ask.screen import says_words
from cogs.ask.titles import zone_title

_Name: TypeAlias = tuple[str, str, str]
"""Kind, place and short name of a zone."""
_FEW: Final = 6
"""Zones of several districts that have a line each."""
_KINDS: Final = {"park": N_("parks"), "cluster": N_("clusters")}
_HEADS: Final = {"park": N_("Parks"), "cluster": N_("Clusters")}
_LEVELS: Final[Mapping[str, str]] = {
    "national": N_("national"),
    "city-level": N_("city-level"),
    "district-level": N_("district-level"),
    "100-billion-yuan": N_("100-billion-yuan"),
}
"""How a level is called in a word."""
_WORDS: Final = re.compile(
    r" (?:(?:Eco-?logical |Industr\w+ |Manufacturing Service |Equipment )?Park|industry base|"
    r"Industrial Base|Innovation Pilot Zone)$|"
    r"(?:特色)?(?:服务|生态)?(?:产业)?(?:园区|园)$|产业(?:基地|生态园)$"
)
"""What the names of many parks end with."""
_LAST: Final = re.compile(r"[;；] ?")
"""What stands before the last part of a level."""
_OF_LEVEL: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("national", "cluster"): many("{number} national cluster", "{number} national clusters"),
    ("city-level", "park"): many("{number} city-level park", "{number} city-level parks"),
    ("city-level", "cluster"): many("{number} city-level cluster", "{number} city-level clusters"),
    ("district-level", "park"): many(
        "{number} district-level park", "{number} district-level parks"
    ),
    ("pioneering", "park"): many("{number} future-industry zone", "{number} future-industry zones"),
    ("100-billion-yuan", "cluster"): many(
        "{number} cluster of 100 billion yuan", "{number} clusters of 100 billion yuan"
    ),
    ("feature-track", "park"): many("{number} feature-track area", "{number} feature-track areas"),
    ("promoted", "park"): many(
        "{number} place promoted to investors", "{number} places promoted to investors"
    ),
}
"""How many parks or clusters of a level there are."""


def _number_of(tr: Translator, level: str, kind: str, number: int) -> str:
    return tr.many(*_OF_LEVEL[level, kind], number)


def zone_lines(context: RenderContext, card: AnswerCard, rows: int) -> Sequence[str]:
    """A line for each, or for each district, or all in one; as many names as fit on the rows.

    What is not stated follows, unless it would take the place of a name.
    """
    tr = context.tr
    remarks = [f"- {tr.of(line.text)}" for line in card.lines if line.text and not line.stated]
    names = _names(tr, card)
    districts = {place for _, place, _ in names}
    mixed = [("", place, name) for _, place, name in names]  # a cluster's name says so
    forms: list[Sequence[str]] = [_by_district(tr, names), _by_district(tr, mixed)]
    forms.append(_in_one_line(tr, names))
    by_level = any(isinstance(x.record, Zone) and x.text == x.record.level for x in card.lines)
    if not by_level and (len(names) <= _FEW or len(districts) == 1):
        own = [line for line in card.lines if line.stated]
        forms[:0] = [[_item(tr, line, card, most) for line in own] for most in (9, 1, 0)]
    for told in (remarks, []):
        for kept in forms:
            if lines_of([*kept, *told]) <= rows:
                return [*kept, *told]
    return _dense(tr, names, rows)


def _names(tr: Translator, card: AnswerCard) -> Sequence[_Name]:
    """Kind, place and short name of each zone; in one district the level of parks for the place.

    Its whole level where that was asked.
    """
    names: list[_Name] = []
    zones = [r for r in card.records if isinstance(r, Zone)]
    in_one = len({zone.district for zone in zones}) == 1 and not any(z.lingang for z in zones)
    for zone, text in ((x.record, x.text) for x in card.lines if isinstance(x.record, Zone)):
        place = district_name(tr, zone.district) if zone.district else tr("district not stated")
        place = tr("Lin-gang") if zone.lingang else place
        name = _short_name(tr, zone, place)
        if text == zone.level:
            place = tr.of(zone.level)
        elif in_one and zone.kind == "park":
            said = zone.level.rank in ("city-level", "district-level")
            place = tr(_LEVELS[zone.level.rank] if said else N_("other"))
        else:
            name += _level(tr, zone, card)
        names.append((zone.kind, place, name))
    return names


def _by_district(tr: Translator, names: Sequence[_Name]) -> Sequence[str]:
    """The names of each district in a line, parks and clusters apart."""
    groups: dict[tuple[str, str], list[str]] = {}
    for kind, place, name in names:
        groups.setdefault((kind, place), []).append(name)
    several = len({kind for kind, _ in groups}) > 1
    heads = [f"{p} · {tr(_KINDS[kind])}" if several else p for kind, p in groups]
    told = zip(heads, groups.values(), strict=True)
    return [f"- {head}{tr.colon}{_joined(tr, own)}" for head, own in told]


def _in_one_line(tr: Translator, names: Sequence[_Name]) -> Sequence[str]:
    """All parks in one line and all clusters in one."""
    lines: list[str] = []
    for kind, own in groupby(names, lambda name: name[0]):
        told = [line.removeprefix("- ") for line in _by_district(tr, [*own])]
        several = any(name[0] != kind for name in names)
        head = f"**{tr(_HEADS[kind])}**{tr.colon}" if several else ""
        lines.append(head + tr.semicolon.join(told))
    return lines


def _dense(tr: Translator, names: Sequence[_Name], rows: int) -> Sequence[str]:
    """As many names as fit, without the words that all have, and how many more there are."""
    found: dict[str, list[str]] = {}
    unstated = tr("district not stated")
    for _, place, name in names:
        near = place if place == unstated else place.removesuffix("新区").removesuffix("区")
        found.setdefault(near, []).append(_WORDS.sub("", name).removeprefix(f"{near}新片区"))
    groups = sorted(found.items(), key=lambda group: (group[0] == unstated, -len(group[1])))
    for shown in range(len(names), 0, -1):
        left, told = shown, list[str]()
        for place, own in groups:
            if own[:left]:
                told.append(f"**{place}**{tr.colon}{_joined(tr, own[:left])}")
            left = max(0, left - len(own))
        hidden = len(names) - shown
        more = [tr.many("and {number} more", "and {number} more", hidden)] if hidden else []
        if lines_of([line := tr.semicolon.join([*told, *more])]) <= rows:
            return [line]
    return []


def _short_name(tr: Translator, zone: Zone, place: str) -> str:
    """The name; of a cluster without its district and without that word."""
    title = tr.of(zone.title).removeprefix(f"{place}: ")
    if zone.kind == "cluster":
        near = place.removesuffix("新区").removesuffix("区")
        title = title.removeprefix(place).removeprefix(near).lstrip(": ")
        title = title.removesuffix(" cluster").removesuffix("集群").removesuffix("产业")
    return title


def _item(tr: Translator, line: Line, card: AnswerCard, most: int) -> str:
    """A zone in a line of its own, with its district if the heading does not name it.

    What it is for stands behind it, if both take at most `most` rows.
    """
    zone = line.record
    if not isinstance(zone, Zone):
        return f"- {tr.of(zone.title)}"
    name = district_name(tr, zone.district) if zone.district else ""
    alone = len({r.district for r in card.records if isinstance(r, Zone)}) == 1
    if alone and any(tr.of(text) == name for text in card.filters):
        title = _short_name(tr, zone, name)
    else:
        title = zone_title(tr, zone)
    title += _level(tr, zone, card)
    focus = tr.of(line.text) if line.text else ""
    if focus in map(tr.of, card.filters) or says_words(title, focus):
        focus = ""
    whole = tr.labelled(title, focus)
    return f"- {whole if lines_of([f'- {whole}']) <= most else title}"


def _levels(card: AnswerCard) -> Sequence[ZoneLevel]:
    """The levels that a list was chosen by."""
    return [each for each in card.filters if isinstance(each, ZoneLevel)]


def _level(tr: Translator, zone: Zone, card: AnswerCard) -> str:
    """The level of a cluster, unless all are of one; of a park what is less than city level."""
    rank = zone.level.rank
    if zone.kind == "park":
        if rank in ("planned", "unstated", "base"):
            told = zone.batch if rank == "planned" and zone.batch else zone.level
            return tr.brackets(_LAST.split(tr.of(told))[-1])
        return tr.brackets(tr("district-level")) if rank == "district-level" else ""
    if rank not in _LEVELS or rank in [each.rank for each in _levels(card)][:1]:
        return ""
    level = tr(_LEVELS[rank])
    alone = all(r.kind == "cluster" for r in card.records if isinstance(r, Zone))
    return tr.brackets(level if alone else tr("{level} cluster", level=level))


def _parks_by_level(tr: Translator, card: AnswerCard) -> Iterator[str]:
    """How many parks there are, those at city level apart, and what the others are if it is one."""
    parks = [z for z in card.records if isinstance(z, Zone) and z.kind == "park"]
    city = [z for z in parks if z.level.rank == "city-level"]
    others = [z for z in parks if z not in city]
    if not city:
        yield tr.many("{number} park", "{number} parks", len(parks)) if parks else ""
        return
    yield _number_of(tr, "city-level", "park", len(city))
    if others and all(z.level.rank == "base" for z in others):
        yield tr.many("{number} industry base", "{number} industry bases", len(others))
    elif others and all(z.level.rank == "pioneering" for z in others):
        yield _number_of(tr, "pioneering", "park", len(others))
    elif others:
        yield tr.many("{number} other", "{number} others", len(others))


def _joined(tr: Translator, names: Sequence[str]) -> str:
    comma = tr.semicolon if any("," in name for name in names) else tr.list_comma
    return comma.join(names)


def _by_year(tr: Translator, zones: Sequence[Zone]) -> Iterator[str]:
    """How many of a list are of its last year, and how many of the years before."""
    years = sorted(z.batch.year for z in zones if z.batch and z.batch.year and not z.batch.number)
    early, late = years.index(years[-1]) if years else 0, len(zones)
    if early and len(years) == len(zones):
        last = {"year": years[early - 1], "last": years[-1]}
        yield tr("to {year}: {early}, {last}: {late}", early=early, late=late - early, **last)


def kinds_of_zones(tr: Translator, card: AnswerCard) -> Iterator[str]:
    """How many parks and clusters there are, of which level; then what else they were chosen by."""
    kinds = [zone.kind for zone in card.records if isinstance(zone, Zone)]
    parks, clusters = kinds.count("park"), kinds.count("cluster")
    filters = [*card.filters]
    levels = [each for each in _levels(card) if (each.rank, kinds[0]) in _OF_LEVEL]
    if card.exists == "none-known":
        pass  # those of the list are others
    elif levels and not (parks and clusters):
        filters = [each for each in filters if each not in levels]
        ranks = [zone.level.rank for zone in card.records if isinstance(zone, Zone)]
        told = (_number_of(tr, x.rank, kinds[0], ranks.count(x.rank)) for x in levels)
        yield tr.list_comma.join(told)
        if not filters and len(levels) == 1:
            yield from _by_year(tr, [z for z in card.records if isinstance(z, Zone)])
    else:
        found = [
            *_parks_by_level(tr, card),
            tr.many("{number} cluster", "{number} clusters", clusters) if clusters else "",
        ]
        yield tr.list_comma.join(filter(None, found))
    yield from map(tr.of, filters)
