"""The place of a digest as the bot sees it now: what it may do there, from memory."""

from collections.abc import Iterator

import discord

from bot.discord_client.channel_permissions import PostChannel, kind_of, missing_permissions
from bot.domain.digests.subscription import Order, Target
from bot.i18n.translator import Translator
from cogs.digest.cards.order import ChannelStatus
from cogs.digest.cards.role_mention import mentions_nobody

TAGS = 20
"""Tags that a forum may have."""


def spot_of(
    guild: discord.Guild, order: Order, tr: Translator, parent_id: int | None = None
) -> ChannelStatus:
    """An order's place as the bot sees it. `parent_id`: of a thread that may not be in memory."""
    target = order.target
    place = guild.get_channel_or_thread(target.channel_id)
    if place is None and parent_id is not None:
        place = guild.get_channel(parent_id)
    if not isinstance(place, PostChannel):
        return ChannelStatus(missing=None, warnings=tuple(_warnings(guild, order, tr, None)))
    missing = missing_permissions(place, guild.me, target.kind)
    warnings = tuple(_warnings(guild, order, tr, place))
    if not isinstance(place, discord.ForumChannel) or target.kind != "forum":
        return ChannelStatus(missing, warnings=warnings)
    moderates = place.permissions_for(guild.me).manage_threads
    tags = [tag for tag in place.available_tags if moderates or not tag.moderated]
    named = tuple((tag.name, tag.id) for tag in tags[:TAGS])
    return ChannelStatus(missing, named, place.flags.require_tag, warnings)


def _warnings(
    guild: discord.Guild, order: Order, tr: Translator, place: PostChannel | None
) -> Iterator[str]:
    target = order.target
    if place is None or (target.kind == "thread" and place.id != target.channel_id):
        yield tr(
            "The bot cannot see this thread. If it is private, mention the bot in it "
            "once so that it can post there."
        )
    role = guild.get_role(target.role_id) if target.role_id is not None else None
    if target.role_id is not None and role is None:
        yield mentions_nobody(tr, "role-gone")
    if role is not None and place is not None and not _pings(guild, role, place):
        yield mentions_nobody(tr, "bot-lacks")
    if target.alerts_id is not None and target.alerts_id == target.channel_id:
        yield tr(
            "Problems with this channel cannot be reported in the same channel; the "
            "digest's creator gets a direct message instead."
        )


def _pings(guild: discord.Guild, role: discord.Role, place: PostChannel) -> bool:
    channel = place.parent if isinstance(place, discord.Thread) else place
    return role.mentionable or (
        channel is not None and channel.permissions_for(guild.me).mention_everyone
    )


def tag_of(guild: discord.Guild, target: Target) -> str | None:
    """The name of the tag that a forum's posts carry."""
    forum = guild.get_channel(target.channel_id)
    if not isinstance(forum, discord.ForumChannel) or kind_of(forum) != "forum":
        return None
    return next((tag.name for tag in forum.available_tags if tag.id == target.tag_id), None)
