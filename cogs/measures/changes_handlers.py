"""Answers /measures changes and its pages from the stored releases."""

from collections.abc import Mapping
from typing import Final, TypeAlias

import discord

from bot.bounded_cache import CachePerOwner
from bot.domain.release import Release
from bot.i18n.translator import Lang
from bot.ui.components import Layout, pack_layout, unpack_layout
from bot.ui.context import RenderContext
from bot.ui.custom_ids import PAGE_NUMBER, matching, takes
from bot.ui.guard import UnavailableError, layout_or_outage, with_timeout
from bot.ui.options import MAX_CHOICES, TextChoice, offer
from bot.ui.registry import Args, AsyncView
from bot.ui.responses import send_layout
from bot.ui.services import Services
from cogs.measures.cards import changes as cards

_Key: TypeAlias = tuple[object, ...]
_PAGES: Final[CachePerOwner[Release, _Key, tuple[bytes, ...]]] = CachePerOwner(1 << 20)
"""The pages of recent comparisons; the limit is in bytes."""
_VERSION: Final = matching(r"[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.[0-9]{1,6}")


async def answer_changes(
    services: Services,
    interaction: discord.Interaction,
    typed: str | None,
    lang: Lang | None,
    *,
    public: bool,
) -> None:
    """The first page of what changed since `typed`, or since the version before."""
    context = services.context(services.lang(interaction, lang))
    work = _first_page(services, context, (typed or "").strip())
    layout = await layout_or_outage(context, work, reads=True)
    await send_layout(interaction, layout, context.tr, public=public)


async def offer_versions(
    services: Services, interaction: discord.Interaction, typed: str
) -> list[TextChoice]:
    """The stored versions that contain what is typed, with their dates, newest first."""
    tr = services.translator(interaction)
    try:
        versions = await with_timeout(services.history.versions())
    except UnavailableError:
        return []
    labels = ((cards.version_label(tr, version), version) for version in versions)
    key = typed.strip().casefold()
    return offer([pair for pair in labels if key in pair[0].casefold()][:MAX_CHOICES])


async def _view(services: Services, context: RenderContext, args: Args) -> Layout:
    work = _page(services, context, args[0], int(args[1]))
    return await layout_or_outage(context, work, reads=True)


ASYNC_VIEWS: Final[Mapping[str, AsyncView]] = {
    cards.CHANGES: AsyncView(_view, takes(_VERSION, PAGE_NUMBER))
}


async def _first_page(services: Services, context: RenderContext, typed: str) -> Layout:
    history, version = services.history, context.release.catalogue.version
    if not typed:
        before = await history.before(version)
        return await _page(services, context, before, 0) if before else cards.first_card(context)
    since = await history.read(typed, context.today)
    if since.version is None:
        return cards.unclear_card(context, typed, since)
    return await _page(services, context, since.version, 0)


async def _page(services: Services, context: RenderContext, since: str, page: int) -> Layout:
    pages = _PAGES.of(context.release).get(_key(context, since))
    if pages is None:
        changes = await services.history.changes(since, context.release)
        if changes is None:
            return cards.unknown_card(context, since, await services.history.versions())
        pages = tuple(map(pack_layout, cards.changes_pages(context, since, changes)))
        _PAGES.of(context.release).put(_key(context, since), pages)
    return unpack_layout(pages[min(page, len(pages) - 1)])


def _key(context: RenderContext, since: str) -> _Key:
    return context.tr, context.today, context.registration, since
