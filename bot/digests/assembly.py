"""Builds the services that deliver digests, with their dependencies."""

import asyncio
from collections.abc import Callable
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
from bot.storage.digest_stores import DigestStores
from bot.storage.mention_rights import MentionRightStore
from bot.storage.processes import ProcessStore
from bot.storage.quarantine import QuarantineStore
from bot.storage.releases import ReleaseStore
from bot.storage.servers import ServerStore
from bot.storage.watches import WatchStore


class DigestServices:
    """The delivery of one process; it runs while inside `scheduler.running()`."""

    def __init__(
        self,
        database: Database,
        current: Callable[[], Release],
        poster: Poster,
        renderer: EditionRenderer,
        rate_limiter: RateLimiter,
        rate: float,
        clock: Callable[[], datetime],
        metrics: Metrics,
    ) -> None:
        """`rate` is in requests a second, of all processes together."""
        database.outage.logs = True
        stores, woken = DigestStores(database), asyncio.Event()
        # An SQLite file belongs to one process: it may take over every claim in it.
        alone = database.migrates_itself
        lease = Lease(ProcessStore(database), rate_limiter, rate, clock, alone)
        editions = EditionBuilder(current, ReleaseStore(database), stores.digests, renderer)
        mentions = RoleMentions(MentionRightStore(database), poster, clock)
        sender = Sender(stores.runs, poster, lease, mentions, clock, metrics)
        executor = Executor(sender, metrics, woken.set)
        quarantine = Quarantine(QuarantineStore(database), stores.queue, clock)
        recovery = Recovery(stores.digests, stores.runs, executor, quarantine, lease, clock)
        dispatcher = Dispatcher(
            stores, editions, executor, recovery, quarantine, lease, rate_limiter, clock, metrics
        )
        watches = Watches(
            WatchStore(database), editions, poster, renderer, quarantine, clock, woken.set
        )
        suspensions = Suspensions(stores.digests, poster, renderer, editions, clock, woken.set)
        next_runs = NextRunUpdater(stores.queue, clock)
        self.digests = DigestAdministration(
            stores, editions, dispatcher, executor, suspensions, mentions, poster, quarantine, clock
        )
        self.guild_lifecycle = GuildLifecycle(stores, editions, poster, clock, woken.set)
        self.greetings = Greetings(ServerStore(database), clock)
        self.backlog = Backlog(stores.digests, stores.queue, clock)
        guilds = self.guild_lifecycle
        hourly = guilds.recheck, guilds.erase, self.greetings.erase, quarantine.inspect
        drivers = dispatcher, executor, recovery, suspensions, next_runs, watches
        self.scheduler = Scheduler(*drivers, lease, clock, hourly, woken)
        self.editions, self.executor, self.dispatcher = editions, executor, dispatcher
        self.recovery, self.suspensions, self.watches = recovery, suspensions, watches
        self.next_runs, self.lease, self.sender = next_runs, lease, sender
