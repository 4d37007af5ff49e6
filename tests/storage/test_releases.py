"""Releases of the data set and the active one, on both engines."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.storage.database import Database
from bot.storage.releases import Deed, MovedOnError, Published, ReleaseContent, ReleaseStore

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
TODAY = date(2025, 7, 1)
DOCUMENT = b"the records, packed"


@pytest.fixture
def store(database: Database) -> ReleaseStore:
    return ReleaseStore(database)


async def publish(store: ReleaseStore, content_hash: str, today: date = TODAY) -> Published:
    content = ReleaseContent(content_hash, DOCUMENT, {"measures": 3}, b"the files", ["m-1"])
    return await store.publish(content, at=NOON, today=today)


async def test_before_the_first_release_there_is_none(store: ReleaseStore) -> None:
    assert await store.active() is None
    assert await store.active_version() is None
    assert await store.versions() == []


async def test_a_published_release_is_active_and_whole(store: ReleaseStore) -> None:
    assert await publish(store, "a") == ("2025.07.01.1", True)
    active = await store.active()
    assert active is not None
    assert (active.version, active.content_hash, active.document) == ("2025.07.01.1", "a", DOCUMENT)
    assert (active.counts, active.created_at, active.created_by) == ({"measures": 3}, NOON, None)
    assert active.files == await store.files_of("2025.07.01.1") == b"the files"
    assert await store.version_of("a") == "2025.07.01.1"
    assert await store.get("2025.07.01.1") == active
    assert await store.version_of("b") is None


async def test_versions_count_within_their_day_and_are_listed_newest_first(
    store: ReleaseStore,
) -> None:
    for number in range(11):
        await publish(store, f"hash{number}")
    assert await publish(store, "next", TODAY + timedelta(days=1)) == ("2025.07.02.1", True)
    versions = [line.version for line in await store.versions()]
    assert versions[:3] == ["2025.07.02.1", "2025.07.01.11", "2025.07.01.10"]
    assert await store.next_version(TODAY) == "2025.07.01.12"


async def test_the_same_content_keeps_its_version_and_becomes_active_again(
    store: ReleaseStore,
) -> None:
    await publish(store, "a")
    await publish(store, "b")
    assert await publish(store, "a", TODAY + timedelta(days=1)) == ("2025.07.01.1", False)
    assert await store.active_version() == "2025.07.01.1"


async def test_what_cannot_be_added_changes_nothing(store: ReleaseStore) -> None:
    await publish(store, "a")
    await publish(store, "b")

    async def add(version: str, content_hash: str) -> bool:
        return await store.add_and_activate(version, ReleaseContent(content_hash, b"", {}), at=NOON)

    assert not await add("2025.07.01.1", "c"), "the version is taken"
    assert not await add("2025.07.01.9", "a"), "the content is known"
    assert await store.active_version() == "2025.07.01.2"
    assert len(await store.versions()) == 2


async def test_going_back_and_forth(store: ReleaseStore) -> None:
    await publish(store, "a")
    await publish(store, "b")
    assert await store.activate("2025.07.01.1", at=NOON)
    assert await store.active_version() == "2025.07.01.1"
    assert not await store.activate("2025.07.01.1", at=NOON), "it is active already"
    assert not await store.activate("2025.07.01.9", at=NOON), "there is none"
    assert await store.active_version() == "2025.07.01.1"


async def test_two_processes_publishing_at_once_get_versions_of_their_own(
    database: Database, other: Database
) -> None:
    stores = (ReleaseStore(database), ReleaseStore(other))
    done = await asyncio.gather(*(publish(stores[n % 2], f"hash{n}") for n in range(6)))
    assert sorted(p.version for p in done) == [f"2025.07.01.{n}" for n in range(1, 7)]
    assert await stores[0].active_version() == await stores[1].active_version()


async def test_two_processes_publishing_the_same_store_it_once(
    database: Database, other: Database
) -> None:
    stores = (ReleaseStore(database), ReleaseStore(other))
    done = await asyncio.gather(*(publish(stores[n % 2], "a") for n in range(4)))
    assert {p.version for p in done} == {"2025.07.01.1"}
    assert [p.new for p in done].count(True) == 1


async def test_two_processes_going_back_at_once_leave_one_active(
    database: Database, other: Database
) -> None:
    stores = (ReleaseStore(database), ReleaseStore(other))
    await publish(stores[0], "a")
    await publish(stores[0], "b")
    moved = await asyncio.gather(*(s.activate("2025.07.01.1", at=NOON) for s in stores))
    assert sorted(moved) == [False, True]


async def test_a_release_comes_only_in_the_place_of_the_one_it_was_compared_with(
    store: ReleaseStore,
) -> None:
    await publish(store, "a")
    await publish(store, "b")
    late, content = Deed(7, "reload", "2025.07.01.1"), ReleaseContent("c", b"", {})
    with pytest.raises(MovedOnError):
        await store.add_and_activate("2025.07.01.3", content, late, at=NOON)
    with pytest.raises(MovedOnError):
        await store.publish(content, late, at=NOON, today=TODAY)
    assert [line.version for line in await store.versions()] == ["2025.07.01.2", "2025.07.01.1"]
    in_time = Deed(7, "rollback", "2025.07.01.2")
    assert await store.activate("2025.07.01.1", in_time, at=NOON)
    with pytest.raises(MovedOnError):
        await store.activate("2025.07.01.2", Deed(7, "rollback", "2025.07.01.3"), at=NOON)


async def test_who_made_what_live_is_kept(store: ReleaseStore) -> None:
    await publish(store, "a")
    await publish(store, "b")
    await store.activate("2025.07.01.1", Deed(7, "rollback"), at=NOON)
    assert await store.activations(2) == [
        ("2025.07.01.1", "rollback", NOON, 7),
        ("2025.07.01.2", "start", NOON, None),
    ]


async def test_a_record_is_known_from_its_first_release_on(store: ReleaseStore) -> None:
    await publish(store, "a")
    await store.publish(ReleaseContent("b", b"", {}, None, ["m-1", "m-2"]), at=NOON, today=TODAY)
    assert await store.known_by("2025.07.01.1", ["m-1", "m-2", "m-3"]) == {"m-1"}
    assert await store.known_by("2025.07.01.2", ["m-1", "m-2", "m-3"]) == {"m-1", "m-2"}
