"""Sets aside what is stored and cannot be read, so that everything else goes on."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog

from bot.domain.digests.subscription import Digest, Run
from bot.storage.digests import DigestStore
from bot.storage.runs import RunStore

log = structlog.stdlib.get_logger()

_PAGE: Final = 250
"""Digests read at once: few enough to hold nobody up."""


class Quarantine:
    """Suspends digests and ends runs whose rows cannot be read: each once, with one log line."""

    def __init__(self, digests: DigestStore, runs: RunStore, clock: Callable[[], datetime]) -> None:
        self._digests = digests
        self._runs = runs
        self._clock = clock

    async def suspend(self, digest: Digest) -> None:
        """Suspends a digest that cannot be read; one that is not active is due no more."""
        if digest.unreadable and await self._digests.suspend_unreadable(digest, at=self._clock()):
            log.error("digest unreadable, suspended", digest=digest.id, fields=digest.unreadable)
        await self._digests.stop_idle(digest.id)

    async def end(self, run: Run, *fields: str) -> None:
        """Ends an open run that cannot be read; its digest goes on with its next one."""
        if await self._runs.drop_unreadable(run.id, at=self._clock()):
            log.error(
                "run unreadable, ended",
                digest=run.digest_id,
                run=run.id,
                fields=run.unreadable or fields,
            )

    async def inspect(self) -> None:
        """Looks through all active digests: one that cannot be read may never come due."""
        last = 0
        while page := await self._digests.active_after(last, _PAGE):
            for digest in page:
                if digest.unreadable:
                    await self.suspend(digest)
            last = page[-1].id
