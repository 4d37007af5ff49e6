"""/watch: a direct message when a measure changes."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_client.client import LittleGiant
from bot.i18n.translator import N_
from bot.ui.desk import Desk
from bot.ui.options import NameOption, TextChoice
from cogs.watch.handlers import WatchHandlers

MEASURE = N_("Name of a measure, in English, Chinese or pinyin")


class Watch(
    commands.GroupCog,
    group_name="watch",
    group_description=N_("A direct message when a measure changes"),
):
    """What a person watches."""

    def __init__(self, desk: Desk) -> None:
        """`desk` answers."""
        self.desk = desk
        self.watches = WatchHandlers(desk)

    @app_commands.command(name="add", description=N_("Watch a measure"))
    @app_commands.describe(measure=N_(MEASURE))
    async def add(self, interaction: discord.Interaction[LittleGiant], measure: NameOption) -> None:
        """That it is watched, and whether the test message arrived."""
        await self.watches.add(interaction, measure)

    @app_commands.command(name="list", description=N_("What you watch"))
    async def every(self, interaction: discord.Interaction[LittleGiant]) -> None:
        """All of it, with the cause of any trouble."""
        await self.watches.every(interaction)

    @app_commands.command(name="remove", description=N_("Stop watching a measure"))
    @app_commands.describe(measure=N_("One of the measures that you watch"))
    async def remove(
        self, interaction: discord.Interaction[LittleGiant], measure: NameOption
    ) -> None:
        """That it is not watched any more."""
        await self.watches.remove(interaction, measure)

    @add.autocomplete("measure")
    async def _measures(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> list[TextChoice]:
        return self.desk.offer_measures(interaction, current)

    @remove.autocomplete("measure")
    async def _watched(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> list[TextChoice]:
        return await self.watches.offers(interaction, current)
