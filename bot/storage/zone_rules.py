"""With which version of the world's time zones the next runs were computed."""

from typing import Final

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.tables import zone_rules

_ALL: Final = "*"
"""Earlier programs kept one row a zone; this one is for all of them."""


class ZoneRules:
    """One version for all next runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self) -> str | None:
        """The version that was used last; None before the first."""
        wanted = select(zone_rules.c.fingerprint).where(zone_rules.c.timezone == _ALL)
        async with self._database.reading() as connection:
            return await connection.scalar(wanted)

    async def put(self, version: str) -> None:
        """Keeps the version that the next runs are computed with now."""
        row = self._database.insert(zone_rules).values(timezone=_ALL, fingerprint=version)
        statement = row.on_conflict_do_update(
            index_elements=[zone_rules.c.timezone], set_={"fingerprint": version}
        )
        async with self._database.writing() as connection:
            await connection.execute(statement)
