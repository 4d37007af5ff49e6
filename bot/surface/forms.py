"""What happens when a form (modal) is sent, also one opened before a restart.

No form is stored: discord.py hands unknown ones to nobody, so they are taken from the event of
every interaction, by the custom id that the form was opened with.
"""

from typing import Any, Final

import discord
from discord.ext import commands

from bot.surface.buttons import answered
from bot.surface.desk import Desk
from bot.surface.layout import MAX_CUSTOM_ID
from bot.surface.words import Lang, Words

MARK: Final = "f"
_SEPARATOR: Final = "|"


def form_id(words: Words, name: str, *args: object) -> str:
    """The custom id of a form. Raises ValueError where it would not fit."""
    custom_id = _SEPARATOR.join((MARK, name, words.lang, *map(str, args)))
    if len(custom_id) > MAX_CUSTOM_ID:
        raise ValueError(f"custom id of {len(custom_id)} characters: {custom_id}")
    return custom_id


class Forms(commands.Cog):
    """Hands forms that were sent to whoever takes them."""

    def __init__(self, desk: Desk) -> None:
        """`desk.forms` names who takes which."""
        self._desk = desk

    @commands.Cog.listener("on_interaction")
    async def sent(self, interaction: discord.Interaction) -> None:
        """Takes a form; everything else is left to others."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data or {}
        mark, *parts = str(data.get("custom_id")).split(_SEPARATOR)
        if mark != MARK or len(parts) < 2 or parts[0] not in self._desk.forms:
            return
        lang: Lang = "zh" if parts[1] == "zh" else "en"
        work = self._desk.forms[parts[0]](
            interaction, lang, tuple(parts[2:]), data.get("components", ())
        )
        await answered(self._desk, interaction, work)
