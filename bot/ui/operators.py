"""Who may run the commands of operators and of managers, and what others read."""

from collections.abc import Iterable
from typing import Final

import discord

from bot.i18n.translator import Translator
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.interaction_tracking import set_outcome

ADMIN_COMMAND: Final = "admin"
"""The operators' command."""
_ROLES: Final = (discord.TeamMemberRole.admin, discord.TeamMemberRole.developer)


class Operators:
    """The application's owners, its team's admins and developers, the settings' people."""

    def __init__(self, guild_ids: Iterable[int], user_ids: Iterable[int]) -> None:
        self.guild_ids = frozenset(guild_ids)
        self._user_ids = frozenset(user_ids)

    def appoint(self, user_ids: Iterable[int]) -> None:
        """Adds operators."""
        self._user_ids |= frozenset(user_ids)

    def learn(self, application: discord.AppInfo | None) -> None:
        """Adds the owner and the team that Discord names; known after the login."""
        if application is None:
            return
        if (team := application.team) is None:
            self.appoint([application.owner.id])
            return
        self.appoint(member.id for member in team.members if member.role in _ROLES)
        if team.owner_id:
            self.appoint([team.owner_id])

    def includes(self, user_id: int) -> bool:
        """Whether that person is an operator, wherever they are."""
        return user_id in self._user_ids

    def may(self, interaction: discord.Interaction) -> bool:
        """Whether that person may use /admin in that place."""
        return interaction.guild_id in self.guild_ids and self.includes(interaction.user.id)


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
    from bot.ui.blocks import plain_card  # noqa: PLC0415 - a start needs no card

    set_outcome("refused")
    is_operator = operators.includes(interaction.user.id)
    return plain_card(operator_refusal_text(context.tr, operator=is_operator))


def manager_refusal(interaction: discord.Interaction, context: RenderContext) -> Layout | None:
    """Why a person may not manage the digests of this server; None where they may."""
    from bot.ui.blocks import plain_card  # noqa: PLC0415 - as above

    tr = context.tr
    if interaction.guild_id is None:
        return plain_card(tr("Digests belong to a server. Run this command in one."))
    guild = interaction.guild
    if guild is None or guild.unavailable or not isinstance(interaction.user, discord.Member):
        sentence = tr(
            "The bot cannot see this server right now. Please try again; if this persists, "
            "an administrator should re-add the bot."
        )
        return plain_card(sentence)
    if interaction.permissions.manage_guild:
        return None
    set_outcome("refused")
    return plain_card(tr("Only members with the permission **Manage Server** can manage digests."))
