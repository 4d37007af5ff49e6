"""The book of views: which names there are, and the layouts kept of them."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from bot.bounded_cache import CachePerOwner
from bot.domain.release import Release
from bot.surface.cards.about import about_card, packages_card, privacy_card, terms_card
from bot.surface.cards.awards import awards_card
from bot.surface.cards.compare import compare_card
from bot.surface.cards.criteria import criteria_card
from bot.surface.cards.funding import list_card, overview_card
from bot.surface.cards.help import help_card
from bot.surface.cards.measure import measure_card
from bot.surface.cards.measures import browse_card
from bot.surface.cards.nearest import unknown_district, unknown_industry
from bot.surface.cards.numbers import numbers_card
from bot.surface.cards.package import package_card
from bot.surface.cards.statistic import statistic_card
from bot.surface.cards.zone import zone_card, zone_measures_card
from bot.surface.cards.zone_map import map_card
from bot.surface.cards.zones import zones_card
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
_LAYOUTS: Final[CachePerOwner[Release, _Key, bytes]] = CachePerOwner(4 << 20, len)
"""Some 1,200 layouts of the live release."""


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
