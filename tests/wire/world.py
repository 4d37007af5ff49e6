"""The small Discord that the bot meets: its application, the people, the servers and channels."""

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Install = Literal["guild", "user"]

DISCORD_EPOCH_MS = 1420070400000
GUILD, BOT_DM, PRIVATE_CHANNEL = 0, 1, 2
"""Interaction contexts, by Discord's numbers."""
TEXT, DM, GROUP, NEWS, THREAD, FORUM = 0, 1, 3, 5, 11, 15
"""Channel types, by Discord's numbers."""
ADMINISTRATOR, MANAGE_GUILD = 1 << 3, 1 << 5
MEMBER_PERMISSIONS = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 31 | 1 << 50
"""View, send, embed, attach, read history, use commands, use external apps."""
BOT_PERMISSIONS = MEMBER_PERMISSIONS | 1 << 13 | 1 << 34 | 1 << 38
_JOINED = "2025-01-01T00:00:00.000000+00:00"
_SCOPES = ["applications.commands"]
_serial = itertools.count(1)


def rows(holder: Mapping[str, Any], key: str) -> list[Json]:
    """The list of objects under a key; empty where Discord's JSON has none or null."""
    return holder.get(key) or list[Json]()


def part(holder: Mapping[str, Any] | None, key: str) -> Json:
    """The object under a key; empty where there is none or null."""
    return (holder or {}).get(key) or Json()


def snowflake(*, shard: int = 0, shards: int = 1) -> int:
    """A new id, never given before in this process, whose server falls to `shard` of `shards`."""
    milliseconds = int(time.time() * 1000) - DISCORD_EPOCH_MS
    milliseconds += (shard - milliseconds) % shards
    return milliseconds << 22 | next(_serial) & 0x3FFFFF


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone who uses the bot; `permissions` hold in every server."""

    name: str
    locale: str = "en-US"
    permissions: int = MEMBER_PERMISSIONS
    bot: bool = False
    id: int = field(default_factory=snowflake)

    def may(self, needed: str | None) -> bool:
        """Whether Discord would offer a command with these default permissions."""
        if needed is None or self.permissions & ADMINISTRATOR:
            return True
        return needed != "0" and self.permissions & int(needed) == int(needed)

    def as_user(self) -> Json:
        """The user object."""
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }

    def as_member(self) -> Json:
        """The member object, without its user."""
        return {
            "roles": [],
            "nick": None,
            "avatar": None,
            "joined_at": _JOINED,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "permissions": str(self.permissions),
        }


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A channel of a server, or a private one."""

    name: str
    type: int = TEXT
    guild_id: int | None = None
    parent_id: int | None = None
    id: int = field(default_factory=snowflake)

    def as_json(self) -> Json:
        """The channel object as GUILD_CREATE and interactions carry it."""
        common: Json = {"id": str(self.id), "type": self.type, "flags": 0, "last_message_id": None}
        if self.guild_id is None:
            return common
        return common | {
            "guild_id": str(self.guild_id),
            "name": self.name,
            "position": 0,
            "permission_overwrites": [],
            "parent_id": None if self.parent_id is None else str(self.parent_id),
            "nsfw": False,
            "topic": None,
            "rate_limit_per_user": 0,
            "available_tags": [],
            "default_reaction_emoji": None,
            "default_sort_order": None,
        }

    def as_partial(self, permissions: int) -> Json:
        """The channel object of `resolved`, with what the person may do there."""
        return self.as_json() | {"name": self.name, "permissions": str(permissions)}


@dataclass(kw_only=True)
class Guild:
    """A server; `joined` tells whether the bot is a member of it."""

    name: str
    owner: Person
    locale: str = "en-US"
    joined: bool = True
    id: int = field(default_factory=snowflake)
    channels: list[Channel] = field(default_factory=list[Channel])

    def add(self, name: str, kind: int = TEXT) -> Channel:
        """A new channel in this server; a bot already connected is not told."""
        channel = Channel(name=name, type=kind, guild_id=self.id)
        self.channels.append(channel)
        return channel

    def as_json(self, bot: Person) -> Json:
        """The object of GUILD_CREATE."""
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
            "system_channel_id": None,
            "system_channel_flags": 0,
            "roles": [self._everyone()],
            "emojis": [],
            "stickers": [],
            "soundboard_sounds": [],
            "joined_at": _JOINED,
            "large": False,
            "unavailable": False,
            "member_count": 3,
            "voice_states": [],
            "members": [bot.as_member() | {"user": bot.as_user()}],
            "channels": [c.as_json() for c in self.channels],
            "threads": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
        }

    def _everyone(self) -> Json:
        return {
            "id": str(self.id),
            "name": "@everyone",
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "position": 0,
            "permissions": str(BOT_PERMISSIONS),
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(kw_only=True)
class Application:
    """The bot's registration in Discord's developer portal."""

    owner: Person
    name: str = "Little Giant"
    id: int = field(default_factory=snowflake)
    team: Json | None = None
    integration_types_config: Json = field(
        default_factory=lambda: {
            install: {"oauth2_install_params": {"scopes": _SCOPES, "permissions": "0"}}
            for install in ("0", "1")
        }
    )

    def as_json(self, bot: Person) -> Json:
        """The object of GET /applications/@me."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "description": "",
            "summary": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "bot": bot.as_user(),
            "owner": self.owner.as_user(),
            "team": self.team,
            "verify_key": "0" * 64,
            "flags": 0,
            "integration_types_config": self.integration_types_config,
        }


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a person acts, and by which installs the application is there."""

    channel: Channel
    guild: Guild | None = None
    context: int = GUILD
    installs: tuple[Install, ...] = ("guild",)

    def owners(self, person: Person) -> dict[str, str]:
        """The authorizing_integration_owners of an interaction that starts here."""
        owners: dict[str, str] = {}
        if "guild" in self.installs:
            owners["0"] = str(self.guild.id) if self.guild else "0"
        if "user" in self.installs:
            owners["1"] = str(person.id)
        return owners


class World:
    """Everything there is: one application and its bot, three people, one server with the bot."""

    def __init__(self) -> None:
        self.operator = Person(name="operator", permissions=MEMBER_PERMISSIONS | ADMINISTRATOR)
        self.admin = Person(name="admin", permissions=MEMBER_PERMISSIONS | MANAGE_GUILD)
        self.member = Person(name="member")
        self.app = Application(owner=self.operator)
        self.bot = Person(
            name="little-giant", bot=True, permissions=BOT_PERMISSIONS, id=self.app.id
        )
        self.people: dict[int, Person] = {
            p.id: p for p in (self.operator, self.admin, self.member, self.bot)
        }
        self.guilds: dict[int, Guild] = {}
        self.guild = self.add_guild("Shanghai firms")
        self.channel = self.guild.add("general")

    def person(
        self, name: str, locale: str = "en-US", permissions: int = MEMBER_PERMISSIONS
    ) -> Person:
        """A new person."""
        person = Person(name=name, locale=locale, permissions=permissions)
        self.people[person.id] = person
        return person

    def add_guild(
        self, name: str, *, joined: bool = True, shard: int = 0, shards: int = 1
    ) -> Guild:
        """A new server without channels; a bot already connected is not told."""
        guild = Guild(
            name=name, owner=self.admin, joined=joined, id=snowflake(shard=shard, shards=shards)
        )
        self.guilds[guild.id] = guild
        return guild

    def here(self, guild: Guild | None = None) -> Place:
        """The first channel of a server (by default the first one) that has installed the bot."""
        guild = guild or self.guild
        return Place(guild=guild, channel=guild.channels[0])

    def dm(self) -> Place:
        """A direct message with the bot."""
        return Place(channel=Channel(name="dm", type=DM), context=BOT_DM)

    def elsewhere(self) -> Place:
        """A server without the bot, where the person uses it by their own install."""
        guild = self.add_guild("Elsewhere", joined=False)
        return Place(guild=guild, channel=guild.add("general"), installs=("user",))

    def private(self) -> Place:
        """A group conversation of people, where the bot is there only by a person's install."""
        channel = Channel(name="group", type=GROUP)
        return Place(channel=channel, context=PRIVATE_CHANNEL, installs=("user",))

    def channel_by_id(self, wanted: int) -> Channel | None:
        """The server channel of that id."""
        return next((c for g in self.guilds.values() for c in g.channels if c.id == wanted), None)
