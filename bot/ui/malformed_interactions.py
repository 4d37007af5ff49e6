"""Answers interactions that the bot cannot read, so that each gets an answer."""

from typing import TYPE_CHECKING

import discord

from bot.i18n.translator import Translator
from bot.ui.interaction_tracking import set_outcome

if TYPE_CHECKING:
    from bot.discord_client.client import LittleGiant


async def answer_malformed(
    interaction: discord.Interaction["LittleGiant"], error: Exception, tr: Translator
) -> None:
    """One sentence, or no choices for an autocomplete; counted, and logged without content.

    `tr` is for a person whose language cannot be read.
    """
    client = interaction.client
    client.policy.drops.dropped("INTERACTION_CREATE", error)
    client.metrics.interaction_refused("malformed")
    set_outcome("refused")
    if interaction.response.is_done():
        return
    if interaction.type is discord.InteractionType.autocomplete:
        await client.guard.offer_nothing(interaction)
        return
    try:
        tr = client.translator(interaction)
    except Exception as unreadable:  # noqa: BLE001 - whatever else is missing in it
        client.policy.drops.dropped("INTERACTION_CREATE", unreadable)
    await client.guard.reply(
        interaction, tr("The bot does not recognise this request. Please run the command again.")
    )
