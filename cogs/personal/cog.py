"""/preferences and /privacy: what the bot stores about a person."""

from discord import app_commands
from discord.ext import commands

from bot.i18n.translator import N_, Lang
from bot.ui.feature import Feature, Interaction
from bot.ui.options import NameOption


def _handlers():
    """What answers the commands, with its cards: a start can do without."""
    from cogs.personal import handlers  # noqa: PLC0415

    return handlers


class Personal(Feature, commands.Cog):
    """The person's preferences and stored data."""

    privacy = app_commands.Group(
        name="privacy", description=N_("What is stored about you, and how to erase it")
    )

    @app_commands.command(
        name="preferences", description=N_("Your language and time zone: show or save them")
    )
    @app_commands.describe(
        lang=N_("Language of all answers to you"),
        timezone=N_("Your time zone: a city, in English or Chinese, or an IANA name"),
    )
    async def preferences(
        self, interaction: Interaction, lang: Lang | None = None, timezone: NameOption | None = None
    ) -> None:
        """Saves what is given, and shows what is saved."""
        if lang or timezone:
            await _handlers().read_and_save(self.press(interaction, lang), lang, timezone)
        else:
            await _handlers().show_preferences(self.press(interaction))

    @privacy.command(name="show", description=N_("What is stored about you, and why"))
    async def show(self, interaction: Interaction) -> None:
        """All that is stored about the person."""
        await _handlers().show_stored(self.press(interaction))

    @privacy.command(name="delete", description=N_("Erase what is stored about you"))
    async def delete(self, interaction: Interaction) -> None:
        """What would be erased, with the button that erases it."""
        await _handlers().show_stored(self.press(interaction), _handlers().cards.erase_card)

    preferences.autocomplete("timezone")(Feature.offer_timezones)
