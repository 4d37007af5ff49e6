"""The language of an answer, and the translator for it."""

from collections.abc import Mapping
from typing import NamedTuple

import discord

from bot.i18n.translator import Lang, Translator
from bot.storage.preference_cache import Preferences


class Languages(NamedTuple):
    """Chooses by what a person asks for, has saved, or reads in the client."""

    translators: Mapping[Lang, Translator]
    preferences: Preferences

    def lang(
        self, interaction: discord.Interaction, chosen: str | None = None, question: str = ""
    ) -> Lang:
        """The first that applies: the option, a question in Chinese, the saved one, the client."""
        if chosen in ("en", "zh"):
            return "zh" if chosen == "zh" else "en"
        if question:
            from bot.domain.text import has_chinese  # noqa: PLC0415 - a start reads no text

            if has_chinese(question):
                return "zh"
        return self.preferences.get(interaction.user.id).lang or client_lang(interaction.locale)

    def translator(self, interaction: discord.Interaction) -> Translator:
        """The translator for the person's language."""
        return self.translators[self.lang(interaction)]


def client_lang(locale: discord.Locale) -> Lang:
    """Chinese for any Chinese client, English for every other."""
    return "zh" if str(locale.value).startswith("zh") else "en"
