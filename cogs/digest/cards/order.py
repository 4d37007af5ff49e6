"""An order for a digest until it is saved: what is wrong with it, what was understood, saved."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.digests.subscription import MOST_DIGESTS, ORDER, Digest, Order
from bot.ui.blocks import fit, plain_card
from bot.ui.components import MAX_LABEL, Layout, button, container, row, shorten, text
from bot.ui.context import RenderContext
from bot.ui.custom_ids import action_id
from bot.ui.digest_causes import cause_text
from bot.ui.digest_text import moment

SAVE, CANCEL, SETTLE, VIEW = "dgs", "dgc", "dgf", "dgv"
"""Names of the acts: save a waiting order, leave it, settle one thing about it, look at it."""
NO_TAG: Final = "0"
_CHOICES: Final = 3
_MOST_TEXT: Final = 600
_ROOM: Final = 3200


@dataclass(frozen=True, slots=True)
class OrderFault:
    """What is wrong with an order, and what it could be instead."""

    text: str
    field: str = ""
    """What a choice settles: schedule, timezone, district."""
    choices: tuple[tuple[str, str], ...] = ()
    """(label, value)."""


@dataclass(frozen=True, slots=True)
class ChannelStatus:
    """The place of an order as the bot sees it now."""

    missing: tuple[str, ...] | None = ()
    """Permissions that it lacks there; None where it cannot see the place."""
    tags: tuple[tuple[str, int], ...] = ()
    """A forum's tags that it may set: (name, id)."""
    tag_required: bool = False
    warnings: tuple[str, ...] = ()
    """What may differ from what the person expects."""


class SaveMode(StrEnum):
    """What saving an order does, as buttons carry it."""

    PLAIN = "0"
    RENEW = "1"
    """It renews the right to mention the role, though nothing else differs."""
    ANOTHER = "2"
    """It adds a digest beside one of the same channel and times."""


@dataclass(frozen=True, slots=True)
class PendingOrder:
    """An order that waits for *Save*."""

    draft_id: int
    order: Order
    digest: Digest | None
    """The one that it changes."""
    spot: ChannelStatus
    mode: SaveMode = SaveMode.PLAIN

    @property
    def is_same(self) -> bool:
        """Whether the digest is as the order would make it."""
        return self.digest is not None and self.digest.order == self.order

    @property
    def names(self) -> tuple[int, str]:
        """What a button names it by."""
        return self.draft_id, seal_of(self.order)


def seal_of(order: Order) -> str:
    """A short text that only this order has: a button acts on what its message shows, or not."""
    return hashlib.sha256(ORDER.dump_json(order)).hexdigest()[:8]


def order_faults_card(context: RenderContext, faults: Sequence[OrderFault]) -> Layout:
    """All that is wrong, at once."""
    tr = context.tr
    said = fit([f"- {shorten(fault.text, _MOST_TEXT)}" for fault in faults], _ROOM, tr)
    again = tr("Correct this and send the command again.")
    return [container(text("\n".join((tr("### Not saved"), said, again))))]


def question_card(context: RenderContext, fault: OrderFault, draft_id: int, order: Order) -> Layout:
    """The one thing that is not clear, with a button for each answer; nothing else is lost."""
    tr, seal = context.tr, seal_of(order)
    buttons = [
        button(
            shorten(label, MAX_LABEL),
            action_id(tr, SETTLE, draft_id, seal, fault.field, value),
            style=2 if place else 1,
        )
        for place, (label, value) in enumerate(fault.choices[:_CHOICES])
    ]
    buttons.append(button(tr("Cancel"), action_id(tr, CANCEL)))
    said = tr("Press a button to continue; your other options stay as you set them.")
    asked = tr("### Is this what you mean?") if len(buttons) == 2 else tr("### Which one?")
    return [container(text(f"{asked}\n{fault.text}\n{said}"), row(*buttons))]


def saved_card(context: RenderContext, digest: Digest) -> Layout:
    """What was saved, when it runs, how to look at it."""
    tr, registration = context.tr, context.registration
    saved = tr("### Saved")
    lines = [saved, tr("Digest {id} in <#{channel}>.", id=digest.id, channel=digest.channel_id)]
    if digest.next_run_at is not None:
        when, far = moment(digest.next_run_at), moment(digest.next_run_at, "R")
        lines.append(tr("Its next run is {when} ({far}).", when=when, far=far))
    elif digest.state == "suspended" and digest.cause is not None:
        lines.append(tr("It is still suspended."))
        lines.append(cause_text(tr, digest.cause))
    else:
        resume = registration.mention("digest resume")
        lines.append(tr("It is paused; {resume} restarts it.", resume=resume))
    further = tr(
        "{preview} shows you the post first; {list} shows all digests.",
        preview=registration.mention("digest preview"),
        list=registration.mention("digest list"),
    )
    return [container(text("\n".join([*lines, further])))]


def order_gone_card(context: RenderContext) -> Layout:
    """That an order is no longer pending."""
    said = context.tr(
        "This was already saved, or it is more than a day old. {list} shows all digests.",
        list=context.registration.mention("digest list"),
    )
    return plain_card(said)


def left_card(context: RenderContext) -> Layout:
    """That nothing was changed."""
    return plain_card(context.tr("Cancelled. Nothing was changed."))


def full_fault(context: RenderContext) -> OrderFault:
    """That the server has as many digests as it may."""
    said = context.tr(
        "This server has reached the limit of {most} digests. {delete} removes one.",
        most=MOST_DIGESTS,
        delete=context.registration.mention("digest delete"),
    )
    return OrderFault(said)
