"""An order that waits for *Save*: what was understood, all of its details, another of its slot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.discord_client.channel_permissions import NEEDED, permission_name
from bot.domain.digests.subscription import Digest, Order
from bot.domain.schedules.schedule import stored_schedule
from bot.i18n.translator import Translator
from bot.ui import digest_text
from bot.ui.components import (
    MAX_OPTIONS,
    Component,
    Layout,
    button,
    container,
    line,
    row,
    select,
    text,
)
from bot.ui.context import RenderContext
from bot.ui.custom_ids import action_id
from bot.ui.digest_causes import permission_list
from bot.ui.schedule_text import schedule_note, schedule_text
from cogs.digest.cards.order import (
    CANCEL,
    NO_TAG,
    SAVE,
    SETTLE,
    VIEW,
    ChannelStatus,
    PendingOrder,
    SaveMode,
)
from cogs.digest.cards.runs import OPEN_DIGEST

_RUNS: Final = 2
"""Next runs on the order; *Details* has more."""


def pending_order_card(context: RenderContext, waiting: PendingOrder, now: datetime) -> Layout:
    """What was understood, the next two runs, the permissions that are missing; then *Save*."""
    tr, order, spot = context.tr, waiting.order, waiting.spot
    lines = [_heading(tr, waiting)]
    if waiting.digest is None:
        lines += digest_text.summary_lines(tr, order, _tag_name(spot, order))
    else:
        lines += _differences(tr, waiting, waiting.digest, now)
    if note := schedule_note(tr, stored_schedule(order.schedule)):
        lines.append(f"-# {note}")
    lines.append(tr("**Next runs**, in your local time"))
    lines += (f"- {digest_text.moment(run)}" for run in digest_text.next_runs(order, now, _RUNS))
    lines += (*_missing(tr, order, spot), *spot.warnings)
    return [container(text("\n".join(lines)), *_tag_menu(tr, waiting), _buttons(tr, waiting))]


def details_card(
    context: RenderContext, waiting: PendingOrder, now: datetime, reader: str | None
) -> Layout:
    """All settings, five runs, every permission, and *Back*; `reader`: the zone that they saved."""
    tr, order, spot = context.tr, waiting.order, waiting.spot
    settings = digest_text.settings_of(tr, order, now, _tag_name(spot, order))
    runs = digest_text.next_run_lines(tr, order, now, reader)
    return [
        container(
            text("\n".join((_heading(tr, waiting), digest_text.setting_lines(tr, settings)))),
            line(),
            text("\n".join([tr("**Next runs**, in your local time"), *runs])),
            line(),
            text("\n".join(_permissions(tr, order, spot))),
            row(button(tr("Back"), _page(tr, waiting, "order"))),
        )
    ]


def twin_card(context: RenderContext, waiting: PendingOrder, twin: Digest) -> Layout:
    """That a digest of that channel and schedule exists, and whether to create another."""
    another = replace(waiting, mode=SaveMode.ANOTHER)
    tr, order = context.tr, twin.order
    said = tr(
        "There is already a digest in <#{channel}>: {schedule}.",
        channel=order.target.channel_id,
        schedule=schedule_text(tr, stored_schedule(order.schedule)),
    )
    about = " · ".join(
        (f"**{twin.id}**", *digest_text.wish_words(tr, order), tr(digest_text.STATES[twin.state]))
    )
    return [
        container(
            text("\n".join((tr("### Create another one?"), said, about))),
            row(
                button(tr("Create another"), _page(tr, another, "order")),
                button(
                    tr("Open digest {id}", id=twin.id),
                    action_id(tr, OPEN_DIGEST, "show", twin.id, 0),
                ),
                button(tr("Cancel"), action_id(tr, CANCEL)),
            ),
        )
    ]


def _page(tr: Translator, waiting: PendingOrder, page: str) -> str:
    """The custom id that shows a page about the order again."""
    return action_id(tr, VIEW, *waiting.names, page, waiting.mode)


def _buttons(tr: Translator, waiting: PendingOrder) -> Component:
    spot, target = waiting.spot, waiting.order.target
    untagged = spot.tag_required and target.tag_id not in {tag for _, tag in spot.tags}
    unreadable = waiting.digest is not None and bool(waiting.digest.unreadable)
    renews = waiting.mode == SaveMode.RENEW
    same = waiting.is_same and not renews and not unreadable
    save = action_id(
        tr, SAVE, *waiting.names, *((waiting.mode,) if waiting.mode == SaveMode.ANOTHER else ())
    )
    return row(
        button(tr("Save"), save, style=3, disabled=untagged or same),
        button(tr("Details"), _page(tr, waiting, "details")),
        button(tr("Cancel"), action_id(tr, CANCEL)),
    )


def _heading(tr: Translator, waiting: PendingOrder) -> str:
    if waiting.digest is None:
        return tr("### A new digest: is this right?")
    return tr("### Digest {id}: is this change right?", id=waiting.digest.id)


def _differences(
    tr: Translator, waiting: PendingOrder, digest: Digest, now: datetime
) -> Iterator[str]:
    """Each setting that differs: before → after."""
    if waiting.is_same:
        yield tr("No change from the saved settings.")
        if waiting.mode == SaveMode.RENEW:
            yield tr("*Save* makes the bot mention the role with your permission.")
        return
    before, after = (
        dict(digest_text.settings_of(tr, order, now, _tag_name(waiting.spot, order)))
        for order in (digest.order, waiting.order)
    )
    none = tr("none")
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name, none), after.get(name, none)
        if old != new:
            yield f"- {name}{tr.colon}{old} → **{new}**"


def _tag_name(spot: ChannelStatus, order: Order) -> str | None:
    return next((name for name, tag in spot.tags if tag == order.target.tag_id), None)


def _missing(tr: Translator, order: Order, spot: ChannelStatus) -> Iterator[str]:
    """The permissions that the bot lacks, by name; nothing where it has all of them."""
    if spot.missing is None and not spot.warnings:
        yield tr("The bot cannot check its permissions from here; it finds out when it posts.")
    elif spot.missing:
        yield tr(
            "**Missing** in <#{channel}>: {permissions}",
            channel=order.target.channel_id,
            permissions=permission_list(tr, spot.missing),
        )


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
