"""Preferences, releases and other rows that cannot be read: left out, never in the way."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.data.serialization import pack
from bot.domain.digests.role_mentions import MentionRight
from bot.releases.history import History
from bot.releases.startup import DataError, open_release
from bot.storage.commands import CommandStore, SyncedCommand
from bot.storage.database import Database
from bot.storage.digests import DraftStore
from bot.storage.mention_rights import MentionRightStore
from bot.storage.preference_cache import NO_CHOICE, Choice, Preferences
from bot.storage.preferences import PreferenceStore
from bot.storage.processes import ProcessStore
from bot.storage.releases import ReleaseContent, ReleaseStore
from bot.storage.tables import (
    activations,
    command_sync,
    drafts,
    mention_rights,
    preferences,
    processes,
    releases,
)
from tests.digests.delivery_harness import BEFORE, MONDAY_NINE, Channels, Clock, Delivery, order
from tests.small import small_release, write_small
from tests.spoiled import Spoil, garbage, spoil

ALICE = 7


async def test_a_preference_that_cannot_be_read_is_the_default_for_that_person_alone(
    shared: tuple[Database, Database],
) -> None:
    database = shared[0]
    store = PreferenceStore(database)
    await store.save(ALICE, at=BEFORE, lang="zh", timezone="Asia/Shanghai")
    found: dict[int, Spoil] = {}
    for column in preferences.c:
        for literal in garbage(database, column):
            user = 100 + len(found)
            if database.migrates_itself or column.name != "lang":  # a server checks that one
                await store.save(user, at=BEFORE, lang="en", timezone="Asia/Tokyo")
                found[user] = Spoil(preferences, column, user, literal)
    await spoil(database, found.values())
    memory = Preferences(store)
    await memory.load()
    assert memory.get(ALICE) == Choice("zh", "Asia/Shanghai")
    expected = {
        "user_id": NO_CHOICE,
        "lang": Choice(None, "Asia/Tokyo"),
        "timezone": Choice("en", None),
        "updated_at": Choice("en", "Asia/Tokyo"),
        "revision": Choice("en", "Asia/Tokyo"),
    }
    for user, each in found.items():
        if each.column.name in ("user_id", "revision"):
            assert memory.get(user) in (NO_CHOICE, Choice("en", "Asia/Tokyo")), each
            continue
        assert memory.get(user) == expected[each.column.name], each
        assert (await memory.held(user)).preference is not None
        assert await memory.save(user, at=BEFORE, lang="en", timezone="UTC") == Choice("en", "UTC")


# ------------------------------------------------------------------ releases


async def stored(database: Database, version: str, measures: int = 3) -> None:
    """A release, active from then on."""
    dataset = small_release(version, measures).catalogue.dataset
    content = ReleaseContent(version, pack(dataset), dataset.counts())
    assert await ReleaseStore(database).add_and_activate(version, content, at=BEFORE)


async def test_a_release_that_cannot_be_read_is_left_out_of_history_and_named(
    shared: tuple[Database, Database], delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    database = shared[0]
    found: dict[str, Spoil] = {}
    for column in releases.c:
        if column.name not in ("version", "content_hash"):
            for literal in garbage(database, column):
                version = f"2026.09.02.{len(found) + 1}"
                await stored(database, version)
                found[version] = Spoil(releases, column, version, literal)
    await stored(database, "2026.09.04.1")
    await spoil(database, found.values())
    store = ReleaseStore(database)
    lines, unreadable = await store.listed()
    assert {"2026.09.01.1", "2026.09.04.1"} <= {line.version for line in lines}
    assert {found[version].column.name for version in unreadable} == {"counts", "created_at"}
    assert await History(store, delivery.engine.editions).versions() == [
        line.version for line in lines
    ]
    # An edition that would compare with one of them is posted, without the comparison.
    for number, version in enumerate(found):
        digest = await delivery.subscribe(order(100 + number, guild_id=number))
        await delivery.stores.digests.pause(digest.id, at=BEFORE)
        assert await delivery.stores.digests.resume(digest.id, MONDAY_NINE, version, at=BEFORE)
    await delivery.subscribe(order(10, guild_id=999))
    clock.now = MONDAY_NINE
    await delivery.tick()
    assert {len(channels.dedup_keys(100 + number)) for number in range(len(found))} == {1}
    assert len(channels.dedup_keys(10)) == 1


async def test_an_activation_that_cannot_be_read_is_left_out(
    shared: tuple[Database, Database],
) -> None:
    database, store = shared[0], ReleaseStore(shared[0])
    columns = [activations.c.way, activations.c.at]
    found = [Spoil(activations, c, 0, literal) for c in columns for literal in garbage(database, c)]
    for number in range(len(found)):
        await stored(database, f"2026.09.02.{number + 1}")
    await stored(database, "2026.09.04.1")
    await spoil(database, [each._replace(key=n) for n, each in enumerate(found, 2)])
    noted = await store.activations(100)
    assert [each.version for each in noted] == ["2026.09.04.1", "2026.09.01.1"]


@pytest.mark.parametrize("column", ["document", "files", "counts", "created_at"])
async def test_a_start_whose_active_release_cannot_be_read_takes_the_data_on_disk(
    shared: tuple[Database, Database], tmp_path: Path, column: str
) -> None:
    database, store = shared[0], ReleaseStore(shared[0])
    data = write_small(tmp_path / "data", 4)
    first = await open_release(store, data, MONDAY_NINE)
    version = first.catalogue.version
    for literal in garbage(database, releases.c[column]):
        await spoil(database, [Spoil(releases, releases.c[column], version, literal)])
        again = await open_release(store, data, MONDAY_NINE + timedelta(days=1))
        assert (again.catalogue.version, len(again.catalogue.measures)) == (version, 4), literal
    if column == "document":
        kept = await store.active()
        assert kept is not None
        assert kept.document == pack(first.catalogue.dataset), "it can be read again"


async def test_a_start_with_neither_says_both_in_one_sentence(
    shared: tuple[Database, Database], tmp_path: Path
) -> None:
    database, store = shared[0], ReleaseStore(shared[0])
    await spoil(database, [Spoil(releases, releases.c.document, "2026.09.01.1", "''")])
    with pytest.raises(DataError) as refused:
        await open_release(store, tmp_path / "none", MONDAY_NINE)
    said = str(refused.value)
    assert "The stored release 2026.09.01.1 cannot be read." in said
    assert f"{tmp_path / 'none'}" in said
    assert "\n" not in said


# ------------------------------------------------------------------ what processes keep


async def test_processes_of_another_time_are_neither_alive_nor_last(
    shared: tuple[Database, Database],
) -> None:
    database, store = shared[0], ProcessStore(shared[0])
    found = garbage(database, processes.c.seen_at)
    for number in range(len(found)):
        await store.beat(f"p{number}", at=BEFORE)
    await store.beat("healthy", at=BEFORE)
    await spoil(
        database, [Spoil(processes, processes.c.seen_at, f"p{n}", g) for n, g in enumerate(found)]
    )
    beats = await store.heartbeats(at=BEFORE)
    assert [*beats] == ["healthy"]
    assert await store.last_seen() in (None, beats["healthy"].seen_at)


async def test_commands_that_cannot_be_read_are_registered_again(
    shared: tuple[Database, Database],
) -> None:
    database, store = shared[0], CommandStore(shared[0])
    for literal in garbage(database, command_sync.c.commands):
        await store.put(5, "global", "hash", [SyncedCommand("ask", 1, 1)], at=BEFORE)
        await spoil(database, [Spoil(command_sync, command_sync.c.commands, 5, literal)])
        found = (await store.all(5)).get("global")
        assert found is None or found.commands == (), literal


async def test_a_right_to_mention_that_cannot_be_read_counts_as_never_read(
    shared: tuple[Database, Database], delivery: Delivery
) -> None:
    database, store = shared[0], MentionRightStore(shared[0])
    columns = (mention_rights.c.ordered_by, mention_rights.c.read_at, mention_rights.c.left_out)
    found: dict[int, Spoil] = {}
    for column in columns:
        for literal in garbage(database, column):
            digest = await delivery.subscribe(order(10, guild_id=1 + len(found), role_id=77))
            await store.order(digest.id, MentionRight(ALICE, held=True, read_at=BEFORE))
            found[digest.id] = Spoil(mention_rights, column, digest.id, literal)
    await spoil(database, found.values())
    for digest_id, each in found.items():
        right = await store.get(digest_id)
        assert isinstance(right.ordered_by, int | None), each
        assert right.read_at in (None, BEFORE), each
        assert right.left_out is None, each


async def test_an_order_that_cannot_be_read_waits_no_more(
    shared: tuple[Database, Database],
) -> None:
    database, store = shared[0], DraftStore(shared[0])
    for literal in garbage(database, drafts.c.ordered):
        draft = await store.add(order(), None, ALICE, at=BEFORE)
        await spoil(database, [Spoil(drafts, drafts.c.ordered, draft, literal)])
        assert await store.get(draft, 1) is None, literal
