"""What one can ask: one file per family of commands."""

from collections.abc import Iterator

from discord import app_commands
from discord.ext import commands

from bot.surface.client import LittleGiant
from bot.surface.desk import Desk
from cogs.ask import Ask
from cogs.digest import DigestCommands
from cogs.funding import Funding
from cogs.help import Help
from cogs.little_giant import LittleGiants
from cogs.measures import Measures
from cogs.personal import Personal
from cogs.watch import Watch
from cogs.zones import Zones


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
