"""Posts claimed runs: a bounded number at a time, one after another in each channel."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final
from weakref import WeakValueDictionary

import structlog

from bot.digests.interfaces import PreparedEdition
from bot.digests.sender import End, Sender
from bot.domain.digests.subscription import Cause, Digest, Run
from bot.metrics import Metrics
from bot.storage.database import StorageError

log = structlog.stdlib.get_logger()

AT_ONCE: Final = 64
"""Runs that one process posts at a time: enough for 45 a second at over a second each."""
STOP_SECONDS: Final = 2.0
"""How long running posts may take to end when the bot stops."""


@dataclass(eq=False, repr=False)
class Executor:
    """The runs that this process works on."""

    _sender: Sender
    _metrics: Metrics
    wake: Callable[[], None]
    """Called when something may be due earlier than expected."""

    def __post_init__(self) -> None:
        self.slots = asyncio.Semaphore(AT_ONCE)
        """One for each run that is posted."""
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._pending: Counter[int] = Counter()
        """Runs in progress or waiting for their channel, by channel."""
        self._waiting: set[int] = set()
        """Busy channels with more digests due."""
        self._tasks: dict[int, asyncio.Task[End]] = {}
        self._claiming: list[int] = []
        """Digests whose claims are not answered yet."""

    @property
    def busy(self) -> Collection[int]:
        """Channels that are being posted to."""
        return self._pending.keys()

    @property
    def under_way(self) -> int:
        """How many runs this process works on."""
        return len(self._tasks)

    @contextmanager
    def claiming(self, digest_id: int) -> Generator[None]:
        """While a claim is made: its run may be stored before the claim is answered.

        To be left without awaiting before `start`: then nobody else starts that run.
        """
        self._claiming.append(digest_id)
        try:
            yield
        finally:
            self._claiming.remove(digest_id)

    def has(self, run: Run) -> bool:
        """Whether this process works on that run, or may be about to."""
        return run.id in self._tasks or run.digest_id in self._claiming

    def wake_when_free(self, channel_id: int) -> None:
        """Calls `wake` once the channel is free."""
        self._waiting.add(channel_id)

    def start(
        self,
        run: Run,
        digest: Digest,
        document: PreparedEdition,
        term: int,
        *,
        fresh: bool,
        has_slot: bool = False,
    ) -> None:
        """Begins to post a run that was claimed in that term of the lease.

        `has_slot`: the caller has acquired one of the slots for it.
        """
        self._pending[digest.channel_id] += 1
        deliver = partial(self._sender.deliver, run, digest.target, document, term, fresh=fresh)
        task = asyncio.create_task(self._deliver(run, digest, deliver, has_slot=has_slot))
        self._tasks[run.id] = task
        task.add_done_callback(lambda task: self._over(run, digest, task))

    async def _deliver(
        self, run: Run, digest: Digest, deliver: Callable[[], Awaitable[End]], *, has_slot: bool
    ) -> End:
        if not has_slot:
            await self.slots.acquire()
        try:
            lock = self._locks.setdefault(digest.channel_id, asyncio.Lock())
            async with lock:
                return await deliver()
        except StorageError as error:
            # The claim stays ours, and the sweep continues it. An outage is in the log.
            log.info("digest interrupted", run=run.id, reason=str(error))
            return "lost"
        except Exception:
            log.exception("digest failed", digest=run.digest_id, run=run.id)
            return await self._put_off(run)
        finally:
            self.slots.release()

    async def _put_off(self, run: Run) -> End:
        """After a defect: the run is tried again as after a failure, and no other waits for it."""
        try:
            return await self._sender.put_off(run, Cause("invalid"))
        except StorageError as error:
            log.info("digest interrupted", run=run.id, reason=str(error))
            return "lost"

    def _over(self, run: Run, digest: Digest, task: asyncio.Task[End]) -> None:
        channel_id = digest.channel_id
        self._tasks.pop(run.id, None)
        self._pending[channel_id] -= 1
        if not self._pending[channel_id]:
            del self._pending[channel_id]
        end = "lost" if task.cancelled() else task.result()
        self._metrics.run_ended(end)
        free = channel_id in self._waiting and channel_id not in self._pending
        # Not after each post: looking for due digests costs as much as a post.
        if end != "sent" or not self._tasks or free:
            if free:
                self._waiting.discard(channel_id)
            self.wake()

    async def wait(self, run_id: int, seconds: float) -> None:
        """Returns once the run is over or postponed, or after `seconds`."""
        task = self._tasks.get(run_id)
        if task is not None:
            await asyncio.wait({task}, timeout=seconds)

    async def settle(self) -> None:
        """Returns when no run is in progress."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def stop(self) -> None:
        """Cancels what does not end soon; its claims stay and are continued later."""
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
