"""Claims what is due and posts it: a bounded number at a time, each channel in order."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, NamedTuple
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

import structlog

from bot.delivery.editions import Editor, Made
from bot.delivery.lease import Lease
from bot.delivery.pace import Pacer
from bot.delivery.post import DOCUMENT, Document
from bot.delivery.sender import End, Sender
from bot.domain.digest import Cause, Digest, Run
from bot.domain.schedule import stored_schedule
from bot.domain.slots import plan
from bot.metrics import Metrics
from bot.storage.database import StorageError
from bot.storage.digests import DigestStore
from bot.storage.runs import Plan, RunStore

log = structlog.stdlib.get_logger()

AT_ONCE: Final = 64
"""Runs on their way at a time in one process: enough for 45 a second at over a second each."""
BATCH: Final = 200
MOST_STUCK: Final = 10
"""Rows that are passed over in one go: as many as one process can hold locked."""
STOP_SECONDS: Final = 2.0
"""What is on its way has so long to end when the bot stops."""
LONGEST_TRY: Final = timedelta(hours=6)
MANUAL_TRY: Final = timedelta(minutes=15)
WATCH_TRY: Final = timedelta(days=7)
"""Nothing comes after a watch's message that could make up for it."""


class Owed(NamedTuple):
    """What is owed of a digest at a moment; a watch has nothing after it, and misses nothing."""

    post: datetime | None
    late: bool
    missed: Sequence[datetime]
    next: datetime | None
    until: datetime
    """When the post is given up."""


class Dispatcher:
    """The runs of this process, from the slot to the post."""

    def __init__(
        self,
        digests: DigestStore,
        runs: RunStore,
        editor: Editor,
        sender: Sender,
        lease: Lease,
        pacer: Pacer,
        clock: Callable[[], datetime],
        metrics: Metrics,
    ) -> None:
        self._digests = digests
        self._metrics = metrics
        self._runs = runs
        self._editor = editor
        self._sender = sender
        self._lease = lease
        self._pacer = pacer
        self._clock = clock
        self._places = asyncio.Semaphore(AT_ONCE)
        self._one_at_a_time = asyncio.Lock()
        self._channels: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._busy: set[int] = set()
        self._held_back: set[int] = set()
        self._under_way: dict[int, asyncio.Task[End]] = {}
        self.wake: Callable[[], None] = lambda: None
        """Called when something may be due sooner than it was thought."""

    # -- What is due --

    async def run_due(self) -> None:
        """Claims and starts everything that is due at this moment; does not wait for its end."""
        async with self._one_at_a_time:
            for run in await self._runs.due_retries(self._lease.process, self._clock()):
                await self._retry(run)
            while not self._pacer.exhausted and await self._claim_some():
                pass

    async def _claim_some(self) -> bool:
        """Claims a batch; whether there may be more."""
        # What is due in a channel that is being posted to waits for that, and holds up nobody.
        due = await self._digests.due(self._clock(), BATCH, self._busy)
        stuck = 0
        for digest in due:
            if digest.channel_id in self._busy:
                self._held_back.add(digest.channel_id)  # by an earlier one of this batch
                continue
            await self._places.acquire()
            started = False
            try:
                started = await self._claim(digest)
            except StorageError as error:
                stuck = _bear(error, stuck)
            finally:
                if not started:
                    self._places.release()
        return bool(due) and not stuck

    async def _claim(self, digest: Digest) -> bool:
        """Claims the digest's slot and starts to post it; False where there is nothing to post."""
        term, now = await self._lease.renew(), self._clock()
        due = digest.next_run_at
        if due is None or due > now:
            return False
        owed = _owed(digest, due, now)
        ready, document = None, None
        if owed.post is not None:
            made = await self._made(digest, owed.post, late=owed.late)
            ready = _plan(digest, made, owed.post, late=owed.late, until=owed.until)
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
        self._start(run, digest, document, term, fresh=True, placed=True)
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
        ready = _plan(digest, made, now, late=False, until=now + MANUAL_TRY, manual=True)
        run = await self._runs.claim_now(digest.id, ready, self._lease.process, at=now)
        if run is not None and made.document is not None:
            self._start(run, digest, made.document, term, fresh=True)
        else:
            self._count_without_post(run)
        return run

    def _count_without_post(self, run: Run | None) -> None:
        """Counts a run that was over at once: nothing to post, or no edition could be made."""
        if run is not None:
            self._metrics.run_ended(run.state)

    async def ended(self, run_id: int, seconds: float) -> Run | None:
        """The run once it is over or put off, or as it is when the seconds are."""
        task = self._under_way.get(run_id)
        if task is not None:
            await asyncio.wait({task}, timeout=seconds)
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
            if run.id in self._under_way or (mine and run.retry_at is not None):
                continue
            try:
                if mine or await self._runs.retake(run, self._lease.process):
                    await self._retry(run)
                    taken += 1
            except StorageError as error:
                stuck = _bear(error, stuck)
        return taken

    async def _retry(self, run: Run) -> None:
        term = await self._lease.renew()
        digest = await self._digests.get(run.digest_id)
        text = await self._runs.document(run.id)
        if digest is None or text is None or run.id in self._under_way:
            return
        if digest.state == "suspended" and digest.cause is not None:
            # Another digest's run was refused in this channel meanwhile: nothing more goes there.
            await self._runs.fail(run, digest.cause, self._lease.process, at=self._clock())
            return
        ours = await self._runs.begin_again(run, self._lease.process)
        if ours and run.id not in self._under_way:
            document = DOCUMENT.validate_json(text)
            self._start(run, _as_claimed(digest, document), document, term, fresh=False)

    # -- On the way --

    def _start(
        self,
        run: Run,
        digest: Digest,
        document: Document,
        term: int,
        *,
        fresh: bool,
        placed: bool = False,
    ) -> None:
        """Begins to post a run that was claimed in that term of the lease."""
        self._busy.add(digest.channel_id)
        deliver = partial(self._sender.deliver, run, digest.target, document, term, fresh=fresh)
        task = asyncio.create_task(self._deliver(run, digest, deliver, placed=placed))
        self._under_way[run.id] = task
        task.add_done_callback(lambda task: self._over(run, digest, task))

    async def _deliver(
        self, run: Run, digest: Digest, deliver: Callable[[], Awaitable[End]], *, placed: bool
    ) -> End:
        if not placed:
            await self._places.acquire()
        try:
            lock = self._channels.setdefault(digest.channel_id, asyncio.Lock())
            async with lock:
                return await deliver()
        except StorageError as error:
            # The claim stays ours, and the sweep takes it up again.
            log.error("digest interrupted", run=run.id, reason=str(error))
            return "lost"
        except Exception:
            log.exception("digest failed", digest=run.digest_id, run=run.id)
            return "lost"
        finally:
            self._places.release()

    def _over(self, run: Run, digest: Digest, task: asyncio.Task[End]) -> None:
        self._under_way.pop(run.id, None)
        self._busy.discard(digest.channel_id)
        end = "lost" if task.cancelled() else task.result()
        self._metrics.run_ended(end)
        put_off = end != "sent"
        # Not after each post: a look costs as much as a post.
        if put_off or not self._under_way or digest.channel_id in self._held_back:
            self._held_back.discard(digest.channel_id)
            self.wake()

    async def settle(self) -> None:
        """Returns when nothing is under way any more."""
        while self._under_way:
            await asyncio.wait(list(self._under_way.values()))

    async def stop(self) -> None:
        """Breaks off what does not end soon; its claims stay and are taken up later."""
        tasks = list(self._under_way.values())
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def under_way(self) -> int:
        """How many runs this process works on."""
        return len(self._under_way)


def _owed(digest: Digest, due: datetime, now: datetime) -> Owed:
    if digest.record is not None:
        # Whatever changed is told, however late.
        return Owed(due, late=False, missed=(), next=None, until=now + WATCH_TRY)
    found = plan(stored_schedule(digest.order.schedule), ZoneInfo(digest.order.timezone), due, now)
    newest = found.post or due
    until = newest + min((found.next - newest) / 2, LONGEST_TRY)
    return Owed(found.post, late=found.late, missed=found.missed, next=found.next, until=until)


def _bear(error: StorageError, before: int) -> int:
    """How many rows are stuck with this one; raises where so many tell of the database itself.

    A process that stands still may hold the lock of a row; the other rows must not wait for it.
    """
    if before >= MOST_STUCK:
        raise error
    log.warning("passed over for now", reason=str(error))
    return before + 1


def _as_claimed(digest: Digest, document: Document) -> Digest:
    """The digest with the target that it had when the document was made."""
    if document.target is None:
        return digest
    return replace(digest, order=replace(digest.order, target=document.target))


def _plan(
    digest: Digest,
    made: Made,
    slot: datetime,
    *,
    late: bool,
    until: datetime,
    manual: bool = False,
) -> Plan:
    document = made.document
    return Plan(
        slot=slot,
        kind="manual" if manual else "scheduled",
        number=digest.editions + 1,
        compared_with=made.since,
        version=made.version,
        late=late,
        parts=len(document.parts) if document else 0,
        document=DOCUMENT.dump_json(document).decode() if document else None,
        give_up_at=until,
        fault=made.fault,
    )
