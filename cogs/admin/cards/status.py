"""What /admin status, history and digests answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from bot.domain.digests.subscription import Digest, State
from bot.i18n.translator import Words, mark
from bot.logs import Failure
from bot.monitoring.overview import Standing
from bot.storage.releases import Activation, ReleaseLine, Way
from bot.ui.blocks import page_of
from bot.ui.components import Component, Layout, line, shorten, text
from bot.ui.context import Scene
from bot.ui.digest_causes import cause_text
from bot.ui.digest_text import (
    STATES,
    card,
    colon,
    moment,
    plain_card,
    schedule_of,
    state_text,
)
from bot.ui.escape import echo
from bot.ui.formats import number_text
from bot.ui.operators import refusal
from bot.ui.pagination import pages_row
from cogs.admin.cards.reload import SHELVES

HISTORY, DIGESTS = "adh", "add"
"""Names of the acts: another page of the releases, of the digests."""
PAGE: Final = 6
NEXT_RUNS: Final = 5
ACTIVATIONS: Final = 8
_ERRORS: Final = 8
"""Of the last errors, in the reply."""
_LINE: Final = 160
_WAYS: Final[Mapping[Way, str]] = {
    "start": mark("at a start"),
    "reload": mark("by a reload"),
    "rollback": mark("by a rollback"),
    "shell": mark("from the shell"),
    "signal": mark("by a signal"),
}


@dataclass(frozen=True, slots=True)
class Health:
    """How this process does at a moment."""

    version: str
    """Of the program."""
    uptime: timedelta
    memory_mb: float | None
    servers: int
    shards: Mapping[int, float | None]
    """Latency in seconds; None where a shard is not connected."""
    standing: Standing
    failures: Sequence[Failure]
    """The last errors, newest first."""


def refusal_card(scene: Scene, *, operator: bool) -> Layout:
    """That the person or the place is not the right one."""
    return plain_card(scene, refusal(scene.words, operator=operator))


# -- Status --


def status_card(scene: Scene, health: Health, now: datetime) -> Layout:
    """Data, counts, shards, queue, next runs, last errors, memory, version."""
    words = scene.words
    parts = [
        text(words("### Status") + "\n" + "\n".join(_status(words, scene, health, now))),
        line(),
        text("\n".join(_runs(words, health.standing))),
        line(),
        text("\n".join(_errors(words, health.failures))),
    ]
    return card(scene, *parts)


def _status(words: Words, scene: Scene, health: Health, now: datetime) -> Iterator[str]:
    catalogue = scene.release.catalogue
    days = (now.date() - catalogue.made_on).days
    age = words.many("{number} day old", "{number} days old", days)
    yield _field(words, mark("Data"), f"{catalogue.version} · {age}")
    counts = [f"{words(SHELVES[k])} {number}" for k, number in catalogue.dataset.counts().items()]
    yield _field(words, mark("Records"), " · ".join(counts))
    uptime = _uptime(words, health.uptime)
    yield _field(words, mark("Program"), f"{health.version} · {uptime}")
    if health.memory_mb is not None:
        memory = words("{number} MB", number=number_text(words.lang, round(health.memory_mb)))
        yield _field(words, mark("Memory"), memory)
    yield _field(words, mark("Servers"), f"{health.servers}")
    yield _field(words, mark("Shards"), _shards(words, health.shards))
    yield _field(words, mark("Processes alive"), f"{health.standing.processes}")


def _field(words: Words, name: str, value: str) -> str:
    return f"- {words(name)}{colon(words)}{value}"


def _uptime(words: Words, uptime: timedelta) -> str:
    hours, rest = divmod(int(uptime.total_seconds()), 3600)
    return words("running for {hours} h {minutes} min", hours=hours, minutes=rest // 60)


def _shards(words: Words, shards: Mapping[int, float | None]) -> str:
    away = words("not connected")
    told = [
        f"#{shard} {away if late is None else f'{late * 1000:.0f} ms'}"
        for shard, late in list(shards.items())[:20]
    ]
    if len(shards) > len(told):
        told.append("…")
    return ", ".join(told) or words("none")


def _runs(words: Words, standing: Standing) -> Iterator[str]:
    seen = standing.seen
    states = [f"{words(STATES[state])} {number}" for state, number in seen.states.items()]
    heading, told = words("Digests"), " · ".join(states) or words("none")
    yield f"**{heading}**{colon(words)}{told}"
    queue = words(
        "Queue: {due} due, {posting} being posted", due=seen.due, posting=standing.under_way
    )
    yield queue
    for when, digest, server in standing.next_runs:
        yield words(
            "- {when}: digest {digest} of server {server}",
            when=moment(when, "f"),
            digest=digest,
            server=server,
        )


def _errors(words: Words, failures: Sequence[Failure]) -> Iterator[str]:
    if not failures:
        yield words("No error since this process began.")
        return
    yield words("**Last errors**")
    for failure in failures[:_ERRORS]:
        reference = f" `{failure.reference}`" if failure.reference else ""
        said = f"{failure.event} {failure.kind}".strip().replace("`", "ʼ")
        yield f"- {moment(failure.at, 'f')}{reference} · `{shorten(said, _LINE)}`"


# -- History --


def history_card(
    scene: Scene,
    releases: Sequence[ReleaseLine],
    unreadable: Sequence[str],
    made_live: Sequence[Activation],
    page: int,
) -> Layout:
    """The releases, newest first, and who made which live; those that cannot be read by name."""
    words, live = scene.words, scene.release.catalogue.version
    shown, page, pages = page_of(releases, page, PAGE)
    parts = [
        text(words("### Releases of the data: {number}", number=len(releases))),
        *(text("\n".join(_release(words, release, live))) for release in shown),
        *_unreadable(words, unreadable),
        line(),
        text("\n".join([words("**Made live**"), *(_activation(words, a) for a in made_live)])),
    ]
    if pages > 1:
        parts.append(pages_row(words, page, pages, HISTORY))
    return card(scene, *parts)


def _release(words: Words, release: ReleaseLine, live: str) -> Iterator[str]:
    mark_live = words("live")
    is_live = f" · **{mark_live}**" if release.version == live else ""
    yield f"**{release.version}**{is_live}"
    by = f"<@{release.created_by}>" if release.created_by else words("the machine itself")
    yield words("Kept {when} by {who}", when=moment(release.created_at, "f"), who=by)
    counts = [f"{words(SHELVES[k])} {n}" for k, n in release.counts.items() if k in SHELVES]
    yield f"-# {' · '.join(counts)}"


def _unreadable(words: Words, versions: Sequence[str]) -> Iterator[Component]:
    if versions:
        named = ", ".join(f"`{shorten(version, 20)}`" for version in versions[:_ERRORS])
        yield text(words("Cannot be read, and left out: {versions}", versions=named))


def _activation(words: Words, done: Activation) -> str:
    by = f" · <@{done.by}>" if done.by else ""
    return f"- {done.version} · {words(_WAYS[done.way])} · {moment(done.at, 'f')}{by}"


# -- Digests --


def digests_card(
    scene: Scene,
    digests: Sequence[Digest],
    count: int,
    page: int,
    state: State | None,
    servers: Mapping[int, str],
) -> Layout:
    """A page of all subscriptions, with state, next run and cause. `servers`: names by id."""
    words = scene.words
    pages = max(1, ceil(count / PAGE))
    which = words(STATES[state]) if state else words("in any state")
    parts = [
        text(words("### Digests of all servers: {number}, {which}", number=count, which=which))
    ]
    for digest in digests:
        parts += [line(), text(shorten("\n".join(_digest(words, digest, servers)), 550))]
    if pages > 1:
        parts.append(pages_row(words, page, pages, DIGESTS, state or "-"))
    return card(scene, *parts)


def _digest(words: Words, digest: Digest, servers: Mapping[int, str]) -> Iterator[str]:
    server = echo(servers.get(digest.guild_id, words("a server unknown here")), 60)
    schedule = schedule_of(words, digest)
    channel = echo(digest.order.target.name, 60)
    yield f"**{digest.id}** · {server} (`{digest.guild_id}`) · #{channel} · {schedule}"
    told = words("State") + colon(words) + state_text(words, digest)
    if digest.next_run_at is not None:
        when, far = moment(digest.next_run_at), moment(digest.next_run_at, "R")
        told += " · " + words("next run {when} ({far})", when=when, far=far)
    yield told
    if digest.state == "suspended" and digest.cause is not None:
        yield cause_text(words, digest.cause)
