"""Pictures of answers: behind the button Chart, within the map of zones, and when shared.

No answer waits for a picture: a press is deferred, and the map is text until its picture is added.
Where a picture cannot be drawn, a sentence says so; the text has the same numbers.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import datetime
from typing import Final

import discord
import structlog

from bot.charts.cache import ChartCache
from bot.charts.renderer_process import NotDrawnError
from bot.i18n.translator import Translator
from bot.storage.database import StorageError
from bot.storage.shared_cards import SharedCardStore
from bot.ui import share
from bot.ui.chart import ChartImage, picture_card
from bot.ui.components import Component, Layout, container, image, text
from bot.ui.context import RenderContext
from bot.ui.interaction_tracking import current_reference, set_outcome
from bot.ui.registry import Press
from bot.ui.responses import AttachedFile, edit_answer, edit_earlier, is_forced_private, reply

log = structlog.stdlib.get_logger()

_FETCH_SECONDS: Final = 2.0
"""To download a picture from Discord, which wants the answer within three seconds."""
_CLAIM_SECONDS: Final = 0.5
"""For the database to say whether a card was shared before."""


class ChartResponder:
    """Shows pictures; one for all commands."""

    def __init__(
        self, pictures: ChartCache, shared: SharedCardStore, clock: Callable[[], datetime]
    ) -> None:
        """`pictures` draws and caches them; `shared` tells which cards were shared."""
        self._pictures = pictures
        self._shared = shared
        self._clock = clock
        self._pending: dict[int, object] = {}
        """By the interaction that created the message for which a picture is being drawn."""

    @property
    def pending(self) -> int:
        """How many messages wait for their picture."""
        return len(self._pending)

    async def chart(
        self,
        interaction: discord.Interaction,
        context: RenderContext,
        name: str,
        picture: ChartImage,
        args: Sequence[str] = (),
    ) -> None:
        """Answers the button Chart privately; its card stays as it is."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            file = await self._draw(context, name, picture)
        except NotDrawnError:
            set_outcome("failed")
            said = text(_not_draw(context.tr))
            await edit_answer(interaction, [container(said)])
            return
        layout = picture_card(context.tr, picture, file.name, name, args)
        await edit_answer(interaction, share.with_share(layout, context.tr), file)

    async def _draw(self, context: RenderContext, name: str, picture: ChartImage) -> AttachedFile:
        version, about = context.release.catalogue.version, f"{name}-{context.tr.lang}"
        file = self._pictures.name(version, about, picture.plan)
        return AttachedFile(file, await self._pictures.draw(file, picture.plan), picture.alt)

    async def illustrate(
        self,
        interaction: discord.Interaction,
        context: RenderContext,
        name: str,
        picture: ChartImage,
        sent: Layout,
    ) -> None:
        """Adds the picture to the answer just sent, unless it shows another card by then."""
        message, own = _answered(interaction), object()
        self._pending[message] = own
        file = None
        try:
            file = await self._draw(context, name, picture)
            shown = image(file.name, picture.alt)
        except NotDrawnError:
            shown = text(f"-# {_not_draw(context.tr)}")
        finally:
            replaced = self._pending.get(message) is not own
            if not replaced:
                del self._pending[message]
        if replaced:
            return
        try:
            await edit_answer(interaction, _illustrated(sent, shown), file)
        except discord.HTTPException as error:  # the answer may be deleted; it is complete without
            log.warning("picture not shown", status=error.status, code=error.code)

    def leave(self, interaction: discord.Interaction) -> None:
        """Called when a pressed message shows another card: it gets no picture."""
        self._pending.pop(_pressed(interaction), None)

    async def share(
        self, press: Press, token_of: Callable[[discord.Message, int], str | None]
    ) -> None:
        """Posts the private answer for everyone, with its picture, once."""
        interaction, tr = press.interaction, press.tr
        message = interaction.message
        layout = share.without_share(share.layout_of(message)) if message is not None else []
        if message is None or not layout:
            empty = tr("There is nothing here to share. Please run the command again.")
            await _refuse(interaction, empty)
            return
        if is_forced_private(interaction):
            await _refuse(interaction, tr("Discord keeps answers private here: nothing is shared."))
            return
        key = share.key_of(message.id, layout)
        if not await self._is_first(key):
            await _refuse(interaction, tr("You have already shared this."))
            return
        try:
            posted = await self._post(press, message, layout)
        except BaseException:
            await self._take_back(key)
            raise
        if not posted:
            await self._take_back(key)
        elif token := token_of(message, interaction.id):
            await _mark_shared(interaction, token, message, _translator_of(press, layout))

    async def _is_first(self, key: str) -> bool:
        """Whether the card was not shared before; without the database, it is shared anyway."""
        try:
            async with asyncio.timeout(_CLAIM_SECONDS):
                return await self._shared.claim(key, self._clock())
        except (StorageError, TimeoutError):
            return True

    async def _take_back(self, key: str) -> None:
        with suppress(StorageError):
            await self._shared.release(key)

    async def _post(self, press: Press, message: discord.Message, layout: Layout) -> bool:
        """Whether the copy could be posted; where it could not, the person reads why."""
        interaction, tr = press.interaction, _translator_of(press, layout)
        copy = share.signed(deepcopy(layout), interaction.user.display_name, tr)
        shown = share.picture_of(message)
        if shown is None:
            await reply(interaction, copy, ephemeral=False)
            return True
        content = await self._pictures.cached(shown.filename) or await _fetched(shown)
        if content is None:
            set_outcome("failed")
            gone = press.tr("The picture is no longer stored. Please request it again.")
            await reply(interaction, [text(gone)], ephemeral=True)
            return False
        file = AttachedFile(shown.filename, content, shown.description or "")
        await reply(interaction, copy, ephemeral=False, file=file)
        return True


def _illustrated(layout: Layout, picture: Component) -> Layout:
    """A card with a picture, or what is said in its place, under its head."""
    card, *rest = layout
    head, *parts = card["components"]
    return [{**card, "components": [head, picture, *parts]}, *rest]


def _translator_of(press: Press, layout: Layout) -> Translator:
    """For the language of the card, else that of the person."""
    return press.services.translators[share.lang_of(layout) or press.lang]


def _answered(interaction: discord.Interaction) -> int:
    """The interaction that created the message of this answer; its own id arrives too late."""
    in_place = interaction.response.type is discord.InteractionResponseType.message_update
    return _pressed(interaction) if in_place else interaction.id


def _pressed(interaction: discord.Interaction) -> int:
    """The interaction that created the message whose button was pressed."""
    message = interaction.message
    origin = message.interaction_metadata if message is not None else None
    return origin.id if origin is not None else interaction.id


async def _refuse(interaction: discord.Interaction, sentence: str) -> None:
    set_outcome("refused")
    await reply(interaction, [text(sentence)], ephemeral=True)


async def _mark_shared(
    interaction: discord.Interaction, token: str, message: discord.Message, tr: Translator
) -> None:
    """Shows on the private answer that it was shared."""
    layout = share.with_shared(share.layout_of(message), tr)
    try:
        await edit_earlier(interaction, token, message, layout)
    except discord.HTTPException as error:  # the copy is posted; the answer may be dismissed
        log.warning("button not disabled", status=error.status, code=error.code)


async def _fetched(shown: discord.Attachment) -> bytes | None:
    """The picture as Discord stores it, for instance of an earlier release."""
    try:
        async with asyncio.timeout(_FETCH_SECONDS):
            return await shown.read()
    except (discord.HTTPException, OSError) as error:
        log.warning("picture not fetched", reason=type(error).__name__)
        return None


def _not_draw(tr: Translator) -> str:
    return tr(
        "The picture cannot be drawn right now; the text has the same numbers. If this "
        "persists, give the operator this reference: `{reference}`",
        reference=current_reference(),
    )
