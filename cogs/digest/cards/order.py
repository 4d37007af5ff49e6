"""An order for a digest until it is saved: what is wrong with it, what was understood, saved."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.discord_client.channel_permissions import NEEDED, permission_name
from bot.domain.digests.subscription import ORDER, Digest, Order
from bot.domain.schedules.schedule import stored_schedule
from bot.i18n.translator import Translator
from bot.ui.actions import action_id
from bot.ui.blocks import card, fit, plain_card
from bot.ui.components import (
    MAX_LABEL,
    MAX_OPTIONS,
    Component,
    Layout,
    button,
    line,
    row,
    select,
    shorten,
    text,
)
from bot.ui.context import RenderContext
from bot.ui.digest_causes import cause_text
from bot.ui.digest_text import moment, next_run_lines, setting_lines, settings_of
from bot.ui.schedule_text import schedule_note
from bot.ui.timezones import Timezones

SAVE, CANCEL, SETTLE = "dgs", "dgc", "dgf"
"""Names of the acts: save a waiting order, leave it, settle one thing about it."""
NO_TAG: Final = "0"
_MOST_TEXT: Final = 600
_ROOM: Final = 3200


@dataclass(frozen=True, slots=True)
class OrderFault:
    """What is wrong with an order, and what it could be instead."""

    text: str
    field: str = ""
    """What a choice settles: timezone, district."""
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
    """What will not go as one may think."""


@dataclass(frozen=True, slots=True)
class PendingOrder:
    """An order that waits for *Save*."""

    draft_id: int
    order: Order
    digest: Digest | None
    """The one that it changes."""
    spot: ChannelStatus
    renews: bool = False
    """Whether saving it renews the right to mention the role, though nothing else differs."""

    @property
    def is_same(self) -> bool:
        """Whether the digest is as the order would make it."""
        return self.digest is not None and self.digest.order == self.order

    @property
    def names(self) -> tuple[int, str]:
        """What a button names it by."""
        return self.draft_id, seal_of(self.order)


def seal_of(order: Order) -> str:
    """A short text that only this order has: a button acts on what stands beside it, or not."""
    return hashlib.sha256(ORDER.dump_json(order)).hexdigest()[:8]


def faults_card(context: RenderContext, faults: Sequence[OrderFault]) -> Layout:
    """All that is wrong, at once."""
    tr = context.tr
    said = fit([f"- {shorten(fault.text, _MOST_TEXT)}" for fault in faults], _ROOM, tr)
    again = tr("Nothing was saved. Correct this and send the command again.")
    return card(context, text("\n".join((tr("### Not yet"), said, again))))


def question_card(context: RenderContext, fault: OrderFault, draft_id: int, order: Order) -> Layout:
    """The one thing that is not clear, with a button for each answer; nothing else is lost."""
    tr, seal = context.tr, seal_of(order)
    buttons = [
        button(shorten(label, MAX_LABEL), action_id(tr, SETTLE, draft_id, seal, fault.field, value))
        for label, value in fault.choices[:4]
    ]
    buttons.append(button(tr("Cancel"), action_id(tr, CANCEL)))
    said = tr(
        "Nothing is saved yet. Press a button to continue; your other options stay as you set them."
    )
    return card(context, text(tr("### Which one?") + f"\n{fault.text}\n{said}"), row(*buttons))


def order_card(
    context: RenderContext,
    zones: Timezones,
    waiting: PendingOrder,
    now: datetime,
    reader: str | None,
) -> Layout:
    """What was understood, the next runs, the permissions by name; then *Save*.

    `reader`: the zone that the reader saved.
    """
    tr, order, spot = context.tr, waiting.order, waiting.spot
    parts = [text(_heading(context, zones, waiting, now))]
    if note := schedule_note(tr, stored_schedule(order.schedule)):
        parts.append(text(f"-# {note}"))
    runs = next_run_lines(tr, zones, order, now, reader)
    parts += [line(), text("\n".join([tr("**Next runs**, in your local time"), *runs]))]
    parts += [line(), text("\n".join(_permissions(tr, order, spot)))]
    if spot.warnings:
        parts.append(text("\n".join(f"- {warning}" for warning in spot.warnings)))
    parts += _tag_menu(tr, waiting)
    parts.append(_buttons(tr, waiting))
    return card(context, *parts)


def _buttons(tr: Translator, waiting: PendingOrder) -> Component:
    spot, target = waiting.spot, waiting.order.target
    untagged = spot.tag_required and target.tag_id not in {tag for _, tag in spot.tags}
    unreadable = waiting.digest is not None and bool(waiting.digest.unreadable)
    same = waiting.is_same and not waiting.renews and not unreadable
    save = action_id(tr, SAVE, *waiting.names)
    return row(
        button(tr("Save"), save, style=3, disabled=untagged or same),
        button(tr("Cancel"), action_id(tr, CANCEL)),
    )


def _heading(context: RenderContext, zones: Timezones, waiting: PendingOrder, now: datetime) -> str:
    tr = context.tr
    tag = _tag_name(waiting.spot, waiting.order)
    after = settings_of(tr, zones, waiting.order, now, tag)
    if waiting.digest is None:
        heading = tr("### A new digest: is this right?")
        return f"{heading}\n{setting_lines(tr, after)}"
    before_tag = _tag_name(waiting.spot, waiting.digest.order)
    before = dict(settings_of(tr, zones, waiting.digest.order, now, before_tag))
    heading = tr("### Digest {id}: is this change right?", id=waiting.digest.id)
    changes = list(_changes(tr, before, dict(after)))
    if waiting.is_same:
        changes = [tr("No change from the saved settings.")]
        if waiting.renews:
            changes.append(tr("*Save* makes the bot mention the role with your permission."))
    return "\n".join((heading, *changes))


def _changes(tr: Translator, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    none = tr("none")
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name, none), after.get(name, none)
        if old != new:
            yield f"**{name}**"
            yield "- " + tr("Before") + tr.colon + old
            yield "- " + tr("After") + tr.colon + new


def _tag_name(spot: ChannelStatus, order: Order) -> str | None:
    return next((name for name, tag in spot.tags if tag == order.target.tag_id), None)


def _permissions(tr: Translator, order: Order, spot: ChannelStatus) -> Iterator[str]:
    yield tr("**The bot's permissions** in <#{channel}>", channel=order.target.channel_id)
    if spot.missing is None:
        yield tr("- The bot cannot check them from here; it finds out when it posts.")
        return
    for name in NEEDED[order.target.kind]:
        state = tr("missing") if name in spot.missing else tr("allowed")
        yield f"- {permission_name(tr, name)}{tr.colon}{state}"


def _tag_menu(tr: Translator, waiting: PendingOrder) -> list[Component]:
    """A drop-down of the forum's tags; choosing one changes the order that waits."""
    spot, order = waiting.spot, waiting.order
    if order.target.kind != "forum" or not (spot.tags or spot.tag_required):
        return []
    options = [] if spot.tag_required else [(tr("No tag"), NO_TAG)]
    options += [(name, str(tag)) for name, tag in spot.tags]
    if not options:
        return [text(tr("This forum requires a tag on each post, and the bot cannot set any."))]
    chosen = str(order.target.tag_id or NO_TAG)
    menu = select(
        f"s|tag|{waiting.draft_id}",
        tr("Tag of the posts"),
        [
            (name or tag, action_id(tr, SETTLE, *waiting.names, "tag", tag), tag == chosen)
            for name, tag in options[:MAX_OPTIONS]
        ],
    )
    if not spot.tag_required:
        return [row(menu)]
    return [text(tr("This forum requires a tag on each post. Choose one, then save.")), row(menu)]


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
    lines.append(
        tr(
            "{preview} shows you the post first; {list} shows all digests.",
            preview=registration.mention("digest preview"),
            list=registration.mention("digest list"),
        )
    )
    return card(context, text("\n".join(lines)))


def gone_card(context: RenderContext) -> Layout:
    """That an order waits no more."""
    tr = context.tr
    return plain_card(
        context,
        tr(
            "This was already saved, or it is more than a day old. {list} shows all digests.",
            list=context.registration.mention("digest list"),
        ),
    )


def left_card(context: RenderContext) -> Layout:
    """That nothing was changed."""
    return plain_card(context, context.tr("Cancelled. Nothing was changed."))


def full_text(context: RenderContext, most: int) -> str:
    """That the server has as many digests as it may."""
    return context.tr(
        "This server has reached the limit of {most} digests. {delete} removes one.",
        most=most,
        delete=context.registration.mention("digest delete"),
    )
