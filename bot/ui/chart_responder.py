"""Pictures of answers: behind the button Chart, within the map of zones, and when shared.

An answer never waits for one: a press is deferred, and the map is text until its picture is put
into it. Where a picture cannot be drawn, a sentence says so; the text has the same numbers.
"""

import asyncio
from typing import Final

import discord
import structlog

from bot.charts.cache import ChartCache
from bot.charts.renderer_process import NotDrawnError
from bot.discord_client.client import new_reference
from bot.i18n.translator import Translator
from bot.ui.attached_file import Attached
from bot.ui.blocks import closing
from bot.ui.callback import reply
from bot.ui.chart import ChartImage
from bot.ui.chart_card import illustrated, picture_card
from bot.ui.components import Layout, container, image, text
from bot.ui.context import RenderContext
from bot.ui.deferred import finish
from bot.ui.interaction_tracking import note
from bot.ui.share import picture_of, shared_layout, with_share

log = structlog.stdlib.get_logger()

_FETCH_SECONDS: Final = 2.0
"""For a picture that Discord keeps: Discord itself wants the answer within three."""


class ChartResponder:
    """Shows pictures; one for all commands."""

    def __init__(self, pictures: ChartCache) -> None:
        """`pictures` draws and keeps them."""
        self._pictures = pictures
        self._awaited: dict[int, object] = {}
        """By the interaction that the message came of which a picture is to be put into."""

    @property
    def awaited(self) -> int:
        """How many messages wait for their picture."""
        return len(self._awaited)

    # -- Behind the button --

    async def chart(
        self,
        interaction: discord.Interaction,
        context: RenderContext,
        name: str,
        picture: ChartImage,
    ) -> None:
        """Answers a press on Chart privately; the card that it stood under stays as it is."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            file = await self._drawn(context, name, picture)
        except NotDrawnError:
            note("failed")
            said = text(f"{_not_drawn(context.tr)}\n{closing(context, 0)}")
            await finish(interaction, [container(said)])
            return
        layout = picture_card(context, picture, file.name)
        await finish(interaction, with_share(layout, context.tr), file)

    async def _drawn(self, context: RenderContext, name: str, picture: ChartImage) -> Attached:
        version, about = context.release.catalogue.version, f"{name}-{context.tr.lang}"
        file = self._pictures.name(version, about, picture.plan)
        return Attached(file, await self._pictures.draw(file, picture.plan), picture.alt)

    # -- Within a card --

    async def illustrate(
        self,
        interaction: discord.Interaction,
        context: RenderContext,
        name: str,
        picture: ChartImage,
        sent: Layout,
    ) -> None:
        """Puts the picture into the answer that was just given with this layout.

        Unless somebody has turned the message to another card meanwhile.
        """
        message, mine = _answered(interaction), object()
        self._awaited[message] = mine
        file = None
        try:
            file = await self._drawn(context, name, picture)
            shown = image(file.name, picture.alt)
        except NotDrawnError:
            shown = text(f"-# {_not_drawn(context.tr)}")
        finally:
            turned = self._awaited.get(message) is not mine
            if not turned:
                del self._awaited[message]
        if turned:
            return
        try:
            await finish(interaction, illustrated(sent, shown), file)
        except discord.HTTPException as error:  # the answer may be gone; it was one without it
            log.warning("picture not shown", status=error.status, code=error.code)

    def leave(self, interaction: discord.Interaction) -> None:
        """The message whose button was pressed turns to another card: no picture belongs there."""
        self._awaited.pop(_pressed(interaction), None)

    # -- Shared --

    async def share(self, interaction: discord.Interaction, tr: Translator) -> None:
        """Posts the private answer that the button stands under, with its picture, for everyone."""
        message = interaction.message
        layout = shared_layout(message) if message is not None else []
        if message is None or not layout:
            note("refused")
            empty = tr("There is nothing here to share. Please run the command again.")
            await reply(interaction, [text(empty)], ephemeral=True)
            return
        shown = picture_of(message)
        if shown is None:
            await reply(interaction, layout, ephemeral=False)
            return
        content = await self._pictures.kept(shown.filename) or await _fetched(shown)
        if content is None:
            note("failed")
            gone = tr("The picture is no longer stored. Please request it again.")
            await reply(interaction, [text(gone)], ephemeral=True)
            return
        file = Attached(shown.filename, content, shown.description or "")
        await reply(interaction, layout, ephemeral=False, file=file)


def _answered(interaction: discord.Interaction) -> int:
    """Which interaction the message came of that was answered with: messages' ids come too late."""
    in_place = interaction.response.type is discord.InteractionResponseType.message_update
    return _pressed(interaction) if in_place else interaction.id


def _pressed(interaction: discord.Interaction) -> int:
    """The same of the message whose button was pressed."""
    message = interaction.message
    origin = message.interaction_metadata if message is not None else None
    return origin.id if origin is not None else interaction.id


async def _fetched(shown: discord.Attachment) -> bytes | None:
    """The picture as Discord keeps it, for instance of a data version that is no longer live."""
    try:
        async with asyncio.timeout(_FETCH_SECONDS):
            return await shown.read()
    except (discord.HTTPException, OSError) as error:
        log.warning("picture not fetched", reason=type(error).__name__)
        return None


def _not_drawn(tr: Translator) -> str:
    return tr(
        "The picture cannot be drawn right now; the text has the same numbers. If "
        "this persists, give the operator this reference: `{reference}`",
        reference=new_reference(),
    )
