"""Zones in words: where they lie, what they are, and the link to a list of them."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.domain.data.districts import DISTRICTS, LINGANG_AREA
from bot.domain.data.models import Figure, Zone, ZoneKind
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import district_name
from bot.ui.context import RenderContext, link_to

UNSTATED: Final = "not-stated"
BEYOND: Final = "across-provinces"
"""Places of zones outside every district; custom ids hold them like a district."""
_LAND = ("km2", "m2", "mu")
KIND_NAMES: dict[ZoneKind, str] = {"park": N_("Park"), "cluster": N_("Cluster")}


class ZoneFilters(NamedTuple):
    """What the list is narrowed to; an empty text narrows nothing."""

    kind: str
    place: str
    """A district, UNSTATED or BEYOND."""
    industry: str

    def link(self, tr: Translator, page: int = 0) -> str:
        """The custom id that opens the list so narrowed."""
        return link_to(tr, "zl", *self, page)


def zone_place(zone: Zone) -> str:
    """The district in which a zone counts, UNSTATED, or BEYOND for one across provinces."""
    return BEYOND if zone.beyond_shanghai else zone.district or UNSTATED


def place_name(tr: Translator, place: str, *, lingang: bool = False) -> str:
    """A place for readers; one in Lin-gang counts in Pudong and is marked."""
    if place == UNSTATED:
        return tr("district not stated")
    if place == BEYOND:
        return tr("across provinces")
    if place == LINGANG_AREA:
        return tr("Lin-gang")
    name = district_name(tr, next(slug for slug in DISTRICTS if slug == place))
    return tr("{district} (Lin-gang)", district=name) if lingang else name


def industry_name(context: RenderContext, industry: str) -> str:
    """An industry as readers call it; `industry` is its term's id."""
    term = context.release.catalogue.terms[industry]
    return term.zh if context.tr.lang == "zh" else term.en


def land(zone: Zone) -> list[Figure]:
    """Figures of its area, the one of the whole zone first."""
    found = [figure for figure in zone.figures if figure.unit in _LAND]
    return sorted(found, key=lambda figure: figure.id != "area")


def zone_facts(tr: Translator, zone: Zone) -> Iterator[str]:
    """District, focus, batch and that no area is stated, where none is."""
    missing = tr("not stated")
    yield tr("**District:** {text}", text=_where(tr, zone))
    yield tr("**Focus:** {text}", text=tr.of(zone.focus) if zone.focus else missing)
    yield tr("**Batch:** {text}", text=tr.of(zone.batch) if zone.batch else missing)
    if not land(zone):
        yield tr("**Area:** {text}", text=missing)


def _where(tr: Translator, zone: Zone) -> str:
    place = zone_place(zone)
    if place == UNSTATED:
        return tr("not stated")
    if place == BEYOND:
        return tr("across provinces; not counted in any district")
    if zone.lingang:
        return tr("{district}, in the Lin-gang Special Area", district=place_name(tr, place))
    return place_name(tr, place)
