"""Wakes delivery: at the next moment that something is due, and at a steady sweep."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

import structlog

from bot.digests.dispatcher import Dispatcher
from bot.digests.guild_lifecycle import GuildLifecycle
from bot.digests.lease import BEAT_SECONDS, Lease
from bot.digests.next_runs import NextRunUpdater
from bot.digests.quarantine import Quarantine
from bot.digests.suspensions import Suspensions
from bot.digests.watches import Watches
from bot.storage.database import RowLockedError, StorageError
from bot.storage.processes import ProcessStore

log = structlog.stdlib.get_logger()

SWEEP_SECONDS: Final = 15
"""How often it is looked for what no clock tells of: dead processes, suspensions, clock jumps."""
Chore: TypeAlias = Callable[[], Awaitable[object]]
JUMP: Final = timedelta(minutes=1)
"""A clock that is off by more than this has been set."""
READY_SECONDS: Final = 30.0
"""So long delivery waits until it is known in which servers the bot still is."""
_SHORTEST: Final = 0.02
_AGAIN: Final = 1.0
"""Seconds until it is tried again where something is due that cannot be claimed at the moment."""


class Scheduler:
    """The jobs that drive the delivery of one process."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        suspensions: Suspensions,
        guild_lifecycle: GuildLifecycle,
        next_runs: NextRunUpdater,
        watches: Watches,
        quarantine: Quarantine,
        lease: Lease,
        processes: ProcessStore,
        clock: Callable[[], datetime],
    ) -> None:
        self._dispatcher = dispatcher
        self._suspensions = suspensions
        self._guild_lifecycle = guild_lifecycle
        self._next_runs = next_runs
        self._watches = watches
        self._quarantine = quarantine
        self._lease = lease
        self._processes = processes
        self._clock = clock
        self._scheduler: Any = None
        self._chores: list[tuple[Chore, int]] = [
            (lease.beat, BEAT_SECONDS),
            (self.sweep, SWEEP_SECONDS),
        ]
        self._woken = asyncio.Event()
        self._ready = asyncio.Event()
        self._seen = (0.0, clock())
        self._cleaned = 0.0

    def also(self, work: Chore, seconds: int) -> None:
        """Has something else done at that interval, from before it runs."""
        self._chores.append((work, seconds))

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """While inside, what is due is posted; what others left is taken over at once."""
        await self._safely(self._begin)
        loop = asyncio.create_task(self._dispatch())
        self._dispatcher.wake = self._suspensions.wake = self._guild_lifecycle.wake = self.wake
        self._watches.wake = self.wake
        try:
            yield
        finally:
            if self._scheduler is not None:
                self._scheduler.shutdown(wait=False)
            loop.cancel()
            await asyncio.gather(loop, return_exceptions=True)
            await self._dispatcher.stop()
            await self._safely(self._lease.leave)

    async def _begin(self) -> None:
        """Before anything else: what changed while nobody was here."""
        last = await self._processes.last_seen()
        await self._lease.beat()
        self._seen = (asyncio.get_running_loop().time(), self._clock())
        if last is not None and last - self._clock() > JUMP:
            await self._jumped()
        await self._next_runs.to_zone_rules()

    def go(self) -> None:
        """Says that it is known in which servers the bot is: delivery begins."""
        self._ready.set()

    def wake(self) -> None:
        """Looks again for what is due; called when something may be due sooner than thought."""
        self._woken.set()

    async def _dispatch(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), READY_SECONDS)
        self._ready.set()
        self._schedule()
        await self._safely(self._dispatcher.retake)
        self.wake()
        while True:
            await self._woken.wait()
            self._woken.clear()
            if self._watches.behind:  # at a start, and after a reload
                await self._safely(self._watches.announce)
            await self._safely(self._dispatcher.run_due)
            await self._safely(self._arm)

    def _schedule(self) -> None:
        # Imported once the bot answers already: it takes a good part of a start.
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: PLC0415

        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for work, seconds in self._chores:
            self._scheduler.add_job(
                self._safely,
                "interval",
                seconds=seconds,
                args=[work],
                coalesce=True,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    async def _arm(self) -> None:
        """Sets the alarm to the next moment."""
        at = await self._dispatcher.next_at()
        if at is None:
            return
        # By our own clock, not the scheduler's: the two may differ.
        wait = (at - self._clock()).total_seconds()
        wait = _AGAIN if wait <= 0 else max(wait, _SHORTEST)
        alarm = datetime.now(UTC) + timedelta(seconds=min(wait, 86_400.0))
        self._scheduler.add_job(
            self.wake,
            "date",
            run_date=alarm,
            id="alarm",
            replace_existing=True,
            misfire_grace_time=None,
        )

    async def sweep(self) -> None:
        """Looks after what no clock tells of."""
        chores: list[Chore] = [
            self._watch_the_clock,
            self._dispatcher.retake,
            self._suspensions.tell,
            self._suspensions.look_around,
            self._watches.announce,
        ]
        if asyncio.get_running_loop().time() - self._cleaned > 3_600 or not self._cleaned:
            self._cleaned = asyncio.get_running_loop().time()
            chores += [
                self._guild_lifecycle.erase,
                self._lease.clean,
                self._next_runs.to_zone_rules,
                self._quarantine.inspect,
            ]
        for chore in chores:
            try:
                await chore()
            except StorageError:
                raise  # the others would fail as well
            except Exception:
                log.exception("delivery stumbled")
        self.wake()

    async def _watch_the_clock(self) -> None:
        ticks, moment = self._seen
        self._seen = (asyncio.get_running_loop().time(), self._clock())
        passed = timedelta(seconds=self._seen[0] - ticks)
        if moment + passed - self._seen[1] > JUMP:
            await self._jumped()

    async def _jumped(self) -> None:
        # What was posted before the clock was set back has its record, and is not posted again.
        moved = await self._next_runs.all()
        log.warning("the clock was set back", digests=moved)

    async def _safely(self, work: Chore) -> None:
        """Does the work; a fault is told once in the log, and the clockwork goes on."""
        try:
            await work()
        except RowLockedError as error:
            log.warning("delivery waits for a row", reason=str(error))
        except StorageError:
            return  # the database says in the log that it is unavailable
        except Exception:
            log.exception("delivery stumbled")
