"""What happens in Discord while the bot is there, or away: permissions, channels, roles, servers.

Every change is sent to the connected bots, as the Gateway sends it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tests.wire.channels import REQUIRE_TAG, TEXT, Channel, Tag
from tests.wire.gateway import Gateway
from tests.wire.guilds import Guild, Role
from tests.wire.ids import Json
from tests.wire.messages import blank_message
from tests.wire.people import Person
from tests.wire.permissions import Overwrite, bits
from tests.wire.world import World

Target = Role | Person | None
"""The role or person of an overwrite; None is the bot itself."""


class Changes:
    """The changes that a test may make; a part of `Wire`."""

    world: World
    gateway: Gateway
    closed_dms: set[Person]
    """The people who accept no direct messages."""

    async def deny(self, channel: Channel, *names: str, target: Target = None) -> None:
        """Takes permissions away in a channel; a thread's are those of its channel."""
        await self._overwrite(channel, target, denied=bits(*names))

    async def allow(self, channel: Channel, *names: str, target: Target = None) -> None:
        """Grants permissions in a channel; a thread's are those of its channel."""
        await self._overwrite(channel, target, allowed=bits(*names))

    async def _overwrite(
        self, channel: Channel, target: Target, *, allowed: int = 0, denied: int = 0
    ) -> None:
        parent = self.world.channels[channel.parent_id] if channel.parent_id else channel
        whom = target or self.world.bot
        kind = 0 if isinstance(whom, Role) else 1
        overwrite = parent.overwrites.setdefault(whom.id, Overwrite(kind))
        overwrite.allow = overwrite.allow & ~denied | allowed
        overwrite.deny = overwrite.deny & ~allowed | denied
        await self._dispatch_channel("UPDATE", parent)

    async def clear(self, channel: Channel) -> None:
        """Removes every overwrite of a channel."""
        channel.overwrites.clear()
        await self._dispatch_channel("UPDATE", channel)

    async def add_channel(
        self,
        guild: Guild,
        name: str,
        kind: int = TEXT,
        *,
        tags: Iterable[str] = (),
        require_tag: bool = False,
    ) -> Channel:
        """A new channel, as `Guild.add` makes it."""
        channel = guild.add(name, kind, tags=tags, require_tag=require_tag)
        await self._dispatch_channel("CREATE", channel)
        return channel

    async def add_thread(self, parent: Channel, name: str, owner: Person | None = None) -> Channel:
        """A new thread that a person opened."""
        assert parent.guild_id is not None
        thread = self.world.guilds[parent.guild_id].add_thread(parent, name, owner)
        await self._dispatch_channel("CREATE", thread)
        return thread

    async def change_channel(self, channel: Channel, **fields: Any) -> None:
        """Sets attributes of a channel (name, type, archived, locked ...), tags, require_tag."""
        if "archived" in fields:
            channel.archive(archived=fields.pop("archived"))
        if "require_tag" in fields:
            wanted = fields.pop("require_tag")
            channel.flags = channel.flags & ~REQUIRE_TAG | (REQUIRE_TAG if wanted else 0)
        if "tags" in fields:
            channel.tags = [Tag(name=name) for name in fields.pop("tags")]
        for name, value in fields.items():
            assert hasattr(channel, name), name
            setattr(channel, name, value)
        await self._dispatch_channel("UPDATE", channel)

    async def delete_channel(self, channel: Channel) -> None:
        """Deletes a channel or thread for good; its messages stay readable for tests."""
        if channel.guild_id is not None and not channel.deleted:
            self.world.guilds[channel.guild_id].remove(channel)
            await self._dispatch_channel("DELETE", channel)

    async def _dispatch_channel(self, what: str, channel: Channel) -> None:
        event = f"THREAD_{what}" if channel.is_thread else f"CHANNEL_{what}"
        await self.dispatch(event, channel.as_json(), channel.guild_id)

    async def add_role(
        self, guild: Guild, name: str, *names: str, mentionable: bool = False
    ) -> Role:
        """A new role with these permissions, without members."""
        role = guild.add_role(name, bits(*names), mentionable=mentionable)
        await self._dispatch_role("CREATE", role)
        return role

    async def change_role(
        self,
        role: Role,
        *,
        allow: Iterable[str] = (),
        deny: Iterable[str] = (),
        mentionable: bool | None = None,
    ) -> None:
        """Grants or takes away permissions of a role everywhere in its server."""
        role.permissions = role.permissions & ~bits(*deny) | bits(*allow)
        role.mentionable = role.mentionable if mentionable is None else mentionable
        await self._dispatch_role("UPDATE", role)

    async def delete_role(self, role: Role) -> None:
        """Deletes a role."""
        self.world.guilds[role.guild_id].roles.pop(role.id, None)
        payload = {"guild_id": str(role.guild_id), "role_id": str(role.id)}
        await self.dispatch("GUILD_ROLE_DELETE", payload, role.guild_id)

    async def _dispatch_role(self, what: str, role: Role) -> None:
        payload = {"guild_id": str(role.guild_id), "role": role.as_json()}
        await self.dispatch(f"GUILD_ROLE_{what}", payload, role.guild_id)

    async def give_role(self, role: Role, person: Person | None = None) -> None:
        """Someone, by default the bot, gets a role."""
        self._role_ids(role, person).add(role.id)
        await self._dispatch_member(role, person)

    async def take_role(self, role: Role, person: Person | None = None) -> None:
        """Someone, by default the bot, loses a role."""
        self._role_ids(role, person).discard(role.id)
        await self._dispatch_member(role, person)

    def _role_ids(self, role: Role, person: Person | None) -> set[int]:
        return self.world.guilds[role.guild_id].member_roles.setdefault(
            (person or self.world.bot).id, set()
        )

    async def _dispatch_member(self, role: Role, person: Person | None) -> None:
        """Without the members intent a bot hears only of itself."""
        if person in (None, self.world.bot):
            guild = self.world.guilds[role.guild_id]
            payload = guild.member(self.world.bot) | {"guild_id": str(guild.id)}
            await self.dispatch("GUILD_MEMBER_UPDATE", payload, guild.id)

    async def join(self, guild: Guild) -> None:
        """The bot joins a server, or its outage ends."""
        new, guild.joined, guild.available = not guild.joined, True, True
        if new:
            guild.joined_at = datetime.now(UTC).isoformat()
        created = guild.as_created(self.world.bot, new=new)
        await self.dispatch("GUILD_CREATE", created, guild.id)

    async def leave(self, guild: Guild) -> None:
        """The bot is removed from a server."""
        guild.joined = False
        await self.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild.id)

    async def outage(self, guild: Guild) -> None:
        """A server becomes unavailable, until `join`."""
        guild.available = False
        await self.dispatch("GUILD_DELETE", {"id": str(guild.id), "unavailable": True}, guild.id)

    def write_message(self, channel: Channel, text: str, person: Person | None = None) -> Json:
        """A message that a person, by default `member`, wrote; bots get no event."""
        message = blank_message(person or self.world.member, channel, text)
        channel.messages[int(message["id"])] = message
        return message

    async def dispatch(self, event: str, data: Json, guild_id: int | None) -> None:
        """Sends an event to the bots that are in the server it is about, or were."""
        guild = None if guild_id is None else self.world.guilds[guild_id]
        if guild is None or guild.joined or event == "GUILD_DELETE":
            await self.gateway.dispatch(event, data, guild_id)
