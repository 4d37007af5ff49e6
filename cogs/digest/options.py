"""The options of /digest as Discord gives them, before anything is checked."""

from typing import Any, NamedTuple, Self, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import AppCommandChannel, AppCommandThread


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

    kinds: tuple[discord.ChannelType, ...] = ()

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel, which Discord's own list offers."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds that the list holds."""
        return list(self.kinds)

    async def transform(self, interaction: discord.Interaction, value: Any, /) -> Any:
        """The channel as it came."""
        return value


class _Places(_Picker):
    kinds = (
        discord.ChannelType.text,
        discord.ChannelType.news,
        discord.ChannelType.news_thread,
        discord.ChannelType.public_thread,
        discord.ChannelType.private_thread,
        discord.ChannelType.forum,
    )


class _TextChannels(_Picker):
    kinds = (discord.ChannelType.text,)


PlaceOption: TypeAlias = app_commands.Transform[Picked, _Places]
AlertsOption: TypeAlias = app_commands.Transform[AppCommandChannel, _TextChannels]


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
