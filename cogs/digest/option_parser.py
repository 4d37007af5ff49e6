"""Reads the options of /digest into an order, and finds all that is wrong with them at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, cast

import discord
from discord.app_commands import AppCommandThread

from bot.discord_client.channel_permissions import lacking
from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.models import Topic
from bot.domain.digests.subscription import (
    Cause,
    ChannelKind,
    Content,
    Order,
    PostLang,
    Target,
    WhenEmpty,
    Wish,
)
from bot.domain.schedules.parser import read_schedule
from bot.domain.schedules.schedule import Schedule
from bot.domain.search.names import Finder
from bot.i18n.translator import Lang, Words
from bot.ui.digest_causes import cause_text, permission_list
from bot.ui.escape import echo
from bot.ui.options import district_label
from bot.ui.schedule_text import refusal_text
from bot.ui.timezones import Timezones, ZoneReading, no_offset
from cogs.digest.cards.order import NO_TAG, Fault
from cogs.digest.options import Asked, Picked
from cogs.digest.rights import mention_faults, own_faults

_KINDS: Final[Mapping[discord.ChannelType, ChannelKind]] = {
    discord.ChannelType.text: "text",
    discord.ChannelType.news: "announcement",
    discord.ChannelType.news_thread: "thread",
    discord.ChannelType.public_thread: "thread",
    discord.ChannelType.private_thread: "thread",
    discord.ChannelType.forum: "forum",
}
_ALERTS: Final = ("view_channel", "send_messages")
_TYPED: Final = 60


@dataclass(frozen=True, slots=True)
class Ground:
    """What an order is read against."""

    words: Words
    guild: discord.Guild
    member: discord.Member
    """Who orders."""
    zones: Timezones
    districts: Finder[District]
    now: datetime
    default_timezone: str
    spoken: Lang
    """The creator's language."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An order as far as it could be read, and what is wrong."""

    order: Order
    faults: tuple[Fault, ...]
    parent_id: int | None = None
    """Of the thread that was picked."""


def read_order(ground: Ground, asked: Asked, base: Order | None) -> Reading:
    """The order that the options mean; `base` is the one that they change."""
    found: list[Fault] = []
    target = _target(ground, asked, base, found)
    order = Order(
        target=target,
        wish=_wish(ground, asked, base, found),
        schedule=_schedule(ground, asked, base, found),
        timezone=_timezone(ground, asked, base, found),
    )
    found += _contradiction(ground.words, asked)
    parent = asked.channel.parent_id if isinstance(asked.channel, AppCommandThread) else None
    return Reading(order, tuple(found), parent)


def settled(order: Order, field: str, value: str) -> Order:
    """The order with the one thing settled that a button or a drop-down stands for."""
    match field:
        case "timezone":
            return replace(order, timezone=value)
        case "district" if value in DISTRICTS:
            return replace(order, wish=replace(order.wish, district=value))
        case "tag":
            tag = None if value == NO_TAG else int(value)
            return replace(order, target=replace(order.target, tag_id=tag))
        case _:
            raise ValueError(f"nothing to settle: {field} {value}")


def _contradiction(words: Words, asked: Asked) -> Iterator[Fault]:
    given: object = getattr(asked, asked.clear) if asked.clear else None
    if given is not None:
        yield Fault(
            words("`{name}` is given and cleared at once; only one is possible.", name=asked.clear)
        )


# -- When --


def _schedule(ground: Ground, asked: Asked, base: Order | None, found: list[Fault]) -> str:
    if asked.schedule is None and base is not None:
        return base.schedule
    match read_schedule(asked.schedule or ""):
        case Schedule() as schedule:
            return schedule.form
        case unreadable:
            found.append(Fault(refusal_text(ground.words, unreadable)))
            return ""


def _timezone(ground: Ground, asked: Asked, base: Order | None, found: list[Fault]) -> str:
    kept = base.timezone if base is not None else ground.default_timezone
    if asked.timezone is None:
        return kept
    reading = ground.zones.read(asked.timezone, ground.now)
    if reading.zone is not None:
        return reading.zone
    found.append(_zone_fault(ground, echo(asked.timezone, _TYPED), reading))
    return kept


def _zone_fault(ground: Ground, typed: str, reading: ZoneReading) -> Fault:
    """What the zone may mean: all meanings of an abbreviation, the places of an offset."""
    words, zones = ground.words, ground.zones
    near = [zone for _, zone in reading.meanings] or list(reading.choices[:3])
    named = [f"{words(name)} (`{zone}`)" for name, zone in reading.meanings]
    listed = ", ".join(named or (f"`{zone}`" for zone in near))
    if reading.meanings:
        said = words("“{typed}” stands for more than one time: {zones}.", typed=typed, zones=listed)
    elif reading.offset and not near:
        said = no_offset(words, reading.offset)
    elif reading.offset:
        said = words(
            "{offset} is kept by {count} places now, and does not say whether their clocks "
            "change in summer. Which do you mean?",
            offset=reading.offset,
            count=len(reading.choices),
        )
    else:
        said = words(
            "“{typed}” is no time zone that is known. The nearest: {zones}.",
            typed=typed,
            zones=listed,
        )
    choices = tuple((zones.label(zone, words.lang, ground.now), zone) for zone in near)
    return Fault(said, "timezone", choices)


# -- What --


def _wish(ground: Ground, asked: Asked, base: Order | None, found: list[Fault]) -> Wish:
    wish = base.wish if base is not None else Wish(lang=ground.spoken)
    topic = cast("Topic | None", asked.topic) or (None if asked.clear == "topic" else wish.topic)
    return Wish(
        content=cast("Content | None", asked.content) or wish.content,
        lang=cast("PostLang | None", asked.lang) or wish.lang,
        topic=topic,
        district=_district(ground, asked, wish, found),
        when_empty=cast("WhenEmpty | None", asked.when_empty) or wish.when_empty,
    )


def _district(ground: Ground, asked: Asked, wish: Wish, found: list[Fault]) -> District | None:
    if asked.district is None:
        return None if asked.clear == "district" else wish.district
    district = ground.districts.resolve(asked.district)
    if district is None:
        words, near = ground.words, ground.districts.nearest(asked.district)
        choices = tuple((district_label(slug, words.lang), slug) for slug in near)
        comma = "、" if words.lang == "zh" else ", "
        said = words(
            "“{typed}” is none of Shanghai's {count} districts. The nearest: {districts}.",
            typed=echo(asked.district, _TYPED),
            count=len(DISTRICTS),
            districts=comma.join(label for label, _ in choices),
        )
        found.append(Fault(said, "district", choices))
    return district


# -- Where --


def _target(ground: Ground, asked: Asked, base: Order | None, found: list[Fault]) -> Target:
    old = base.target if base is not None else None
    target = old or Target(ground.guild.id, 0, "text", "")
    if asked.channel is not None:
        target = _place(ground, asked.channel, target, found)
    elif old is None:
        found.append(Fault(ground.words("A `channel` is needed.")))
    target = replace(
        target,
        role_id=_role(ground.words, asked, target, found),
        alerts_id=_alerts(ground, asked, target, found),
    )
    found += mention_faults(ground.words, ground.guild, ground.member, asked, old, target)
    return target


def _place(ground: Ground, picked: Picked, old: Target, found: list[Fault]) -> Target:
    kind = _KINDS.get(picked.type)
    if kind is None:
        said = ground.words("Choose a text, announcement or forum channel, or a thread.")
        found.append(Fault(said))
        return old
    found += own_faults(ground.words, picked, kind)
    found += _bot_faults(ground, picked, kind)
    tag = old.tag_id if old.channel_id == picked.id else None
    return replace(old, channel_id=picked.id, kind=kind, name=picked.name, tag_id=tag)


def _bot_faults(ground: Ground, picked: Picked, kind: ChannelKind) -> Iterator[Fault]:
    words, guild = ground.words, ground.guild
    place = guild.get_channel_or_thread(picked.id)
    if place is None and isinstance(picked, AppCommandThread):
        place = guild.get_channel(picked.parent_id)
    if not isinstance(place, discord.TextChannel | discord.ForumChannel | discord.Thread):
        yield Fault(words("The bot does not see <#{channel}>.", channel=picked.id))
        return
    if missing := lacking(place, guild.me, kind):
        yield Fault(
            words(
                "In <#{channel}> the bot lacks {permissions}. Allow this to the bot in the "
                "channel's settings, under Permissions.",
                channel=picked.id,
                permissions=permission_list(words, missing),
            )
        )
    if isinstance(picked, AppCommandThread) and picked.locked:
        yield Fault(cause_text(words, Cause("thread-locked")))


def _role(words: Words, asked: Asked, target: Target, found: list[Fault]) -> int | None:
    if asked.role is None:
        return None if asked.clear == "role" else target.role_id
    if asked.role.is_default():
        found.append(
            Fault(
                words(
                    "A digest never pings everybody. Choose a `role` that those who want it have, "
                    "or none."
                )
            )
        )
    return asked.role.id


def _alerts(ground: Ground, asked: Asked, target: Target, found: list[Fault]) -> int | None:
    if asked.alerts is None:
        return None if asked.clear == "alerts" else target.alerts_id
    words, channel = ground.words, ground.guild.get_channel(asked.alerts.id)
    found += own_faults(words, asked.alerts, "text")
    if not isinstance(channel, discord.TextChannel) or channel.is_news():
        found.append(Fault(words("`alerts` takes a text channel that the bot can see.")))
        return asked.alerts.id
    granted = channel.permissions_for(ground.guild.me)
    missing = [name for name in _ALERTS if not getattr(granted, name)]
    if missing:
        found.append(
            Fault(
                words(
                    "In <#{channel}>, which is to hear of trouble, the bot lacks {permissions}.",
                    channel=channel.id,
                    permissions=permission_list(words, missing),
                )
            )
        )
    return channel.id
