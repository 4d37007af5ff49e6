"""Passes guild events to delivery: a server left or joined again, permissions that have changed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import discord
import structlog
from discord.ext import commands

from bot.digests.assembly import DigestServices
from bot.storage.database import StorageError

Changed: TypeAlias = discord.abc.GuildChannel | discord.Role | discord.Member | discord.Thread
log = structlog.stdlib.get_logger()


class GuildEvents(commands.Cog):
    """Handles the events of the guilds intent."""

    def __init__(self, delivery: DigestServices) -> None:
        """`delivery` starts once it is known in which servers the bot is."""
        self._guild_lifecycle = delivery.guild_lifecycle
        self._suspensions = delivery.suspensions
        self._known = delivery.scheduler.go
        self._ready = False
        # Discord can name ten thousand servers at once: more than there are connections.
        self._checking = asyncio.Lock()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """What changed while the bot was away. A server that is unavailable has not left."""
        await _save(self._guild_lifecycle.compare)
        self._known()
        self._ready = True
        await _save(self._suspensions.check_old)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed; an outage comes as another event."""
        await _save(lambda: self._guild_lifecycle.left(guild.id))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added, perhaps again."""
        await _save(lambda: self._guild_lifecycle.came(guild.id))

    @commands.Cog.listener("on_guild_available")
    async def after_outage(self, guild: discord.Guild) -> None:
        """An outage is over; what changed during it is known only now."""
        if not self._ready:  # a start names every server, and ends with a check of its own
            return
        async with self._checking:
            await _save(lambda: self._suspensions.check_guild(guild.id))

    @commands.Cog.listener("on_guild_channel_create")
    @commands.Cog.listener("on_guild_channel_update")
    @commands.Cog.listener("on_guild_role_update")
    @commands.Cog.listener("on_member_update")
    @commands.Cog.listener("on_thread_update")
    async def after_change(self, *states: Changed) -> None:
        """What the bot may do has perhaps changed: `states` end with the present one."""
        await self.after_outage(states[-1].guild)


async def _save(work: Callable[[], Awaitable[object]]) -> None:
    """Runs the work; after a database failure, an hourly check or the next start repairs it."""
    try:
        await work()
    except StorageError as error:
        log.warning("guild event not saved", reason=str(error))
