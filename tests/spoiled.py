"""Puts into tables what no program of ours would: by raw SQL, past every check."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Integer, LargeBinary, Table, text
from sqlalchemy.types import JSON

from bot.storage.database import Database

SQLITE: Sequence[str] = (
    "'garbage'",
    "''",
    "x'ff00'",
    "CAST(x'ff41' AS TEXT)",
    "-5",
    "9e99",
    "'2026-13-45 99:00:00'",
)
"""SQLite takes anything anywhere."""
MOMENTS: Sequence[str] = ("'infinity'", "'-infinity'", "'20000-01-01'", "'0044-03-15 BC'")
DOCUMENTS: Sequence[str] = (
    "'null'",
    "'[]'",
    "'{}'",
    "'" + "[" * 2000 + "'",
    """'{"target": null, "wish": 5, "schedule": [], "timezone": null, "parts": "x"}'""",
)


class Spoil(NamedTuple):
    """One value in one row."""

    table: Table
    column: Column[Any]
    key: int | str
    """Of the row's first key column."""
    literal: str

    @property
    def statement(self) -> str:
        """In SQL."""
        first = next(iter(self.table.primary_key.columns)).name
        return (
            f"UPDATE {self.table.name} SET {self.column.name} = {self.literal} "
            f"WHERE {first} = '{self.key}'"
        )


def garbage(database: Database, column: Column[Any]) -> Sequence[str]:
    """SQL literals that this engine takes in the column, none of which belongs there."""
    more = DOCUMENTS if column.name in ("ordered", "document") else ()
    if database.migrates_itself:
        return (*SQLITE, *more)
    match column.type:
        case BigInteger() | Integer():
            return ("-5",)
        case Boolean():
            return ()
        case LargeBinary():
            return ("'\\xff00'", "''")
        case JSON():
            return ("'[]'", "'5'")
        case _ if isinstance(getattr(column.type, "impl", column.type), DateTime):
            return MOMENTS
        case _ if isinstance(getattr(column.type, "impl", column.type), JSON):
            return ("'[]'", "'5'")
        case _:
            length = getattr(column.type, "length", None)
            return (f"'{'garbage'[:length]}'", "''", *more)


async def spoil(database: Database, spoils: Iterable[Spoil]) -> None:
    """Writes all of them."""
    statements = [each.statement for each in spoils]
    if database.migrates_itself:
        with closing(sqlite3.connect(database.place)) as raw, raw:
            raw.execute("PRAGMA ignore_check_constraints=ON")
            for statement in statements:
                raw.execute(statement)
        return
    async with database.writing() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            await connection.execute(text(statement.replace(":", "\\:")))
