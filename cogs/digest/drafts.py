"""Orders for digests until they are saved: read, checked, kept as drafts, settled, saved."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.digests.administration import Digests
from bot.discord_client.role_permissions import right_to_mention
from bot.domain.data.districts import DISTRICTS
from bot.domain.digests.subscription import MOST_DIGESTS, Digest, Order
from bot.i18n.translator import Words
from bot.ui.components import Layout
from bot.ui.custom_ids import NUMBER, either, matching, one_of, takes
from bot.ui.desk import Desk
from bot.ui.digest_causes import cause_text
from bot.ui.timezones import is_timezone, read_timezones
from cogs.digest.cards.order import (
    Fault,
    Waiting,
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
from cogs.digest.guard import Room
from cogs.digest.option_parser import Ground, read_order, settled
from cogs.digest.options import Asked

_SEAL: Final = matching(r"[0-9a-f]{8}")
DRAFT: Final = takes(NUMBER, _SEAL)
"""Which order that waits, and what it said when the button was shown."""
SETTLED: Final = either(
    takes(NUMBER, _SEAL, one_of(["timezone"]), is_timezone),
    takes(NUMBER, _SEAL, one_of(["district"]), one_of(DISTRICTS)),
    takes(NUMBER, _SEAL, one_of(["tag"]), NUMBER),
)
"""The same, and what a button settles of it: what `settled` takes."""


class DigestOrders:
    """Answers what concerns an order before it is a digest, or changes one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _digests(self) -> Digests:
        return self._desk.digests

    async def ordered(self, room: Room, asked: Asked, digest: Digest | None) -> Sequence[Layout]:
        """What was understood, with *Save*; or all that is wrong. `digest`: the one to change."""
        reading = read_order(self._ground(room), asked, digest.order if digest else None)
        faults = list(reading.faults)
        faults += _unreadable(room.words, asked, digest)
        if digest is None and not await self._digests.has_room(room.guild.id):
            faults.append(Fault(full_text(room.scene, MOST_DIGESTS)))
        if len(faults) > 1 or any(not fault.choices for fault in faults):
            return [faults_card(room.scene, faults)]
        draft_id = await self._digests.draft(reading.order, room.user_id, digest)
        if faults:
            return [question_card(room.scene, faults[0], draft_id, reading.order)]
        waiting = self._waiting(room, draft_id, reading.order, digest, reading.parent_id)
        waiting = replace(waiting, renews=asked.role is not None)
        return [self._order_card(room, waiting)]

    def _ground(self, room: Room) -> Ground:
        return Ground(
            words=room.words,
            guild=room.guild,
            member=room.member,
            zones=read_timezones(),
            districts=room.scene.release.names.districts,
            now=room.now,
            default_timezone=self._desk.default_timezone,
            spoken=room.words.lang,
        )

    def _waiting(
        self,
        room: Room,
        draft_id: int,
        order: Order,
        digest: Digest | None,
        parent_id: int | None = None,
    ) -> Waiting:
        spot = spot_of(room.guild, order, room.words, parent_id)
        return Waiting(draft_id, order, digest, spot)

    def _order_card(self, room: Room, waiting: Waiting) -> Layout:
        return order_card(room.scene, read_timezones(), waiting, room.now, room.zone)

    async def settle(self, room: Room, args: tuple[str, ...]) -> Sequence[Layout]:
        """The order with the one thing settled that was pressed or chosen."""
        draft_id, seal, field, value = int(args[0]), args[1], args[2], args[3]
        drafted = await self._drafted(room, draft_id, seal)
        if drafted is None:
            return [gone_card(room.scene)]
        order = settled(drafted[0], field, value)
        if not await self._digests.amend(draft_id, order):
            return [gone_card(room.scene)]
        return [self._order_card(room, self._waiting(room, draft_id, order, drafted[1]))]

    async def _drafted(
        self, room: Room, draft_id: int, seal: str
    ) -> tuple[Order, Digest | None] | None:
        """The waiting order, as long as it is the one that the button stands beside."""
        drafted = await self._digests.drafted(draft_id, room.guild.id)
        return drafted if drafted is not None and seal_of(drafted[0]) == seal else None

    async def save(self, room: Room, args: tuple[str, ...]) -> Sequence[Layout]:
        """What was saved, or why nothing was."""
        draft_id = int(args[0])
        drafted = await self._drafted(room, draft_id, args[1])
        if drafted is None:
            return [gone_card(room.scene)]
        order, before = drafted
        may_mention = right_to_mention(room.guild, order.target, room.member)
        fault = self._fault(room, order, before, may_mention=may_mention)
        if fault is not None:
            return [faults_card(room.scene, [Fault(fault)])]
        saved = await self._digests.save(
            draft_id, room.guild.id, room.user_id, may_mention=may_mention
        )
        if saved == "gone":
            return [gone_card(room.scene)]
        if saved == "full":
            return [faults_card(room.scene, [Fault(full_text(room.scene, MOST_DIGESTS))])]
        if before is not None:
            await self._digests.save_edited(saved)
            saved = await self._digests.get(room.guild.id, saved.id) or saved
        return [saved_card(room.scene, saved)]

    def _fault(
        self, room: Room, order: Order, before: Digest | None, *, may_mention: bool | None
    ) -> str | None:
        """What has come in the way since the order was read, or is in the way of who saves it."""
        target, old = order.target, before.order.target if before is not None else None
        if old is None or old.channel_id != target.channel_id:
            obstacle = obstacle_to(room.guild, target)
            if obstacle is not None:
                return cause_text(room.words, obstacle)
        if (
            old is not None
            and old.channel_id == target.channel_id
            and old.role_id == target.role_id
        ):
            return None
        role = room.guild.get_role(target.role_id) if target.role_id is not None else None
        refused = role is not None and not role.mentionable and may_mention is False
        return refusal_text(room.words, target) if refused else None

    async def cancel(self, room: Room, _args: tuple[str, ...]) -> Sequence[Layout]:
        """That nothing was changed."""
        return [left_card(room.scene)]


def _unreadable(words: Words, asked: Asked, digest: Digest | None) -> Iterator[Fault]:
    """What must be given anew, since what is stored cannot be read: no default is saved unseen."""
    for name in digest.unreadable if digest else ():
        if name in ("channel", "schedule", "timezone") and getattr(asked, name) is None:
            yield Fault(words("The stored `{name}` cannot be read: give `{name}` anew.", name=name))
