"""Servers, with their roles, channels and threads."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.wire.channels import NEWS, NEWS_THREAD, REQUIRE_TAG, TEXT, THREAD, Channel, Tag
from tests.wire.ids import Json, snowflake
from tests.wire.people import JOINED, Person
from tests.wire.permissions import (
    ADMINISTRATOR,
    BOT_PERMISSIONS,
    EVERYTHING,
    VIEW,
    effective,
    implied,
)


@dataclass(kw_only=True, eq=False)
class Role:
    """A role of a server; the one that everyone has bears the server's id."""

    name: str
    guild_id: int
    permissions: int = 0
    mentionable: bool = False
    id: int = field(default_factory=snowflake)

    def as_json(self) -> Json:
        """The role object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "position": 0 if self.id == self.guild_id else 1,
            "permissions": str(self.permissions),
            "managed": False,
            "mentionable": self.mentionable,
            "flags": 0,
        }


@dataclass(kw_only=True, eq=False)
class Guild:
    """A server; `joined`: the bot is a member; `available`: there is no outage."""

    name: str
    owner: Person
    locale: str = "en-US"
    joined: bool = True
    available: bool = True
    joined_at: str = JOINED
    """When the bot became a member."""
    system_channel: int | None = None
    id: int = field(default_factory=snowflake)
    index: dict[int, Channel] = field(default_factory=dict[int, Channel], repr=False)
    """Every channel ever added, by id; the world shares one among its servers."""
    channels: list[Channel] = field(default_factory=list[Channel])
    roles: dict[int, Role] = field(default_factory=dict[int, Role])
    member_roles: dict[int, set[int]] = field(default_factory=dict[int, set[int]])
    """Ids of the roles that a person was given, by the person's id."""

    def __post_init__(self) -> None:
        self.everyone = Role(
            name="@everyone", guild_id=self.id, permissions=BOT_PERMISSIONS, id=self.id
        )
        self.roles[self.id] = self.everyone

    def add(
        self, name: str, kind: int = TEXT, *, tags: Iterable[str] = (), require_tag: bool = False
    ) -> Channel:
        """A new channel in this server; connected bots get no event."""
        channel = Channel(name=name, type=kind, guild_id=self.id, tags=[Tag(name=t) for t in tags])
        channel.flags = REQUIRE_TAG if require_tag else 0
        self.channels.append(channel)
        self.index[channel.id] = channel
        return channel

    def add_thread(self, parent: Channel, name: str, owner: Person | None = None) -> Channel:
        """A new thread, empty, in a channel; connected bots get no event."""
        kind = NEWS_THREAD if parent.type == NEWS else THREAD
        thread = Channel(name=name, type=kind, guild_id=self.id, parent_id=parent.id)
        thread.owner_id = (owner or self.owner).id
        parent.threads.append(thread)
        self.index[thread.id] = thread
        return thread

    def remove(self, channel: Channel) -> None:
        """Deletes a channel with its threads; what was written there stays in the object."""
        for gone in (channel, *channel.threads):
            gone.deleted = True
        if channel in self.channels:
            self.channels.remove(channel)
        elif channel.parent_id is not None:
            self.index[channel.parent_id].threads.remove(channel)

    def add_role(self, name: str, permissions: int = 0, *, mentionable: bool = False) -> Role:
        """A new role without members; connected bots get no event."""
        role = Role(name=name, guild_id=self.id, permissions=permissions, mentionable=mentionable)
        self.roles[role.id] = role
        return role

    def roles_of(self, person: Person) -> list[Role]:
        """The roles that a person was given, without the one that everyone has."""
        return [
            self.roles[i] for i in sorted(self.member_roles.get(person.id, ())) if i in self.roles
        ]

    def member(self, person: Person) -> Json:
        """The member object, with user and roles."""
        roles = [str(role.id) for role in self.roles_of(person)]
        return person.as_member() | {"user": person.as_user(), "roles": roles}

    def permissions(self, person: Person, channel: Channel) -> int:
        """What roles and overwrites let someone do in a channel, as Discord documents it."""
        member_roles = [role.id for role in self.roles_of(person)]
        base = self.everyone.permissions
        for role in member_roles:
            base |= self.roles[role].permissions
        if self.owner.id == person.id or base & ADMINISTRATOR:
            return EVERYTHING
        parent = channel if channel.parent_id is None else self.index[channel.parent_id]
        ranks = ((self.id,), member_roles, (person.id,))
        found = effective(base, parent.overwrites, ranks)
        return implied(found, "send_messages_in_threads" if channel.is_thread else "send_messages")

    def threads(self, person: Person, *, archived: bool = False) -> list[Channel]:
        """The active, or the archived, threads that someone sees."""
        found = [t for c in self.channels for t in c.threads if t.archived == archived]
        return [t for t in found if self.permissions(person, t) & VIEW]

    def as_json(self) -> Json:
        """The guild object of REST, without channels and members."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "owner_id": str(self.owner.id),
            "preferred_locale": self.locale,
            "features": [],
            "afk_timeout": 300,
            "afk_channel_id": None,
            "verification_level": 1,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_progress_bar_enabled": False,
            "system_channel_id": str(self.system_channel) if self.system_channel else None,
            "system_channel_flags": 0,
            "roles": [r.as_json() for r in self.roles.values()],
            "emojis": [],
            "stickers": [],
        }

    def as_created(self, bot: Person, *, new: bool = False) -> Json:
        """The object of GUILD_CREATE; of a `new` server it does not say that it is available."""
        available: Json = {} if new else {"unavailable": False}
        return (
            self.as_json()
            | available
            | {
                "soundboard_sounds": [],
                "joined_at": self.joined_at,
                "large": False,
                "member_count": 3,
                "voice_states": [],
                "members": [self.member(bot) | {"joined_at": self.joined_at}],
                "channels": [c.as_json() for c in self.channels],
                "threads": [t.as_json() for t in self.threads(bot)],
                "presences": [],
                "stage_instances": [],
                "guild_scheduled_events": [],
            }
        )
