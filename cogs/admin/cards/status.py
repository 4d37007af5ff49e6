"""What /admin status, history and digests answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Final

from bot.digests.overview import DeliveryStatus
from bot.domain.data.source_ages import source_ages
from bot.domain.digests.subscription import Digest, State
from bot.i18n.translator import N_, Translator
from bot.logs import Failure
from bot.storage.releases import Activation, ReleaseLine, Way
from bot.ui.blocks import page_of
from bot.ui.components import Layout, container, line, shorten, text
from bot.ui.context import RenderContext
from bot.ui.digest_text import STATES, head_lines, moment, schedule_of
from bot.ui.escape import echo
from bot.ui.formats import date_text, number_text
from bot.ui.list_page import pages_row
from cogs.admin.cards.reload import SHELVES

RELEASES_PAGE, DIGESTS_PAGE = "adh", "add"
"""Names of the acts: another page of the releases, of the digests."""
PAGE_SIZE: Final = 6
NEXT_RUNS: Final = 5
ACTIVATIONS: Final = 8
_DUE: Final = 3
"""Publishers of due sources named in the reply."""
_ERRORS: Final = 8
"""Of the last errors, in the reply."""
_LINE: Final = 160
_WAYS: Final[Mapping[Way, str]] = {
    "start": N_("at startup"),
    "reload": N_("by a reload"),
    "rollback": N_("by a rollback"),
    "shell": N_("from the command line"),
    "signal": N_("by a signal"),
}


@dataclass(frozen=True, slots=True)
class HealthSummary:
    """The state of this process at a moment."""

    program_version: str
    uptime: timedelta
    memory_mb: float | None
    servers: Mapping[int, str]
    """Names by id."""
    shards: Mapping[int, float | None]
    """Latency in seconds; None where a shard is not connected."""
    standing: DeliveryStatus
    failures: Sequence[Failure]
    """The last errors, newest first."""


def status_card(context: RenderContext, health: HealthSummary, now: datetime) -> Layout:
    """Data, counts, shards, queue, next runs, last errors, memory, version."""
    tr = context.tr
    parts = [
        text(tr("### Status") + "\n" + "\n".join(_status(tr, context, health, now))),
        line(),
        text("\n".join(_runs(tr, health.standing, health.servers))),
        line(),
        text("\n".join(_errors(tr, health.failures))),
    ]
    return [container(*parts)]


def _status(
    tr: Translator, context: RenderContext, health: HealthSummary, now: datetime
) -> Iterator[str]:
    catalogue = context.release.catalogue
    days = (now.date() - catalogue.made_on).days
    ago = tr.many("loaded {number} day ago", "loaded {number} days ago", days)
    loaded = ago if days else tr("loaded today")
    yield _field(tr, N_("Data"), f"{catalogue.version} · {loaded}")
    counts = [f"{tr(SHELVES[k])} {number}" for k, number in catalogue.dataset.counts().items()]
    yield _field(tr, N_("Records"), " · ".join(counts))
    yield _field(tr, N_("Source pages"), _sources(context, now.date()))
    hours, rest = divmod(int(health.uptime.total_seconds()), 3600)
    uptime = tr("running for {minutes} min", minutes=rest // 60)
    if hours:
        uptime = tr("running for {hours} h {minutes} min", hours=hours, minutes=rest // 60)
    yield _field(tr, N_("Program"), f"{health.program_version} · {uptime}")
    if health.memory_mb is not None:
        memory = tr("{number} MB", number=number_text(tr.lang, round(health.memory_mb)))
        yield _field(tr, N_("Memory"), memory)
    yield _field(tr, N_("Servers"), f"{len(health.servers)}")
    yield _field(tr, N_("Shards"), _shards(tr, health.shards))
    yield _field(tr, N_("Running processes"), f"{health.standing.processes}")


def _field(tr: Translator, name: str, value: str) -> str:
    return f"- {tr(name)}{tr.colon}{value}"


def _sources(context: RenderContext, today: date) -> str:
    """When the cited pages were read, and which are due; `check-sources` reports on each."""
    tr, ages = context.tr, source_ages(context.release.catalogue, today)
    publishers = [*dict.fromkeys(tr.publisher(source) for source in ages.due)]
    more = ["…"] if len(publishers) > _DUE else []
    named = tr.brackets(tr.list_comma.join([*publishers[:_DUE], *more])) if publishers else ""
    if ages.oldest is None:
        return tr("none of {number} checked yet", number=ages.pages) + named
    return " · ".join(
        [
            tr("{read} of {number} read", read=ages.read, number=ages.pages),
            tr("oldest check {date}", date=date_text(tr.lang, ages.oldest)),
            tr("due {number}", number=len(ages.due)) + named,
        ]
    )


def _shards(tr: Translator, shards: Mapping[int, float | None]) -> str:
    away = tr("not connected")
    told = [
        f"#{shard} {away if late is None else f'{late * 1000:.0f} ms'}"
        for shard, late in list(shards.items())[:20]
    ]
    if len(shards) > len(told):
        told.append("…")
    return ", ".join(told) or tr("none")


def _runs(tr: Translator, standing: DeliveryStatus, servers: Mapping[int, str]) -> Iterator[str]:
    seen = standing.seen
    states = [f"{tr(STATES[state])} {number}" for state, number in seen.states.items()]
    heading, told = tr("Digests"), " · ".join(states) or tr("none")
    yield f"**{heading}**{tr.colon}{told}"
    queue = tr("Queue: {due} due, {posting} being posted", due=seen.due, posting=standing.under_way)
    yield queue
    for when, digest, server in standing.next_runs:
        yield tr(
            "- {when}: digest {digest} of server {server}",
            when=moment(when, "f"),
            digest=digest,
            server=_server(tr, server, servers),
        )


def _server(tr: Translator, guild_id: int, servers: Mapping[int, str]) -> str:
    return echo(servers.get(guild_id, tr("an unknown server")), 60)


def _errors(tr: Translator, failures: Sequence[Failure]) -> Iterator[str]:
    if not failures:
        yield tr("No errors since this process started.")
        return
    yield tr("**Last errors**")
    for failure in failures[:_ERRORS]:
        reference = f" `{failure.reference}`" if failure.reference else ""
        said = f"{failure.event} {failure.kind}".strip().replace("`", "ʼ")
        yield f"- {moment(failure.at, 'f')}{reference} · `{shorten(said, _LINE)}`"


def releases_card(
    context: RenderContext,
    releases: Sequence[ReleaseLine],
    unreadable: Sequence[str],
    made_live: Sequence[Activation],
    page: int,
) -> Layout:
    """The releases, newest first, and who made which live; those that cannot be read by name."""
    tr, live = context.tr, context.release.catalogue.version
    shown, page, pages = page_of(releases, page, PAGE_SIZE)
    parts = [
        text(tr("### Releases of the data: {number}", number=len(releases))),
        *(text("\n".join(_release(tr, release, live))) for release in shown),
    ]
    if unreadable:
        named = ", ".join(f"`{shorten(version, 20)}`" for version in unreadable[:_ERRORS])
        parts.append(text(tr("Unreadable, not listed: {versions}", versions=named)))
    parts += [
        line(),
        text("\n".join([tr("**Activations**"), *(_activation(tr, a) for a in made_live)])),
    ]
    parts += pages_row(tr, page, pages, RELEASES_PAGE)
    return [container(*parts)]


def _release(tr: Translator, release: ReleaseLine, live: str) -> Iterator[str]:
    mark_live = tr("live")
    is_live = f" · **{mark_live}**" if release.version == live else ""
    yield f"**{release.version}**{is_live}"
    by = f"<@{release.created_by}>" if release.created_by else tr("the system")
    yield tr("Stored {when} by {who}", when=moment(release.created_at, "f"), who=by)
    counts = [f"{tr(SHELVES[k])} {n}" for k, n in release.counts.items() if k in SHELVES]
    yield f"-# {' · '.join(counts)}"


def _activation(tr: Translator, done: Activation) -> str:
    by = f" · <@{done.by}>" if done.by else ""
    return f"- {done.version} · {tr(_WAYS[done.way])} · {moment(done.at, 'f')}{by}"


def digests_card(
    context: RenderContext,
    digests: Sequence[Digest],
    count: int,
    page: int,
    state: State | None,
    servers: Mapping[int, str],
) -> Layout:
    """A page of all subscriptions, with state, next run and cause. `servers`: names by id."""
    tr = context.tr
    pages = max(1, ceil(count / PAGE_SIZE))
    which = [tr(STATES[state])] if state else []
    head = " · ".join([tr("### Digests of all servers"), *which, str(count)])
    parts = [text(head)]
    for digest in digests:
        parts += [line(), text(shorten("\n".join(_digest(tr, digest, servers)), 550))]
    parts += pages_row(tr, page, pages, DIGESTS_PAGE, state or "-")
    return [container(*parts)]


def _digest(tr: Translator, digest: Digest, servers: Mapping[int, str]) -> Iterator[str]:
    server = _server(tr, digest.guild_id, servers)
    schedule = schedule_of(tr, digest)
    channel = echo(digest.order.target.name, 60)
    yield f"**{digest.id}** · {server} (`{digest.guild_id}`) · #{channel} · {schedule}"
    yield from head_lines(tr, digest)
