"""All preferences in memory, so that no answer waits for the database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final

from bot.storage.compact_preferences import NO_CHOICE, Choice, Choices
from bot.storage.preferences import Kept, Lang, Preference, PreferenceRevision, PreferenceStore

_AT_START: Final = 10_000
"""Preferences that are read at once while nobody waits for an answer: fewer queries."""


class Preferences:
    """All choices as this process knows them; `follow` updates them."""

    def __init__(self, store: PreferenceStore) -> None:
        self._store = store
        self._choices = Choices()
        self._seen = PreferenceRevision(0, 0)
        # One change at a time: a reload must not undo what was saved meanwhile.
        self._turn = asyncio.Lock()

    def get(self, user_id: int) -> Choice:
        """The person's choice, from memory."""
        return self._choices.get(user_id)

    async def load(self) -> None:
        """Reads all preferences; needed once, before the first `get`."""
        async with self._turn:
            await self._reload(self._store.pages(_AT_START))

    async def follow(self) -> None:
        """Reads what other processes have changed; one small query where nothing was."""
        async with self._turn:
            revision = await self._store.revision()
            if revision == self._seen:
                return
            # After a restored backup the count may be lower than before.
            if revision.erased != self._seen.erased or revision.saved < self._seen.saved:
                await self._reload(self._store.pages())
                return
            for preference in await self._store.saved_after(self._seen.saved):
                self._choices.put(preference.user_id, _choice(preference))
            self._seen = revision

    async def save(
        self, user_id: int, *, at: datetime, lang: Lang | None = None, timezone: str | None = None
    ) -> Choice:
        """Saves and returns the person's choice; None leaves a value unchanged."""
        async with self._turn:
            preference = await self._store.save(user_id, at=at, lang=lang, timezone=timezone)
            self._choices.put(user_id, _choice(preference))
            if preference.revision == self._seen.saved + 1:  # nobody else saved in between
                self._seen = self._seen._replace(saved=preference.revision)
            return _choice(preference)

    async def held(self, user_id: int) -> Kept:
        """What the database stores about the person."""
        return await self._store.held(user_id)

    async def erase(self, user_id: int) -> Kept:
        """Erases the person everywhere; returns what was stored."""
        async with self._turn:
            kept = await self._store.erase(user_id)
            self._choices.drop(user_id)
            return kept

    async def _reload(self, pages: AsyncIterator[Sequence[Preference]]) -> None:
        # The count first: a change between the two reads is read again, never missed.
        revision = await self._store.revision()
        choices = Choices()
        async for page in pages:
            choices.extend((p.user_id, _choice(p)) for p in page)
        self._choices, self._seen = choices, revision


def _choice(preference: Preference) -> Choice:
    return Choice(preference.lang, preference.timezone)


__all__ = ["NO_CHOICE", "Choice", "Preferences"]
