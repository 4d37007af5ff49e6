"""Heartbeats of the processes that use the database."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.storage.database import Database
from bot.storage.processes import ProcessStore
from bot.storage.tables import processes as rows
from tests.storage.saved_digests import NOW, SOON


async def test_processes_have_their_last_heartbeat_until_they_leave(database: Database) -> None:
    store = ProcessStore(database)
    assert await store.last_seen() is None
    await store.beat("one", at=NOW)
    first = (await store.heartbeats(at=NOW))["one"].seen_at
    await store.beat("two", at=SOON)
    await store.beat("one", at=SOON)
    beats = await store.heartbeats(at=SOON)
    assert beats.keys() == {"one", "two"}
    assert all(abs(beat.age) < timedelta(seconds=30) for beat in beats.values())
    assert first < beats["one"].seen_at
    assert await store.last_seen() == max(beat.seen_at for beat in beats.values())
    await store.leave("two")
    assert [*await store.heartbeats(at=SOON)] == ["one"]


async def test_processes_that_were_seen_last_a_day_ago_are_removed(database: Database) -> None:
    store = ProcessStore(database)
    for name in ("one", "two", "old"):
        await store.beat(name, at=NOW)
    seen = (await store.heartbeats(at=NOW))["old"].seen_at - timedelta(days=1, minutes=1)
    await database.change(update(rows).where(rows.c.id == "old").values(seen_at=seen))
    await store.forget("one")
    found = await database.rows(select(rows.c.id).order_by(rows.c.id))
    assert [row.id for row in found] == ["one", "two"]
