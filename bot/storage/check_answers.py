"""Answers of the check that do not fit into a button: encrypted, for 15 minutes.

The key is in the button alone, so neither the database nor a backup of it shows what was answered.
"""

from datetime import datetime

from sqlalchemy import Delete, delete, func, select

from bot.storage.database import Store
from bot.storage.sealing import new_key, seal, sealed_name, unseal
from bot.storage.tables import check_answers


class CheckAnswerStore(Store):
    """The sealed answers of all people."""

    async def add(
        self, document: bytes, user_id: int, *, until: datetime, replaces: str | None = None
    ) -> str:
        """Stores a person's answers and gives their key; erases those of the key they replace."""
        key = new_key()
        row = {
            "id": sealed_name(key),
            "user_id": user_id,
            "document": seal(key, document),
            "until": until,
        }
        async with self._database.writing() as connection:
            if replaces is not None:
                await connection.execute(_of(replaces))
            await connection.execute(self._database.insert(check_answers).values(row))
        return key

    async def get(self, key: str, user_id: int, now: datetime) -> bytes | None:
        """The answers of that key; None where they are gone, another person's or damaged."""
        wanted = select(check_answers.c.document).where(
            check_answers.c.id == sealed_name(key),
            check_answers.c.user_id == user_id,
            check_answers.c.until > now,
        )
        document: object = await self._database.scalar(wanted)
        return unseal(key, document) if isinstance(document, bytes) else None

    async def erase(self, key: str) -> None:
        """Erases the answers of that key."""
        await self._database.change(_of(key))

    async def kept_until(self, user_id: int, now: datetime) -> datetime | None:
        """When the last of a person's answers are erased; None where there are none."""
        wanted = select(func.max(check_answers.c.until)).where(
            check_answers.c.user_id == user_id, check_answers.c.until > now
        )
        until: object = await self._database.scalar(wanted)
        return until if isinstance(until, datetime) else None

    async def erase_of(self, user_id: int) -> None:
        """Erases a person's answers."""
        mine = delete(check_answers).where(check_answers.c.user_id == user_id)
        await self._database.change(mine)

    async def erase_expired(self, now: datetime) -> int:
        """Erases what is too old; returns how many."""
        old = delete(check_answers).where(check_answers.c.until <= now)
        return await self._database.change(old)


def _of(key: str) -> Delete:
    return delete(check_answers).where(check_answers.c.id == sealed_name(key))
