"""Answers /measures changes and its pages from the stored releases."""

from collections.abc import Mapping
from typing import Final, TypeAlias

import discord

from bot.bounded_cache import CachePerOwner
from bot.domain.release import Release
from bot.ui.components import Layout, pack_layout, unpack_layout
from bot.ui.context import RenderContext
from bot.ui.custom_ids import PAGE_NUMBER, RECORD_ID, matching, takes
from bot.ui.options import MAX_CHOICES, TextChoice, offer
from bot.ui.outages import UnavailableError, layout_or_outage, with_timeout
from bot.ui.registry import Args, AsyncView, Press
from bot.ui.responses import send_layout
from bot.ui.services import Services
from bot.ui.trail import with_trail
from cogs.measures.cards.changes import (
    CHANGES,
    changes_pages,
    first_card,
    unclear_card,
    unknown_version_card,
    version_label,
)

_Key: TypeAlias = tuple[object, ...]
_PAGES: Final[CachePerOwner[Release, _Key, tuple[bytes, ...]]] = CachePerOwner(1 << 20)
"""The pages of recent comparisons; the limit is in bytes."""
_VERSION: Final = matching(r"[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.[0-9]{1,6}")


async def answer_changes(press: Press, typed: str | None, *, public: bool) -> None:
    """The first page of what changed since `typed`, or since the version before."""
    context = press.context
    work = _first_page(press.services, context, (typed or "").strip())
    layout = await layout_or_outage(context, work, reads=True)
    await send_layout(press.interaction, layout, context.tr, public=public)


async def offer_versions(
    services: Services, interaction: discord.Interaction, typed: str
) -> list[TextChoice]:
    """The stored versions that contain what is typed, with their dates, newest first."""
    tr = services.translator(interaction)
    try:
        versions = await with_timeout(services.history.versions())
    except UnavailableError:
        return []
    labels = ((version_label(tr, version), version) for version in versions)
    key = typed.strip().casefold()
    return offer([pair for pair in labels if key in pair[0].casefold()][:MAX_CHOICES])


async def _view(services: Services, context: RenderContext, args: Args) -> Layout:
    work = _page(services, context, args[0], int(args[1]), *args[2:])
    return await layout_or_outage(context, work, reads=True)


ASYNC_VIEWS: Final[Mapping[str, AsyncView]] = {
    CHANGES: AsyncView(_view, takes(_VERSION, PAGE_NUMBER, optional=(RECORD_ID,)))
}


async def _first_page(services: Services, context: RenderContext, typed: str) -> Layout:
    history, version = services.history, context.release.catalogue.version
    if not typed:
        found = await history.before(version)
        if found is None:
            return first_card(context)
    else:
        since = await history.read(typed, context.today)
        if since.version is None:
            return unclear_card(context, typed, since)
        found = since.version
    layout = await _page(services, context, found, 0)
    return with_trail(layout, context.tr, CHANGES, (found, "0"), ())


async def _page(
    services: Services, context: RenderContext, since: str, page: int, record: str = ""
) -> Layout:
    cache = _PAGES.of(context.release)
    key = (context.tr, context.today, context.registration, since, record)
    pages = cache.get(key)
    if pages is None:
        changes = await services.history.changes(since, context.release)
        if changes is None:
            return unknown_version_card(context, since, await services.history.versions())
        pages = tuple(map(pack_layout, changes_pages(context, since, changes, record)))
        cache.put(key, pages)
    return unpack_layout(pages[min(page, len(pages) - 1)])
