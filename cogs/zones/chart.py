"""Parks and clusters by district: as bars, and as a map of squares."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bot.charts.specs import Bar, Bars, Panel, Shade, Tile, Tiles
from bot.domain.data.districts import LINGANG
from bot.domain.data.models import Zone
from bot.i18n.translator import Translator
from bot.ui.chart import ChartImage, alt_text, unmarked
from bot.ui.context import RenderContext
from bot.ui.custom_ids import RECORD_ID, maybe, takes
from bot.ui.evidence import list_evidence
from bot.ui.registry import Chart
from bot.ui.zone_text import BEYOND, UNSTATED, ZoneFilters, industry_name, place_name, zone_place
from cogs.zones.cards.completeness import completeness
from cogs.zones.cards.listing import by_count, count_places, how_many, narrowed

_GRID: Final = """\
.         .         .        chongming
.         jiading   baoshan  hongkou   yangpu
qingpu    putuo     jingan   huangpu   pudong
songjiang changning xuhui
jinshan   minhang   fengxian"""
"""Our own grid: roughly which district is next to which."""
_SQUARES: Final[Mapping[str, tuple[int, int]]] = {
    district: (row, column)
    for row, line in enumerate(_GRID.splitlines())
    for column, district in enumerate(line.split())
    if district != "."
}
"""Row from the north and column from the west."""

_STEPS: Final = ((0, "0"), (1, "1–2"), (3, "3–5"), (6, "6–10"), (11, "11+"))
"""The shades of every map, so that two can be compared."""
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def zones_picture(context: RenderContext, industry: str = "") -> ChartImage:
    """Parks and clusters by district, most first; KeyError for an unknown industry."""
    tr, zones = context.tr, _zones(context, industry)
    title = _title(context, industry)
    bars = tuple(_bar(tr, place, zones) for place in by_count(count_places(zones)))
    note, behind = completeness(context)
    plan = Bars(
        title=unmarked(tr("### Parks and clusters by district")),
        subtitle=_subtitle(context, industry, zones),
        parts=(tr("Parks"), tr("Clusters")),
        panels=(Panel(rows=bars),),
        notes=(_LINK.sub(r"\1", unmarked(note)),),
        foot=list_evidence(context, [*zones, *behind]),
    )
    sentence = tr("Bars show how many parks and clusters each district has.")
    alt = alt_text(tr, tr.labelled(title, sentence), _told(tr, zones))
    return ChartImage(plan, title, alt)


def map_picture(context: RenderContext, industry: str = "") -> ChartImage:
    """The districts as squares, shaded by their counts; KeyError for an unknown industry."""
    tr, zones = context.tr, _zones(context, industry)
    title = _title(context, industry)
    apart = [place for place in (UNSTATED, BEYOND) if _within(zones, place)]
    note, behind = completeness(context)
    plan = Tiles(
        title=unmarked(tr("### Parks and clusters by district")),
        subtitle=_subtitle(context, industry, zones),
        shading=tr("Parks and clusters of a district (not drawn to scale):"),
        shades=tuple(Shade(least=least, said=said) for least, said in _STEPS),
        tiles=tuple(_tile(tr, place, zones) for place in _SQUARES),
        apart=tuple(_tile(tr, place, zones) for place in apart),
        notes=(_LINK.sub(r"\1", unmarked(note)),),
        foot=list_evidence(context, [*zones, *behind]),
    )
    sentence = tr("A map of squares shows how many parks and clusters each district has.")
    alt = alt_text(tr, tr.labelled(title, sentence), _told(tr, zones))
    return ChartImage(plan, title, alt)


def _zones(context: RenderContext, industry: str) -> list[Zone]:
    return narrowed(context, ZoneFilters("", "", industry))


def _title(context: RenderContext, industry: str) -> str:
    name = unmarked(context.tr("### Parks and clusters by district"))
    return f"{name} · {industry_name(context, industry)}" if industry else name


def _subtitle(context: RenderContext, industry: str, zones: Sequence[Zone]) -> str:
    names = [industry_name(context, industry)] if industry else []
    return " · ".join([*names, how_many(context.tr, zones)])


def _within(zones: Iterable[Zone], place: str) -> list[Zone]:
    return [zone for zone in zones if zone_place(zone) == place]


def _bar(tr: Translator, place: str, zones: Sequence[Zone]) -> Bar:
    own = _within(zones, place)
    clusters = sum(zone.kind == "cluster" for zone in own)
    said = f"{len(own)}"
    if lingang := _lingang(tr, own):
        said += tr.brackets(lingang)
    return Bar(label=place_name(tr, place), value=len(own), second=clusters, said=said)


def _tile(tr: Translator, place: str, zones: Sequence[Zone]) -> Tile:
    own = _within(zones, place)
    row, column = _SQUARES.get(place, (0, 0))
    return Tile(
        label=place_name(tr, place),
        row=row,
        column=column,
        value=len(own),
        said=str(len(own)),
        lines=tuple(filter(None, how_many(tr, own).split(" · "))),
        marked=_lingang(tr, own),
    )


def _lingang(tr: Translator, zones: Sequence[Zone]) -> str:
    """How many lie in Lin-gang; empty where none does."""
    count = sum(zone.lingang for zone in zones)
    return f"{LINGANG[tr.lang == 'zh']} {count}" if count else ""


def _told(tr: Translator, zones: Sequence[Zone]) -> Iterator[str]:
    """All, then place by place."""
    yield how_many(tr, zones)
    for place in by_count(count_places(zones)):
        own = _within(zones, place)
        parts = [how_many(tr, own), _lingang(tr, own)]
        yield tr.labelled(place_name(tr, place), " · ".join(filter(None, parts)))


_INDUSTRY: Final = takes(optional=(maybe(RECORD_ID),))
"""It may be gone from the data."""
CHARTS: Final[Mapping[str, Chart]] = {
    "zl": Chart(zones_picture, _INDUSTRY),
    "zm": Chart(map_picture, _INDUSTRY),
}
