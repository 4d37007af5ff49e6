"""What a person reads who may not run a command."""

import discord

from bot.i18n.translator import Translator
from bot.ui.blocks import plain_card
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.interaction_tracking import set_outcome
from bot.ui.operators import Operators


def operator_refusal_text(tr: Translator, *, operator: bool) -> str:
    """Who may use /admin, and where; only an operator reads the setting's name."""
    if operator:
        return tr("This command works only in the servers listed in the setting `ADMIN_GUILD_IDS`.")
    return tr("Only the bot's operators can use this, in the servers listed in its settings.")


def operator_refusal(
    operators: Operators, interaction: discord.Interaction, context: RenderContext
) -> Layout | None:
    """Why a person may not run an operator's command here; None where they may."""
    if operators.may(interaction):
        return None
    set_outcome("refused")
    is_operator = operators.includes(interaction.user.id)
    return plain_card(context, operator_refusal_text(context.tr, operator=is_operator))


def manager_refusal(interaction: discord.Interaction, context: RenderContext) -> Layout | None:
    """Why a person may not manage the digests of this server; None where they may."""
    tr = context.tr
    if interaction.guild_id is None:
        return plain_card(context, tr("Digests belong to a server. Run this command in one."))
    guild = interaction.guild
    if guild is None or guild.unavailable or not isinstance(interaction.user, discord.Member):
        sentence = tr(
            "The bot cannot see this server right now. Please try again; if this persists, "
            "an administrator should re-add the bot."
        )
        return plain_card(context, sentence)
    if interaction.permissions.manage_guild:
        return None
    set_outcome("refused")
    return plain_card(
        context, tr("Only members with the permission **Manage Server** can manage digests.")
    )
