"""Claims due digests and starts to post them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from bot.digests.editions import BuiltEdition, EditionBuilder
from bot.digests.executor import Executor
from bot.digests.lease import Lease
from bot.digests.planning import MANUAL_LIMIT, due_run, run_plan
from bot.digests.quarantine import Quarantine
from bot.digests.rate_limiter import RateLimiter
from bot.digests.recovery import Recovery, count_locked
from bot.domain.digests.subscription import Cause, Digest, Run
from bot.metrics import Metrics
from bot.storage.database import RowLockedError, StorageError
from bot.storage.digest_stores import DigestStores

log = structlog.stdlib.get_logger()

_BATCH: Final = 200


@dataclass(eq=False, repr=False)
class Dispatcher:
    """Turns due slots into claimed runs."""

    _stores: DigestStores
    _editions: EditionBuilder
    _executor: Executor
    _recovery: Recovery
    _quarantine: Quarantine
    _lease: Lease
    _rate_limiter: RateLimiter
    _clock: Callable[[], datetime]
    _metrics: Metrics

    def __post_init__(self) -> None:
        self._lock = asyncio.Lock()
        self._failed: set[int] = set()
        """Digests whose claim failed by a defect, already logged."""

    async def run_due(self) -> None:
        """Claims and starts everything that is due now; does not wait until it is posted."""
        async with self._lock:
            await self._recovery.retry_due()
            tried: set[tuple[int, datetime | None]] = set()
            while not self._rate_limiter.exhausted and await self._claim_batch(tried):
                pass

    async def _claim_batch(self, tried: set[tuple[int, datetime | None]]) -> bool:
        """Claims a batch without what was tried already; whether there may be more."""
        # What is due in a busy channel waits for that channel, and delays no other.
        busy = self._executor.busy
        due = await self._stores.queue.due(self._clock(), _BATCH, busy)
        fresh = [digest for digest in due if (digest.id, digest.next_run_at) not in tried]
        locked = 0
        for digest in fresh:
            if digest.channel_id in busy:
                self._executor.wake_when_free(digest.channel_id)  # an earlier one of this batch
                continue
            tried.add((digest.id, digest.next_run_at))
            await self._executor.slots.acquire()
            started = False
            try:
                started = await self._claim(digest)
            except RowLockedError as error:
                locked = count_locked(error, locked)
            except StorageError:
                raise
            except Exception:
                if digest.id not in self._failed:  # it stays due, and the others go on
                    self._failed.add(digest.id)
                    log.exception("digest not claimed", digest=digest.id)
            finally:
                if not started:
                    self._executor.slots.release()
        return bool(fresh) and not locked

    async def _claim(self, digest: Digest) -> bool:
        """Claims the digest's slot and starts to post it; False where there is nothing to post."""
        if digest.unreadable or digest.state != "active":
            await self._quarantine.suspend(digest)
            return False
        term, now = await self._lease.renew(), self._clock()
        due = digest.next_run_at
        if due is None or due > now:
            return False
        run_due = due_run(digest, due, now)
        plan, document = None, None
        if run_due.post is not None:
            built = await self._build(digest, run_due.post, late=run_due.late)
            plan = run_plan(digest, built, run_due.post, late=run_due.late, until=run_due.until)
            document = built.document
        mine = self._lease.process
        with self._executor.claiming(digest.id):
            run = await self._stores.claims.claim(
                digest, plan, run_due.missed, run_due.next, mine, at=self._clock()
            )
        if run is not None or plan is None:
            # Where all slots are too old to be posted, another process may count the same.
            self._metrics.run_ended("missed", len(run_due.missed))
        if run is None or document is None:
            self._count_without_post(run)
            return False
        self._executor.start(run, digest, document, term, fresh=True, has_slot=True)
        return True

    async def _build(self, digest: Digest, slot: datetime, *, late: bool) -> BuiltEdition:
        """The edition; one that cannot be built becomes a failed run, so that others go on."""
        try:
            return await self._editions.build(digest, slot, late=late)
        except StorageError:
            raise
        except Exception:
            log.exception("edition not built", digest=digest.id)
            version = self._editions.version
            return BuiltEdition(version, digest.baseline, None, Cause("invalid"))

    async def run_now(self, digest: Digest) -> Run | None:
        """Posts the digest outside its schedule; None where a run of it is open already.

        Returns the run once it is claimed, or over where there was nothing to post.
        """
        term, now = await self._lease.renew(), self._clock()
        built = await self._editions.build(digest, now, manual=True)
        plan = run_plan(digest, built, now, late=False, until=now + MANUAL_LIMIT, manual=True)
        with self._executor.claiming(digest.id):
            run = await self._stores.claims.claim_now(digest.id, plan, self._lease.process, at=now)
        if run is not None and built.document is not None:
            self._executor.start(run, digest, built.document, term, fresh=True)
        else:
            self._count_without_post(run)
        return run

    def _count_without_post(self, run: Run | None) -> None:
        """Counts a run that is over at once: nothing to post, or no edition could be built."""
        if run is not None:
            self._metrics.run_ended(run.state)

    async def next_at(self) -> datetime | None:
        """When something is due next, as far as known now."""
        moments = (
            await self._stores.queue.next_due(),
            await self._stores.runs.next_retry(self._lease.process),
        )
        return min(filter(None, moments), default=None)
