"""Counters by which one process cheaply detects the changes of another."""

from sqlalchemy import select

from bot.storage.async_engine import AsyncConnection
from bot.storage.database import Database
from bot.storage.tables import revisions


async def count_up(database: Database, connection: AsyncConnection, name: str) -> int:
    """The counter's new value, from 1; committed with the change in the same transaction.

    Transactions that increment the same one follow one another: a higher value was stored later.
    """
    statement = (
        database.insert(revisions)
        .values(name=name, value=1)
        .on_conflict_do_update(
            index_elements=[revisions.c.name], set_={"value": revisions.c.value + 1}
        )
        .returning(revisions.c.value)
    )
    return (await connection.execute(statement)).scalar_one()


async def read(connection: AsyncConnection, *names: str) -> tuple[int, ...]:
    """The counters' values in the order of the names; 0 for one never incremented."""
    rows = await connection.execute(
        select(revisions.c.name, revisions.c.value).where(revisions.c.name.in_(names))
    )
    values = {row.name: row.value for row in rows}
    return tuple(values.get(name, 0) for name in names)
