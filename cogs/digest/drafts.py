"""Drafts of digests: read, checked, stored, settled, saved."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.discord_client.channel_permissions import obstacle_in
from bot.discord_client.role_permissions import right_to_mention
from bot.domain.data.districts import DISTRICTS
from bot.domain.digests.subscription import Cause, Digest, Order
from bot.domain.schedules.schedule import is_schedule
from bot.i18n.translator import Translator
from bot.ui.components import Layout
from bot.ui.custom_ids import NUMBER, either, matching, one_of, takes
from bot.ui.digest_causes import cause_text
from bot.ui.timezones import is_timezone, read_timezones
from cogs.digest.cards import order as order_cards
from cogs.digest.cards.order import SaveMode
from cogs.digest.cards.pending import details_card, pending_order_card, twin_card
from cogs.digest.cards.role_mention import mention_refusal
from cogs.digest.channel_status import spot_of
from cogs.digest.guard import DigestRequest
from cogs.digest.option_parser import OrderParser, settled
from cogs.digest.options import DigestOptions

_SEAL: Final = matching(r"[0-9a-f]{8}")
DRAFT: Final = takes(NUMBER, _SEAL, optional=(one_of([SaveMode.ANOTHER]),))
"""Which order that waits, what it said when the button was shown, and how to save it."""
VIEWED: Final = takes(NUMBER, _SEAL, one_of(["order", "details"]), one_of(SaveMode))
"""The same, with the page about it."""
SETTLED: Final = either(
    takes(NUMBER, _SEAL, one_of(["schedule"]), is_schedule),
    takes(NUMBER, _SEAL, one_of(["timezone"]), is_timezone),
    takes(NUMBER, _SEAL, one_of(["district"]), one_of(DISTRICTS)),
    takes(NUMBER, _SEAL, one_of(["tag"]), NUMBER),
)
"""The same, and what a button settles of it: what `settled` takes."""


async def draft_order(
    request: DigestRequest, options: DigestOptions, digest: Digest | None
) -> Sequence[Layout]:
    """What was understood, with *Save*; or all that is wrong. `digest`: the one to change."""
    await asyncio.to_thread(read_timezones)  # else the parser would read them, in the event loop
    reading = OrderParser(request, options, digest.order if digest else None).parse()
    faults = [*reading.faults, *_unreadable(request.tr, options, digest)]
    if digest is None and not await request.digests.has_room(request.guild.id):
        faults.append(order_cards.full_fault(request.context))
    if len(faults) > 1 or any(not fault.choices for fault in faults):
        return [order_cards.order_faults_card(request.context, faults)]
    draft_id = await request.digests.draft(reading.order, request.user_id, digest)
    if faults:
        return [order_cards.question_card(request.context, faults[0], draft_id, reading.order)]
    pending = _pending_order(request, draft_id, reading.order, digest, reading.parent_id)
    pending = replace(pending, mode=SaveMode.RENEW if options.role else SaveMode.PLAIN)
    return [await _twin_or_order(request, pending)]


def _pending_order(
    request: DigestRequest,
    draft_id: int,
    order: Order,
    digest: Digest | None,
    parent_id: int | None = None,
) -> order_cards.PendingOrder:
    spot = spot_of(request.guild, order, request.tr, parent_id)
    return order_cards.PendingOrder(draft_id, order, digest, spot)


async def settle_draft(request: DigestRequest) -> Sequence[Layout]:
    """The order with the one thing settled that was pressed or chosen."""
    number, seal, field, value = request.args
    draft_id = int(number)
    drafted = await _find_draft(request, draft_id, seal)
    if drafted is None:
        return [order_cards.order_gone_card(request.context)]
    order = settled(drafted[0], field, value)
    if not await request.digests.amend(draft_id, order):
        return [order_cards.order_gone_card(request.context)]
    return [await _twin_or_order(request, _pending_order(request, draft_id, order, drafted[1]))]


async def view_draft(request: DigestRequest) -> Sequence[Layout]:
    """A page about the order: what was understood, or all details."""
    number, seal, page, state = request.args
    drafted = await _find_draft(request, int(number), seal)
    if drafted is None:
        return [order_cards.order_gone_card(request.context)]
    pending = _pending_order(request, int(number), *drafted)
    pending = replace(pending, mode=SaveMode(state))
    if page == "details":
        return [details_card(request.context, pending, request.now, request.zone)]
    return [pending_order_card(request.context, pending, request.now)]


async def _twin_or_order(request: DigestRequest, pending: order_cards.PendingOrder) -> Layout:
    """The order; for a new digest, first asks whether to add another of the same slot."""
    twin = await _twin(request, pending.order) if pending.digest is None else None
    if twin is not None:
        return twin_card(request.context, pending, twin)
    return pending_order_card(request.context, pending, request.now)


async def _twin(request: DigestRequest, order: Order) -> Digest | None:
    """A digest of the same channel that is posted at the same time."""
    for digest in await request.digests.of_guild(request.guild.id):
        same_place = digest.channel_id == order.target.channel_id
        times = (digest.order.schedule, digest.order.timezone)
        if same_place and not digest.unreadable and times == (order.schedule, order.timezone):
            return digest
    return None


async def _find_draft(
    request: DigestRequest, draft_id: int, seal: str
) -> tuple[Order, Digest | None] | None:
    """The pending order, as long as it is the one that the button belongs to."""
    drafted = await request.digests.drafted(draft_id, request.guild.id)
    return drafted if drafted is not None and order_cards.seal_of(drafted[0]) == seal else None


async def save_draft(request: DigestRequest) -> Sequence[Layout]:
    """What was saved, or why nothing was."""
    draft_id, seal = int(request.args[0]), request.args[1]
    drafted = await _find_draft(request, draft_id, seal)
    if drafted is None:
        return [order_cards.order_gone_card(request.context)]
    order, before = drafted
    if before is None and len(request.args) == len(("draft", "seal")):
        twin = await _twin(request, order)  # saved since this order was shown
        if twin is not None:
            waiting = _pending_order(request, draft_id, order, None)
            return [twin_card(request.context, waiting, twin)]
    may_mention = right_to_mention(request.guild, order.target, request.member)
    fault = _fault(request, order, before, may_mention=may_mention)
    if fault is not None:
        return [order_cards.order_faults_card(request.context, [order_cards.OrderFault(fault)])]
    saved = await request.digests.save(
        draft_id, request.guild.id, request.user_id, may_mention=may_mention
    )
    if saved == "gone":
        return [order_cards.order_gone_card(request.context)]
    if saved == "full":
        full = order_cards.full_fault(request.context)
        return [order_cards.order_faults_card(request.context, [full])]
    if before is not None:
        await request.digests.save_edited(saved)
        saved = await request.digests.get(request.guild.id, saved.id) or saved
    return [order_cards.saved_card(request.context, saved)]


def _fault(
    request: DigestRequest, order: Order, before: Digest | None, *, may_mention: bool | None
) -> str | None:
    """What has come in the way since the order was read, or is in the way of who saves it."""
    target, old = order.target, before.order.target if before is not None else None
    if old is None or old.channel_id != target.channel_id:
        obstacle = obstacle_in(request.guild, target)
        if isinstance(obstacle, Cause):
            return cause_text(request.tr, obstacle)
    if old is not None and old.channel_id == target.channel_id and old.role_id == target.role_id:
        return None
    role = request.guild.get_role(target.role_id) if target.role_id is not None else None
    refused = role is not None and not role.mentionable and may_mention is False
    return mention_refusal(request.tr, target) if refused else None


async def cancel_draft(request: DigestRequest) -> Sequence[Layout]:
    """That nothing was changed."""
    return [order_cards.left_card(request.context)]


def _unreadable(
    tr: Translator, options: DigestOptions, digest: Digest | None
) -> Iterator[order_cards.OrderFault]:
    """Stored settings that cannot be read and must be given again: no default is saved unseen."""
    for name in digest.unreadable if digest else ():
        if name in ("channel", "schedule", "timezone") and getattr(options, name) is None:
            yield order_cards.OrderFault(
                tr("The stored `{name}` cannot be read: set `{name}` again.", name=name)
            )
