"""Reads the options of /digest into an order, and finds all that is wrong with them at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

import discord
from discord.app_commands import AppCommandThread

from bot.discord_client.channel_permissions import PostChannel, missing_permissions
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
from bot.ui.digest_causes import cause_text, permission_list
from bot.ui.escape import echo
from bot.ui.nearest import no_district
from bot.ui.options import district_label
from bot.ui.schedule_text import refusal_text, schedule_label
from bot.ui.timezones import ZoneReading, offset_text, read_timezones
from cogs.digest.cards.order import NO_TAG, OrderFault
from cogs.digest.guard import DigestRequest
from cogs.digest.options import CHANNEL_KINDS, DigestOptions, Picked
from cogs.digest.rights import mention_faults, own_faults

_ALERTS: Final = ("view_channel", "send_messages")
_TYPED: Final = 60


@dataclass(frozen=True, slots=True)
class ParsedOrder:
    """An order as far as it could be read, and what is wrong."""

    order: Order
    faults: Sequence[OrderFault]
    parent_id: int | None = None  # of the thread that was picked


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


class OrderParser:
    """Reads one order, and collects all that is wrong with it."""

    def __init__(self, request: DigestRequest, asked: DigestOptions, base: Order | None) -> None:
        """`base` is the order that the options change."""
        self._request = request
        self._asked = asked
        self._base = base
        self.tr = request.tr
        self._faults: list[OrderFault] = []

    def parse(self) -> ParsedOrder:
        """The order that the options mean."""
        asked = self._asked
        order = Order(
            target=self._target(),
            wish=self._wish(),
            schedule=self._schedule(),
            timezone=self._timezone(),
        )
        if asked.clear and getattr(asked, asked.clear) is not None:
            self._fault(self.tr("`{name}` is both set and cleared; choose one.", name=asked.clear))
        parent = asked.channel.parent_id if isinstance(asked.channel, AppCommandThread) else None
        return ParsedOrder(order, self._faults, parent)

    def _fault(self, said: str, field: str = "", choices: Iterable[tuple[str, str]] = ()) -> None:
        self._faults.append(OrderFault(said, field, tuple(choices)))

    def _schedule(self) -> str:
        if self._asked.schedule is None and self._base is not None:
            return self._base.schedule
        typed = self._asked.schedule or ""
        match parse_schedule(typed):
            case Schedule() as schedule:
                return schedule.form
            case unreadable:
                near = nearest_schedules(typed)
                choices = ((schedule_label(self.tr, each), each.form) for each in near)
                said = refusal_text(self.tr, unreadable, examples=not near)
                self._fault(said, "schedule", choices)
                return near[0].form if near else ""

    def _timezone(self) -> str:
        default = self._request.services.default_timezone
        kept = self._base.timezone if self._base is not None else default
        if self._asked.timezone is None:
            return kept
        reading = read_timezones().read(self._asked.timezone, self._request.now)
        if reading.zone is not None:
            return reading.zone
        self._zone_fault(echo(self._asked.timezone, _TYPED), reading)
        return kept

    def _zone_fault(self, typed: str, reading: ZoneReading) -> None:
        """What the zone may mean: all meanings of an abbreviation, the places of an offset."""
        tr, zones = self.tr, read_timezones()
        near = [meaning.zone for meaning in reading.meanings] or list(reading.choices[:3])
        named = [f"{tr.of(meaning)} (`{meaning.zone}`)" for meaning in reading.meanings]
        listed = ", ".join(named or (f"`{zone}`" for zone in near))
        if reading.meanings:
            said = tr("“{typed}” is an ambiguous abbreviation: {zones}.", typed=typed, zones=listed)
        elif reading.offset:
            said = offset_text(tr, reading.offset, len(reading.choices))
        else:
            said = tr(
                "“{typed}” is not a known time zone. Nearest matches: {zones}.",
                typed=typed,
                zones=listed,
            )
        now = self._request.now
        self._fault(said, "timezone", ((zones.label(zone, tr.lang, now), zone) for zone in near))

    def _wish(self) -> DigestContent:
        asked = self._asked
        wish = DigestContent(lang=self.tr.lang) if self._base is None else self._base.wish
        topic = cast("Topic | None", asked.topic)
        return DigestContent(
            content=cast("Content | None", asked.content) or wish.content,
            lang=cast("PostLang | None", asked.lang) or wish.lang,
            topic=topic or (None if asked.clear == "topic" else wish.topic),
            district=self._district(wish),
            when_empty=cast("WhenEmpty | None", asked.when_empty) or wish.when_empty,
        )

    def _district(self, wish: DigestContent) -> District | None:
        tr, asked = self.tr, self._asked.district
        if asked is None:
            return None if self._asked.clear == "district" else wish.district
        names = self._request.context.release.names.districts
        district = names.resolve(asked)
        if district is None and (near := names.nearest(asked)):
            choices = [(district_label(slug, tr.lang), slug) for slug in near]
            said = tr(
                "“{typed}” is not one of Shanghai's {count} districts. "
                "Nearest matches: {districts}.",
                typed=echo(asked, _TYPED),
                count=len(DISTRICTS),
                districts=tr.list_comma.join(label for label, _ in choices),
            )
            self._fault(said, "district", choices)
        elif district is None:
            self._fault(no_district(tr, echo(asked, _TYPED)))
        return district

    def _target(self) -> Target:
        request, asked = self._request, self._asked
        old = self._base.target if self._base is not None else None
        target = old or Target(request.guild.id, 0, "text", "")
        if asked.channel is not None:
            target = self._place(asked.channel, target)
        elif old is None:
            self._fault(self.tr("`channel` is required."))
        target = replace(target, role_id=self._role(target), alerts_id=self._alerts(target))
        self._faults += mention_faults(request, asked, old, target)
        return target

    def _place(self, picked: Picked, old: Target) -> Target:
        kind = CHANNEL_KINDS.get(picked.type) if picked.type is not None else None
        if kind is None:
            self._fault(self.tr("Choose a text, announcement or forum channel, or a thread."))
            return old
        self._faults += own_faults(self.tr, picked, kind)
        self._faults += self._bot_faults(picked, kind)
        tag = old.tag_id if old.channel_id == picked.id else None
        return replace(old, channel_id=picked.id, kind=kind, name=picked.name, tag_id=tag)

    def _bot_faults(self, picked: Picked, kind: ChannelKind) -> Iterator[OrderFault]:
        tr, guild = self.tr, self._request.guild
        place = guild.get_channel_or_thread(picked.id)
        if place is None and isinstance(picked, AppCommandThread):
            place = guild.get_channel(picked.parent_id)
        if not isinstance(place, PostChannel):
            yield OrderFault(tr("The bot cannot see <#{channel}>.", channel=picked.id))
            return
        if missing := missing_permissions(place, guild.me, kind):
            said = tr(
                "In <#{channel}> the bot lacks {permissions}. Grant this in the "
                "channel's settings, under Permissions.",
                channel=picked.id,
                permissions=permission_list(tr, missing),
            )
            yield OrderFault(said)
        if isinstance(picked, AppCommandThread) and picked.locked:
            yield OrderFault(cause_text(tr, Cause("thread-locked")))

    def _role(self, target: Target) -> int | None:
        role = self._asked.role
        if role is None:
            return None if self._asked.clear == "role" else target.role_id
        if role.is_default():
            said = self.tr(
                "A digest never pings everyone. Choose a `role` that members can join, or none."
            )
            self._fault(said)
        return role.id

    def _alerts(self, target: Target) -> int | None:
        tr, asked, guild = self.tr, self._asked.alerts, self._request.guild
        if asked is None:
            return None if self._asked.clear == "alerts" else target.alerts_id
        channel = guild.get_channel(asked.id)
        self._faults += own_faults(tr, asked, "text")
        if not isinstance(channel, discord.TextChannel) or channel.is_news():
            self._fault(tr("`alerts` must be a text channel that the bot can see."))
            return asked.id
        granted = channel.permissions_for(guild.me)
        if missing := [name for name in _ALERTS if not getattr(granted, name)]:
            said = tr(
                "In the `alerts` channel <#{channel}>, the bot lacks {permissions}.",
                channel=channel.id,
                permissions=permission_list(tr, missing),
            )
            self._fault(said)
        return channel.id
