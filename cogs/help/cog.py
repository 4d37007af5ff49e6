"""/help and /about."""

from discord import app_commands
from discord.ext import commands

from bot.i18n.translator import N_
from bot.ui.feature import Feature, Interaction
from bot.ui.options import NameOption, TextChoice, offer
from bot.ui.responses import show_view


class Help(Feature, commands.Cog):
    """What you can ask, and what this bot is."""

    @app_commands.command(name="help", description=N_("What you can do here, and how"))
    @app_commands.describe(topic=N_("A page of the help"))
    async def pages(self, interaction: Interaction, topic: NameOption | None = None) -> None:
        """What you can do here, or the page about the topic."""
        from cogs.help.cards.help import topic_finder  # noqa: PLC0415 - a start needs no card
        from cogs.help.cards.home import ADMIN, HOME  # noqa: PLC0415 - as above

        admin = [ADMIN] if interaction.permissions.manage_guild else []
        if topic is None:
            await show_view(self.press(interaction), HOME, *admin)
            return
        found = topic_finder().resolve(topic) or topic
        await show_view(self.press(interaction), "h", found, *admin)

    @app_commands.command(
        name="about", description=N_("Version, data, sources, licence, terms and privacy")
    )
    async def about(self, interaction: Interaction) -> None:
        """Versions, counts, licence, how to add the bot."""
        await show_view(self.press(interaction), "ab")

    @pages.autocomplete("topic")
    async def _topics(self, interaction: Interaction, current: str) -> list[TextChoice]:
        from cogs.help.cards.help import topic_finder  # noqa: PLC0415 - as above
        from cogs.help.topics import read_topics  # noqa: PLC0415 - as above

        topics = read_topics(self.services.lang(interaction))
        return offer((topics[key].name, key) for key in topic_finder().complete(current))
