"""Orders for digests until they are saved: read, checked, kept as drafts, settled, saved."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.digests.administration import DigestAdministration
from bot.discord_client.role_permissions import right_to_mention
from bot.domain.data.districts import DISTRICTS
from bot.domain.digests.subscription import MOST_DIGESTS, Digest, Order
from bot.i18n.translator import Translator
from bot.ui.components import Layout
from bot.ui.custom_ids import NUMBER, either, matching, one_of, takes
from bot.ui.desk import Desk
from bot.ui.digest_causes import cause_text
from bot.ui.timezones import is_timezone, read_timezones
from cogs.digest.cards.order import (
    OrderFault,
    PendingOrder,
    faults_card,
    full_text,
    gone_card,
    left_card,
    order_card,
    question_card,
    saved_card,
    seal_of,
)
from cogs.digest.cards.role_mention import refusal_text
from cogs.digest.channel_status import obstacle_to, spot_of
from cogs.digest.guard import DigestGuard
from cogs.digest.option_parser import ParseContext, read_order, settled
from cogs.digest.options import DigestOptions

_SEAL: Final = matching(r"[0-9a-f]{8}")
DRAFT: Final = takes(NUMBER, _SEAL)
"""Which order that waits, and what it said when the button was shown."""
SETTLED: Final = either(
    takes(NUMBER, _SEAL, one_of(["timezone"]), is_timezone),
    takes(NUMBER, _SEAL, one_of(["district"]), one_of(DISTRICTS)),
    takes(NUMBER, _SEAL, one_of(["tag"]), NUMBER),
)
"""The same, and what a button settles of it: what `settled` takes."""


class DigestDrafts:
    """Answers what concerns an order before it is a digest, or changes one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _digests(self) -> DigestAdministration:
        return self._desk.digests

    async def ordered(
        self, room: DigestGuard, asked: DigestOptions, digest: Digest | None
    ) -> Sequence[Layout]:
        """What was understood, with *Save*; or all that is wrong. `digest`: the one to change."""
        reading = read_order(self._ground(room), asked, digest.order if digest else None)
        faults = list(reading.faults)
        faults += _unreadable(room.tr, asked, digest)
        if digest is None and not await self._digests.has_room(room.guild.id):
            faults.append(OrderFault(full_text(room.context, MOST_DIGESTS)))
        if len(faults) > 1 or any(not fault.choices for fault in faults):
            return [faults_card(room.context, faults)]
        draft_id = await self._digests.draft(reading.order, room.user_id, digest)
        if faults:
            return [question_card(room.context, faults[0], draft_id, reading.order)]
        waiting = self._waiting(room, draft_id, reading.order, digest, reading.parent_id)
        waiting = replace(waiting, renews=asked.role is not None)
        return [self._order_card(room, waiting)]

    def _ground(self, room: DigestGuard) -> ParseContext:
        return ParseContext(
            tr=room.tr,
            guild=room.guild,
            member=room.member,
            zones=read_timezones(),
            districts=room.context.release.names.districts,
            now=room.now,
            default_timezone=self._desk.default_timezone,
            spoken=room.tr.lang,
        )

    def _waiting(
        self,
        room: DigestGuard,
        draft_id: int,
        order: Order,
        digest: Digest | None,
        parent_id: int | None = None,
    ) -> PendingOrder:
        spot = spot_of(room.guild, order, room.tr, parent_id)
        return PendingOrder(draft_id, order, digest, spot)

    def _order_card(self, room: DigestGuard, waiting: PendingOrder) -> Layout:
        return order_card(room.context, read_timezones(), waiting, room.now, room.zone)

    async def settle(self, room: DigestGuard, args: tuple[str, ...]) -> Sequence[Layout]:
        """The order with the one thing settled that was pressed or chosen."""
        draft_id, seal, field, value = int(args[0]), args[1], args[2], args[3]
        drafted = await self._drafted(room, draft_id, seal)
        if drafted is None:
            return [gone_card(room.context)]
        order = settled(drafted[0], field, value)
        if not await self._digests.amend(draft_id, order):
            return [gone_card(room.context)]
        return [self._order_card(room, self._waiting(room, draft_id, order, drafted[1]))]

    async def _drafted(
        self, room: DigestGuard, draft_id: int, seal: str
    ) -> tuple[Order, Digest | None] | None:
        """The waiting order, as long as it is the one that the button stands beside."""
        drafted = await self._digests.drafted(draft_id, room.guild.id)
        return drafted if drafted is not None and seal_of(drafted[0]) == seal else None

    async def save(self, room: DigestGuard, args: tuple[str, ...]) -> Sequence[Layout]:
        """What was saved, or why nothing was."""
        draft_id = int(args[0])
        drafted = await self._drafted(room, draft_id, args[1])
        if drafted is None:
            return [gone_card(room.context)]
        order, before = drafted
        may_mention = right_to_mention(room.guild, order.target, room.member)
        fault = self._fault(room, order, before, may_mention=may_mention)
        if fault is not None:
            return [faults_card(room.context, [OrderFault(fault)])]
        saved = await self._digests.save(
            draft_id, room.guild.id, room.user_id, may_mention=may_mention
        )
        if saved == "gone":
            return [gone_card(room.context)]
        if saved == "full":
            return [faults_card(room.context, [OrderFault(full_text(room.context, MOST_DIGESTS))])]
        if before is not None:
            await self._digests.save_edited(saved)
            saved = await self._digests.get(room.guild.id, saved.id) or saved
        return [saved_card(room.context, saved)]

    def _fault(
        self, room: DigestGuard, order: Order, before: Digest | None, *, may_mention: bool | None
    ) -> str | None:
        """What has come in the way since the order was read, or is in the way of who saves it."""
        target, old = order.target, before.order.target if before is not None else None
        if old is None or old.channel_id != target.channel_id:
            obstacle = obstacle_to(room.guild, target)
            if obstacle is not None:
                return cause_text(room.tr, obstacle)
        if (
            old is not None
            and old.channel_id == target.channel_id
            and old.role_id == target.role_id
        ):
            return None
        role = room.guild.get_role(target.role_id) if target.role_id is not None else None
        refused = role is not None and not role.mentionable and may_mention is False
        return refusal_text(room.tr, target) if refused else None

    async def cancel(self, room: DigestGuard, _args: tuple[str, ...]) -> Sequence[Layout]:
        """That nothing was changed."""
        return [left_card(room.context)]


def _unreadable(
    tr: Translator, asked: DigestOptions, digest: Digest | None
) -> Iterator[OrderFault]:
    """What must be given anew, since what is stored cannot be read: no default is saved unseen."""
    for name in digest.unreadable if digest else ():
        if name in ("channel", "schedule", "timezone") and getattr(asked, name) is None:
            yield OrderFault(
                tr("The stored `{name}` cannot be read: set `{name}` again.", name=name)
            )
