"""What happens around a run that is open: the edition stays whole, and the dead are left alone."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.digests.interfaces import Refused
from bot.domain.digests.subscription import Cause, Post, Target, dedup_key_of
from bot.storage.database import Database
from bot.storage.tables import digests
from tests.delivery.house import ALICE, MONDAY_NINE, Channels, Clock, House, order

PARTS = (1, 2)


async def test_a_slot_that_meets_a_run_by_hand_stays_due_until_that_is_over(
    home: House, channels: Channels, clock: Clock
) -> None:
    digest = await home.subscribe(order())
    clock.now = MONDAY_NINE + timedelta(seconds=1)
    channels.faults = ["down"]
    await home.engine.lease.beat()
    assert await home.engine.dispatcher.run_now(digest) is not None
    await home.engine.dispatcher.settle()
    clock.forward(seconds=1)
    # As another process does that had found the digest due before the run by hand was claimed.
    made = await home.engine.dispatcher._claim(digest)  # pyright: ignore[reportPrivateUsage]
    assert not made
    assert (await home.digest()).next_run_at == MONDAY_NINE
    clock.forward(seconds=2)
    await home.tick()
    await home.tick()
    kinds = [(run.kind, run.state) for run in await home.history()]
    assert kinds == [("scheduled", "sent"), ("manual", "sent")]


async def test_an_edition_stays_in_its_channel_where_the_digest_is_moved_meanwhile(
    home: House, channels: Channels, clock: Clock
) -> None:
    home.renderer.parts = 2
    digest = await home.subscribe(order(10))
    clock.now = MONDAY_NINE
    channels.faults = ["ok", "down"]
    await home.tick()
    moved = order(11)
    draft = await home.digests.draft(moved, digest.id, ALICE, at=clock())
    assert await home.digests.change(draft, moved, MONDAY_NINE.replace(day=8))
    clock.forward(seconds=2)
    await home.tick()
    assert channels.marks(10) == [dedup_key_of(digest.id, MONDAY_NINE, part) for part in PARTS]
    assert channels.marks(11) == []
    assert (await home.history())[0].state == "sent"


async def test_a_run_that_was_put_off_is_not_tried_in_a_channel_refused_meanwhile(
    home: House, channels: Channels, clock: Clock
) -> None:
    for _ in range(2):
        await home.subscribe(order(10))
    clock.now = MONDAY_NINE
    channels.faults = ["down", Refused(Cause("refused"))]
    await home.tick()
    await home.tick()
    assert channels.sends == 2
    clock.forward(seconds=2)
    await home.tick()
    assert channels.sends == 2
    assert [(await home.history(n))[0].cause for n in PARTS] == [Cause("refused")] * 2
    assert [(await home.digest(n)).state for n in PARTS] == ["suspended"] * 2


async def test_a_forum_whose_post_is_deleted_while_it_grows_is_not_suspended(
    home: House, channels: Channels, clock: Clock
) -> None:
    home.renderer.parts = 2
    await home.subscribe(order(kind="forum"))
    clock.now = MONDAY_NINE
    channels.faults = ["ok", Refused(Cause("channel-gone"))]
    await home.tick()
    (run,) = await home.history()
    assert (run.state, run.cause) == ("failed", Cause("channel-gone"))
    assert (await home.digest()).state == "active"


async def test_a_channel_that_dies_between_two_parts_gets_no_further_one(
    home: House, channels: Channels, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.renderer.parts = 2
    await home.subscribe(order())
    clock.now = MONDAY_NINE
    obstacles = iter((None, Cause("no-permission", ("send_messages",))))

    def obstacle(_: Target) -> Cause | None:
        return next(obstacles)

    monkeypatch.setattr(
        home.engine.sender._poster,  # pyright: ignore[reportPrivateUsage]
        "obstacle",
        obstacle,
    )
    await home.tick()
    assert channels.sends == 1
    assert (await home.digest()).state == "suspended"


async def test_a_part_on_record_tells_whose_the_run_is(
    home: House, channels: Channels, clock: Clock
) -> None:
    home.renderer.parts = 2
    await home.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["down"]
    await home.tick()
    (run,) = await home.history()
    mine = home.engine.lease.process
    assert await home.runs.record(run, 1, Post(1, 10), mine, at=clock())
    assert not await home.runs.record(run, 2, Post(2, 10), "another", at=clock())
    await home.digests.delete(run.digest_id, 1)
    assert not await home.runs.record(run, 2, Post(2, 10), mine, at=clock())


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_row_that_another_process_holds_locked_keeps_no_other_waiting(
    home: House, shared: tuple[Database, Database], channels: Channels, clock: Clock
) -> None:
    for channel in (10, 11):
        await home.subscribe(order(channel))
    clock.now = MONDAY_NINE
    held = update(digests).where(digests.c.channel_id == 10).values(editions=0)
    async with shared[1].writing() as connection:
        await connection.execute(held)
        await home.tick()
        assert (channels.marks(10), len(channels.marks(11))) == ([], 1)
    await home.tick()
    assert len(channels.marks(10)) == 1
