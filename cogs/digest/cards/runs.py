"""One digest and its runs: all settings with the last ten, or every run with its parts."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.digests.role_mentions import MentionStatus
from bot.domain.digests.subscription import Digest, Run
from bot.i18n.translator import Translator
from bot.ui.blocks import fit, page_of
from bot.ui.components import Layout, button, container, line, row, text
from bot.ui.context import RenderContext
from bot.ui.custom_ids import action_id
from bot.ui.digest_causes import cause_text, post_links, run_result
from bot.ui.digest_text import head_lines, moment, setting_lines, settings_of
from bot.ui.list_page import pages_row
from cogs.digest.cards.role_mention import status_text

OPEN_DIGEST: Final = "dgo"
"""Name of the act that opens a page about a digest: show, history (with its page), why."""
LAST_RUNS: Final = 10
HISTORY: Final = 60
"""Runs that are looked through."""
_PAGE: Final = 6
_ROOM: Final = 1900
"""Characters for runs: a notice may stand above the card."""


def show_card(
    context: RenderContext,
    digest: Digest,
    runs: Sequence[Run],
    now: datetime,
    tag: str | None = None,
    mention: MentionStatus | None = None,
) -> Layout:
    """All settings, the next run, and the last runs with links."""
    tr = context.tr
    lines = [tr("### Digest {id}", id=digest.id), *head_lines(tr, digest)]
    if mention is not None and (said := status_text(tr, mention)):
        lines.append(said)
    parts = [
        text("\n".join(lines)),
        text(setting_lines(tr, settings_of(tr, digest.order, now, tag))),
        line(),
        text(_last_runs(tr, digest, runs)),
        row(
            button(tr("All runs"), action_id(tr, OPEN_DIGEST, "history", digest.id, 0)),
            button(tr("Why not posted?"), action_id(tr, OPEN_DIGEST, "why", digest.id, 0)),
        ),
    ]
    return [container(*parts)]


def _last_runs(tr: Translator, digest: Digest, runs: Sequence[Run]) -> str:
    heading = tr("**Last runs**")
    if not runs:
        return heading + "\n" + tr("None yet.")
    lines = [_run_line(tr, digest, run) for run in runs[:LAST_RUNS]]
    return f"{heading}\n{fit(lines, _ROOM, tr)}"


def _run_line(tr: Translator, digest: Digest, run: Run) -> str:
    return f"- {moment(run.slot, 'f')} · {run_result(tr, run, digest.guild_id)}"


def runs_card(context: RenderContext, digest: Digest, runs: Sequence[Run], page: int) -> Layout:
    """The runs, newest first: how each ended, its parts, its tries, its cause."""
    tr = context.tr
    shown, page, pages = page_of(runs, page, _PAGE)
    heading = tr("### Digest {id}: runs", id=digest.id)
    if not runs:
        return [container(text(heading + "\n" + tr("None yet.")))]
    said = [f"{_run_line(tr, digest, run)}\n  -# {' · '.join(_details(tr, run))}" for run in shown]
    parts = [text(f"{heading}\n<#{digest.channel_id}>"), text(fit(said, 2 * _ROOM - 800, tr))]
    parts += pages_row(tr, page, pages, OPEN_DIGEST, "history", digest.id)
    return [container(*parts)]


def _details(tr: Translator, run: Run) -> Iterator[str]:
    yield tr("on request") if run.kind == "manual" else tr("by its schedule")
    if run.number:
        yield tr("edition {number}", number=run.number)
    if run.parts:
        yield tr("parts: {sent} of {parts}", sent=len(run.posts), parts=run.parts)
        tries = run.tries + 1
        yield tr.many("{number} try", "{number} tries", tries)
    if run.late:
        yield tr("late")
    if run.number:
        yield tr("data {since} → {version}", since=run.since, version=run.version)
    if run.finished_at is not None and run.state == "sent":
        yield tr("done {when}", when=moment(run.finished_at, "T"))
    published = [post.published for post in run.posts.values() if post.published is not None]
    if published:
        refused = tr("not published to the followers: Discord refused it")
        yield tr("published to the followers") if all(published) else refused


def ran_card(context: RenderContext, digest: Digest, run: Run | None, note: str = "") -> Layout:
    """How a requested run ended; None if another was running. `note`: a warning to add."""
    tr = context.tr
    if run is None:
        said = tr(
            "A run of this digest is in progress or has just ended, so nothing was "
            "posted twice. {history} shows the result.",
            history=context.registration.mention("digest history"),
        )
        return [container(text(said))]
    lines = [*_ran(context, digest, run), *([note] if note and run.state != "empty" else [])]
    return [container(text("\n".join(lines)))]


def _ran(context: RenderContext, digest: Digest, run: Run) -> Iterator[str]:
    tr = context.tr
    history = context.registration.mention("digest history")
    match run.state:
        case "sent":
            yield tr("### Posted")
            links = post_links(tr, run, digest.guild_id)
            yield tr("In <#{channel}>: {links}", channel=digest.channel_id, links=links)
            yield tr("Later editions compare with this one.")
        case "claimed":
            yield tr("### Being posted")
            yield tr("It takes a little longer. {history} shows the result.", history=history)
            if run.retry_at is not None:
                yield run_result(tr, run)
        case "empty":
            yield tr("### Nothing to post")
            yield tr(
                "Nothing is new since version {version}; this digest is set to post "
                "nothing in that case.",
                version=run.since,
            )
        case _:
            yield tr("### Not posted")
            if run.cause is not None:
                yield cause_text(tr, run.cause)
