"""What happens around a run that is open: the edition stays whole, and the dead are left alone."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from bot.digests.interfaces import Refused
from bot.domain.digests.subscription import Cause, Post, Run, Target, dedup_key_of
from bot.storage.database import Database, RowLockedError, StorageError
from bot.storage.preferences import PreferenceStore
from bot.storage.run_claims import RunClaims
from bot.storage.tables import digests, runs
from tests.digests.delivery_harness import ALICE, MONDAY_NINE, Channels, Clock, Delivery, order
from tests.digests.watching import SECOND, Watching

PARTS = (1, 2)


async def test_a_slot_that_meets_a_run_by_hand_stays_due_until_that_is_over(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order())
    clock.now = MONDAY_NINE + timedelta(seconds=1)
    channels.faults = ["down"]
    await delivery.engine.lease.heartbeat()
    assert await delivery.engine.dispatcher.run_now(digest) is not None
    await delivery.engine.executor.settle()
    clock.forward(seconds=1)
    # As another process does that had found the digest due before the run by hand was claimed.
    made = await delivery.engine.dispatcher._claim(digest)  # pyright: ignore[reportPrivateUsage]
    assert not made
    assert (await delivery.digest()).next_run_at == MONDAY_NINE
    clock.forward(seconds=2)
    await delivery.tick()
    await delivery.tick()
    kinds = [(run.kind, run.state) for run in await delivery.history()]
    assert kinds == [("scheduled", "sent"), ("manual", "sent")]


async def test_an_edition_stays_in_its_channel_where_the_digest_is_moved_meanwhile(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    delivery.renderer.parts = 2
    digest = await delivery.subscribe(order(10))
    clock.now = MONDAY_NINE
    channels.faults = ["ok", "down"]
    await delivery.tick()
    moved = order(11)
    draft = await delivery.stores.drafts.add(moved, digest.id, ALICE, at=clock())
    assert await delivery.stores.digests.change(draft, moved, MONDAY_NINE.replace(day=8))
    clock.forward(seconds=2)
    await delivery.tick()
    assert channels.dedup_keys(10) == [dedup_key_of(digest.id, MONDAY_NINE, part) for part in PARTS]
    assert channels.dedup_keys(11) == []
    assert (await delivery.history())[0].state == "sent"


async def test_a_run_that_was_put_off_is_not_tried_in_a_channel_refused_meanwhile(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    for _ in range(2):
        await delivery.subscribe(order(10))
    clock.now = MONDAY_NINE
    channels.faults = ["down", Refused(Cause("refused"))]
    await delivery.tick()
    await delivery.tick()
    assert channels.sends == 2
    clock.forward(seconds=2)
    await delivery.tick()
    assert channels.sends == 2
    assert [(await delivery.history(n))[0].cause for n in PARTS] == [Cause("refused")] * 2
    assert [(await delivery.digest(n)).state for n in PARTS] == ["suspended"] * 2


async def test_a_pause_ends_an_edition_that_was_put_off(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["down"]
    await delivery.tick()
    assert await delivery.engine.digests.pause(digest)
    clock.forward(minutes=3)
    await delivery.tick()
    assert channels.dedup_keys(10) == []
    (run,) = await delivery.history()
    assert (run.state, run.cause) == ("failed", Cause("paused"))


async def test_a_run_by_hand_of_a_paused_digest_is_tried_again(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order())
    await delivery.engine.digests.pause(digest)
    clock.forward(minutes=1)
    channels.faults = ["down"]
    await delivery.engine.lease.heartbeat()
    assert await delivery.engine.dispatcher.run_now(await delivery.digest()) is not None
    await delivery.engine.executor.settle()
    clock.forward(seconds=2)
    await delivery.tick()
    assert len(channels.dedup_keys(10)) == 1


async def test_a_forum_whose_post_is_deleted_while_it_grows_is_not_suspended(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    delivery.renderer.parts = 2
    await delivery.subscribe(order(kind="forum"))
    clock.now = MONDAY_NINE
    channels.faults = ["ok", Refused(Cause("channel-gone"))]
    await delivery.tick()
    (run,) = await delivery.history()
    assert (run.state, run.cause) == ("failed", Cause("channel-gone"))
    assert (await delivery.digest()).state == "active"


async def test_a_channel_that_dies_between_two_parts_gets_no_further_one(
    delivery: Delivery, channels: Channels, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery.renderer.parts = 2
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    obstacles = iter((None, Cause("no-permission", ("send_messages",))))

    def obstacle(_: Target) -> Cause | None:
        return next(obstacles)

    monkeypatch.setattr(
        delivery.engine.sender._poster,  # pyright: ignore[reportPrivateUsage]
        "obstacle",
        obstacle,
    )
    await delivery.tick()
    assert channels.sends == 1
    assert (await delivery.digest()).state == "suspended"


async def test_a_part_on_record_tells_whose_the_run_is(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    delivery.renderer.parts = 2
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["down"]
    await delivery.tick()
    (run,) = await delivery.history()
    mine = delivery.engine.lease.process
    assert await delivery.stores.runs.record(run, 1, Post(1, 10), mine, at=clock())
    assert not await delivery.stores.runs.record(run, 2, Post(2, 10), "another", at=clock())
    await delivery.stores.digests.delete(run.digest_id, 1)
    assert not await delivery.stores.runs.record(run, 2, Post(2, 10), mine, at=clock())


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("erases", ["digest", "watch", "person"])
async def test_a_deletion_waits_for_a_run_that_ends(
    watching: Watching, shared: tuple[Database, Database], erases: str
) -> None:
    delivery = watching.delivery
    if erases == "digest":
        await delivery.subscribe(order(), at=watching.clock())
    else:
        await watching.watch()
        await watching.publish(SECOND, 1)
    watching.channels.faults = ["down"]
    await delivery.tick()
    (run,) = await delivery.history()
    deletes = {
        "digest": lambda: delivery.stores.digests.delete(run.digest_id, 1),
        "watch": lambda: delivery.engine.watches.remove(ALICE, "m-1"),
        "person": lambda: PreferenceStore(shared[0]).erase(ALICE),
    }
    async with shared[1].writing() as connection:  # as a run ends: first itself, then its digest
        await connection.execute(update(runs).where(runs.c.id == run.id).values(tries=9))
        deleting = asyncio.create_task(deletes[erases]())
        await until_waiting(shared[1])
        await connection.execute(update(digests).values(editions=1))
    assert await deleting
    assert await delivery.stores.digests.get(run.digest_id) is None


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_changes_that_wait_for_each_other_are_a_locked_row(
    delivery: Delivery, shared: tuple[Database, Database]
) -> None:
    first, second = await delivery.subscribe(order(10)), await delivery.subscribe(order(11))

    async def change(database: Database, *digest_ids: int) -> None:
        async with database.writing() as connection:
            for digest_id in digest_ids:
                mine = update(digests).where(digests.c.id == digest_id)
                await connection.execute(mine.values(editions=1))
                await barrier.wait()

    barrier = asyncio.Barrier(2)
    ids = (first.id, second.id), (second.id, first.id)
    changes = [asyncio.create_task(change(d, *i)) for d, i in zip(shared, ids, strict=True)]
    done, _ = await asyncio.wait(changes, return_when=asyncio.FIRST_COMPLETED)
    await barrier.abort()
    await asyncio.gather(*changes, return_exceptions=True)
    assert [type(task.exception()) for task in done] == [RowLockedError]


async def until_waiting(database: Database) -> None:
    """Returns once a session of this database waits for a lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(10), database.reading() as connection:
        while not await connection.scalar(waiting):
            await asyncio.sleep(0.01)
            await connection.execute(text("SELECT pg_stat_clear_snapshot()"))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_row_that_another_process_holds_locked_keeps_no_other_waiting(
    delivery: Delivery, shared: tuple[Database, Database], channels: Channels, clock: Clock
) -> None:
    for channel in (10, 11):
        await delivery.subscribe(order(channel))
    clock.now = MONDAY_NINE
    held = update(digests).where(digests.c.channel_id == 10).values(editions=0)
    async with shared[1].writing() as connection:
        await connection.execute(held)
        await delivery.tick()
        assert (channels.dedup_keys(10), len(channels.dedup_keys(11))) == ([], 1)
    await delivery.tick()
    assert len(channels.dedup_keys(10)) == 1


@pytest.mark.parametrize("by_hand", [False, True])
async def test_a_run_is_left_to_who_still_waits_for_the_answer_to_its_claim(
    delivery: Delivery,
    channels: Channels,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    *,
    by_hand: bool,
) -> None:
    """The claim is stored and its answer under way when the sweep looks for idle runs."""
    digest = await delivery.subscribe(order(kind="forum"))  # without a nonce, so not made once
    method = "claim_now" if by_hand else "claim"
    claim = getattr(RunClaims, method)

    async def answered_late(*args: Any, **named: Any) -> Run | None:
        run = await claim(*args, **named)
        await delivery.engine.recovery.retake()
        await delivery.engine.executor.settle()
        return run

    monkeypatch.setattr(RunClaims, method, answered_late)
    clock.now = MONDAY_NINE
    if by_hand:
        await delivery.engine.dispatcher.run_now(digest)
        await delivery.engine.executor.settle()
    else:
        await delivery.tick()
    assert len(channels.dedup_keys(10)) == 1
    assert [run.state for run in await delivery.history()] == ["sent"]


async def test_a_claim_whose_answer_is_lost_is_posted_by_the_next_sweep(
    delivery: Delivery, channels: Channels, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await delivery.subscribe(order(kind="forum"))
    clock.now = MONDAY_NINE
    claim = RunClaims.claim

    async def lost(*args: Any, **named: Any) -> Run | None:
        await claim(*args, **named)
        raise StorageError("The connection was lost.")

    with monkeypatch.context() as patch:
        patch.setattr(RunClaims, "claim", lost)
        with pytest.raises(StorageError):
            await delivery.tick()
    await delivery.tick()
    assert channels.messages == {}
    for _ in range(2):
        await delivery.engine.recovery.retake()
        await delivery.engine.executor.settle()
    assert len(channels.dedup_keys(10)) == 1
