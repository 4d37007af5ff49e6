"""Claims what is due and posts it: a bounded number at a time, each channel in order."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog

from bot.digests.editions import Editor, Made
from bot.digests.execution import Executor
from bot.digests.lease import Lease
from bot.digests.planning import MANUAL_TRY, as_claimed, owed_at, plan_of, read_document
from bot.digests.quarantine import Quarantine
from bot.digests.rate_limiter import RateLimiter
from bot.domain.digests.subscription import Cause, Digest, Run
from bot.metrics import Metrics
from bot.storage.database import RowLockedError, StorageError
from bot.storage.digests import DigestStore
from bot.storage.runs import RunStore

log = structlog.stdlib.get_logger()

BATCH: Final = 200
MOST_STUCK: Final = 10
"""Rows that are passed over in one go: as many as one process can hold locked."""


class Dispatcher:
    """The runs of this process, from the slot to the post."""

    def __init__(
        self,
        digests: DigestStore,
        runs: RunStore,
        editor: Editor,
        executor: Executor,
        quarantine: Quarantine,
        lease: Lease,
        rate_limiter: RateLimiter,
        clock: Callable[[], datetime],
        metrics: Metrics,
    ) -> None:
        self._digests = digests
        self._metrics = metrics
        self._runs = runs
        self._editor = editor
        self._executor = executor
        self._quarantine = quarantine
        self._lease = lease
        self._rate_limiter = rate_limiter
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._failed: set[int] = set()
        """Digests whose claim failed by a defect: said once."""

    @property
    def wake(self) -> Callable[[], None]:
        """Called when something may be due sooner than it was thought."""
        return self._executor.wake

    @wake.setter
    def wake(self, wake: Callable[[], None]) -> None:
        self._executor.wake = wake

    # -- What is due --

    async def run_due(self) -> None:
        """Claims and starts everything that is due at this moment; does not wait for its end."""
        async with self._one_at_a_time:
            for run in await self._runs.due_retries(self._lease.process, self._clock()):
                await self._retry(run)
            tried: set[tuple[int, datetime | None]] = set()
            while not self._rate_limiter.exhausted and await self._claim_some(tried):
                pass

    async def _claim_some(self, tried: set[tuple[int, datetime | None]]) -> bool:
        """Claims a batch without what was tried already; whether there may be more."""
        # What is due in a channel that is being posted to waits for that, and holds up nobody.
        busy = self._executor.busy
        due = await self._digests.due(self._clock(), BATCH, busy)
        fresh = [digest for digest in due if (digest.id, digest.next_run_at) not in tried]
        stuck = 0
        for digest in fresh:
            if digest.channel_id in busy:
                self._executor.hold_back(digest.channel_id)  # by an earlier one of this batch
                continue
            tried.add((digest.id, digest.next_run_at))
            await self._executor.slots.acquire()
            started = False
            try:
                started = await self._claim(digest)
            except RowLockedError as error:
                stuck = _bear(error, stuck)
            except StorageError:
                raise
            except Exception:
                if digest.id not in self._failed:  # it stays due, and the others go on
                    self._failed.add(digest.id)
                    log.exception("digest not claimed", digest=digest.id)
            finally:
                if not started:
                    self._executor.slots.release()
        return bool(fresh) and not stuck

    async def _claim(self, digest: Digest) -> bool:
        """Claims the digest's slot and starts to post it; False where there is nothing to post."""
        if digest.unreadable or digest.state != "active":
            await self._quarantine.suspend(digest)
            return False
        term, now = await self._lease.renew(), self._clock()
        due = digest.next_run_at
        if due is None or due > now:
            return False
        owed = owed_at(digest, due, now)
        ready, document = None, None
        if owed.post is not None:
            made = await self._made(digest, owed.post, late=owed.late)
            ready = plan_of(digest, made, owed.post, late=owed.late, until=owed.until)
            document = made.document
        run = await self._runs.claim(
            digest, ready, owed.missed, owed.next, self._lease.process, at=self._clock()
        )
        if run is not None or ready is None:
            # Of slots that are all too old to be posted, another process may count the same.
            self._metrics.run_ended("missed", len(owed.missed))
        if run is None or document is None:
            self._count_without_post(run)
            return False
        self._executor.start(run, digest, document, term, fresh=True, placed=True)
        return True

    async def _made(self, digest: Digest, slot: datetime, *, late: bool) -> Made:
        """The edition; where it cannot be made, a run that says so: others must not wait for it."""
        try:
            return await self._editor.make(digest, slot, late=late)
        except StorageError:
            raise
        except Exception:
            log.exception("edition not made", digest=digest.id)
            return Made(self._editor.version, digest.baseline, None, Cause("invalid"))

    async def run_now(self, digest: Digest) -> Run | None:
        """Posts the digest outside its schedule; None where a run of it is open already.

        Comes back with the run once it is claimed, or over where there was nothing to post.
        """
        term, now = await self._lease.renew(), self._clock()
        made = await self._editor.make(digest, now, manual=True)
        ready = plan_of(digest, made, now, late=False, until=now + MANUAL_TRY, manual=True)
        run = await self._runs.claim_now(digest.id, ready, self._lease.process, at=now)
        if run is not None and made.document is not None:
            self._executor.start(run, digest, made.document, term, fresh=True)
        else:
            self._count_without_post(run)
        return run

    def _count_without_post(self, run: Run | None) -> None:
        """Counts a run that was over at once: nothing to post, or no edition could be made."""
        if run is not None:
            self._metrics.run_ended(run.state)

    async def ended(self, run_id: int, seconds: float) -> Run | None:
        """The run once it is over or put off, or as it is when the seconds are."""
        await self._executor.wait(run_id, seconds)
        return await self._runs.get(run_id)

    async def next_at(self) -> datetime | None:
        """When something is due next, as far as it is known now."""
        moments = await self._digests.next_due(), await self._runs.next_retry(self._lease.process)
        return min(filter(None, moments), default=None)

    # -- What was left lying --

    async def retake(self) -> int:
        """Takes over the runs of dead processes, and own ones that nobody works on; how many."""
        taken = stuck = 0
        alive = await self._lease.alive()
        others = [process for process in alive if process != self._lease.process]
        for run in await self._runs.orphans(others):
            mine = run.claimed_by == self._lease.process
            if self._executor.has(run.id) or (mine and _is_put_off(run)):
                continue
            try:
                if mine or run.unreadable or await self._runs.retake(run, self._lease.process):
                    await self._retry(run)
                    taken += 1
            except RowLockedError as error:
                stuck = _bear(error, stuck)
        return taken

    async def _retry(self, run: Run) -> None:
        """Takes up an open run; one that cannot be taken up is ended."""
        try:
            await self._take_up(run)
        except StorageError:
            raise
        except Exception:
            log.exception("run not taken up", run=run.id)
            await self._quarantine.end(run)

    async def _take_up(self, run: Run) -> None:
        term = await self._lease.renew()
        if run.unreadable or run.state != "claimed":
            await self._quarantine.end(run, "state")
            return
        digest = await self._digests.get(run.digest_id)
        text = await self._runs.document(run.id)
        if self._executor.has(run.id):
            return
        document = read_document(text, run.parts)
        if digest is None or document is None:
            # Gone by now, which ends the run as well; or what is stored cannot be read.
            await self._quarantine.end(run, "document" if digest else "digest_id")
            return
        if digest.state == "suspended" and digest.cause is not None:
            # Another digest's run was refused in this channel meanwhile: nothing more goes there.
            await self._runs.fail(run, digest.cause, self._lease.process, at=self._clock())
            return
        ours = await self._runs.begin_again(run, self._lease.process)
        if ours and not self._executor.has(run.id):
            self._executor.start(run, as_claimed(digest, document), document, term, fresh=False)

    # -- On the way --

    async def settle(self) -> None:
        """Returns when nothing is under way any more."""
        await self._executor.settle()

    async def stop(self) -> None:
        """Breaks off what does not end soon; its claims stay and are taken up later."""
        await self._executor.stop()

    @property
    def under_way(self) -> int:
        """How many runs this process works on."""
        return self._executor.under_way


def _is_put_off(run: Run) -> bool:
    return run.retry_at is not None and not run.unreadable


def _bear(error: RowLockedError, before: int) -> int:
    """How many rows are stuck with this one; raises where so many tell of the database itself.

    A process that stands still may hold the lock of a row; the other rows must not wait for it.
    """
    if before >= MOST_STUCK:
        raise error
    log.warning("passed over for now", reason=str(error))
    return before + 1
