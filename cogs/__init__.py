"""The features: one folder each."""

from collections.abc import Iterator
from functools import cache

from discord import app_commands
from discord.ext import commands

from bot.discord_client.client import LittleGiant
from bot.ui.registry import Registry
from bot.ui.services import Services
from cogs.ask.cog import Ask
from cogs.digest.cog import DigestCommands
from cogs.funding.cog import Funding
from cogs.help.cog import Help
from cogs.little_giant.cog import LittleGiants
from cogs.match.cog import FirmMatch
from cogs.measures.cog import Measures
from cogs.personal.cog import Personal
from cogs.watch.cog import Watch
from cogs.zones.cog import Zones


@cache
def load_registry() -> Registry:
    """What the features have registered: 70 modules that a start can do without."""
    from cogs.registry import REGISTRY  # noqa: PLC0415

    return REGISTRY


def all_cogs(
    services: Services, tree: app_commands.CommandTree[LittleGiant]
) -> Iterator[commands.Cog]:
    """The commands of every feature; `tree` takes message commands."""
    yield Ask(services, tree)
    yield DigestCommands(services)
    yield Funding(services)
    yield Help(services)
    yield LittleGiants(services)
    yield FirmMatch(services)
    yield Measures(services)
    yield Personal(services)
    yield Watch(services)
    yield Zones(services)
