"""What the bot may do in a channel, by the names of Discord's permissions."""

from collections.abc import Mapping
from typing import Final, TypeAlias

import discord

from bot.digests.interfaces import Unknown
from bot.domain.digests.subscription import Cause, ChannelKind, Target
from bot.i18n.translator import N_, Translator

PostChannel: TypeAlias = discord.TextChannel | discord.ForumChannel | discord.Thread
"""A channel that a digest can be posted to."""

NEEDED: Final[Mapping[ChannelKind, tuple[str, ...]]] = {
    "text": ("view_channel", "send_messages", "read_message_history"),
    # To publish its own messages a bot needs no more than to send them.
    "announcement": ("view_channel", "send_messages", "read_message_history"),
    "thread": ("view_channel", "send_messages_in_threads", "read_message_history"),
    "forum": ("view_channel", "send_messages", "send_messages_in_threads", "read_message_history"),
    "direct": (),
}
"""Read Message History: without it the bot could not see after a crash what it has posted."""
PERMISSIONS: Final[Mapping[str, str]] = {
    "view_channel": N_("View Channel"),
    "send_messages": N_("Send Messages"),
    "send_messages_in_threads": N_("Send Messages in Threads"),
    "read_message_history": N_("Read Message History"),
    "mention_everyone": N_("Mention @everyone, @here and All Roles"),
}


def permission_name(tr: Translator, name: str) -> str:
    """A permission as Discord's settings name it in the reader's language."""
    return tr(PERMISSIONS[name]) if name in PERMISSIONS else name


def kind_of(channel: object) -> ChannelKind | None:
    """What sort of place a channel is for a digest; None where none can be posted."""
    match channel:
        case discord.TextChannel():
            return "announcement" if channel.is_news() else "text"
        case discord.Thread():
            return "thread"
        case discord.ForumChannel() if channel.type is discord.ChannelType.forum:
            return "forum"
        case _:
            return None


def missing_permissions(
    channel: PostChannel, me: discord.Member, kind: ChannelKind
) -> tuple[str, ...]:
    """The permissions that the bot lacks there; a thread takes those of its parent."""
    place = channel.parent if isinstance(channel, discord.Thread) else channel
    if place is None:
        return ("view_channel",)
    granted = place.permissions_for(me)
    # What Discord derives: who cannot see a channel can do nothing there.
    return tuple(name for name in NEEDED[kind] if not getattr(granted, name))


def rights_in(client: discord.Client, channel_id: int) -> discord.Permissions | None:
    """What the bot may do in a channel, or in a thread by its parent's rules; None if not known."""
    channel = client.get_channel(channel_id)
    place = channel.parent if isinstance(channel, discord.Thread) else channel
    if not isinstance(place, discord.abc.GuildChannel):
        return None
    return place.permissions_for(place.guild.me)


async def fetch_rights(
    client: discord.Client, guild_id: int, channel_id: int
) -> discord.Permissions:
    """As `rights_in`, over REST, also of other processes' shards; raises what discord.py raises."""
    place = await fetch_place(client, guild_id, channel_id)
    me = await place.guild.fetch_member(client.user.id if client.user is not None else 0)
    return place.permissions_for(me)


async def fetch_place(
    client: discord.Client, guild_id: int, channel_id: int
) -> discord.abc.GuildChannel:
    """Over REST, the channel whose permissions count: a thread's parent; raises as discord.py."""
    guild = await client.fetch_guild(guild_id, with_counts=False)
    place = await guild.fetch_channel(channel_id)
    if isinstance(place, discord.Thread):
        place = await guild.fetch_channel(place.parent_id)
    if isinstance(place, discord.Thread):
        raise discord.InvalidData("a thread in a thread")
    return place


def obstacle_in(guild: discord.Guild, target: Target) -> Cause | Unknown | None:
    """What is in the way of posting there, from memory; a thread need not be in it."""
    channel = guild.get_channel_or_thread(target.channel_id)
    if channel is None:
        return "unknown" if target.kind == "thread" else Cause("channel-gone")
    kind = kind_of(channel)
    if kind is None or not isinstance(channel, PostChannel):
        return Cause("wrong-kind")
    if missing := missing_permissions(channel, guild.me, kind):
        return Cause("no-permission", missing)
    if isinstance(channel, discord.Thread) and channel.locked:
        return Cause("thread-locked")
    if isinstance(channel, discord.ForumChannel) and channel.flags.require_tag:
        known = {tag.id for tag in channel.available_tags}
        return None if target.tag_id in known else Cause("tag-needed")
    return None
