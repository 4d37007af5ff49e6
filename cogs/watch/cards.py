"""What /watch answers: added, removed, the list; and why messages do not arrive."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.digests.watches import Added
from bot.domain.digests.subscription import MOST_WATCHES, Cause, Digest
from bot.i18n.translator import Translator
from bot.ui import nearest
from bot.ui.blocks import plain_card
from bot.ui.components import Layout, button, card, container, row, select, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.custom_ids import action_id
from bot.ui.digest_causes import cause_text
from bot.ui.digest_text import moment
from bot.ui.escape import echo
from bot.ui.line_width import LINES, lines_of, pages_of
from bot.ui.list_page import pages_row
from cogs.watch.notice import REMOVE

ADD, LIST_WATCHES = "wad", "wls"
"""Names of the acts: watch a measure, another page of the list."""
_NAME: Final = 150
_LISTED: Final = 60
"""Characters of a name in the list."""
_LEAST: Final = 6
"""Lines for the list, however much there is to say above it; the longest entry has five."""
_CLOSED: Final = Cause("closed-dms")


def watched_name(context: RenderContext, record: str, before: str = "") -> str:
    """A measure's name now; of one that is gone the name that it had."""
    measure = context.release.catalogue.measures.get(record)
    return shorten(context.tr.of(measure.title) if measure else before or record, _NAME)


def added_card(context: RenderContext, record: str, added: Added) -> Layout:
    """What is watched now, and whether the test message arrived."""
    tr = context.tr
    if added.placed == "full":
        said = tr(
            "You watch {most} measures, which is the limit. {remove} removes one.",
            most=MOST_WATCHES,
            remove=context.registration.mention("watch remove"),
        )
        return plain_card(said)
    if added.placed == "unreached":
        return plain_card(tr("Discord did not respond, so nothing was saved. Please try again."))
    known = added.placed == "known"
    lines = [
        tr("### You are already watching this") if known else tr("### You are now watching this"),
        f"**{watched_name(context, record)}**",
        *_trial(tr, added),
    ]
    buttons = (
        button(tr("Open"), link_to(tr, "m", record)),
        button(tr("Stop watching"), action_id(tr, REMOVE, record)),
    )
    return [container(text("\n".join(lines)), row(*buttons))]


def _trial(tr: Translator, added: Added) -> Iterator[str]:
    match added.trial:
        case "arrived":
            yield tr(
                "When it changes, you get a direct message with each field before "
                "and after. A test message is on its way to you."
            )
        case "closed":
            yield tr("**The test message was refused, so the watch is suspended.**")
            yield cause_text(tr, _CLOSED)
            yield tr("Then use the command again: you get the changes that you missed.")
        case "none":
            yield tr("When it changes, you get a direct message with each field before and after.")
        case "silent":
            yield tr(
                "When it changes, you get a direct message. It is unknown whether "
                "the test message arrives: Discord did not respond."
            )


def none_card(context: RenderContext) -> Layout:
    """That nothing is watched, and how to begin."""
    said = context.tr(
        "You watch nothing. {add} watches a measure: you get a direct message when it changes.",
        add=context.registration.mention("watch add"),
    )
    return card([said], [nearest.all_measures(context.tr)])


def list_card(context: RenderContext, watches: Sequence[Digest], page: int) -> Layout:
    """A page of what is watched, with the cause of any trouble."""
    tr = context.tr
    heading = tr("### You watch {number} of {most}", number=len(watches), most=MOST_WATCHES)
    head = "\n".join((heading, *closed_lines(tr, watches)))
    entries = [f"**{i}** {_entry(context, watch)}" for i, watch in enumerate(watches, 1)]
    sheets = pages_of(entries, max(_LEAST, LINES - lines_of([head])))
    page = min(page, len(sheets) - 1)
    first = sum(map(len, sheets[:page]))
    options = [
        (f"{i} {_name_in(context, watch)}", action_id(tr, REMOVE, watch.record), False)
        for i, watch in enumerate(watches[first:][: len(sheets[page])], first + 1)
    ]
    stop = select("s|wls", tr("Stop watching"), options)
    return [*card([head, *sheets[page]], [stop]), *pages_row(tr, page, len(sheets), LIST_WATCHES)]


def _entry(context: RenderContext, watch: Digest) -> str:
    """Its name, since when it is watched, and what is wrong with it."""
    tr = context.tr
    told = [tr("since {when}", when=moment(watch.created_at, "d"))]
    if watch.last_edition_at:
        told.append(tr("last message {when}", when=moment(watch.last_edition_at, "f")))
    if watch.state == "suspended":
        told.append(tr("**suspended**"))
    if str(watch.record) not in context.release.catalogue.measures:
        told.append(tr("no longer in the data"))
    return " · ".join([_name_in(context, watch), *told])


def _name_in(context: RenderContext, watch: Digest) -> str:
    """The name that the list shows."""
    return shorten(watched_name(context, str(watch.record), watch.order.target.name), _LISTED)


def closed_lines(tr: Translator, watches: Sequence[Digest]) -> Iterator[str]:
    """What is in the way of the messages, where something is."""
    suspended = [watch for watch in watches if watch.state == "suspended"]
    if not suspended:
        return
    yield tr.many(
        "**{number} watch is suspended.**", "**{number} watches are suspended.**", len(suspended)
    )
    if any(watch.cause and watch.cause.code == "unreadable" for watch in suspended):
        yield tr("A stored watch cannot be read. Stop watching it, then watch it again.")
    closed = [w for w in suspended if not (w.cause and w.cause.code == "unreadable")]
    if not closed:
        return
    yield cause_text(tr, closed[0].cause or _CLOSED)
    yield tr(
        "Once they are allowed, watch it again. Otherwise the bot tries again at the "
        "next change, or when you next use it in direct messages."
    )


def closed_notice(context: RenderContext, watches: Sequence[Digest]) -> Layout:
    """The same above another answer; empty where nothing is in the way."""
    lines = list(closed_lines(context.tr, watches))
    return [text("\n".join(lines))] if lines else []


def removed_card(context: RenderContext, record: str, *, removed: bool) -> Layout:
    """That a watch has ended, or that there was none."""
    tr = context.tr
    name = watched_name(context, record)
    if not removed:
        return plain_card(tr("You do not watch **{name}**.", name=name))
    said = text(tr("You no longer watch **{name}**. The bot keeps nothing about it.", name=name))
    if record not in context.release.catalogue.measures:
        return [container(said)]
    return [container(said, row(button(tr("Watch again"), action_id(tr, ADD, record))))]


def did_you_mean(context: RenderContext, typed: str, ids: Sequence[str], act: str) -> Layout:
    """An unknown measure: the nearest, each button doing what was asked; else the way to all."""
    tr = context.tr
    if not ids:
        return nearest.nearest_card(context, typed, [], "m")
    names = [watched_name(context, record) for record in ids]
    said = (
        tr("You watch nothing named “{typed}”. Nearest matches:", typed=echo(typed, 100))
        if act == REMOVE
        else nearest.not_one(tr, echo(typed, 100), names)
    )
    buttons = [
        button(name, action_id(tr, act, record)) for name, record in zip(names, ids, strict=True)
    ]
    return [container(text(said), row(*buttons))]
