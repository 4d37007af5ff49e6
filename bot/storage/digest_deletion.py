"""Deletes digests in the order of locks that a run's end has: first the runs, then the digest."""

from sqlalchemy import ColumnElement, delete, select

from bot.storage.async_engine import AsyncConnection
from bot.storage.tables import digests, runs


async def delete_digests(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> int:
    """Deletes the digests that meet the conditions, with their runs; how many digests."""
    # The cascade would lock the digest first, and a run that ends meanwhile would deadlock.
    theirs = runs.c.digest_id.in_(select(digests.c.id).where(*conditions))
    await connection.execute(select(runs.c.id).where(theirs).order_by(runs.c.id).with_for_update())
    return (await connection.execute(delete(digests).where(*conditions))).rowcount
