"""Rows that cannot be read: each is set aside with its cause, and everything else goes on."""

import json
from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Column, text
from structlog.testing import capture_logs

from bot.domain.digests.subscription import ORDER, Cause, dedup_key_of
from bot.storage.database import Database
from bot.storage.digest_overview import DigestOverview
from bot.storage.digest_rows import read_digest
from bot.storage.tables import digests, posts, runs
from tests.digests.delivery_harness import MONDAY_NINE, Channels, Clock, Delivery, order
from tests.spoiled import Spoil, garbage, spoil

DAY = timedelta(days=1)
HEALTHY = 9


async def spoiled_digests(delivery: Delivery, database: Database) -> dict[int, Spoil]:
    """A healthy digest, and one for each column and each kind of garbage; by id."""
    await delivery.subscribe(order(HEALTHY, guild_id=999))
    found: dict[int, Spoil] = {}
    for column in digests.c:
        for literal in garbage(database, column) if column.name != "id" else ():
            number = len(found)
            digest = await delivery.subscribe(order(100 + number, guild_id=1 + number // 40))
            found[digest.id] = Spoil(digests, column, digest.id, literal)
    await spoil(database, found.values())
    return found


async def test_a_digest_that_cannot_be_read_is_suspended_and_all_others_are_posted(
    delivery: Delivery, shared: tuple[Database, Database], channels: Channels, clock: Clock
) -> None:
    found = await spoiled_digests(delivery, shared[0])
    clock.now = MONDAY_NINE
    with capture_logs() as logs:
        for _ in range(3):
            await delivery.tick()
            await delivery.engine.scheduler.sweep()
            await delivery.engine.executor.settle()
    assert channels.dedup_keys(HEALTHY) == [dedup_key_of(1, MONDAY_NINE, 1)]
    assert (await delivery.digest(1)).next_run_at == MONDAY_NINE + DAY
    suspended = [log["digest"] for log in logs if log["event"] == "digest unreadable, suspended"]
    assert len(suspended) == len(set(suspended)), "said once each"
    assert [log for log in logs if "exc_info" in log] == []
    for digest_id, each in found.items():
        digest = await delivery.digest(digest_id)
        if digest_id in suspended:
            assert (digest.state, digest.cause and digest.cause.code) == ("suspended", "unreadable")
        else:  # what stands there is not looked at, or the state is one in which nothing is posted
            run = (await delivery.history(digest_id))[-1:]
            assert [r.state for r in run] == ["sent"], (digest, each)
    assert {each.column.name for i, each in found.items() if i in suspended} >= {
        "ordered", "state", "since", "next_run_at", "baseline", "editions", "created_at",
    }  # fmt: skip
    assert await delivery.engine.dispatcher.next_at() == MONDAY_NINE + DAY


async def test_a_server_that_cannot_be_read_holds_up_no_other(
    delivery: Delivery, shared: tuple[Database, Database]
) -> None:
    await delivery.subscribe(order(HEALTHY, guild_id=999 << 22))
    spoils: list[Spoil] = []
    for number, literal in enumerate(garbage(shared[0], digests.c.guild_id)):
        digest = await delivery.subscribe(order(100 + number, guild_id=1))
        spoils.append(Spoil(digests, digests.c.guild_id, digest.id, literal))
    await spoil(shared[0], spoils)
    await delivery.engine.guild_lifecycle.compare()
    assert (await delivery.digest(1)).state == "asleep"


async def test_what_cannot_be_read_can_be_listed_explained_and_deleted(
    delivery: Delivery, shared: tuple[Database, Database]
) -> None:
    found = await spoiled_digests(delivery, shared[0])
    use = delivery.engine.digests
    servers = {1 + number // 40 for number in range(len(found))}
    listed = {d.id: d for server in servers for d in await use.of_guild(server)}
    for digest_id, each in found.items():
        if each.column.name == "guild_id":
            continue  # no server has it: operators see it
        digest = listed[digest_id]
        assert (await use.diagnose(digest)).digest.id == digest_id
        await use.pause(digest)
        assert await use.delete(digest_id, 1 + (digest_id - 2) // 40), each
    overview = DigestOverview(shared[0])
    rest = await overview.page(None, 0, 500)
    assert (
        await overview.count(None)
        == len(rest)
        == 1 + sum(s.column.name == "guild_id" for s in found.values())
    )


@pytest.mark.parametrize(
    ("stored", "unreadable"),
    [
        ({"schedule": "daily 99:99"}, ("schedule",)),
        ({"schedule": "cron 0 0 31 2 *"}, ("schedule",)),
        ({"timezone": "Nowhere/Land"}, ("timezone",)),
        ({"timezone": "../../etc/passwd"}, ("timezone",)),
        ({"timezone": "Asia"}, ("timezone",)),
        ({"schedule": None, "timezone": 5}, ("schedule", "timezone")),
        ({"wish": {"content": "everything"}}, ("content",)),
        ({"wish": None}, ("content",)),
        ({"target": {"guild_id": 1}}, ("channel",)),
        ({"target": None}, ("channel",)),
    ],
)
def test_what_can_be_read_of_an_order_is_kept(
    stored: dict[str, Any], unreadable: tuple[str, ...]
) -> None:
    written = ORDER.dump_python(order(12), mode="json") | stored
    row = SimpleNamespace(
        _asdict=lambda: {
            "id": 3, "guild_id": 1, "channel_id": 12, "ordered": json.dumps(written),
            "timezone": "UTC", "record": None, "state": "active", "since": MONDAY_NINE,
            "cause": None, "missing": None, "told": None, "next_run_at": MONDAY_NINE,
            "baseline": "2026.09.01.1", "editions": 4, "last_edition_at": None, "created_by": 7,
            "created_at": MONDAY_NINE,
        }
    )  # fmt: skip
    digest = read_digest(row)  # pyright: ignore[reportArgumentType]
    assert digest.unreadable == unreadable
    assert (digest.state, digest.cause) == ("suspended", Cause("unreadable", unreadable))
    assert (digest.channel_id, digest.guild_id, digest.editions) == (12, 1, 4)
    if "schedule" not in stored:
        assert digest.order.schedule == "daily 09:00"
    if "timezone" not in stored:
        assert digest.order.timezone == "Asia/Shanghai"


async def test_an_edit_repairs_an_order_that_cannot_be_read(
    delivery: Delivery, shared: tuple[Database, Database], channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order(10))
    await spoil(shared[0], [Spoil(digests, digests.c.ordered, digest.id, "'garbage'")])
    (broken,) = await delivery.engine.digests.of_guild(1)
    assert not await delivery.engine.digests.resume(broken)
    draft = await delivery.engine.digests.draft(order(10), 7, broken)
    saved = await delivery.engine.digests.save(draft, 1)
    assert not isinstance(saved, str)
    await delivery.engine.digests.save_edited(saved)
    mended = await delivery.digest(digest.id)
    assert (mended.state, mended.unreadable) == ("active", ())
    clock.now = MONDAY_NINE
    await delivery.tick()
    assert len(channels.dedup_keys(10)) == 1


async def test_other_values_that_cannot_be_read_get_defaults_and_the_digest_is_resumed(
    delivery: Delivery, shared: tuple[Database, Database], channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order(10))
    bad = "'garbage'" if shared[0].migrates_itself else "'infinity'"
    await spoil(shared[0], [Spoil(digests, digests.c.created_at, digest.id, bad)])
    assert (await delivery.digest(digest.id)).unreadable == ("created_at",)
    (now,) = await delivery.engine.digests.of_guild(1)
    assert (now.state, now.cause) == ("suspended", Cause("unreadable", ("created_at",)))
    assert await delivery.engine.suspensions.check_old() == 0, "not by itself"
    assert await delivery.engine.digests.resume(now)
    clock.now = MONDAY_NINE
    await delivery.tick()
    assert len(channels.dedup_keys(10)) == 1


# ------------------------------------------------------------------ runs


RUN_COLUMNS: Sequence[Column[Any]] = [c for c in runs.c if c.name != "id"]


async def test_a_run_that_cannot_be_read_fails_and_its_digest_goes_on(
    delivery: Delivery, shared: tuple[Database, Database], channels: Channels, clock: Clock
) -> None:
    database = shared[0]
    planned = [(c, g) for c in RUN_COLUMNS for g in garbage(database, c)]
    planned += [(runs.c.document, "NULL")]
    for number in range(len(planned)):
        await delivery.subscribe(order(100 + number, guild_id=1 + number // 40))
    await delivery.subscribe(order(HEALTHY, guild_id=999))
    clock.now = MONDAY_NINE
    channels.faults = ["down"] * (len(planned) + 1)
    await delivery.tick()
    async with database.reading() as connection:
        found = await connection.execute(text("SELECT digest_id, id FROM runs"))
        ids = {row.digest_id: row.id for row in found}
    await spoil(database, [Spoil(runs, c, ids[n], g) for n, (c, g) in enumerate(planned, 1)])
    clock.forward(seconds=2)
    with capture_logs() as logs:
        for _ in range(3):
            await delivery.tick()
            await delivery.engine.scheduler.sweep()
            await delivery.engine.executor.settle()
    assert [log for log in logs if "exc_info" in log] == []
    assert channels.dedup_keys(HEALTHY) == [dedup_key_of(len(planned) + 1, MONDAY_NINE, 1)]
    assert not await delivery.stores.runs.orphans(())
    clock.now = MONDAY_NINE + DAY
    await delivery.tick()
    for digest_id, each in enumerate(planned, 1):
        dedup_key = dedup_key_of(digest_id, clock.now, 1)
        assert dedup_key in channels.dedup_keys(99 + digest_id), (
            each,
            await delivery.history(digest_id),
        )


async def test_a_post_that_cannot_be_read_ends_an_open_run_and_stays_out_of_history(
    delivery: Delivery, shared: tuple[Database, Database], channels: Channels, clock: Clock
) -> None:
    delivery.renderer.parts = 2
    for number in range(2):
        await delivery.subscribe(order(10 + number))
    clock.now = MONDAY_NINE
    channels.faults = ["ok", "ok", "ok", "down"]  # of one the second part is put off
    await delivery.tick()
    await spoil(shared[0], [Spoil(posts, posts.c.message_id, number, "-5") for number in (1, 2)])
    histories = [(await delivery.history(number))[0] for number in (1, 2)]
    assert sorted(run.state for run in histories) == ["failed", "sent"]
    assert all(1 not in run.posts for run in histories)
    clock.forward(seconds=2)
    await delivery.tick()
    assert not await delivery.stores.runs.orphans(())
