"""Continues open runs: postponed ones that are due, and those of dead processes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from bot.digests.executor import Executor
from bot.digests.lease import Lease
from bot.digests.planning import as_claimed, read_document
from bot.digests.quarantine import Quarantine
from bot.domain.digests.subscription import Cause, Digest, Run
from bot.storage.database import RowLockedError, StorageError
from bot.storage.digests import DigestStore
from bot.storage.runs import RunStore

log = structlog.stdlib.get_logger()

MOST_LOCKED: Final = 10
"""Locked rows that are skipped in one pass: as many as one process can hold."""


@dataclass(eq=False, repr=False)
class Recovery:
    """Open runs that nobody works on."""

    _digests: DigestStore
    _runs: RunStore
    _executor: Executor
    _quarantine: Quarantine
    _lease: Lease
    _clock: Callable[[], datetime]

    async def retry_due(self) -> None:
        """Continues this process's postponed runs that are due."""
        for run in await self._runs.due_retries(self._lease.process, self._clock()):
            await self._continue(run)

    async def retake(self) -> int:
        """Takes over the runs of dead processes, and own idle ones; returns how many."""
        taken = locked = 0
        alive = await self._lease.alive()
        others = [process for process in alive if process != self._lease.process]
        for run in await self._runs.orphans(others, self._lease.process):
            mine = run.claimed_by == self._lease.process
            postponed = run.retry_at is not None and not run.unreadable
            if self._executor.has(run) or (mine and postponed):
                continue
            try:
                if mine or run.unreadable or await self._runs.retake(run, self._lease.process):
                    await self._continue(run)
                    taken += 1
            except RowLockedError as error:
                locked = count_locked(error, locked)
        return taken

    async def _continue(self, run: Run) -> None:
        """Continues an open run; ends one that cannot be continued."""
        try:
            await self._start(run)
        except StorageError:
            raise
        except Exception:
            log.exception("run not continued", run=run.id)
            await self._quarantine.end(run)

    async def _start(self, run: Run) -> None:
        term = await self._lease.renew()
        if run.unreadable or run.state != "claimed":
            await self._quarantine.end(run, "state")
            return
        digest = await self._digests.get(run.digest_id)
        text = await self._runs.document(run.id)
        if self._executor.has(run):
            return
        document = read_document(text, run.parts)
        if digest is None or document is None:
            # The digest is deleted, and its runs with it; or the document cannot be read.
            await self._quarantine.end(run, "document" if digest else "digest_id")
            return
        stopped = _stopped_by(digest, run)
        if stopped is not None:
            await self._runs.fail(run, stopped, self._lease.process, at=self._clock())
            return
        ours = await self._runs.begin_again(run, self._lease.process)
        if ours and not self._executor.has(run):
            self._executor.start(run, as_claimed(digest, document), document, term, fresh=False)


def _stopped_by(digest: Digest, run: Run) -> Cause | None:
    """Why an open run must not continue."""
    if digest.state == "suspended":
        return digest.cause  # another digest's run was refused in this channel
    # A run by hand may have begun after the pause.
    return Cause("paused") if digest.state == "paused" and digest.since >= run.slot else None


def count_locked(error: RowLockedError, before: int) -> int:
    """How many rows are locked with this one; raises where so many point at the database itself.

    A stopped process may hold a row's lock; the other rows must not wait for it.
    """
    if before >= MOST_LOCKED:
        raise error
    log.warning("claim skipped; row locked", reason=str(error))
    return before + 1
