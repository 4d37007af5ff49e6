"""The bot that others are measured against: discord.py[speed], uvloop, and one constant answer.

Reads DISCORD_TOKEN and DISCORD_API_URL, and registers its command only where that is not done yet.
"""

import os
from typing import Any, cast

import discord
import uvloop
from discord import app_commands, ui
from discord.http import Route

OPTIONS = [discord.SelectOption(label=f"Kind {n}", value=str(n)) for n in range(7)]


class Panel(ui.View):
    """Three buttons and a select."""

    @ui.button(label="Chart", style=discord.ButtonStyle.primary)
    async def chart(self, interaction: discord.Interaction[Any], _: ui.Button[Any]) -> None:
        """Acknowledges."""
        await interaction.response.defer()

    @ui.button(label="Share here")
    async def share(self, interaction: discord.Interaction[Any], _: ui.Button[Any]) -> None:
        """Acknowledges."""
        await interaction.response.defer()

    @ui.button(label="Next")
    async def next(self, interaction: discord.Interaction[Any], _: ui.Button[Any]) -> None:
        """Acknowledges."""
        await interaction.response.defer()

    @ui.select(placeholder="Kind", options=OPTIONS)
    async def kind(self, interaction: discord.Interaction[Any], _: ui.Select[Any]) -> None:
        """Acknowledges."""
        await interaction.response.defer()


def card() -> discord.Embed:
    """Ten fields of constant text."""
    embed = discord.Embed(title="Funding", description="The money at a glance", colour=0x2B6CB0)
    for n in range(10):
        embed.add_field(name=f"Kind {n}", value=f"up to {n}00,000 yuan, 3 measures", inline=True)
    return embed.set_footer(text="Data 2025.01.01.1 · 12 sources")


@app_commands.command(name="bare", description="Answers the same thing every time")
async def bare(interaction: discord.Interaction[discord.AutoShardedClient]) -> None:
    """Builds the card and sends it to the person alone."""
    await interaction.response.send_message(embed=card(), view=Panel(), ephemeral=True)


class BareBot(discord.AutoShardedClient):
    """An ordinary client with the guilds intent."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(cast("app_commands.Command[Any, ..., None]", bare))

    async def setup_hook(self) -> None:
        """Registers the command at the first start."""
        if not await self.tree.fetch_commands():
            await self.tree.sync()


async def main() -> None:
    """Runs until the process is told to end."""
    Route.BASE = os.environ["DISCORD_API_URL"]
    async with BareBot() as bot:
        await bot.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    uvloop.run(main())
