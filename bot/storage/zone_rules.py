"""The version of the time zone database with which the next runs were computed."""

from typing import Final

from sqlalchemy import select

from bot.storage.database import Store
from bot.storage.tables import zone_rules

_ALL: Final = "*"
"""Earlier versions stored one row for each zone; this one is for all."""


class ZoneRules(Store):
    """One version for all next runs."""

    async def get(self) -> str | None:
        """The version that was used last; None before the first."""
        wanted = select(zone_rules.c.fingerprint).where(zone_rules.c.timezone == _ALL)
        return await self._database.scalar(wanted)

    async def put(self, version: str) -> None:
        """Stores the version with which the next runs are now computed."""
        key, values = {"timezone": _ALL}, {"fingerprint": version}
        await self._database.change(self._database.upsert(zone_rules, key, values))
