"""What the cogs of the features share: the services, and autocompletes of common options."""

import asyncio
from typing import TypeAlias

import discord

from bot.discord_client.client import LittleGiant
from bot.i18n.translator import Lang
from bot.ui.options import (
    TextChoice,
    industry_label,
    offer,
    offer_districts,
    offer_measures,
    offer_places,
)
from bot.ui.registry import Press
from bot.ui.services import Services

Interaction: TypeAlias = discord.Interaction[LittleGiant]


class Feature:
    """Base of a feature's cog; its methods are for `Command.autocomplete`."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def press(self, interaction: Interaction, lang: Lang | None = None) -> Press:
        """A command, for what answers it; `lang`: the option, if given."""
        return Press(self.services, interaction, self.services.lang(interaction, lang))

    async def offer_districts(self, interaction: Interaction, current: str) -> list[TextChoice]:
        """Districts."""
        names = self.services.release.names.districts
        return offer_districts(names, current, self.services.lang(interaction))

    async def offer_places(self, interaction: Interaction, current: str) -> list[TextChoice]:
        """Districts and Lin-gang."""
        return offer_places(self.services.release, current, self.services.lang(interaction))

    async def offer_industries(self, interaction: Interaction, current: str) -> list[TextChoice]:
        """Industries of the zones."""
        terms, lang = self.services.release.catalogue.terms, self.services.lang(interaction)
        found = self.services.release.names.industries.complete(current)
        return offer((industry_label(terms[i], lang), i) for i in found)

    async def offer_measures(self, interaction: Interaction, current: str) -> list[TextChoice]:
        """Measures."""
        return offer_measures(self.services.release, current, self.services.lang(interaction))

    async def offer_timezones(self, interaction: Interaction, current: str) -> list[TextChoice]:
        """Time zones."""
        from bot.ui.timezones import read_timezones  # noqa: PLC0415 - a start needs no names

        lang, zones = self.services.lang(interaction), await asyncio.to_thread(read_timezones)
        return zones.offer(current, lang, self.services.clock())
