"""Greets a server that the bot joins: once, with the card of /help, where the bot may write."""

from collections.abc import Awaitable, Iterable
from datetime import datetime
from typing import Final, TypeVar

import discord
import structlog
from discord.ext import commands

from bot.digests.assembly import DigestServices
from bot.digests.interfaces import OutgoingMessage
from bot.discord_client.client import LittleGiant
from bot.discord_client.poster import DiscordPoster
from bot.storage.database import StorageError
from bot.ui.languages import client_lang
from bot.ui.services import Services

log = structlog.stdlib.get_logger()

T = TypeVar("T")
_NEEDED: Final = discord.Permissions(view_channel=True, send_messages=True)


class Greeter(commands.Cog):
    """Handles the events from which a join can be told."""

    def __init__(
        self, client: LittleGiant, services: Services, delivery: DigestServices, *, enabled: bool
    ) -> None:
        """`enabled`: otherwise servers are only recorded."""
        self._client = client
        self._services = services
        self._greetings = delivery.greetings
        self._poster = DiscordPoster(client)
        self._enabled = enabled

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Servers that the bot joined or left while it was away."""
        guilds = {guild.id: guild for guild in self._client.guilds}
        present = {guild_id: self._joined_at(guild) for guild_id, guild in guilds.items()}
        new = await _saved(self._greetings.compare(present, self._poster.is_ours))
        await self._greet(guilds[guild_id] for guild_id in new or ())

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added, perhaps again."""
        if await _saved(self._greetings.joined(guild.id)):
            await self._greet([guild])

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """An outage is over; most such servers are known."""
        if await _saved(self._greetings.available(guild.id, self._joined_at(guild))):
            await self._greet([guild])

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed; an outage comes as another event."""
        await _saved(self._greetings.left(guild.id))

    async def _greet(self, guilds: Iterable[discord.Guild]) -> None:
        for guild in guilds if self._enabled else ():
            await self._post(guild)

    def _joined_at(self, guild: discord.Guild) -> datetime | None:
        """When the bot joined it; None while it is unavailable."""
        me = guild.get_member(self._client.user.id) if self._client.user else None
        return me.joined_at if me is not None and not guild.unavailable else None

    async def _post(self, guild: discord.Guild) -> None:
        from cogs.help.cards.home import HOME  # noqa: PLC0415 - a start needs no card

        channel = greeting_channel(guild)
        if channel is None:
            log.info("server not greeted", server=guild.id, reason="no channel to write in")
            return
        context = self._services.context(client_lang(guild.preferred_locale))
        layout = self._services.registry.layout(context, HOME)
        # The key makes a repeated request post nothing new.
        message = OutgoingMessage(layout, f"hi-{guild.id}")
        outcome = await self._poster.write_in(channel.id, message)
        log.info("server greeted", server=guild.id, outcome=type(outcome).__name__)


async def _saved(event: Awaitable[T]) -> T | None:
    """What saving an event gives; None where the database fails."""
    try:
        return await event
    except StorageError as error:
        log.warning("guild event not saved", reason=str(error))
        return None


def greeting_channel(guild: discord.Guild) -> discord.TextChannel | None:
    """The system channel, or the first text channel in which the bot may write; None: none."""
    system = guild.system_channel
    others = [channel for channel in guild.text_channels if not channel.is_news()]
    for channel in [system, *others] if system is not None else others:
        if channel.permissions_for(guild.me) >= _NEEDED:
            return channel
    return None
