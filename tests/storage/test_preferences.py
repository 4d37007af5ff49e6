"""What is kept about a person, on both engines."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import BigInteger, Column, select

from bot.storage.database import Database, StorageError
from bot.storage.preferences import PreferenceStore
from bot.storage.releases import Deed, ReleaseContent, ReleaseStore
from bot.storage.tables import CREATORS, metadata, preferences

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
MEI, LI = 2**60, 7


@pytest.fixture
def store(database: Database) -> PreferenceStore:
    return PreferenceStore(database)


async def test_saving_one_choice_keeps_the_other(store: PreferenceStore) -> None:
    await store.save(MEI, lang="zh", at=NOON)
    now = await store.save(MEI, timezone="Asia/Shanghai", at=LATER)
    assert (now.lang, now.timezone, now.updated_at) == ("zh", "Asia/Shanghai", LATER)
    assert await store.saved_after(0) == [now]


async def test_only_what_was_saved_since_is_read_again(store: PreferenceStore) -> None:
    await store.save(MEI, lang="zh", at=NOON)
    seen = (await store.revision()).saved
    assert await store.saved_after(seen) == []
    saved = await store.save(LI, lang="en", at=NOON)
    assert await store.saved_after(seen) == [saved]


async def test_many_writers_at_once_lose_nothing(database: Database, other: Database) -> None:
    stores = [PreferenceStore(database), PreferenceStore(other)]
    saves = [stores[n % 2].save(n % 5 + 1, lang="zh", at=NOON) for n in range(20)]
    saved = await asyncio.gather(*saves)
    assert sorted(preference.revision for preference in saved) == list(range(1, 21))
    assert {p.user_id for p in await stores[0].saved_after(0)} == {1, 2, 3, 4, 5}
    assert await stores[1].revision() == (20, 0)


async def test_savings_and_erasures_at_once_do_not_wait_for_each_other_for_ever(
    database: Database, other: Database
) -> None:
    here, there = PreferenceStore(database), PreferenceStore(other)
    saves = [here.save(n % 3 + 1, lang="en", at=NOON) for n in range(9)]
    erasures = [there.erase(n % 3 + 1) for n in range(9)]
    _, kept = await asyncio.gather(asyncio.gather(*saves), asyncio.gather(*erasures))
    # An erasure counts where there was something to erase.
    assert await here.revision() == (9, sum(1 for each in kept if each.preference))


async def test_nothing_is_held_about_a_stranger(store: PreferenceStore) -> None:
    assert not await store.held(MEI)
    assert not await store.erase(MEI)


async def test_erasing_removes_the_choice_and_blanks_the_creator(
    store: PreferenceStore, database: Database
) -> None:
    saved = await store.save(MEI, lang="zh", at=NOON)
    await store.save(LI, lang="en", at=NOON)
    all_releases = ReleaseStore(database)
    for number, creator in enumerate((MEI, MEI, LI), start=1):
        version = f"2025.07.01.{number}"
        content = ReleaseContent(f"hash{number}", b"", {})
        await all_releases.add_and_activate(version, content, Deed(creator), at=NOON)

    held = await store.held(MEI)
    assert (held.preference, dict(held.created)) == (saved, {"releases": 2, "activations": 2})
    assert await store.erase(MEI) == held
    assert not await store.held(MEI)
    assert [p.user_id for p in await store.saved_after(0)] == [LI]
    creators = [line.created_by for line in await all_releases.versions()]
    assert creators == [LI, None, None]
    assert (await store.revision()).erased == 1


async def test_erasing_is_all_or_nothing(store: PreferenceStore, database: Database) -> None:
    await store.save(MEI, lang="zh", at=NOON)
    async with database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE releases RENAME TO elsewhere")
    with pytest.raises(StorageError, match="lacks a table"):
        await store.erase(MEI)
    async with database.reading() as connection:
        assert (await connection.execute(select(preferences.c.user_id))).scalars().all() == [MEI]


def test_every_column_that_names_a_creator_is_known() -> None:
    def names_a_person(column: Column[object]) -> bool:
        return column.name.endswith("_by") and isinstance(column.type, BigInteger)

    columns = [column for table in metadata.sorted_tables for column in table.columns]
    assert {column for column in columns if names_a_person(column)} == set(CREATORS)
