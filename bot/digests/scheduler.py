"""Runs delivery when something is due, and its regular jobs."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

import structlog

from bot.digests.dispatcher import Dispatcher
from bot.digests.executor import Executor
from bot.digests.lease import BEAT_SECONDS, Lease
from bot.digests.next_runs import NextRunUpdater
from bot.digests.recovery import Recovery
from bot.digests.suspensions import Suspensions
from bot.digests.watches import Watches
from bot.storage.database import RowLockedError, StorageError

log = structlog.stdlib.get_logger()

SWEEP_SECONDS: Final = 15
"""How often the bot polls for events without a timer: dead processes, suspensions."""
CLOCK_SECONDS: Final = 5
"""How often the system clock is compared with the monotonic clock."""
STEP: Final = timedelta(seconds=1)
"""A clock that gained or lost more than this between two comparisons was set."""
Job: TypeAlias = Callable[[], Awaitable[object]]
JUMP: Final = timedelta(minutes=1)
"""Next runs are computed again after a clock was set back by more than this."""
READY_SECONDS: Final = 30.0
"""How long delivery waits to learn which servers the bot is in."""
_SHORTEST: Final = 0.02
_RETRY_SECONDS: Final = 1.0
"""Until the next try where something is due that cannot be claimed now."""


@dataclass(eq=False, repr=False)
class Scheduler:
    """The jobs that drive the delivery of one process."""

    _dispatcher: Dispatcher
    _executor: Executor
    _recovery: Recovery
    _suspensions: Suspensions
    _next_runs: NextRunUpdater
    _watches: Watches
    _lease: Lease
    _clock: Callable[[], datetime]
    _hourly: Sequence[Job]
    _woken: asyncio.Event

    def __post_init__(self) -> None:
        self._scheduler: Any = None
        self._jobs: list[tuple[Job, int]] = [
            (self._lease.heartbeat, BEAT_SECONDS),
            (self.sweep, SWEEP_SECONDS),
        ]
        self._ready = asyncio.Event()
        self._was_set_back = False
        self._cleaned = 0.0

    def add_job(self, job: Job, seconds: int) -> None:
        """Adds a job with that interval; only before `running`."""
        self._jobs.append((job, seconds))

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """While inside, due digests are posted; runs of dead processes are taken over at once."""
        loops = [
            asyncio.create_task(self._safely(work)) for work in (self._dispatch, self._watch_clock)
        ]
        try:
            yield
        finally:
            if self._scheduler is not None:
                self._scheduler.shutdown(wait=False)
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            await self._executor.stop()
            await self._safely(self._lease.leave)

    async def _begin(self) -> None:
        """Follows what changed while no process ran."""
        last = await self._lease.last_seen()
        await self._lease.heartbeat()
        self._was_set_back = last is not None and last - self._clock() > JUMP
        await self._follow_clock()
        await self._next_runs.follow_zone_rules()

    def go(self) -> None:
        """Starts delivery, once the bot knows which servers it is in."""
        self._ready.set()

    def wake(self) -> None:
        """Checks again for due digests; called when something may be due earlier than expected."""
        self._woken.set()

    async def _dispatch(self) -> None:
        await self._safely(self._begin)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), READY_SECONDS)
        self._ready.set()
        self._schedule()
        await self._safely(self._recovery.retake)
        self.wake()
        while True:
            await self._woken.wait()
            self._woken.clear()
            if self._watches.behind:  # at a start, and after a reload
                await self._safely(self._watches.announce)
            await self._safely(self._dispatcher.run_due)
            await self._safely(self._arm)

    def _schedule(self) -> None:
        # Imported once the bot answers: the import takes a good part of a start.
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: PLC0415

        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for job, seconds in self._jobs:
            self._scheduler.add_job(
                self._safely,
                "interval",
                seconds=seconds,
                args=[job],
                coalesce=True,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    async def _arm(self) -> None:
        """Sets the timer to the next due moment."""
        at = await self._dispatcher.next_at()
        if at is None:
            return
        # By the bot's own clock, not the scheduler's: the two may differ.
        wait = (at - self._clock()).total_seconds()
        wait = _RETRY_SECONDS if wait <= 0 else max(wait, _SHORTEST)
        run_date = datetime.now(UTC) + timedelta(seconds=min(wait, 86_400.0))
        self._scheduler.add_job(
            self.wake,
            "date",
            run_date=run_date,
            id="next-run",
            replace_existing=True,
            misfire_grace_time=None,
        )

    async def sweep(self) -> None:
        """Polls for events without a timer."""
        jobs: list[Job] = [
            self._follow_clock,
            self._recovery.retake,
            self._suspensions.notify,
            self._suspensions.check_old,
            self._watches.announce,
        ]
        if asyncio.get_running_loop().time() - self._cleaned > 3_600 or not self._cleaned:
            self._cleaned = asyncio.get_running_loop().time()
            jobs += (*self._hourly, self._lease.clean, self._next_runs.follow_zone_rules)
        for job in jobs:
            try:
                await job()
            except StorageError:
                raise  # the others would fail as well
            except Exception:
                log.exception("delivery job failed")
        self.wake()

    async def _watch_clock(self) -> None:
        """Runs what is due by the new time when the system clock was set, in either direction."""
        seen = time.monotonic(), self._clock()
        while True:
            await asyncio.sleep(CLOCK_SECONDS)
            (ticks, moment), seen = seen, (time.monotonic(), self._clock())
            step = seen[1] - moment - timedelta(seconds=seen[0] - ticks)
            if abs(step) > STEP:
                log.warning("system clock was set", seconds=round(step.total_seconds()))
                self._was_set_back |= step < -JUMP
                self._plan_again(back=step < timedelta())

    def _plan_again(self, *, back: bool) -> None:
        if self._scheduler is not None:
            # Jobs are planned by the system clock: after an hour back, they would wait for an hour.
            for job in self._scheduler.get_jobs() if back else ():
                job.modify(next_run_time=datetime.now(UTC))
            self._scheduler.wakeup()
        self.wake()

    async def _follow_clock(self) -> None:
        """Computes the next runs again after the clock was set back."""
        if self._was_set_back:
            # What was posted before then has its record, and is not posted again.
            moved = await self._next_runs.recompute()
            self._was_set_back = False
            log.warning("next runs follow the clock that was set back", digests=moved)

    async def _safely(self, job: Job) -> None:
        """Runs the job; a failure is logged once, and delivery continues."""
        try:
            await job()
        except RowLockedError as error:
            log.warning("delivery paused: row locked", reason=str(error))
        except StorageError:
            return  # the outage is in the log already
        except Exception:
            log.exception("delivery loop failed")
