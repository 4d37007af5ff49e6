"""Which private cards were shared, by any process, so that none is posted twice."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete

from bot.storage.database import Store
from bot.storage.tables import shared_cards

_KEPT: Final = timedelta(days=7)
"""Longer than a private message stays on a screen."""


class SharedCardStore(Store):
    """The keys of the cards shared in the last days; see `key_of` in bot/ui/share.py."""

    async def claim(self, key: str, at: datetime) -> bool:
        """Whether the card was not shared before; it is from now on. Erases what is too old."""
        row = self._database.insert(shared_cards).values(key=key, shared_at=at)
        async with self._database.writing() as connection:
            await connection.execute(
                delete(shared_cards).where(shared_cards.c.shared_at < at - _KEPT)
            )
            return (await connection.execute(row.on_conflict_do_nothing())).rowcount == 1

    async def release(self, key: str) -> None:
        """The card was not shared after all."""
        await self._database.change(delete(shared_cards).where(shared_cards.c.key == key))
