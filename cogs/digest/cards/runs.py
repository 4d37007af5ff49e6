"""One digest and its runs: all settings with the last ten, or every run with its parts."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.digests.role_mentions import MentionStatus
from bot.domain.digests.subscription import Digest, Run
from bot.i18n.translator import Words
from bot.ui.actions import act_to
from bot.ui.blocks import fit, page_of
from bot.ui.components import Layout, button, line, row, text
from bot.ui.context import Scene
from bot.ui.digest_causes import cause_text, post_links, run_result
from bot.ui.digest_text import (
    card,
    colon,
    moment,
    setting_lines,
    settings_of,
    state_text,
)
from bot.ui.pagination import pages_row
from bot.ui.timezones import Timezones
from cogs.digest.cards.role_mention import status_text

OPEN: Final = "dgo"
"""Name of the act that opens a page about a digest: show, history (with its page), why."""
LAST_RUNS: Final = 10
HISTORY: Final = 60
"""Runs that are looked through."""
_PAGE: Final = 6
_ROOM: Final = 1900
"""Characters for runs: a notice may stand above the card."""


def show_card(
    scene: Scene,
    zones: Timezones,
    digest: Digest,
    runs: Sequence[Run],
    now: datetime,
    tag: str | None = None,
    mention: MentionStatus | None = None,
) -> Layout:
    """All settings, the next run, and the last runs with links."""
    words = scene.words
    lines = [words("### Digest {id}", id=digest.id), *head_lines(words, digest)]
    if mention is not None and (said := status_text(words, mention)):
        lines.append(said)
    parts = [
        text("\n".join(lines)),
        text(setting_lines(words, settings_of(words, zones, digest.order, now, tag))),
        line(),
        text(_last_runs(words, digest, runs)),
        row(
            button(words("All runs"), act_to(words, OPEN, "history", digest.id, 0)),
            button(words("Why not posted?"), act_to(words, OPEN, "why", digest.id, 0)),
        ),
    ]
    return card(scene, *parts)


def head_lines(words: Words, digest: Digest) -> Iterator[str]:
    """Its state, its next run, and what stands in the way."""
    line_ = words("State") + colon(words) + state_text(words, digest)
    if digest.next_run_at is not None:
        when, far = moment(digest.next_run_at), moment(digest.next_run_at, "R")
        line_ += " · " + words("next run {when} ({far})", when=when, far=far)
    yield line_
    if digest.state == "suspended" and digest.cause is not None:
        yield cause_text(words, digest.cause)


def _last_runs(words: Words, digest: Digest, runs: Sequence[Run]) -> str:
    heading = words("**Last runs**")
    if not runs:
        return heading + "\n" + words("There was none yet.")
    lines = [_run_line(words, digest, run) for run in runs[:LAST_RUNS]]
    return f"{heading}\n{fit(lines, _ROOM, words)}"


def _run_line(words: Words, digest: Digest, run: Run) -> str:
    return f"- {moment(run.slot, 'f')} · {run_result(words, run, digest.guild_id)}"


def history_card(scene: Scene, digest: Digest, runs: Sequence[Run], page: int) -> Layout:
    """The runs, newest first: how each ended, its parts, its tries, its cause."""
    words = scene.words
    shown, page, pages = page_of(runs, page, _PAGE)
    heading = words("### Digest {id}: runs", id=digest.id)
    if not runs:
        return card(scene, text(heading + "\n" + words("There was none yet.")))
    said = [f"{_run_line(words, digest, run)}\n  -# {_details(words, run)}" for run in shown]
    parts = [text(f"{heading}\n<#{digest.channel_id}>"), text(fit(said, 2 * _ROOM - 800, words))]
    if pages > 1:
        parts.append(pages_row(words, page, pages, OPEN, "history", digest.id))
    return card(scene, *parts)


def _details(words: Words, run: Run) -> str:
    return " · ".join(_detail(words, run))


def _detail(words: Words, run: Run) -> Iterator[str]:
    yield words("on request") if run.kind == "manual" else words("by its schedule")
    if run.number:
        yield words("edition {number}", number=run.number)
    if run.parts:
        yield words("parts: {sent} of {parts}", sent=len(run.posts), parts=run.parts)
        tries = run.tries + 1
        yield words.many("{number} try", "{number} tries", tries)
    if run.late:
        yield words("late")
    if run.number:
        yield words("data {since} → {version}", since=run.since, version=run.version)
    if run.finished_at is not None and run.state == "sent":
        yield words("done {when}", when=moment(run.finished_at, "T"))
    published = [post.published for post in run.posts.values() if post.published is not None]
    if published:
        refused = words("not published to the followers: Discord refused it")
        yield words("published to the followers") if all(published) else refused


def ran_card(scene: Scene, digest: Digest, run: Run | None, note: str = "") -> Layout:
    """How a run on request ended, or that it is on its way; None: one was on its way before.

    `note`: what else is to be known of the post.
    """
    words = scene.words
    if run is None:
        said = words(
            "A run of this digest is on its way or has just ended, so nothing was posted a second "
            "time. {history} shows how it ends.",
            history=scene.registration.mention("digest history"),
        )
        return card(scene, text(said))
    lines = [*_ran(scene, digest, run), *([note] if note and run.state != "empty" else [])]
    return card(scene, text("\n".join(lines)))


def _ran(scene: Scene, digest: Digest, run: Run) -> Iterator[str]:
    words = scene.words
    history = scene.registration.mention("digest history")
    match run.state:
        case "sent":
            yield words("### Posted")
            links = post_links(words, run, digest.guild_id)
            yield words("In <#{channel}>: {links}", channel=digest.channel_id, links=links)
            yield words("Later editions compare with this one.")
        case "claimed":
            yield words("### On its way")
            yield words("It takes a little longer. {history} shows how it ends.", history=history)
            if run.retry_at is not None:
                yield run_result(words, run)
        case "empty":
            yield words("### Nothing to post")
            yield words(
                "Nothing is new since version {version}, and this digest posts nothing then.",
                version=run.since,
            )
        case _:
            yield words("### Not posted")
            if run.cause is not None:
                yield cause_text(words, run.cause)
