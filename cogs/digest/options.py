"""The options of /digest as Discord gives them, before anything is checked."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, NamedTuple, Self, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import AppCommandChannel, AppCommandThread

from bot.domain.digests.subscription import ChannelKind


class PressedChannel(NamedTuple):
    """The channel in which a button was pressed, with the permissions of who pressed it."""

    id: int
    name: str
    type: discord.ChannelType | None
    permissions: discord.Permissions

    @classmethod
    def of(cls, interaction: discord.Interaction) -> Self:
        """The channel of the interaction."""
        channel = interaction.channel
        return cls(
            interaction.channel_id or 0,
            str(getattr(channel, "name", "")),
            channel.type if channel is not None else None,
            interaction.permissions,
        )


Picked: TypeAlias = AppCommandChannel | AppCommandThread | PressedChannel
"""A channel as the interaction describes it: with the permissions of who picked it."""


class _Picker(app_commands.Transformer):
    """Takes a channel as Discord describes it: it need not be in memory."""

    def __init__(self, *kinds: discord.ChannelType) -> None:
        self._kinds = kinds

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel, which Discord's own list offers."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds that the list holds."""
        return list(self._kinds)

    async def transform(self, interaction: discord.Interaction, value: Any, /) -> Any:
        """The channel as it came."""
        return value


CHANNEL_KINDS: Final[Mapping[discord.ChannelType, ChannelKind]] = {
    discord.ChannelType.text: "text",
    discord.ChannelType.news: "announcement",
    discord.ChannelType.news_thread: "thread",
    discord.ChannelType.public_thread: "thread",
    discord.ChannelType.private_thread: "thread",
    discord.ChannelType.forum: "forum",
}
"""What a digest can be posted to."""
PlaceOption: TypeAlias = Annotated[Picked, _Picker(*CHANNEL_KINDS)]
AlertsOption: TypeAlias = Annotated[AppCommandChannel, _Picker(discord.ChannelType.text)]


class DigestOptions(NamedTuple):
    """What an administrator gave; None: left out."""

    channel: Picked | None = None
    schedule: str | None = None
    timezone: str | None = None
    topic: str | None = None
    district: str | None = None
    content: str | None = None
    lang: str | None = None
    role: discord.Role | None = None
    when_empty: str | None = None
    alerts: AppCommandChannel | None = None
    clear: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return self == DigestOptions()
