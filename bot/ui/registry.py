"""The views, charts and record buttons of all features, by the names in custom ids.

A view is a pure function of the data version, the language, the day and its arguments. The same
name and arguments stand in the custom id of the buttons that lead to it, which therefore work
after a restart and hold no state. A name, once sent, keeps its meaning.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import discord

from bot.bounded_cache import CachePerOwner
from bot.domain.release import Release
from bot.i18n.translator import Lang
from bot.ui.chart import ChartImage
from bot.ui.components import Layout, pack_layout, unpack_layout
from bot.ui.context import RenderContext
from bot.ui.cooldowns import LOOKUPS, Limit
from bot.ui.custom_ids import Takes
from bot.ui.share import with_share

_Key: TypeAlias = tuple[object, ...]
_LAYOUTS: Final[CachePerOwner[Release, _Key, bytes]] = CachePerOwner(2 << 20, len)
"""Some 600 layouts of the live release."""


def _always(*_: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class View:
    """A page that commands and buttons answer with."""

    draw: Callable[..., Layout]
    """Given a Scene and the arguments as texts."""
    takes: Takes | None = None
    """What buttons may carry of it; None where commands alone lead to it."""
    picture: str = ""
    """The chart that stands within the card, if one does."""
    has_picture: Callable[..., bool] = _always
    """Whether it does for these arguments; given what `draw` is given."""
    limit: Limit | None = LOOKUPS


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture behind the button *Chart*."""

    build: Callable[..., ChartImage]
    """Given a Scene and the arguments as texts. KeyError where the data have no such thing."""
    takes: Takes


@dataclass(frozen=True, slots=True)
class RecordButton:
    """What a button under a record does with it: a copy, a file."""

    run: Callable[[Any, discord.Interaction, Lang, str], Awaitable[None]]
    """Given the desk, the press, the language and the record's id."""
    takes: Takes
    limit: Limit | None = LOOKUPS


@dataclass(frozen=True, slots=True)
class Registry:
    """What there is to open, draw and press."""

    views: Mapping[str, View]
    charts: Mapping[str, Chart]
    record_buttons: Mapping[str, RecordButton]

    def layout(self, context: RenderContext, name: str, *args: str) -> Layout:
        """The layout of a view, for nobody else. Raises what `packed_layout` raises."""
        return unpack_layout(self.packed_layout(context, name, *args))

    def packed_layout(
        self, context: RenderContext, name: str, *args: str, share: bool = False
    ) -> bytes:
        """The layout of a view as JSON, with *Share here* under it where `share` says so.

        Kept as long as its release, if there is room.
        Raises KeyError for an unknown name, TypeError for arguments of another number.
        """
        kept = _LAYOUTS.of(context.release)
        key = (context.tr, context.today, context.registration, share, name, *args)
        found = kept.get(key)
        if found is None:
            layout = self.views[name].draw(context, *args)
            found = pack_layout(with_share(layout, context.tr) if share else layout)
            kept.put(key, found)
        return found
