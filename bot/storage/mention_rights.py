"""Whose permission lets a digest mention its role, and when it was last read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import Row, literal, select, update

from bot.domain.digests.role_mentions import MentionObstacle, MentionRight
from bot.storage.database import Store
from bot.storage.dialects import Insert
from bot.storage.tables import digests, mention_rights

_COLUMNS = (digests.c.id, digests.c.created_by, *mention_rights.c)
_WANTED = select(*_COLUMNS).select_from(
    digests.outerjoin(mention_rights, mention_rights.c.digest_id == digests.c.id)
)


class MentionRightStore(Store):
    """The rights of all digests. A digest without a row has that of its creator, never read."""

    async def get(self, digest_id: int) -> MentionRight:
        """The right of a digest; nobody's where the digest is gone."""
        row = await self._database.row(_WANTED.where(digests.c.id == digest_id))
        return _right(row) if row is not None else MentionRight(None)

    async def of_guild(self, guild_id: int) -> Mapping[int, MentionRight]:
        """The rights of a server's digests, by the digest's id."""
        wanted = _WANTED.where(digests.c.guild_id == guild_id)
        return {row.id: _right(row) for row in await self._database.rows(wanted)}

    async def order(self, digest_id: int, right: MentionRight) -> None:
        """Replaces the right by that of the person who orders the mention."""
        kept = self._insert(digest_id, right).on_conflict_do_update(
            index_elements=[mention_rights.c.digest_id], set_=right._asdict()
        )
        await self._database.change(kept)

    async def renew(self, digest_id: int, right: MentionRight) -> None:
        """Stores what was read and its result, unless another person has ordered meanwhile."""
        mine = update(mention_rights).where(
            mention_rights.c.digest_id == digest_id,
            mention_rights.c.ordered_by.is_not_distinct_from(right.ordered_by),
        )
        async with self._database.writing() as connection:
            if (await connection.execute(mine.values(right._asdict()))).rowcount == 0:
                await connection.execute(self._insert(digest_id, right).on_conflict_do_nothing())

    def _insert(self, digest_id: int, right: MentionRight) -> Insert:
        # Selected from the digest: of a deleted digest nothing is stored.
        columns = mention_rights.c
        values = [literal(v, columns[name].type) for name, v in right._asdict().items()]
        row = select(digests.c.id, *values).where(digests.c.id == digest_id)
        names = ["digest_id", *right._asdict()]
        return self._database.insert(mention_rights).from_select(names, row)


def _right(row: Row[Any]) -> MentionRight:
    if row.digest_id is None:
        return MentionRight(row.created_by)
    # An unreadable right counts as never read: nobody is mentioned until it is read again.
    by: object = row.ordered_by
    read_at: object = row.read_at
    return MentionRight(
        by if isinstance(by, int) else None,
        row.held is True,
        read_at if isinstance(read_at, datetime) else None,
        row.left_out if row.left_out in get_args(MentionObstacle) else None,
    )
