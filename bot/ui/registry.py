"""What features register under the names in custom ids: views, charts, actions and forms.

A view is a pure function of the release, the language, the day and its arguments. The custom id of
a button holds the name and the arguments, so the button works after a restart and holds no state.
A name, once sent, keeps its meaning.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, TypeVar

import discord

from bot.bounded_cache import CachePerOwner
from bot.domain.release import Release
from bot.i18n.translator import Lang, Translator
from bot.ui.chart import ChartImage
from bot.ui.components import Layout, pack_layout, unpack_layout
from bot.ui.context import RenderContext
from bot.ui.cooldowns import LOOKUPS, PICTURES, Limit
from bot.ui.custom_ids import NOTHING, CustomId, Kind, Takes, decode
from bot.ui.share import with_share
from bot.ui.trail import with_trail

if TYPE_CHECKING:
    from bot.ui.services import Services

T = TypeVar("T")
Args: TypeAlias = tuple[str, ...]
"""The arguments in a custom id."""
_Key: TypeAlias = tuple[object, ...]
_LAYOUTS: Final[CachePerOwner[Release, _Key, bytes]] = CachePerOwner(2 << 20, len)
"""Some 600 layouts of the live release."""


class View(NamedTuple):
    """A page that commands and buttons answer with."""

    draw: Callable[..., Layout]
    """Given a RenderContext and the arguments as texts."""
    takes: Takes | None = None
    """The arguments that buttons may carry; None where only commands lead to it."""
    picture: str = ""
    """The name of the chart within the card, if there is one."""
    has_picture: Callable[..., bool] = lambda *_: True
    """Whether there is one for these arguments; given what `draw` is given."""
    limit: Limit | None = LOOKUPS
    shared: bool = True
    """Whether *Share here* stands under it."""


class AsyncView(NamedTuple):
    """A page that needs the database. Only buttons lead to it."""

    draw: Callable[["Services", RenderContext, Args], Awaitable[Layout]]
    takes: Takes
    limit: Limit | None = LOOKUPS


class Chart(NamedTuple):
    """A picture behind the button *Chart*."""

    build: Callable[..., ChartImage]
    """Given a RenderContext and the arguments as texts. KeyError where the data have none."""
    takes: Takes
    limit: Limit | None = PICTURES


class Press(NamedTuple):
    """A command, a pressed button or a sent form: by whom, in which language, with what."""

    services: "Services"
    interaction: discord.Interaction
    lang: Lang
    args: Args = ()

    @property
    def context(self) -> RenderContext:
        """What the answer is drawn from now."""
        return self.services.context(self.lang)

    @property
    def tr(self) -> Translator:
        """In the person's language."""
        return self.services.translators[self.lang]

    @property
    def user_id(self) -> int:
        """Of the person."""
        return self.interaction.user.id


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does: it changes something, or gives a file.

    It stands only in private answers, and acts for the person who presses it.
    """

    run: Callable[[Press], Awaitable[None]]
    takes: Takes = NOTHING
    limit: Limit | None = LOOKUPS


@dataclass(frozen=True, slots=True)
class RecordButton(Action):
    """What a button does for everybody who sees it, also in public: a copy, a file, a form."""


class FormHandler(NamedTuple):
    """What takes a form; given its components as Discord sent them."""

    run: Callable[[Press, Any], Awaitable[None]]
    takes: Takes
    limit: Limit | None = LOOKUPS


class Registry(NamedTuple):
    """All that features have registered, by name."""

    views: Mapping[str, View]
    async_views: Mapping[str, AsyncView]
    charts: Mapping[str, Chart]
    actions: Mapping[str, Action]
    record_buttons: Mapping[str, RecordButton]
    forms: Mapping[str, FormHandler]

    def custom_id(self, text: object) -> CustomId | None:
        """What a custom id stands for; None where nothing registered answers it."""
        return decode(text, self._takes)

    def is_shared(self, view: str) -> bool:
        """Whether *Share here* stands under a view."""
        return view not in self.views or self.views[view].shared

    def limit(self, custom_id: CustomId) -> Limit | None:
        """How often a person may use it: as often as the command that does the same."""
        found = self._find(custom_id.kind, custom_id.name)
        return found.limit if found is not None else LOOKUPS

    def _takes(self, kind: Kind, name: str) -> Takes | None:
        found = self._find(kind, name)
        return found.takes if found is not None else None

    def _find(
        self, kind: Kind, name: str
    ) -> View | AsyncView | Chart | Action | FormHandler | None:
        if kind == "v":
            return self.views.get(name) or self.async_views.get(name)
        others = {"a": self.actions, "c": self.charts, "t": self.record_buttons, "f": self.forms}
        return others[kind].get(name)

    def layout(self, context: RenderContext, name: str, *args: str) -> Layout:
        """A new layout of a view. Raises what `packed_layout` raises."""
        return unpack_layout(self.packed_layout(context, name, *args))

    def packed_layout(
        self,
        context: RenderContext,
        name: str,
        *args: str,
        share: bool = False,
        trail: Sequence[str] = (),
    ) -> bytes:
        """The layout of a view as JSON, with *Share here* under it where `share` says so.

        `trail`: the pages that led to it, for *Back*.
        Cached for the life of its release, if there is room.
        Raises KeyError for an unknown name, TypeError for the wrong number of arguments.
        """
        cache = _LAYOUTS.of(context.release)
        key = (context.tr, context.today, context.registration, share, *trail, "", name, *args)
        found = cache.get(key)
        if found is None:
            layout = self.views[name].draw(context, *args)
            layout = with_trail(layout, context.tr, name, args, trail)
            found = pack_layout(with_share(layout, context.tr) if share else layout)
            cache.put(key, found)
        return found


def merged(*parts: Mapping[str, T]) -> dict[str, T]:
    """What several features registered. Raises ValueError where two use the same name."""
    found: dict[str, T] = {}
    for part in parts:
        if twice := found.keys() & part.keys():
            raise ValueError(f"registered twice: {sorted(twice)}")
        found.update(part)
    return found
