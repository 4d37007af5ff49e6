"""Reads the options of /digest into an order, and finds all that is wrong with them at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, cast

import discord
from discord.app_commands import AppCommandThread

from bot.discord_client.channel_permissions import Place, lacking
from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.models import Topic
from bot.domain.digests.subscription import (
    Cause,
    ChannelKind,
    Content,
    DigestContent,
    Order,
    PostLang,
    Target,
    WhenEmpty,
)
from bot.domain.schedules.parser import parse_schedule
from bot.domain.schedules.schedule import Schedule
from bot.domain.schedules.suggestions import nearest_schedules
from bot.domain.search.names import NameFinder
from bot.i18n.translator import Lang, Translator
from bot.ui.digest_causes import cause_text, permission_list
from bot.ui.escape import echo
from bot.ui.nearest import no_district
from bot.ui.options import district_label
from bot.ui.schedule_text import refusal_text, schedule_label
from bot.ui.timezones import Timezones, ZoneReading, no_offset
from cogs.digest.cards.order import NO_TAG, OrderFault
from cogs.digest.options import DigestOptions, Picked
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
class ParseContext:
    """What an order is read against: the person who orders, and the settings."""

    tr: Translator
    guild: discord.Guild
    member: discord.Member
    zones: Timezones
    districts: NameFinder[District]
    now: datetime
    default_timezone: str
    spoken: Lang


@dataclass(frozen=True, slots=True)
class ParsedOrder:
    """An order as far as it could be read, and what is wrong."""

    order: Order
    faults: tuple[OrderFault, ...]
    parent_id: int | None = None  # of the thread that was picked


def read_order(ground: ParseContext, asked: DigestOptions, base: Order | None) -> ParsedOrder:
    """The order that the options mean; `base` is the one that they change."""
    found: list[OrderFault] = []
    target = _target(ground, asked, base, found)
    order = Order(
        target=target,
        wish=_wish(ground, asked, base, found),
        schedule=_schedule(ground, asked, base, found),
        timezone=_timezone(ground, asked, base, found),
    )
    if asked.clear and getattr(asked, asked.clear) is not None:
        both = ground.tr("`{name}` is both set and cleared; choose one.", name=asked.clear)
        found.append(OrderFault(both))
    parent = asked.channel.parent_id if isinstance(asked.channel, AppCommandThread) else None
    return ParsedOrder(order, tuple(found), parent)


def settled(order: Order, field: str, value: str) -> Order:
    """The order with the one thing settled that a button or a drop-down stands for."""
    match field:
        case "schedule":
            return replace(order, schedule=value)
        case "timezone":
            return replace(order, timezone=value)
        case "district" if value in DISTRICTS:
            return replace(order, wish=replace(order.wish, district=value))
        case "tag":
            tag = None if value == NO_TAG else int(value)
            return replace(order, target=replace(order.target, tag_id=tag))
        case _:
            raise ValueError(f"nothing to settle: {field} {value}")


# -- When --


def _schedule(
    ground: ParseContext, asked: DigestOptions, base: Order | None, found: list[OrderFault]
) -> str:
    if asked.schedule is None and base is not None:
        return base.schedule
    tr, typed = ground.tr, asked.schedule or ""
    match parse_schedule(typed):
        case Schedule() as schedule:
            return schedule.form
        case unreadable:
            near = nearest_schedules(typed)
            choices = tuple((schedule_label(tr, each), each.form) for each in near)
            said = refusal_text(tr, unreadable, examples=not near)
            found.append(OrderFault(said, "schedule", choices))
            return near[0].form if near else ""


def _timezone(
    ground: ParseContext, asked: DigestOptions, base: Order | None, found: list[OrderFault]
) -> str:
    kept = base.timezone if base is not None else ground.default_timezone
    if asked.timezone is None:
        return kept
    reading = ground.zones.read(asked.timezone, ground.now)
    if reading.zone is not None:
        return reading.zone
    found.append(_zone_fault(ground, echo(asked.timezone, _TYPED), reading))
    return kept


def _zone_fault(ground: ParseContext, typed: str, reading: ZoneReading) -> OrderFault:
    """What the zone may mean: all meanings of an abbreviation, the places of an offset."""
    tr, zones = ground.tr, ground.zones
    near = [meaning.zone for meaning in reading.meanings] or list(reading.choices[:3])
    named = [f"{tr.of(meaning)} (`{meaning.zone}`)" for meaning in reading.meanings]
    listed = ", ".join(named or (f"`{zone}`" for zone in near))
    if reading.meanings:
        said = tr("“{typed}” is an ambiguous abbreviation: {zones}.", typed=typed, zones=listed)
    elif reading.offset and not near:
        said = no_offset(tr, reading.offset)
    elif reading.offset:
        said = tr(
            "{count} places use {offset} now, and the offset does not say whether "
            "their clocks change in summer. Which one do you mean?",
            offset=reading.offset,
            count=len(reading.choices),
        )
    else:
        said = tr(
            "“{typed}” is not a known time zone. Nearest matches: {zones}.",
            typed=typed,
            zones=listed,
        )
    choices = tuple((zones.label(zone, tr.lang, ground.now), zone) for zone in near)
    return OrderFault(said, "timezone", choices)


# -- What --


def _wish(
    ground: ParseContext, asked: DigestOptions, base: Order | None, found: list[OrderFault]
) -> DigestContent:
    wish = base.wish if base is not None else DigestContent(lang=ground.spoken)
    topic = cast("Topic | None", asked.topic) or (None if asked.clear == "topic" else wish.topic)
    return DigestContent(
        content=cast("Content | None", asked.content) or wish.content,
        lang=cast("PostLang | None", asked.lang) or wish.lang,
        topic=topic,
        district=_district(ground, asked, wish, found),
        when_empty=cast("WhenEmpty | None", asked.when_empty) or wish.when_empty,
    )


def _district(
    ground: ParseContext, asked: DigestOptions, wish: DigestContent, found: list[OrderFault]
) -> District | None:
    if asked.district is None:
        return None if asked.clear == "district" else wish.district
    district = ground.districts.resolve(asked.district)
    if district is None:
        tr, near = ground.tr, ground.districts.nearest(asked.district)
        if not near:
            typed = echo(asked.district, _TYPED)
            found.append(OrderFault(no_district(tr, typed)))
            return None
        choices = tuple((district_label(slug, tr.lang), slug) for slug in near)
        said = tr(
            "“{typed}” is not one of Shanghai's {count} districts. Nearest matches: {districts}.",
            typed=echo(asked.district, _TYPED),
            count=len(DISTRICTS),
            districts=tr.list_comma.join(label for label, _ in choices),
        )
        found.append(OrderFault(said, "district", choices))
    return district


# -- Where --


def _target(
    ground: ParseContext, asked: DigestOptions, base: Order | None, found: list[OrderFault]
) -> Target:
    old = base.target if base is not None else None
    target = old or Target(ground.guild.id, 0, "text", "")
    if asked.channel is not None:
        target = _place(ground, asked.channel, target, found)
    elif old is None:
        found.append(OrderFault(ground.tr("`channel` is required.")))
    target = replace(
        target,
        role_id=_role(ground.tr, asked, target, found),
        alerts_id=_alerts(ground, asked, target, found),
    )
    found += mention_faults(ground.tr, ground.guild, ground.member, asked, old, target)
    return target


def _place(ground: ParseContext, picked: Picked, old: Target, found: list[OrderFault]) -> Target:
    kind = _KINDS.get(picked.type) if picked.type is not None else None
    if kind is None:
        said = ground.tr("Choose a text, announcement or forum channel, or a thread.")
        found.append(OrderFault(said))
        return old
    found += own_faults(ground.tr, picked, kind)
    found += _bot_faults(ground, picked, kind)
    tag = old.tag_id if old.channel_id == picked.id else None
    return replace(old, channel_id=picked.id, kind=kind, name=picked.name, tag_id=tag)


def _bot_faults(ground: ParseContext, picked: Picked, kind: ChannelKind) -> Iterator[OrderFault]:
    tr, guild = ground.tr, ground.guild
    place = guild.get_channel_or_thread(picked.id)
    if place is None and isinstance(picked, AppCommandThread):
        place = guild.get_channel(picked.parent_id)
    if not isinstance(place, Place):
        yield OrderFault(tr("The bot cannot see <#{channel}>.", channel=picked.id))
        return
    if missing := lacking(place, guild.me, kind):
        yield OrderFault(
            tr(
                "In <#{channel}> the bot lacks {permissions}. Grant this in the "
                "channel's settings, under Permissions.",
                channel=picked.id,
                permissions=permission_list(tr, missing),
            )
        )
    if isinstance(picked, AppCommandThread) and picked.locked:
        yield OrderFault(cause_text(tr, Cause("thread-locked")))


def _role(
    tr: Translator, asked: DigestOptions, target: Target, found: list[OrderFault]
) -> int | None:
    if asked.role is None:
        return None if asked.clear == "role" else target.role_id
    if asked.role.is_default():
        said = tr("A digest never pings everyone. Choose a `role` that members can join, or none.")
        found.append(OrderFault(said))
    return asked.role.id


def _alerts(
    ground: ParseContext, asked: DigestOptions, target: Target, found: list[OrderFault]
) -> int | None:
    if asked.alerts is None:
        return None if asked.clear == "alerts" else target.alerts_id
    tr, channel = ground.tr, ground.guild.get_channel(asked.alerts.id)
    found += own_faults(tr, asked.alerts, "text")
    if not isinstance(channel, discord.TextChannel) or channel.is_news():
        found.append(OrderFault(tr("`alerts` must be a text channel that the bot can see.")))
        return asked.alerts.id
    granted = channel.permissions_for(ground.guild.me)
    missing = [name for name in _ALERTS if not getattr(granted, name)]
    if missing:
        said = tr(
            "In the `alerts` channel <#{channel}>, the bot lacks {permissions}.",
            channel=channel.id,
            permissions=permission_list(tr, missing),
        )
        found.append(OrderFault(said))
    return channel.id
