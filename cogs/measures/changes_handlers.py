"""What /measures changes answers: the command, its pages, and the versions that it offers."""

from typing import Final, TypeAlias

import discord

from bot.bounded_cache import CachePerOwner
from bot.domain.release import Release
from bot.i18n.translator import Lang
from bot.releases.history import Changed
from bot.ui.blocks import plain_card
from bot.ui.components import Layout, pack_layout, unpack_layout
from bot.ui.context import AsyncView, RenderContext
from bot.ui.custom_ids import PAGE_NUMBER, matching, takes
from bot.ui.desk import Desk
from bot.ui.options import MAX_CHOICES, TextChoice, offer
from bot.ui.timeouts import UnavailableError, with_timeout
from cogs.measures.cards.changes import (
    CHANGES,
    changes_pages,
    first_card,
    unclear_card,
    unknown_card,
    version_label,
)

_PAGES_BYTES: Final = 1 << 20
"""Pages of comparisons that are kept laid out."""
_Key: TypeAlias = tuple[object, ...]
_VERSION: Final = matching(r"[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.[0-9]{1,6}")


class ChangesHandlers:
    """Answers from the stored data versions; its pages are a view like any other."""

    def __init__(self, desk: Desk) -> None:
        """`desk` answers, and learns the view."""
        self._desk = desk
        self._pages: CachePerOwner[Release, _Key, tuple[bytes, ...]] = CachePerOwner(_PAGES_BYTES)
        desk.async_views[CHANGES] = AsyncView(self.page, takes(_VERSION, PAGE_NUMBER))

    async def answer(
        self, interaction: discord.Interaction, typed: str | None, lang: Lang, *, public: bool
    ) -> None:
        """The first page since what was typed, or since the version before."""
        context = self._desk.context(lang)
        try:
            layout = await with_timeout(self._first(context, (typed or "").strip()), reads=True)
        except UnavailableError as trouble:
            layout = plain_card(context, trouble.tell(context.tr))
        await self._desk.send(interaction, layout, lang, public=public)

    async def page(self, context: RenderContext, since: str, page: str) -> Layout:
        """A page of what changed since a version."""
        try:
            return await with_timeout(self._page(context, since, int(page)), reads=True)
        except UnavailableError as trouble:
            return plain_card(context, trouble.tell(context.tr))

    async def offers(self, interaction: discord.Interaction, typed: str) -> list[TextChoice]:
        """The stored versions with their dates, newest first; those that contain what is typed."""
        tr = self._desk.speak(interaction)
        try:
            versions = await with_timeout(self._desk.history.versions())
        except UnavailableError:
            return []
        labels = ((version_label(tr, version), version) for version in versions)
        key = typed.strip().casefold()
        return offer([pair for pair in labels if key in pair[0].casefold()][:MAX_CHOICES])

    async def _first(self, context: RenderContext, typed: str) -> Layout:
        history, version = self._desk.history, context.release.catalogue.version
        if not typed:
            before = await history.before(version)
            return await self._page(context, before, 0) if before else first_card(context)
        since = await history.read(typed, context.today)
        if since.version is None:
            return unclear_card(context, typed, since)
        return await self._page(context, since.version, 0)

    async def _page(self, context: RenderContext, since: str, page: int) -> Layout:
        pages = self._pages.of(context.release).get(_key(context, since))
        if pages is None:
            changed = await self._desk.history.changes(since, context.release)
            if changed is None:
                return unknown_card(context, since, await self._desk.history.versions())
            pages = self._lay_out(context, changed)
        return unpack_layout(pages[min(page, len(pages) - 1)])

    def _lay_out(self, context: RenderContext, changed: Changed) -> tuple[bytes, ...]:
        pages = tuple(map(pack_layout, changes_pages(context, changed.since, changed.changes)))
        self._pages.of(context.release).put(_key(context, changed.since), pages)
        return pages


def _key(context: RenderContext, since: str) -> _Key:
    return context.tr, context.today, context.registration, since
