"""The state of the small Discord: application, people, servers, channels."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from tests.wire.api_errors import api_error
from tests.wire.channels import DM, GROUP, Channel
from tests.wire.guilds import Guild
from tests.wire.ids import Json, snowflake
from tests.wire.people import Person
from tests.wire.permissions import (
    ADMINISTRATOR,
    BOT_PERMISSIONS,
    MANAGE_GUILD,
    MEMBER_PERMISSIONS,
    VIEW,
    bits,
)

Install = Literal["guild", "user"]

GUILD, BOT_DM, PRIVATE_CHANNEL = 0, 1, 2
"""Interaction contexts, by Discord's numbers."""
_SCOPES = ["applications.commands"]


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
        self.channels: dict[int, Channel] = {}
        """Every channel by id, including deleted ones and direct messages."""
        self.guilds: dict[int, Guild] = {}
        self._dms: dict[int, Channel] = {}
        self.guild = self.add_guild("Shanghai firms")
        self.channel = self.guild.add("general")

    def person(
        self, name: str, locale: str = "en-US", permissions: int = MEMBER_PERMISSIONS
    ) -> Person:
        """A new person, a member of every server."""
        person = Person(name=name, locale=locale, permissions=permissions)
        self.people[person.id] = person
        return person

    def crowd(self, size: int = 1000) -> Iterator[Person]:
        """New persons in an endless cycle, since the bot limits each of them."""
        return itertools.cycle([self.person(f"person {n}") for n in range(size)])

    def add_guild(
        self, name: str, *, joined: bool = True, shard: int = 0, shards: int = 1
    ) -> Guild:
        """A new server without channels; connected bots get no event."""
        number = snowflake(shard=shard, shards=shards)
        guild = Guild(name=name, owner=self.admin, joined=joined, id=number, index=self.channels)
        self.guilds[guild.id] = guild
        return guild

    def here(self, guild: Guild | None = None, channel: Channel | None = None) -> Place:
        """A channel, by default a server's first one, in a server that has installed the bot."""
        if channel is not None:
            guild = self.guild_of(channel)
        guild = guild or self.guild
        return Place(guild=guild, channel=channel or guild.channels[0])

    def dm(self, person: Person | None = None) -> Place:
        """A direct message of someone, by default of `member`, with the bot."""
        return Place(channel=self.dm_channel(person or self.member), context=BOT_DM)

    def elsewhere(self) -> Place:
        """A server without the bot, where the person uses it by their own install."""
        guild = self.add_guild("Elsewhere", joined=False)
        return Place(guild=guild, channel=guild.add("general"), installs=("user",))

    def private(self) -> Place:
        """A group conversation of people, where the bot is there only by a person's install."""
        channel = Channel(name="group", type=GROUP)
        return Place(channel=channel, context=PRIVATE_CHANNEL, installs=("user",))

    def dm_channel(self, person: Person) -> Channel:
        """The one channel of direct messages between that person and the bot."""
        if person.id not in self._dms:
            channel = Channel(name="dm", type=DM, recipient=person)
            self._dms[person.id] = self.channels[channel.id] = channel
        return self._dms[person.id]

    def channel_by_id(self, wanted: int) -> Channel | None:
        """The channel or thread of that id, unless it was deleted."""
        channel = self.channels.get(wanted)
        return None if channel is None or channel.deleted else channel

    def guild_of(self, channel: Channel) -> Guild | None:
        """The server that a channel belongs to."""
        return None if channel.guild_id is None else self.guilds[channel.guild_id]

    def bot_permissions(self, channel: Channel) -> int:
        """What the bot may do in a channel."""
        guild = self.guild_of(channel)
        if guild is None:
            return BOT_PERMISSIONS
        return guild.permissions(self.bot, channel) if guild.joined else 0

    def require_channel(self, channel_id: str, *needed: str) -> Channel:
        """The channel, if the bot sees it and has the permissions. Raises RefusedError."""
        channel = self.channel_by_id(int(channel_id))
        if channel is None:
            raise api_error(10003)
        granted, arguments = self.bot_permissions(channel), bits(*needed)
        if not granted & VIEW:
            raise api_error(50001)
        if granted & arguments != arguments:
            raise api_error(50013)
        return channel

    def require_guild(self, guild_id: str) -> Guild:
        """The server, if the bot is a member. Raises RefusedError."""
        guild = self.guilds.get(int(guild_id))
        if guild is None or not guild.joined:
            raise api_error(10004)
        return guild
