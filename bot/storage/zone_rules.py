"""The version of the time zone database with which the next runs were computed."""

from typing import Final

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.tables import zone_rules

_ALL: Final = "*"
"""Earlier versions stored one row for each zone; this one is for all."""


class ZoneRules:
    """One version for all next runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self) -> str | None:
        """The version that was used last; None before the first."""
        wanted = select(zone_rules.c.fingerprint).where(zone_rules.c.timezone == _ALL)
        return await self._database.scalar(wanted)

    async def put(self, version: str) -> None:
        """Stores the version with which the next runs are now computed."""
        row = self._database.insert(zone_rules).values(timezone=_ALL, fingerprint=version)
        statement = row.on_conflict_do_update(
            index_elements=[zone_rules.c.timezone], set_={"fingerprint": version}
        )
        await self._database.change(statement)
