"""The book of views: which names there are, what they take, and the layouts kept of them."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from bot.bounded_cache import CachePerOwner
from bot.domain.places import DISTRICTS
from bot.domain.release import Release
from bot.surface.cards.about import about_card, packages_card, privacy_card, terms_card
from bot.surface.cards.awards import awards_card
from bot.surface.cards.blocks import KINDS
from bot.surface.cards.compare import compare_card
from bot.surface.cards.criteria import TIERS, criteria_card
from bot.surface.cards.funding import list_card, overview_card
from bot.surface.cards.help import TOPICS, help_card
from bot.surface.cards.measure import measure_card
from bot.surface.cards.measures import browse_card
from bot.surface.cards.nearest import unknown_district, unknown_industry
from bot.surface.cards.numbers import DISTRICT_PAGES, SERIES, numbers_card
from bot.surface.cards.package import package_card
from bot.surface.cards.statistic import statistic_card
from bot.surface.cards.zone import zone_card, zone_measures_card
from bot.surface.cards.zone_map import map_card
from bot.surface.cards.zones import BEYOND, KIND_NAMES, UNSTATED, zones_card
from bot.surface.codes import STATUS_CODES, TOPIC_CODES
from bot.surface.custom_ids import (
    FREE_TEXT,
    NOTHING,
    PAGE_NUMBER,
    RECORD_ID,
    RULES,
    Takes,
    maybe,
    one_of,
    takes,
)
from bot.surface.layout import Layout, pack_layout, unpack_layout
from bot.surface.views import Scene

View: TypeAlias = Callable[..., Layout]

VIEWS: Final[Mapping[str, View]] = {
    "ab": about_card,
    "fl": list_card,
    "fo": overview_card,
    "h": help_card,
    "la": awards_card,
    "lc": criteria_card,
    "ln": numbers_card,
    "m": measure_card,
    "mb": browse_card,
    "mc": compare_card,
    "nd": unknown_district,
    "ni": unknown_industry,
    "p": package_card,
    "pl": packages_card,
    "pr": privacy_card,
    "st": statistic_card,
    "te": terms_card,
    "z": zone_card,
    "zd": map_card,
    "zl": zones_card,
    "zm": zone_measures_card,
}
"""By the short names that stand in custom ids: a name, once sent, keeps its meaning."""

_Key: TypeAlias = tuple[object, ...]
_LAYOUTS: Final[CachePerOwner[Release, _Key, bytes]] = CachePerOwner(2 << 20, len)
"""Some 600 layouts of the live release."""
_DISTRICT: Final = maybe(one_of(DISTRICTS))
_PLACE: Final = maybe(one_of((*DISTRICTS, UNSTATED, BEYOND)))
LINKS: Final[Mapping[str, Takes]] = {
    "ab": NOTHING,
    "fl": takes(maybe(one_of(KINDS)), _DISTRICT, PAGE_NUMBER),
    "fo": NOTHING,
    "h": takes(one_of(TOPICS)),
    "la": takes(optional=(_DISTRICT, PAGE_NUMBER)),
    "lc": takes(optional=(maybe(one_of(TIERS)), RULES, PAGE_NUMBER)),
    "ln": takes(optional=(maybe(one_of((*SERIES, DISTRICT_PAGES))), PAGE_NUMBER)),
    "m": takes(RECORD_ID),
    "mb": takes(
        PAGE_NUMBER,
        maybe(one_of(TOPIC_CODES.values())),
        maybe(one_of(STATUS_CODES.values())),
        FREE_TEXT,
        FREE_TEXT,
        FREE_TEXT,
    ),
    "mc": takes(FREE_TEXT, FREE_TEXT, optional=(FREE_TEXT, PAGE_NUMBER)),
    "p": takes(RECORD_ID),
    "pl": takes(PAGE_NUMBER),
    "pr": NOTHING,
    "st": takes(RECORD_ID, optional=(PAGE_NUMBER,)),
    "te": NOTHING,
    "z": takes(RECORD_ID),
    "zd": takes(optional=(FREE_TEXT,)),
    "zl": takes(maybe(one_of(KIND_NAMES)), _PLACE, FREE_TEXT, PAGE_NUMBER),
    "zm": takes(RECORD_ID, PAGE_NUMBER),
}
"""What buttons may carry of each view; those for unknown names are reached by commands alone."""


def layout_of(scene: Scene, name: str, *args: str) -> Layout:
    """The layout of a view; kept as long as its release, if there is room.

    Raises KeyError for an unknown name, TypeError for arguments of another number.
    """
    kept = _LAYOUTS.of(scene.release)
    key = (scene.words, scene.today, scene.registration, name, *args)
    found = kept.get(key)
    if found is not None:
        return unpack_layout(found)
    layout = VIEWS[name](scene, *args)
    kept.put(key, pack_layout(layout))
    return layout
