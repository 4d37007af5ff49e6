"""All preferences in memory, so that no answer waits for the database."""

import asyncio
from array import array
from bisect import bisect_left
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from bot.domain.data.choices import Lang
from bot.storage.preferences import Kept, Preference, PreferenceRevision, PreferenceStore

_AT_START: Final = 10_000
"""Preferences that are read at once while nobody waits for an answer: fewer queries."""
_LANGS: Final[tuple[Lang | None, ...]] = (None, "en", "zh")


class Choice(NamedTuple):
    """A person's choices; None: left to the bot."""

    lang: Lang | None = None
    timezone: str | None = None


NO_CHOICE: Final = Choice()


class Choices:
    """Choices by person in some twelve bytes each, so that a million fit into memory.

    Two arrays, sorted by id, and a table of the time zones in use.
    """

    def __init__(self) -> None:
        self._ids = array("q")
        self._codes = array("I")
        self._zones: list[str | None] = [None]
        self._places: dict[str | None, int] = {None: 0}

    def __len__(self) -> int:
        return len(self._ids)

    def get(self, user_id: int) -> Choice:
        """The person's choice."""
        at = bisect_left(self._ids, user_id)
        if at == len(self._ids) or self._ids[at] != user_id:
            return NO_CHOICE
        place, lang = divmod(self._codes[at], len(_LANGS))
        return Choice(_LANGS[lang], self._zones[place])

    def put(self, user_id: int, choice: Choice) -> None:
        """Stores a choice; takes a millisecond in front of a million others."""
        at = bisect_left(self._ids, user_id)
        if at < len(self._ids) and self._ids[at] == user_id:
            self._codes[at] = self._code(choice)
        else:
            self._ids.insert(at, user_id)
            self._codes.insert(at, self._code(choice))

    def drop(self, user_id: int) -> None:
        """Removes a person."""
        at = bisect_left(self._ids, user_id)
        if at < len(self._ids) and self._ids[at] == user_id:
            del self._ids[at]
            del self._codes[at]

    def extend(self, choices: Iterable[tuple[int, Choice]]) -> None:
        """Stores many choices; fast where their ids are sorted and higher than the stored ones."""
        for user_id, choice in choices:
            if self._ids and user_id <= self._ids[-1]:
                self.put(user_id, choice)
            else:
                self._ids.append(user_id)
                self._codes.append(self._code(choice))

    def _code(self, choice: Choice) -> int:
        place = self._places.get(choice.timezone)
        if place is None:
            place = self._places[choice.timezone] = len(self._zones)
            self._zones.append(choice.timezone)
        return place * len(_LANGS) + _LANGS.index(choice.lang)


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
