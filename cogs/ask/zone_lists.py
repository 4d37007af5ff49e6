"""The lines of a list of parks and clusters: every name that fits on a phone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.data.models import Zone
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import district_name
from bot.ui.context import RenderContext
from bot.ui.line_width import LINES, lines_of

_Groups: TypeAlias = Mapping[tuple[str, str], Sequence[str]]
"""Names by kind and district."""
_FEW: Final = 6
"""Zones of several districts that have a line each."""
_KINDS: Final = {"park": N_("parks"), "cluster": N_("clusters")}
_HEADS: Final = {"park": N_("Parks"), "cluster": N_("Clusters")}
_LEVELS: Final[Mapping[str, str]] = {
    "national": N_("national"),
    "city-level": N_("city-level"),
    "100-billion": N_("100-billion-yuan"),
}
"""How the level of a cluster is called in a word."""
_OF_LEVEL: Final[Mapping[tuple[str, str], str]] = {
    ("national", "cluster"): N_("{number} national clusters"),
    ("city-level", "park"): N_("{number} city-level parks"),
    ("city-level", "cluster"): N_("{number} city-level clusters"),
    ("district-level", "park"): N_("{number} district-level parks"),
    ("pioneering", "park"): N_("{number} future-industry zones"),
    ("100-billion-yuan", "cluster"): N_("{number} clusters of 100 billion yuan"),
    ("feature-track", "park"): N_("{number} feature-track areas"),
    ("promoted to investors", "park"): N_("{number} places promoted to investors"),
}
"""How several parks or clusters of a level are called, by the word of the level."""


def zone_lines(context: RenderContext, card: AnswerCard, rows: int) -> Sequence[str]:
    """A line for each, or for each district, or all in one; as many names as fit on the rows.

    What is not stated follows, unless it would take the place of a name.
    """
    tr = context.tr
    remarks = [f"- {tr.of(line.text)}" for line in card.lines if line.text and not line.stated]
    own = [line for line in card.lines if line.stated]
    for told in (remarks, []):
        for kept in _forms(tr, card, own):
            if lines_of([*kept, *told]) <= rows:
                return [*kept, *told]
    groups = _groups(tr, card, own)
    return [*_in_one_line(tr, groups, card.more, rows - lines_of(remarks)), *remarks]


def _forms(tr: Translator, card: AnswerCard, own: Sequence[Line]) -> Iterator[Sequence[str]]:
    """All the zones, in the form that says most first."""
    groups = _groups(tr, card, own)
    by_level = all(isinstance(x.record, Zone) and x.text == x.record.level for x in own)
    if not by_level and (len(own) <= _FEW or len({place for _, place in groups}) == 1):
        yield [_item(tr, line, card, rows=9) for line in own]
        yield [_item(tr, line, card, rows=1) for line in own]
        yield [_item(tr, line, card, rows=0) for line in own]
    if not card.more:
        several = len({kind for kind, _ in groups}) > 1
        yield [
            f"- {place}{' · ' if several else ''}{tr(_KINDS[kind]) if several else ''}"
            f"{tr.colon}{_joined(tr, names)}"
            for (kind, place), names in groups.items()
        ]
        yield _in_one_line(tr, groups, 0, LINES)


def _in_one_line(tr: Translator, groups: _Groups, more: int, rows: int) -> Sequence[str]:
    """Parks and clusters in a line each, as many as fit on the rows; how many more there are."""
    whole = [(key, name) for key, names in groups.items() for name in names]
    lines: list[str] = []
    for shown in range(len(whole), 0, -1):
        kept: dict[str, dict[str, list[str]]] = {}
        for (kind, place), name in whole[:shown]:
            kept.setdefault(kind, {}).setdefault(place, []).append(name)
        lines = [
            (f"**{tr(_HEADS[kind])}**{tr.colon}" if len(kept) > 1 else "")
            + tr.semicolon.join(f"{p}{tr.colon}{tr.list_comma.join(x)}" for p, x in places.items())
            for kind, places in kept.items()
        ]
        if hidden := more + len(whole) - shown:
            lines.append(tr.many("… and {number} more", "… and {number} more", hidden))
        if lines_of(lines) <= rows:
            break
    return lines


def _groups(tr: Translator, card: AnswerCard, own: Sequence[Line]) -> _Groups:
    """The names by kind and district; by level where that was asked."""
    zones = [line.record for line in own if isinstance(line.record, Zone)]
    by_level = all(line.text == zone.level for line, zone in zip(own, zones, strict=True))
    groups: dict[tuple[str, str], list[str]] = {}
    for zone in zones:
        place = district_name(tr, zone.district) if zone.district else tr("district not stated")
        place = tr("Lin-gang") if zone.lingang else place
        key = (zone.kind, tr.of(zone.level) if by_level else place)
        level = "" if by_level else _level(tr, zone, card)
        groups.setdefault(key, []).append(_short_name(tr, zone, place) + level)
    return groups


def _short_name(tr: Translator, zone: Zone, place: str) -> str:
    """The name without its district and, of a cluster, without that word."""
    near = place.removesuffix("新区").removesuffix("区")
    title = tr.of(zone.title).removeprefix(place).removeprefix(near).removeprefix("区")
    title = title.lstrip(": ")
    if zone.kind == "cluster":
        title = title.removesuffix(" cluster").removesuffix("集群").removesuffix("产业")
    return title


def _item(tr: Translator, line: Line, card: AnswerCard, *, rows: int) -> str:
    """A zone in a line of its own, with its district if the heading does not name it.

    `rows`: what it is for stands behind it, if it takes no more.
    """
    zone = line.record
    if not isinstance(zone, Zone):
        return f"- {tr.of(zone.title)}"
    name = district_name(tr, zone.district) if zone.district else ""
    near = name.removesuffix("新区").removesuffix("区")
    alone = len({r.district for r in card.records if isinstance(r, Zone)}) == 1
    named = alone and any(tr.of(text) == name for text in card.filters)
    title = _short_name(tr, zone, name) if named else tr.of(zone.title)
    title += "" if not name or near in title or named else tr.brackets(name)
    title += _level(tr, zone, card)
    focus = tr.of(line.text) if line.text else ""
    whole = f"- {tr.labelled(title, focus)}"
    fits = focus and focus not in title and lines_of([whole]) <= rows
    return whole if fits else f"- {title}"


def _level(tr: Translator, zone: Zone, card: AnswerCard) -> str:
    """The level of a cluster in brackets, unless the list is of one level."""
    if zone.kind != "cluster" or any(word in text.en for text in card.filters for word in _LEVELS):
        return ""
    level = next((tr(word) for key, word in _LEVELS.items() if key in zone.level.en), "")
    alone = all(isinstance(r, Zone) and r.kind == "cluster" for r in card.records)
    return tr.brackets(level if alone else tr("{level} cluster", level=level)) if level else ""


def _by_year(tr: Translator, zones: Sequence[Zone]) -> Iterator[str]:
    """How many of a list are of its last year, and how many of the years before."""
    years = [z.batch.en for z in zones if z.batch and z.batch.en.isdecimal()]
    before = [year for year in years if year < max(years)]
    if before and len(years) == len(zones):
        (early, year), (late, last) = (
            (len(before), max(before)),
            (len(years) - len(before), max(years)),
        )
        yield tr("to {year}: {early}, {last}: {late}", year=year, early=early, last=last, late=late)


def _joined(tr: Translator, names: Sequence[str]) -> str:
    comma = tr.semicolon if any("," in name for name in names) else tr.list_comma
    return comma.join(names)


def kinds_of_zones(tr: Translator, card: AnswerCard) -> Iterator[str]:
    """How many parks and clusters there are, of which level; then what else they were chosen by."""
    kinds = [zone.kind for zone in card.records if isinstance(zone, Zone)]
    parks, clusters = kinds.count("park"), kinds.count("cluster")
    filters = [*card.filters]
    if card.exists == "none-known":
        yield from map(tr.of, filters)
        return
    kind = "park" if parks else "cluster"
    level = next((t for t in filters if (t.en, kind) in _OF_LEVEL), None)
    if level and not (parks and clusters):
        filters.remove(level)
        yield tr(_OF_LEVEL[level.en, kind], number=len(kinds) + card.more)
        if not filters:
            yield from _by_year(tr, [z for z in card.records if isinstance(z, Zone)])
    elif card.more and parks and clusters:
        yield tr("Parks and clusters: {number}", number=len(kinds) + card.more)
    else:
        parks, clusters = (n + card.more if n else 0 for n in (parks, clusters))
        found = [
            tr.many("{number} park", "{number} parks", parks) if parks else "",
            tr.many("{number} cluster", "{number} clusters", clusters) if clusters else "",
        ]
        yield tr.list_comma.join(filter(None, found))
    yield from map(tr.of, filters)
