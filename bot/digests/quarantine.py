"""Suspends digests and ends runs whose rows cannot be read, so that all others go on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.domain.digests.subscription import Digest, Run
from bot.storage.due_queue import DueQueue
from bot.storage.quarantine import QuarantineStore

log = structlog.stdlib.get_logger()


@dataclass(eq=False, repr=False)
class Quarantine:
    """Handles each unreadable row once, with one log line."""

    _store: QuarantineStore
    _queue: DueQueue
    _clock: Callable[[], datetime]

    async def suspend(self, digest: Digest) -> None:
        """Suspends a digest that cannot be read; one that is not active loses its next run."""
        if digest.unreadable and await self._store.suspend(digest, at=self._clock()):
            log.error("digest unreadable, suspended", digest=digest.id, fields=digest.unreadable)
        await self._store.remove_idle(digest.id)

    async def end(self, run: Run, *fields: str) -> None:
        """Ends an open run that cannot be read; its digest continues with the next one."""
        if await self._store.end_run(run.id, at=self._clock()):
            log.error(
                "run unreadable, ended",
                digest=run.digest_id,
                run=run.id,
                fields=run.unreadable or fields,
            )

    async def inspect(self) -> None:
        """Checks all active digests: one that cannot be read may never become due."""
        async for page in self._queue.active():
            for digest in page:
                if digest.unreadable:
                    await self.suspend(digest)
