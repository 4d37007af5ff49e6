"""/watch: a direct message when a measure changes."""

import contextlib
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.i18n.translator import N_
from bot.storage.database import StorageError
from bot.ui.custom_ids import split
from bot.ui.feature import Feature, Interaction
from bot.ui.options import MEASURE_HELP, NameOption, TextChoice


def _handlers():
    """What answers the commands, with its cards: a start can do without."""
    from cogs.watch import handlers  # noqa: PLC0415

    return handlers


class Watch(
    Feature,
    commands.GroupCog,
    group_name="watch",
    group_description=N_("A direct message when a measure changes"),
):
    """The watches of a person."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Tries suspended watches again once their person is back; no answer waits for it."""
        if may_be_back(interaction):
            with contextlib.suppress(StorageError):  # the next use tries again
                await self.services.watches.try_again(interaction.user.id)

    @app_commands.command(name="add", description=N_("Watch a measure"))
    @app_commands.describe(measure=N_(MEASURE_HELP))
    async def add(self, interaction: Interaction, measure: NameOption) -> None:
        """Confirms the watch, and says whether the test message arrived."""
        await _handlers().add_watch(self.press(interaction), measure)

    @app_commands.command(name="list", description=N_("What you watch"))
    async def every(self, interaction: Interaction) -> None:
        """Every watch, with the cause where one is suspended."""
        await _handlers().list_watches(self.press(interaction))

    @app_commands.command(name="remove", description=N_("Stop watching a measure"))
    @app_commands.describe(measure=N_("One of the measures that you watch"))
    async def remove(self, interaction: Interaction, measure: NameOption) -> None:
        """Confirms that the watch has ended."""
        await _handlers().remove_watch(self.press(interaction), measure)

    add.autocomplete("measure")(Feature.offer_measures)

    @remove.autocomplete("measure")
    async def _watched(self, interaction: Interaction, current: str) -> list[TextChoice]:
        return await _handlers().offer_watches(self.press(interaction), current)


def may_be_back(interaction: discord.Interaction) -> bool:
    """Whether the use shows that the bot can reach the person, and sends no test message itself."""
    if interaction.type is discord.InteractionType.autocomplete:
        return False
    data: dict[str, Any] = dict(interaction.data or {})
    pressed = split(data.get("custom_id"))
    of_watch = data.get("name") == "watch"
    adds = of_watch and any(option.get("name") == "add" for option in data.get("options") or ())
    if adds or (
        pressed is not None and (pressed.kind, pressed.name) == ("a", _handlers().cards.ADD)
    ):
        return False
    return of_watch or interaction.context.dm_channel
