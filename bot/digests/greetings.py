"""Decides which servers are greeted: each once, when the bot really joins it.

Every server that the bot is in has a row, so an outage, a restart and an upgrade are no join.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.storage.servers import ServerStore

REJOIN: Final = timedelta(days=30)
"""A server that the bot left less than this ago is not greeted again."""
AWAY: Final = timedelta(days=1)
"""A server that the bot joined while it was off is greeted at its next start within this time."""


@dataclass(eq=False, repr=False)
class Greetings:
    """Follows which servers the bot is in, and which of them are new."""

    _store: ServerStore
    _clock: Callable[[], datetime]

    def __post_init__(self) -> None:
        self._known: set[int] = set()
        self.has_compared = False
        self._lock = asyncio.Lock()

    def knows(self, guild_id: int) -> bool:
        """Whether a server is recorded: it was greeted, or needs no greeting."""
        return guild_id in self._known

    async def compare(
        self, present: Mapping[int, datetime | None], is_ours: Callable[[int], bool]
    ) -> list[int]:
        """The servers to greet among those present; the very first call records all of them.

        `present` says when the bot joined each; None while a server is unavailable. `is_ours` says
        whether this process would see a server.
        """
        async with self._lock:
            now = self._clock()
            first = await self._store.begin(now)
            left = await self._store.left()
            self._known = {g for g, gone in left.items() if gone is None and g in present}
            for guild_id, gone in left.items():
                if gone is None and guild_id not in present and is_ours(guild_id):
                    await self._store.leave(guild_id, now)
            if first:
                await self._record(*present)
            unknown = {g: at for g, at in present.items() if g not in self._known}
            self.has_compared = True
            return await self._new_among(unknown)

    async def joined(self, guild_id: int) -> bool:
        """Whether to greet a server that the bot has just joined."""
        async with self._lock:  # before the first comparison, that will judge it
            return self.has_compared and guild_id not in self._known and await self._claim(guild_id)

    async def available(self, guild_id: int, joined_at: datetime | None) -> bool:
        """Whether to greet a server whose outage is over: the bot may have joined it meanwhile."""
        async with self._lock:
            if not self.has_compared or guild_id in self._known:
                return False
            return bool(await self._new_among({guild_id: joined_at}))

    async def left(self, guild_id: int) -> None:
        """The bot is no longer in a server."""
        self._known.discard(guild_id)
        await self._store.leave(guild_id, self._clock())

    async def erase(self) -> None:
        """Erases the servers that the bot left long ago: they would be greeted again."""
        await self._store.erase_before(self._clock() - REJOIN)

    async def _new_among(self, unknown: Mapping[int, datetime | None]) -> list[int]:
        """Those that the bot joined not long ago; an unavailable one is judged later."""
        now = self._clock()
        since = await self._store.recorded_since() or now
        recent = {g for g, at in unknown.items() if at and at >= since and now - at < AWAY}
        await self._record(*(g for g, at in unknown.items() if at and g not in recent))
        return [guild_id for guild_id in recent if await self._claim(guild_id)]

    async def _claim(self, guild_id: int) -> bool:
        """Whether no process has greeted it; records it in any case."""
        now = self._clock()
        new = await self._store.claim(guild_id, now, left_before=now - REJOIN)
        if not new:
            await self._store.add([guild_id], now)
        self._known.add(guild_id)
        return new

    async def _record(self, *guild_ids: int) -> None:
        await self._store.add(guild_ids, self._clock())
        self._known.update(guild_ids)
