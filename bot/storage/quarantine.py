"""Changes rows of digests and runs that cannot be read, so that they disturb nothing else."""

from datetime import datetime

from sqlalchemy import or_, update

from bot.domain.digests.subscription import Cause, Digest
from bot.storage.database import Store
from bot.storage.digest_rows import ORDER_PARTS
from bot.storage.row_values import NO_VERSION, suspension_columns
from bot.storage.run_rows import end_columns
from bot.storage.tables import digests, runs


class QuarantineStore(Store):
    """Digests and runs that cannot be read."""

    async def suspend(self, digest: Digest, *, at: datetime) -> bool:
        """Suspends a digest whose row cannot be read; False where that was done, or it is asleep.

        Its order stays as it is, for an edit to repair. Other columns that cannot be read get
        defaults, so that the digest can be resumed.
        """
        of_order = [name for name in digest.unreadable if name in ORDER_PARTS]
        cause = Cause("unreadable", tuple(of_order or digest.unreadable))
        new = or_(
            digests.c.state != "suspended",
            digests.c.cause.is_distinct_from(cause.code),
            digests.c.missing.is_distinct_from(" ".join(cause.missing)),
        )
        defaults = {"baseline": NO_VERSION, "editions": 0, "last_edition_at": None}
        defaults |= {"created_by": None, "created_at": at}
        suspended = (
            update(digests)
            .where(digests.c.id == digest.id, digests.c.state != "asleep", new)
            .values(
                {name: value for name, value in defaults.items() if name in digest.unreadable}
                | suspension_columns(cause, at)
            )
        )
        return await self._database.change(suspended) == 1

    async def remove_idle(self, digest_id: int) -> None:
        """Removes the next run of a digest that is not active: it would stay due."""
        idle = update(digests).where(digests.c.id == digest_id, digests.c.state != "active")
        await self._database.change(idle.values(next_run_at=None))

    async def end_run(self, run_id: int, *, at: datetime) -> bool:
        """Ends an open unreadable run of any process; returns False if it is not open."""
        ended = update(runs).where(runs.c.id == run_id, runs.c.open_digest_id.is_not(None))
        values = end_columns("failed", Cause("unreadable"), at)
        return await self._database.change(ended.values(values)) == 1
