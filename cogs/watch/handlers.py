"""What /watch answers: its commands and its buttons, always to the person alone."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeAlias

import discord

from bot.domain.digests.subscription import Digest
from bot.domain.search.names import Entry, Finder
from bot.domain.text import normalise
from bot.i18n.translator import Lang
from bot.ui.actions import Act, Args
from bot.ui.components import Layout
from bot.ui.context import Scene
from bot.ui.cooldowns import WRITES
from bot.ui.custom_ids import PAGE_NUMBER, RECORD_ID, takes
from bot.ui.desk import Desk
from bot.ui.digest_text import plain_card
from bot.ui.options import TextChoice, offer
from bot.ui.timeouts import NotNow, in_time
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


class WatchDesk:
    """Answers /watch, and the buttons under its answers and messages."""

    def __init__(self, desk: Desk) -> None:
        """`desk` answers; its acts learn those of watches."""
        self._desk = desk
        desk.acts.update(
            {
                ADD: Act(
                    self._act(lambda scene, user, args: self._added(scene, user, args[0])),
                    takes(RECORD_ID),
                    WRITES,
                ),
                REMOVE: Act(
                    self._act(lambda scene, user, args: self._removed(scene, user, args[0])),
                    takes(RECORD_ID),
                    WRITES,
                ),
                LIST: Act(
                    self._act(
                        lambda scene, user, args: self._listed(scene, user, int(args[0])),
                        reads=True,
                    ),
                    takes(PAGE_NUMBER),
                ),
            }
        )

    # -- Commands --

    async def add(self, interaction: discord.Interaction, typed: str) -> None:
        """Watches the measure that is meant; else the nearest ones."""
        scene = self._desk.scene(self._desk.lang(interaction))
        names = scene.release.names.measures
        record = names.resolve(typed)
        if record is None:
            layout = nearest_card(scene, typed, names.nearest(typed), ADD)
            await self._desk.whisper(interaction, layout)
            return
        await self._answer(interaction, scene, self._added(scene, interaction.user.id, record))

    async def remove(self, interaction: discord.Interaction, typed: str) -> None:
        """Ends the watch that is meant; else the nearest ones."""
        scene = self._desk.scene(self._desk.lang(interaction))
        await self._answer(interaction, scene, self._meant(scene, interaction.user.id, typed))

    async def every(self, interaction: discord.Interaction) -> None:
        """All that the person watches."""
        scene = self._desk.scene(self._desk.lang(interaction))
        work = self._listed(scene, interaction.user.id, 0)
        await self._answer(interaction, scene, work, reads=True)

    async def offers(self, interaction: discord.Interaction, typed: str) -> list[TextChoice]:
        """What the person watches, for an autocomplete."""
        scene = self._desk.scene(self._desk.lang(interaction))
        try:
            watches = await in_time(self._watches(interaction.user.id))
        except NotNow:
            return []
        found = _finder(scene, watches).complete(typed)
        return offer((_name(scene, watch), str(watch.record)) for watch in found)

    # -- Answers --

    async def _answer(
        self, interaction: discord.Interaction, scene: Scene, work: Work, *, reads: bool = False
    ) -> None:
        try:
            layout = await in_time(work, reads=reads)
        except NotNow as trouble:
            layout = plain_card(scene, trouble.tell(scene.words))
        await self._desk.whisper(interaction, layout)

    def _act(
        self, work: Callable[[Scene, int, Args], Work], *, reads: bool = False
    ) -> Callable[[discord.Interaction, Lang, Args], Awaitable[None]]:
        async def act(interaction: discord.Interaction, lang: Lang, args: Args) -> None:
            scene = self._desk.scene(lang)
            made = work(scene, interaction.user.id, args)
            await self._answer(interaction, scene, made, reads=reads)

        return act

    async def _watches(self, user_id: int) -> Sequence[Digest]:
        return await self._desk.watches.of(user_id)

    async def _added(self, scene: Scene, user_id: int, record: str) -> Layout:
        measure = scene.release.catalogue.measures.get(record)
        if measure is None:
            names = scene.release.names.measures
            return nearest_card(scene, record, names.nearest(record), ADD)
        title, lang = scene.words.of(measure.title), scene.words.lang
        added = await self._desk.watches.add(user_id, record, title, lang)
        layout = added_card(scene, record, added)
        if added.trial == "closed":
            return layout  # which says what is in the way
        return [*closed_notice(scene, await self._watches(user_id)), *layout]

    async def _removed(self, scene: Scene, user_id: int, record: str) -> Layout:
        removed = await self._desk.watches.remove(user_id, record)
        layout = removed_card(scene, record, removed=removed)
        return [*closed_notice(scene, await self._watches(user_id)), *layout]

    async def _meant(self, scene: Scene, user_id: int, typed: str) -> Layout:
        watches = await self._watches(user_id)
        if not watches:
            return none_card(scene)
        finder = _finder(scene, watches)
        # Digits that stand somewhere in a name mean no measure: nothing ends by them.
        named = any(map(str.isalpha, typed))
        known = scene.release.names.measures.resolve(typed) if named else None
        found = next((w for w in watches if w.record in (typed, known)), None)
        found = found or (finder.resolve(typed) if named else None)
        if found is not None:
            return await self._removed(scene, user_id, str(found.record))
        near = [str(watch.record) for watch in finder.nearest(typed)]
        return nearest_card(scene, typed, near, REMOVE)

    async def _listed(self, scene: Scene, user_id: int, page: int) -> Layout:
        watches = await self._watches(user_id)
        return list_card(scene, watches, page) if watches else none_card(scene)


def _name(scene: Scene, watch: Digest) -> str:
    return name_of(scene, str(watch.record), watch.order.target.name)


def _finder(scene: Scene, watches: Sequence[Digest]) -> Finder[Digest]:
    return Finder(Entry(watch, tuple(_names(scene, watch))) for watch in watches)


def _names(scene: Scene, watch: Digest) -> list[str]:
    measure = scene.release.catalogue.measures.get(str(watch.record))
    titles = [measure.title.en, measure.title.zh] if measure else []
    return [normalise(name) for name in (str(watch.record), watch.order.target.name, *titles)]
