"""/watch: a direct message when a measure changes."""

from discord import app_commands
from discord.ext import commands

from bot.i18n.translator import N_
from bot.ui.feature import Feature, Interaction
from bot.ui.options import NameOption, TextChoice
from cogs.watch.handlers import add_watch, list_watches, offer_watches, remove_watch

MEASURE = N_("Name of a measure, in English, Chinese or pinyin")


class Watch(
    Feature,
    commands.GroupCog,
    group_name="watch",
    group_description=N_("A direct message when a measure changes"),
):
    """The watches of a person."""

    @app_commands.command(name="add", description=N_("Watch a measure"))
    @app_commands.describe(measure=N_(MEASURE))
    async def add(self, interaction: Interaction, measure: NameOption) -> None:
        """Confirms the watch, and says whether the test message arrived."""
        await add_watch(self.press(interaction), measure)

    @app_commands.command(name="list", description=N_("What you watch"))
    async def every(self, interaction: Interaction) -> None:
        """Every watch, with the cause where one is suspended."""
        await list_watches(self.press(interaction))

    @app_commands.command(name="remove", description=N_("Stop watching a measure"))
    @app_commands.describe(measure=N_("One of the measures that you watch"))
    async def remove(self, interaction: Interaction, measure: NameOption) -> None:
        """Confirms that the watch has ended."""
        await remove_watch(self.press(interaction), measure)

    add.autocomplete("measure")(Feature.offer_measures)

    @remove.autocomplete("measure")
    async def _watched(self, interaction: Interaction, current: str) -> list[TextChoice]:
        return await offer_watches(self.press(interaction), current)
