"""What /watch answers: added, removed, the list; and what stands in the way of the messages."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.digests.watches import Added
from bot.domain.digests.subscription import MOST_WATCHES, Cause, Digest
from bot.i18n.translator import Words
from bot.ui.actions import act_to
from bot.ui.blocks import page_of
from bot.ui.components import Component, Layout, button, row, section, shorten, text
from bot.ui.context import Scene, link_to
from bot.ui.digest_causes import cause_text
from bot.ui.digest_text import card, moment, plain_card
from bot.ui.escape import echo
from bot.ui.pagination import pages_row
from cogs.watch.notice import REMOVE

ADD, LIST = "wad", "wls"
"""Names of the acts: watch a measure, another page of the list."""
PAGE: Final = 8
_NAME: Final = 150
_CLOSED: Final = Cause("closed-dms")


def name_of(scene: Scene, record: str, before: str = "") -> str:
    """A measure's name now; of one that is gone the name that it had."""
    measure = scene.release.catalogue.measures.get(record)
    return shorten(scene.words.of(measure.title) if measure else before or record, _NAME)


def added_card(scene: Scene, record: str, added: Added) -> Layout:
    """What is watched now, and whether the test message arrived."""
    words = scene.words
    if added.placed == "full":
        return _full(scene)
    if added.placed == "unreached":
        return plain_card(
            scene, words("Discord did not answer, so nothing was kept. Please try again.")
        )
    known = added.placed == "known"
    lines = [
        words("### You are watching it already") if known else words("### You are watching it now"),
        f"**{name_of(scene, record)}**",
        *_trial(words, added),
    ]
    buttons = (
        button(words("Open"), link_to(words, "m", record)),
        button(words("Stop watching"), act_to(words, REMOVE, record)),
    )
    return card(scene, text("\n".join(lines)), row(*buttons))


def _trial(words: Words, added: Added) -> Iterator[str]:
    match added.trial:
        case "arrived":
            yield words(
                "When it changes, a direct message says what it was and what it is. A test "
                "message is on its way to you."
            )
        case "closed":
            yield words("**The test message was refused, so the watch is suspended.**")
            yield cause_text(words, _CLOSED)
            yield words("Then use the command again: what changed meanwhile is told then.")
        case "none":
            yield words("When it changes, a direct message says what it was and what it is.")
        case "silent":
            yield words(
                "When it changes, a direct message says so. Whether the test message arrives is "
                "not known: Discord did not answer."
            )


def _full(scene: Scene) -> Layout:
    said = scene.words(
        "You watch {most} measures, which is the most. {remove} makes room.",
        most=MOST_WATCHES,
        remove=scene.registration.mention("watch remove"),
    )
    return plain_card(scene, said)


def none_card(scene: Scene) -> Layout:
    """That nothing is watched, and how to begin."""
    said = scene.words(
        "You watch nothing. {add} watches a measure: a direct message comes when it changes.",
        add=scene.registration.mention("watch add"),
    )
    return plain_card(scene, said)


def list_card(scene: Scene, watches: Sequence[Digest], page: int) -> Layout:
    """A page of what is watched, with the cause of any trouble."""
    words = scene.words
    shown, page, pages = page_of(watches, page, PAGE)
    heading = words("### You watch {number} of {most}", number=len(watches), most=MOST_WATCHES)
    parts: list[Component] = [text("\n".join((heading, *closed_lines(words, watches))))]
    for watch in shown:
        record = str(watch.record)
        stop = button(words("Stop watching"), act_to(words, REMOVE, record))
        parts.append(section("\n".join(_entry(scene, watch)), stop))
    if pages > 1:
        parts.append(pages_row(words, page, pages, LIST))
    return card(scene, *parts)


def _entry(scene: Scene, watch: Digest) -> Iterator[str]:
    words, record = scene.words, str(watch.record)
    yield f"**{name_of(scene, record, watch.order.target.name)}**"
    told = [words("since {when}", when=moment(watch.created_at, "d"))]
    if watch.last_edition_at:
        told.append(words("last message {when}", when=moment(watch.last_edition_at, "f")))
    if watch.state == "suspended":
        told.append(words("**suspended**"))
    if record not in scene.release.catalogue.measures:
        told.append(words("not in the data any more"))
    yield f"-# {' · '.join(told)}"


def closed_lines(words: Words, watches: Sequence[Digest]) -> Iterator[str]:
    """What is in the way of the messages, where something is."""
    suspended = [watch for watch in watches if watch.state == "suspended"]
    if not suspended:
        return
    yield words.many(
        "**{number} watch is suspended.**", "**{number} watches are suspended.**", len(suspended)
    )
    if any(watch.cause and watch.cause.code == "unreadable" for watch in suspended):
        yield words(
            "What is stored of a watch cannot be read. Stop watching it, then watch it again."
        )
    closed = [w for w in suspended if not (w.cause and w.cause.code == "unreadable")]
    if not closed:
        return
    yield cause_text(words, closed[0].cause or _CLOSED)
    yield words(
        "Once they are allowed, watch it again. Without that, the bot tries again at the next "
        "change, or when you next use it in direct messages."
    )


def closed_notice(scene: Scene, watches: Sequence[Digest]) -> Layout:
    """The same above another answer; empty where nothing is in the way."""
    lines = list(closed_lines(scene.words, watches))
    return [text("\n".join(lines))] if lines else []


def removed_card(scene: Scene, record: str, *, removed: bool) -> Layout:
    """That a watch has ended, or was none."""
    words = scene.words
    name = name_of(scene, record)
    if not removed:
        return plain_card(scene, words("You do not watch **{name}**.", name=name))
    said = text(words("You do not watch **{name}** any more; nothing of it is kept.", name=name))
    if record not in scene.release.catalogue.measures:
        return card(scene, said)
    return card(scene, said, row(button(words("Watch again"), act_to(words, ADD, record))))


def nearest_card(scene: Scene, typed: str, ids: Sequence[str], act: str) -> Layout:
    """An unknown measure: the three nearest, each button doing what was asked."""
    words = scene.words
    said = (
        words("You watch nothing that is called “{typed}”. The nearest:", typed=echo(typed, 100))
        if act == REMOVE
        else words("Nothing is called “{typed}”. The nearest:", typed=echo(typed, 100))
    )
    buttons = [button(name_of(scene, record), act_to(words, act, record)) for record in ids]
    return card(scene, text(said), row(*buttons))
