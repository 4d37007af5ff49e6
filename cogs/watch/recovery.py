"""Tries suspended watches again once their person is back: access may have returned."""

import contextlib
from typing import Any

import discord
from discord.ext import commands

from bot.digests.watches import Watches
from bot.storage.database import StorageError
from bot.ui.custom_ids import split
from cogs.watch.cards import ADD


class WatchRecovery(commands.Cog):
    """Retries suspended watches when their owner uses `/watch` or the bot in direct messages."""

    def __init__(self, watches: Watches) -> None:
        """`watches` sends the test message, seldom enough for any number of uses."""
        self._watches = watches

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Runs beside the answer, which does not wait for it."""
        if may_be_back(interaction):
            with contextlib.suppress(StorageError):  # the next use tries again
                await self._watches.try_again(interaction.user.id)


def may_be_back(interaction: discord.Interaction) -> bool:
    """Whether the use shows that the bot can reach the person, and sends no test message itself."""
    if interaction.type is discord.InteractionType.autocomplete:
        return False
    data: dict[str, Any] = dict(interaction.data or {})
    pressed = split(data.get("custom_id"))
    of_watch = data.get("name") == "watch"
    adds = of_watch and any(option.get("name") == "add" for option in data.get("options") or ())
    if adds or (pressed is not None and (pressed.kind, pressed.name) == ("a", ADD)):
        return False
    return of_watch or interaction.context.dm_channel
