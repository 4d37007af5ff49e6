"""The digests of a server: all of them in pages, one that is not found, and what changes one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.digests.role_mentions import MentionStatus
from bot.domain.digests.subscription import MOST_DIGESTS, Cause, Digest, Run
from bot.i18n.translator import Translator
from bot.ui.blocks import page_of, plain_card
from bot.ui.components import Component, Layout, button, container, line, row, select, shorten, text
from bot.ui.context import RenderContext
from bot.ui.custom_ids import action_id
from bot.ui.digest_causes import cause_text, run_result
from bot.ui.digest_text import head_lines, moment, schedule_of
from bot.ui.escape import echo
from bot.ui.list_page import pages_row
from bot.ui.options import MAX_CHOICE
from cogs.digest.cards.edition_texts import limits_of
from cogs.digest.cards.order import CANCEL
from cogs.digest.cards.role_mention import status_text
from cogs.digest.cards.runs import OPEN_DIGEST

LIST_DIGESTS, DELETE = "dgl", "dgd"
"""Names of the acts: another page of the list, the second step of deleting."""
DIGESTS_PER_PAGE: Final = 5
_ENTRY: Final = 600
_HARMLESS: Final = ("show", "history", "why")
"""Commands that a button may carry out."""


def server_digests_card(
    context: RenderContext,
    digests: Sequence[Digest],
    last: Mapping[int, Run],
    labels: Mapping[int, str],
    page: int,
    mentions: Mapping[int, MentionStatus] | None = None,
) -> Layout:
    """A page of digests: state, next run, last result, cause; the mappings are by digest id."""
    tr, show = context.tr, context.registration.mention("digest show")
    shown, page, pages = page_of(digests, page, DIGESTS_PER_PAGE)
    heading = tr("### Digests: {number} of {most}", number=len(digests), most=MOST_DIGESTS)
    parts = [text(heading)]
    for digest in shown:
        said = "\n".join(_entry(tr, digest, last.get(digest.id)))
        parts += [line(), text(shorten(said, _ENTRY))]
        if (status := (mentions or {}).get(digest.id)) and status_text(tr, status):
            parts.append(text(tr("The role is not mentioned; {show} explains why.", show=show)))
    options = [
        (labels[d.id], action_id(tr, OPEN_DIGEST, "show", d.id, 0), False)
        for d in shown  # no more than five
    ]
    parts.append(row(select("s|digests", tr("Open one"), options)))
    parts += pages_row(tr, page, pages, LIST_DIGESTS)
    return [container(*parts)]


def _entry(tr: Translator, digest: Digest, last: Run | None) -> Iterator[str]:
    schedule = schedule_of(tr, digest)
    facts = (schedule, digest.order.timezone, *limits_of(tr, digest.order.wish))
    yield f"**{digest.id}** · <#{digest.channel_id}> · {' · '.join(facts)}"
    yield from head_lines(tr, digest)
    if last is not None and digest.state != "suspended":
        result = run_result(tr, last)
        yield tr("Last run {when}: {result}", when=moment(last.slot, "f"), result=result)


def no_digests_card(context: RenderContext) -> Layout:
    """That the server has no digest, and how to make one."""
    create = context.registration.mention("digest create")
    return plain_card(
        context.tr("This server has no digest yet."),
        context.tr(
            "{create} adds one: choose a `channel` and a `schedule` such as "
            "`weekdays 09:00`; everything else has a default.",
            create=create,
        ),
    )


def unknown_digest_card(
    context: RenderContext,
    typed: str,
    command: str,
    near: Sequence[Digest],
    labels: Mapping[int, str],
) -> Layout:
    """The nearest digests; each button carries the command out, or shows the digest."""
    tr = context.tr
    page = command if command in _HARMLESS else "show"
    lines = [tr("No digest here is named “{typed}”. Nearest matches:", typed=echo(typed, 100))]
    lines += [f"- `{digest.id}`: {echo(labels[digest.id], MAX_CHOICE)}" for digest in near]
    if page != command:
        lines.append(
            tr(
                "For {command}, type the number or choose from the list above the "
                "input box. The buttons only show the digest.",
                command=context.registration.mention(f"digest {command}"),
            )
        )
    buttons = [button(labels[d.id], action_id(tr, OPEN_DIGEST, page, d.id, 0)) for d in near]
    return [container(text("\n".join(lines)), row(*buttons))]


def lost_card(context: RenderContext) -> Layout:
    """That the digest no longer exists."""
    return plain_card(context.tr("This digest was deleted in the meantime."))


def paused_card(context: RenderContext, digest: Digest, *, paused: bool) -> Layout:
    """That it is paused now, or was before."""
    tr = context.tr
    resume = context.registration.mention("digest resume")
    if not paused:
        return plain_card(
            tr("Digest {id} is already paused; {resume} restarts it.", id=digest.id, resume=resume)
        )
    return plain_card(
        tr("### Paused"),
        tr(
            "Digest {id} in <#{channel}> posts nothing until you use {resume}. Its "
            "settings and history are kept.",
            id=digest.id,
            channel=digest.channel_id,
            resume=resume,
        ),
    )


def resumed_card(context: RenderContext, digest: Digest, *, resumed: bool) -> Layout:
    """That it goes on from now, and what that means; or that it was active before."""
    tr = context.tr
    when = moment(digest.next_run_at) if digest.next_run_at else "–"
    if not resumed:
        said = tr("Digest {id} is already active; its next run is {when}.", id=digest.id, when=when)
        return plain_card(said)
    return plain_card(
        tr("### Resumed"),
        tr(
            "Digest {id} in <#{channel}> restarts from now. Its next run is {when}. "
            "What changed while it was stopped is not posted retroactively: it "
            "compares with the current data.",
            id=digest.id,
            channel=digest.channel_id,
            when=when,
        ),
    )


def held_card(context: RenderContext, digest: Digest, cause: Cause) -> Layout:
    """That it cannot be resumed yet, and what is in the way."""
    tr = context.tr
    heading = tr("### Not resumed yet")
    if cause.code == "unreadable":
        return plain_card(heading, cause_text(tr, cause))
    stays = (
        tr("It stays suspended and resumes automatically once the problem is solved.")
        if digest.state == "suspended"
        else tr("It stays paused. Use the command again once the problem is solved.")
    )
    return plain_card(heading, cause_text(tr, cause), stays)


def delete_card(context: RenderContext, digest: Digest, label: str) -> Layout:
    """What would be deleted, with the button that does it."""
    tr = context.tr
    lines = [
        tr("### Delete this digest?"),
        f"**{digest.id}** · {echo(label, MAX_CHOICE)}",
        tr(
            "This deletes its settings and history; its posts in the channel stay. "
            "This cannot be undone; {pause} only stops it.",
            pause=context.registration.mention("digest pause"),
        ),
    ]
    buttons: tuple[Component, ...] = (
        button(tr("Delete"), action_id(tr, DELETE, digest.id, birth_of(digest)), style=4),
        button(tr("Cancel"), action_id(tr, CANCEL)),
    )
    return [container(text("\n".join(lines)), row(*buttons))]


def birth_of(digest: Digest) -> str:
    """What tells a digest from a later one of the same number."""
    return str(int(digest.created_at.timestamp()))


def deleted_card(context: RenderContext, digest_id: int) -> Layout:
    """That it is deleted now."""
    return plain_card(context.tr("Digest {id} was deleted.", id=digest_id))
