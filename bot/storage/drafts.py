"""Orders that wait for *Save*."""

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.domain.digests.subscription import ORDER, Order
from bot.storage.database import Store
from bot.storage.digest_rows import order_json
from bot.storage.tables import drafts


class DraftStore(Store):
    """The drafts of all servers."""

    async def add(self, order: Order, digest_id: int | None, by: int, *, at: datetime) -> int:
        """The new draft's id; `digest_id` is set where it changes a digest."""
        row = {
            "guild_id": order.target.guild_id,
            "digest_id": digest_id,
            "ordered": order_json(order),
            "created_by": by,
            "created_at": at,
        }
        added = self._database.insert(drafts).values(row).returning(drafts.c.id)
        async with self._database.writing() as connection:
            return (await connection.execute(added)).scalar_one()

    async def get(self, draft_id: int, guild_id: int) -> tuple[Order, int | None] | None:
        """A draft of that server, and the digest that it changes.

        None where there is none, or the stored order cannot be read.
        """
        wanted = select(drafts.c.ordered, drafts.c.digest_id).where(
            drafts.c.id == draft_id, drafts.c.guild_id == guild_id
        )
        for row in await self._database.rows(wanted):
            try:
                return ORDER.validate_json(row.ordered), row.digest_id
            except ValueError:
                break
        return None

    async def replace(self, draft_id: int, order: Order) -> bool:
        """Replaces the draft's order; False where the draft is gone."""
        replaced = update(drafts).where(drafts.c.id == draft_id).values(ordered=order_json(order))
        return await self._database.change(replaced) == 1

    async def erase_before(self, before: datetime) -> int:
        """Erases older drafts; how many."""
        return await self._database.change(delete(drafts).where(drafts.c.created_at < before))
