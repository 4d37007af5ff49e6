"""The lines of a list of parks and clusters: every name that fits on a phone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, TypeAlias

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.data.models import Zone, ZoneLevel
from bot.i18n.translator import N_, Translator
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
_LAST: Final = re.compile(r"[;；] ?")
"""What stands before the last part of a level."""
_OF_LEVEL: Final[Mapping[tuple[str, str], str]] = {
    ("national", "cluster"): N_("{number} national clusters"),
    ("city-level", "park"): N_("{number} city-level parks"),
    ("city-level", "cluster"): N_("{number} city-level clusters"),
    ("district-level", "park"): N_("{number} district-level parks"),
    ("pioneering", "park"): N_("{number} future-industry zones"),
    ("100-billion-yuan", "cluster"): N_("{number} clusters of 100 billion yuan"),
    ("feature-track", "park"): N_("{number} feature-track areas"),
    ("promoted", "park"): N_("{number} places promoted to investors"),
}
"""How several parks or clusters of a level are called."""


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
            if lines_of([*kept, *told]) <= rows and not card.more:
                return [*kept, *told]
    return [*_counted(tr, names, card.more, rows - lines_of(remarks)), *remarks]


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


def _counted(tr: Translator, names: Sequence[_Name], more: int, rows: int) -> Sequence[str]:
    """A line for each district: how many, then as many whole names as its rows take.

    Those that have the most come first; the districts for which there is no row are only counted.
    If there are more than are named, only the heading counts them.
    """
    found: dict[str, list[str]] = {}
    for _, place, name in names:
        found.setdefault(place, []).append(name)
    unstated = tr("district not stated")
    ordered = sorted(found.items(), key=lambda group: (group[0] == unstated, -len(group[1])))
    groups = {place if more else f"{place} {len(own)}": own for place, own in ordered}
    least = [lines_of([_line(tr, head, own, 1)]) for head, own in groups.items()]
    if all(kind == "park" for kind, _, _ in names):
        hidden = [tr.many("and {number} more park", "and {number} more parks", more)]
    else:
        hidden = [tr.many("and {number} more", "and {number} more", more)]
    hidden = hidden if more else []
    number, left, last = len(groups) + 1, -1, list[str]()
    while left < 0 and number > 1:
        number -= 1
        others = [tr.list_comma.join(list(groups)[number:])] if number < len(groups) else []
        last = [f"- {tr.semicolon.join([*others, *hidden])}"] if others or hidden else []
        left = rows - lines_of(last) - sum(least[:number])
    taken = least[:number]
    shown = list(groups.items())[:number]
    while left > 0 and (cut := [i for i, n in enumerate(taken) if _cut(tr, *shown[i], n)[1]]):
        taken[min(cut, key=lambda i: taken[i])] += 1
        left -= 1
    return [*(_cut(tr, *group, n)[0] for group, n in zip(shown, taken, strict=True)), *last]


def _cut(tr: Translator, head: str, names: Sequence[str], rows: int) -> tuple[str, bool]:
    """A district's line with the names that its rows take; whether one is left out."""
    for shown in range(len(names), 1, -1):
        line = _line(tr, head, names, shown)
        if lines_of([line]) <= rows:
            return line, shown < len(names)
    return _line(tr, head, names, 1), len(names) > 1


def _line(tr: Translator, head: str, names: Sequence[str], shown: int) -> str:
    rest = "" if shown == len(names) else "等" if tr.lang == "zh" else "\u00a0…"
    return f"- {head}{tr.colon}{_joined(tr, names[:shown])}{rest}"


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


def _level(tr: Translator, zone: Zone, card: AnswerCard) -> str:
    """The level of a cluster, unless all are of one; of a park what is less than city level."""
    rank = zone.level.rank
    if zone.kind == "park":
        if rank in ("planned", "unstated", "base"):
            told = zone.batch if rank == "planned" and zone.batch else zone.level
            return tr.brackets(_LAST.split(tr.of(told))[-1])
        return tr.brackets(tr("district-level")) if rank == "district-level" else ""
    if rank not in _LEVELS or any(isinstance(text, ZoneLevel) for text in card.filters):
        return ""
    level = tr(_LEVELS[rank])
    alone = all(isinstance(r, Zone) and r.kind == "cluster" for r in card.records)
    return tr.brackets(level if alone else tr("{level} cluster", level=level))


def _parks_by_level(tr: Translator, card: AnswerCard) -> Iterator[str]:
    """How many parks there are, those at city level apart, and what the others are if it is one."""
    parks = [z for z in card.records if isinstance(z, Zone) and z.kind == "park"]
    city = [z for z in parks if z.level.rank == "city-level"]
    others = [z for z in parks if z not in city]
    if card.more or not city:
        number = len(parks) + card.more if parks else 0
        yield tr.many("{number} park", "{number} parks", number) if number else ""
        return
    yield tr.many("{number} city-level park", "{number} city-level parks", len(city))
    if others and all(z.level.rank == "base" for z in others):
        yield tr.many("{number} industry base", "{number} industry bases", len(others))
    elif others and all(z.level.rank == "pioneering" for z in others):
        yield tr.many(
            "{number} future-industry zone", "{number} future-industry zones", len(others)
        )
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
    levels = (each for each in filters if isinstance(each, ZoneLevel))
    level = next((each for each in levels if (each.rank, kinds[0]) in _OF_LEVEL), None)
    if card.exists == "none-known":
        pass  # those of the list are others
    elif level and not (parks and clusters):
        filters.remove(level)
        yield tr(_OF_LEVEL[level.rank, kinds[0]], number=len(kinds) + card.more)
        if not filters:
            yield from _by_year(tr, [z for z in card.records if isinstance(z, Zone)])
    elif card.more and parks and clusters:
        yield tr("Parks and clusters: {number}", number=len(kinds) + card.more)
    else:
        clusters = clusters + card.more if clusters else 0
        found = [
            *_parks_by_level(tr, card),
            tr.many("{number} cluster", "{number} clusters", clusters) if clusters else "",
        ]
        yield tr.list_comma.join(filter(None, found))
    yield from map(tr.of, filters)
