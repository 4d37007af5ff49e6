"""What one can ask: one file per family of commands."""

from collections.abc import Iterator

from discord import app_commands
from discord.ext import commands

from bot.discord_client.client import LittleGiant
from bot.ui.desk import Desk
from cogs.ask.cog import Ask
from cogs.digest.cog import DigestCommands
from cogs.funding.cog import Funding
from cogs.help.cog import Help
from cogs.little_giant.cog import LittleGiants
from cogs.measures.cog import Measures
from cogs.personal.cog import Personal
from cogs.watch.cog import Watch
from cogs.zones.cog import Zones


def all_cogs(desk: Desk, tree: app_commands.CommandTree[LittleGiant]) -> Iterator[commands.Cog]:
    """Every family of commands, answering through this desk; `tree` takes message commands."""
    yield Ask(desk, tree)
    yield DigestCommands(desk)
    yield Funding(desk)
    yield Help(desk)
    yield LittleGiants(desk)
    yield Measures(desk)
    yield Personal(desk)
    yield Watch(desk)
    yield Zones(desk)
