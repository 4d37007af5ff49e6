"""Builds the services that deliver digests, with their dependencies."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.digests.administration import DigestAdministration
from bot.digests.backlog import Backlog
from bot.digests.dispatcher import Dispatcher
from bot.digests.editions import EditionBuilder
from bot.digests.executor import Executor
from bot.digests.greetings import Greetings
from bot.digests.guild_lifecycle import GuildLifecycle
from bot.digests.interfaces import EditionRenderer, Poster
from bot.digests.lease import Lease
from bot.digests.next_runs import NextRunUpdater
from bot.digests.quarantine import Quarantine
from bot.digests.rate_limiter import RateLimiter
from bot.digests.recovery import Recovery
from bot.digests.role_mentions import RoleMentions
from bot.digests.scheduler import Scheduler
from bot.digests.sender import Sender
from bot.digests.suspensions import Suspensions
from bot.digests.watches import Watches
from bot.domain.release import Release
from bot.metrics import Metrics
from bot.storage.database import Database
from bot.storage.digest_stores import open_stores
from bot.storage.mention_rights import MentionRightStore
from bot.storage.processes import ProcessStore
from bot.storage.quarantine import QuarantineStore
from bot.storage.releases import ReleaseStore
from bot.storage.servers import ServerStore
from bot.storage.watches import WatchStore
from bot.storage.zone_rules import ZoneRules


@dataclass(frozen=True, slots=True)
class DigestServices:
    """The delivery of one process; it runs while inside `scheduler.running()`."""

    digests: DigestAdministration
    editions: EditionBuilder
    sender: Sender
    executor: Executor
    recovery: Recovery
    dispatcher: Dispatcher
    suspensions: Suspensions
    guild_lifecycle: GuildLifecycle
    greetings: Greetings
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
    stores = open_stores(database)
    # An SQLite file belongs to one process: it may take over every claim in it.
    alone = database.migrates_itself
    lease = Lease(ProcessStore(database), rate_limiter, rate, clock, alone)
    editions = EditionBuilder(current, ReleaseStore(database), stores.digests, renderer)
    mentions = RoleMentions(MentionRightStore(database), poster, clock)
    sender = Sender(stores.runs, poster, lease, mentions, clock, metrics)
    executor = Executor(sender, metrics)
    quarantine = Quarantine(QuarantineStore(database), stores.queue, clock)
    recovery = Recovery(stores.digests, stores.runs, executor, quarantine, lease, clock)
    dispatcher = Dispatcher(
        stores, editions, executor, recovery, quarantine, lease, rate_limiter, clock, metrics
    )
    watches = Watches(WatchStore(database), editions, poster, renderer, quarantine, clock)
    suspensions = Suspensions(stores.digests, poster, renderer, editions, clock)
    guilds = GuildLifecycle(stores, editions, clock)
    next_runs = NextRunUpdater(stores.queue, ZoneRules(database), clock)
    administration = DigestAdministration(
        stores, editions, dispatcher, executor, suspensions, mentions, poster, quarantine, clock
    )
    greetings = Greetings(ServerStore(database), clock)
    hourly = guilds.erase, greetings.erase, quarantine.inspect
    scheduler = Scheduler(
        dispatcher, executor, recovery, suspensions, next_runs, watches, lease, clock, hourly
    )
    for source in (executor, suspensions, guilds, watches):
        source.wake = scheduler.wake
    return DigestServices(
        administration,
        editions,
        sender,
        executor,
        recovery,
        dispatcher,
        suspensions,
        guilds,
        greetings,
        next_runs,
        lease,
        scheduler,
        Backlog(stores.digests, stores.queue, clock),
        watches,
    )
