"""Who may mention a role in a channel: the bot, and the persons who order it."""

import discord

from bot.digests.interfaces import Unknown
from bot.discord_client.channel_permissions import fetch_place
from bot.discord_client.rest_calls import RestCalls
from bot.domain.digests.role_mentions import RoleState
from bot.domain.digests.subscription import Target

_NO_MEMBER = {10007: False, 10013: False}
"""Error codes of a person who is not in the server, or not there at all."""


class RolePermissions:
    """Reads them from memory, or from Discord."""

    def __init__(self, client: discord.Client, rest: RestCalls) -> None:
        self._client = client
        self._rest = rest

    def role_state(self, target: Target) -> RoleState | Unknown:
        """Whether the target's role can be mentioned there, from memory."""
        guild = self._client.get_guild(target.guild_id)
        if guild is None or guild.unavailable:
            return "unknown"
        place = channel_of(guild, target)
        return _state(place, target.role_id, guild.me) if place is not None else "unknown"

    async def fetch_role_state(self, target: Target) -> RoleState | Unknown:
        """As `role_state`, by asking Discord: the server may be another process's."""
        found = await self._rest.tried(self._ask_state(target))
        return found if isinstance(found, str) else "unknown"

    async def _ask_state(self, target: Target) -> RoleState:
        place = await fetch_place(self._client, target.guild_id, target.channel_id)
        me = await place.guild.fetch_member(self._client.user.id if self._client.user else 0)
        return _state(place, target.role_id, me)

    async def may_mention(self, target: Target, user_id: int) -> bool | None:
        """Whether a person has Mention Everyone there, by asking Discord; None: not known."""
        found = await self._rest.tried(self._ask_right(target, user_id), _NO_MEMBER)
        return found if isinstance(found, bool) else None

    async def _ask_right(self, target: Target, user_id: int) -> bool:
        guild = self._client.get_guild(target.guild_id)
        place = channel_of(guild, target) if guild is not None and not guild.unavailable else None
        if place is None:
            place = await fetch_place(self._client, target.guild_id, target.channel_id)
        member = await place.guild.fetch_member(user_id)
        return place.permissions_for(member).mention_everyone


def channel_of(guild: discord.Guild, target: Target) -> discord.abc.GuildChannel | None:
    """The channel whose permissions count, from memory: of a thread the one that it is in."""
    place = guild.get_channel_or_thread(target.channel_id)
    return place.parent if isinstance(place, discord.Thread) else place


def right_to_mention(guild: discord.Guild, target: Target, member: discord.Member) -> bool | None:
    """Whether a member has Mention Everyone there, from memory; None: the place is not in it."""
    place = channel_of(guild, target)
    return None if place is None else place.permissions_for(member).mention_everyone


def _state(place: discord.abc.GuildChannel, role_id: int | None, me: discord.Member) -> RoleState:
    role = place.guild.get_role(role_id or 0)
    if role is None or role.is_default():
        return "gone"
    if role.mentionable:
        return "mentionable"
    return "by-right" if place.permissions_for(me).mention_everyone else "bot-lacks"
