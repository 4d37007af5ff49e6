"""What /watch answers: its commands and its buttons, always to the person alone."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeAlias

import discord

from bot.domain.digests.subscription import Digest
from bot.domain.search.names import NameEntry, NameFinder
from bot.domain.text import normalise
from bot.i18n.translator import Lang
from bot.ui.actions import Action, Args
from bot.ui.blocks import plain_card
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.cooldowns import WRITES
from bot.ui.custom_ids import PAGE_NUMBER, RECORD_ID, takes
from bot.ui.desk import Desk
from bot.ui.options import TextChoice, offer
from bot.ui.timeouts import UnavailableError, with_timeout
from cogs.watch.cards import (
    ADD,
    LIST,
    added_card,
    closed_notice,
    list_card,
    name_of,
    nearest_card,
    none_card,
    removed_card,
)
from cogs.watch.notice import REMOVE

Work: TypeAlias = Coroutine[Any, Any, Layout]


class WatchHandlers:
    """Answers /watch, and the buttons under its answers and messages."""

    def __init__(self, desk: Desk) -> None:
        """`desk` answers; its acts learn those of watches."""
        self._desk = desk
        desk.actions.update(
            {
                ADD: Action(
                    self._act(lambda context, user, args: self._added(context, user, args[0])),
                    takes(RECORD_ID),
                    WRITES,
                ),
                REMOVE: Action(
                    self._act(lambda context, user, args: self._removed(context, user, args[0])),
                    takes(RECORD_ID),
                    WRITES,
                ),
                LIST: Action(
                    self._act(
                        lambda context, user, args: self._listed(context, user, int(args[0])),
                        reads=True,
                    ),
                    takes(PAGE_NUMBER),
                ),
            }
        )

    # -- Commands --

    async def add(self, interaction: discord.Interaction, typed: str) -> None:
        """Watches the measure that is meant; else the nearest ones."""
        context = self._desk.context(self._desk.lang(interaction))
        names = context.release.names.measures
        record = names.resolve(typed)
        if record is None:
            layout = nearest_card(context, typed, names.nearest(typed), ADD)
            await self._desk.whisper(interaction, layout)
            return
        await self._answer(interaction, context, self._added(context, interaction.user.id, record))

    async def remove(self, interaction: discord.Interaction, typed: str) -> None:
        """Ends the watch that is meant; else the nearest ones."""
        context = self._desk.context(self._desk.lang(interaction))
        await self._answer(interaction, context, self._meant(context, interaction.user.id, typed))

    async def every(self, interaction: discord.Interaction) -> None:
        """All that the person watches."""
        context = self._desk.context(self._desk.lang(interaction))
        work = self._listed(context, interaction.user.id, 0)
        await self._answer(interaction, context, work, reads=True)

    async def offers(self, interaction: discord.Interaction, typed: str) -> list[TextChoice]:
        """What the person watches, for an autocomplete."""
        context = self._desk.context(self._desk.lang(interaction))
        try:
            watches = await with_timeout(self._watches(interaction.user.id))
        except UnavailableError:
            return []
        found = _finder(context, watches).complete(typed)
        return offer((_name(context, watch), str(watch.record)) for watch in found)

    # -- Answers --

    async def _answer(
        self,
        interaction: discord.Interaction,
        context: RenderContext,
        work: Work,
        *,
        reads: bool = False,
    ) -> None:
        try:
            layout = await with_timeout(work, reads=reads)
        except UnavailableError as trouble:
            layout = plain_card(context, trouble.tell(context.tr))
        await self._desk.whisper(interaction, layout)

    def _act(
        self, work: Callable[[RenderContext, int, Args], Work], *, reads: bool = False
    ) -> Callable[[discord.Interaction, Lang, Args], Awaitable[None]]:
        async def act(interaction: discord.Interaction, lang: Lang, args: Args) -> None:
            context = self._desk.context(lang)
            made = work(context, interaction.user.id, args)
            await self._answer(interaction, context, made, reads=reads)

        return act

    async def _watches(self, user_id: int) -> Sequence[Digest]:
        return await self._desk.watches.of(user_id)

    async def _added(self, context: RenderContext, user_id: int, record: str) -> Layout:
        measure = context.release.catalogue.measures.get(record)
        if measure is None:
            names = context.release.names.measures
            return nearest_card(context, record, names.nearest(record), ADD)
        title, lang = context.tr.of(measure.title), context.tr.lang
        added = await self._desk.watches.add(user_id, record, title, lang)
        layout = added_card(context, record, added)
        if added.trial == "closed":
            return layout  # which says what is in the way
        return [*closed_notice(context, await self._watches(user_id)), *layout]

    async def _removed(self, context: RenderContext, user_id: int, record: str) -> Layout:
        removed = await self._desk.watches.remove(user_id, record)
        layout = removed_card(context, record, removed=removed)
        return [*closed_notice(context, await self._watches(user_id)), *layout]

    async def _meant(self, context: RenderContext, user_id: int, typed: str) -> Layout:
        watches = await self._watches(user_id)
        if not watches:
            return none_card(context)
        finder = _finder(context, watches)
        # Digits that stand somewhere in a name mean no measure: nothing ends by them.
        named = any(map(str.isalpha, typed))
        known = context.release.names.measures.resolve(typed) if named else None
        found = next((w for w in watches if w.record in (typed, known)), None)
        found = found or (finder.resolve(typed) if named else None)
        if found is not None:
            return await self._removed(context, user_id, str(found.record))
        near = [str(watch.record) for watch in finder.nearest(typed)]
        return nearest_card(context, typed, near, REMOVE)

    async def _listed(self, context: RenderContext, user_id: int, page: int) -> Layout:
        watches = await self._watches(user_id)
        return list_card(context, watches, page) if watches else none_card(context)


def _name(context: RenderContext, watch: Digest) -> str:
    return name_of(context, str(watch.record), watch.order.target.name)


def _finder(context: RenderContext, watches: Sequence[Digest]) -> NameFinder[Digest]:
    return NameFinder(NameEntry(watch, tuple(_names(context, watch))) for watch in watches)


def _names(context: RenderContext, watch: Digest) -> list[str]:
    measure = context.release.catalogue.measures.get(str(watch.record))
    titles = [measure.title.en, measure.title.zh] if measure else []
    return [normalise(name) for name in (str(watch.record), watch.order.target.name, *titles)]
