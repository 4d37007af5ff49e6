"""Who may use /admin, and where."""

from collections.abc import Iterable
from typing import Final

import discord

ADMIN: Final = "admin"
"""The operators' command."""
_ROLES: Final = (discord.TeamMemberRole.admin, discord.TeamMemberRole.developer)


class Operators:
    """The application's owners, the admins and developers of its team, and those of the settings.

    Only in the servers that the settings name.
    """

    def __init__(self, guild_ids: Iterable[int], user_ids: Iterable[int]) -> None:
        self.guild_ids = frozenset(guild_ids)
        self._user_ids = frozenset(user_ids)

    def appoint(self, user_ids: Iterable[int]) -> None:
        """Adds operators."""
        self._user_ids |= frozenset(user_ids)

    def learn(self, application: discord.AppInfo | None) -> None:
        """Adds the owner and the team that Discord names; known after the login."""
        if application is not None:
            self.appoint(_owners(application))

    def includes(self, user_id: int) -> bool:
        """Whether that person is an operator, wherever they are."""
        return user_id in self._user_ids

    def may(self, interaction: discord.Interaction) -> bool:
        """Whether that person may use /admin in that place."""
        return interaction.guild_id in self.guild_ids and self.includes(interaction.user.id)


def _owners(application: discord.AppInfo) -> Iterable[int]:
    team = application.team
    if team is None:
        return (application.owner.id,)
    members = (member.id for member in team.members if member.role in _ROLES)
    return (*members, *([team.owner_id] if team.owner_id else []))
