"""The parts of delivery put together: the one place that knows how they hang on each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.digests.administration import DigestAdministration
from bot.digests.backlog import Backlog
from bot.digests.dispatcher import Dispatcher
from bot.digests.editions import Editor
from bot.digests.execution import Executor
from bot.digests.guild_lifecycle import GuildLifecycle
from bot.digests.interfaces import EditionRenderer, Poster
from bot.digests.lease import Lease
from bot.digests.next_runs import NextRunUpdater
from bot.digests.quarantine import Quarantine
from bot.digests.rate_limiter import RateLimiter
from bot.digests.role_mentions import RoleMentions
from bot.digests.scheduler import Scheduler
from bot.digests.sender import Sender
from bot.digests.suspensions import Suspensions
from bot.digests.watches import Watches
from bot.domain.release import Release
from bot.metrics import Metrics
from bot.storage.database import Database
from bot.storage.digests import DigestStore
from bot.storage.mention_rights import MentionRightStore
from bot.storage.processes import ProcessStore
from bot.storage.releases import ReleaseStore
from bot.storage.runs import RunStore
from bot.storage.watches import WatchStore
from bot.storage.zone_rules import ZoneRules


@dataclass(frozen=True, slots=True)
class DigestServices:
    """The delivery of one process; it runs while inside `clockwork.running()`."""

    digests: DigestAdministration
    editor: Editor
    sender: Sender
    dispatcher: Dispatcher
    suspensions: Suspensions
    guild_lifecycle: GuildLifecycle
    next_runs: NextRunUpdater
    lease: Lease
    scheduler: Scheduler
    backlog: Backlog
    watches: Watches


def build_digest_services(
    database: Database,
    current: Callable[[], Release],
    poster: Poster,
    renderer: EditionRenderer,
    rate_limiter: RateLimiter,
    rate: float,
    clock: Callable[[], datetime],
    metrics: Metrics | None = None,
) -> DigestServices:
    """The delivery over a database; `rate` is in requests a second, of all processes together."""
    metrics = metrics or Metrics()
    database.outage.logs = True
    digests, runs, processes = DigestStore(database), RunStore(database), ProcessStore(database)
    # An SQLite file is held by one process alone: every claim in it is ours to take over.
    lease = Lease(processes, rate_limiter, rate, clock, alone=database.migrates_itself)
    releases = ReleaseStore(database)
    editor = Editor(current, releases, digests, renderer)
    mentions = RoleMentions(MentionRightStore(database), poster, clock)
    sender = Sender(runs, poster, lease, mentions, clock, metrics)
    quarantine = Quarantine(digests, runs, clock)
    dispatcher = Dispatcher(
        digests,
        runs,
        editor,
        Executor(sender, metrics),
        quarantine,
        lease,
        rate_limiter,
        clock,
        metrics,
    )
    watches = Watches(WatchStore(database), editor, poster, renderer, quarantine, clock)
    suspensions = Suspensions(digests, poster, renderer, editor, clock)
    guild_lifecycle = GuildLifecycle(digests, runs, editor, clock)
    next_runs = NextRunUpdater(digests, ZoneRules(database), clock)
    return DigestServices(
        DigestAdministration(
            digests, runs, editor, dispatcher, suspensions, mentions, poster, quarantine, clock
        ),
        editor,
        sender,
        dispatcher,
        suspensions,
        guild_lifecycle,
        next_runs,
        lease,
        Scheduler(
            dispatcher,
            suspensions,
            guild_lifecycle,
            next_runs,
            watches,
            quarantine,
            lease,
            processes,
            clock,
        ),
        Backlog(digests, clock),
        watches,
    )
