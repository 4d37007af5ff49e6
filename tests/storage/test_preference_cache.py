"""Preferences in memory follow what this and other processes save, on both engines."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from bot.storage.database import Database
from bot.storage.preference_cache import NO_CHOICE, Choice, Preferences
from bot.storage.preferences import Preference, PreferenceStore
from bot.storage.tables import revisions

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
MEI, LI = 2**60, 7


class CountingStore(PreferenceStore):
    """Notes from which revision rows were read."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.reads: list[int] = []

    async def saved_after(self, revision: int) -> list[Preference]:
        self.reads.append(revision)
        return list(await super().saved_after(revision))

    async def pages(self, size: int = 2) -> AsyncIterator[Sequence[Preference]]:
        self.reads.append(0)
        async for page in super().pages(size):
            yield page


@pytest.fixture
def store(databases: tuple[Database, Database]) -> CountingStore:
    return CountingStore(databases[0])


@pytest.fixture
async def here(store: CountingStore) -> Preferences:
    preferences = Preferences(store)
    await preferences.load()
    store.reads.clear()
    return preferences


@pytest.fixture
async def there(databases: tuple[Database, Database]) -> Preferences:
    preferences = Preferences(PreferenceStore(databases[1]))
    await preferences.load()
    return preferences


async def test_a_stranger_has_made_no_choice(here: Preferences) -> None:
    assert here.get(MEI) == NO_CHOICE == (None, None)


async def test_what_is_saved_holds_at_once_and_after_a_restart(
    here: Preferences, store: CountingStore
) -> None:
    await here.save(MEI, lang="zh", at=NOON)
    assert await here.save(MEI, timezone="Asia/Tokyo", at=NOON) == Choice("zh", "Asia/Tokyo")
    assert here.get(MEI) == Choice("zh", "Asia/Tokyo")
    restarted = Preferences(store)
    await restarted.load()
    assert restarted.get(MEI) == Choice("zh", "Asia/Tokyo")


async def test_another_process_follows_what_was_saved_and_erased(
    here: Preferences, there: Preferences
) -> None:
    await there.save(MEI, lang="zh", at=NOON)
    assert here.get(MEI) == NO_CHOICE
    await here.follow()
    assert here.get(MEI) == Choice("zh")
    assert await there.erase(MEI)
    assert there.get(MEI) == NO_CHOICE
    await here.follow()
    assert here.get(MEI) == NO_CHOICE


async def test_a_look_without_a_change_reads_no_rows(
    here: Preferences, there: Preferences, store: CountingStore
) -> None:
    await here.follow()
    await here.save(MEI, lang="zh", at=NOON)
    await here.follow()
    assert store.reads == []
    await there.save(LI, lang="en", at=NOON)
    await here.follow()
    await here.follow()
    assert store.reads == [1], "once, and only what is new"


async def test_what_two_processes_saved_in_turn_is_not_missed(
    here: Preferences, there: Preferences
) -> None:
    await there.save(LI, lang="en", at=NOON)
    await here.save(MEI, lang="zh", at=NOON)
    await here.follow()
    assert (here.get(LI), here.get(MEI)) == (Choice("en"), Choice("zh"))


async def test_saving_and_following_at_once_ends_with_the_last_choice(
    here: Preferences, there: Preferences
) -> None:
    await asyncio.gather(
        here.save(MEI, lang="zh", at=NOON),
        here.follow(),
        there.erase(LI),
        here.save(MEI, timezone="Asia/Tokyo", at=NOON),
        here.follow(),
    )
    assert here.get(MEI) == Choice("zh", "Asia/Tokyo")


async def test_counters_set_back_by_a_restored_backup_read_everything_again(
    here: Preferences, databases: tuple[Database, Database], store: CountingStore
) -> None:
    await here.save(MEI, lang="zh", at=NOON)
    await here.save(MEI, lang="en", at=NOON)
    async with databases[1].writing() as connection:
        await connection.execute(update(revisions).values(value=1))
    await here.follow()
    assert store.reads == [0]


async def test_everybody_is_read_over_many_pages(here: Preferences, store: CountingStore) -> None:
    people = [3, MEI, 1, MEI - 1, 2, MEI + 1]
    for number in people:
        await here.save(number, lang="zh", timezone=f"Etc/GMT+{number % 10}", at=NOON)
    restarted = Preferences(store)
    await restarted.load()
    for number in people:
        assert restarted.get(number) == Choice("zh", f"Etc/GMT+{number % 10}")
    assert restarted.get(4) == NO_CHOICE


async def test_held_and_erased_tell_what_there_was(here: Preferences) -> None:
    await here.save(MEI, lang="zh", at=NOON)
    held = await here.held(MEI)
    assert held.preference is not None
    assert held.preference.lang == "zh"
    assert await here.erase(MEI) == held
    assert not await here.held(MEI)


async def test_who_has_stored_nothing_makes_nobody_read_everything(
    here: Preferences, there: Preferences, store: CountingStore
) -> None:
    await there.save(LI, at=NOON, lang="zh")
    await here.follow()
    store.reads.clear()
    assert not await there.erase(MEI)
    await here.follow()
    assert store.reads == []
    assert await there.erase(LI)
    await here.follow()
    assert (store.reads, here.get(LI)) == ([0], NO_CHOICE)
