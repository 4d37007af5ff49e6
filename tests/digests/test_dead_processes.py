"""Processes that die, live on or stop: another one takes over what nobody posts."""

import asyncio
from datetime import timedelta

import pytest

from bot.digests.interfaces import DOCUMENT, PreparedEdition
from bot.digests.lease import DEAD_SECONDS, LEASE_SECONDS
from bot.domain.digests.subscription import Cause, Digest, Run
from bot.storage.run_claims import RunPlan
from tests.digests.delivery_harness import MONDAY_NINE, Channels, Clock, Delivery, order

DAY = timedelta(days=1)


async def test_what_a_dead_process_had_claimed_is_taken_over(
    delivery: Delivery,
    other: Delivery,
    channels: Channels,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["down"]
    await delivery.tick()  # claimed, not posted; then the process dies
    await other.engine.lease.heartbeat()
    shared_file = other.engine.lease.process in await other.engine.lease.alive()
    assert shared_file
    loop = asyncio.get_running_loop()
    later = loop.time() + DEAD_SECONDS + 1
    with monkeypatch.context() as patch:
        patch.setattr(loop, "time", lambda: later)
        await other.engine.lease.heartbeat()
        assert await other.engine.recovery.retake() == 1
    await other.engine.executor.settle()
    assert len(channels.dedup_keys(10)) == 1
    assert (await other.history())[0].state == "sent"


@pytest.mark.parametrize(("fault", "state"), [("down", "failed"), ("lost", "sent")])
async def test_what_is_taken_over_too_late_is_searched_for_but_not_posted(
    delivery: Delivery, other: Delivery, channels: Channels, clock: Clock, fault: str, state: str
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = [fault]
    await delivery.tick()  # then the process dies, and the next one starts three days later
    made = channels.dedup_keys(10)
    await delivery.die()
    clock.forward(days=3)
    await other.engine.lease.heartbeat()
    await other.engine.recovery.retake()
    await other.engine.executor.settle()
    assert (channels.dedup_keys(10), channels.looked) == (made, 1)
    (run,) = await other.history()
    assert (run.state, run.cause) == (state, Cause("too-late") if state == "failed" else None)
    assert (await other.digest()).state == "active"


async def test_an_edition_that_has_begun_is_completed_however_late(
    delivery: Delivery, other: Delivery, channels: Channels, clock: Clock
) -> None:
    delivery.renderer.parts = 2
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["ok", "down"]
    await delivery.tick()
    await delivery.die()
    clock.forward(days=3)
    await other.engine.lease.heartbeat()
    await other.engine.recovery.retake()
    await other.engine.executor.settle()
    assert len(channels.dedup_keys(10)) == 2
    assert (await other.history())[0].state == "sent"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_a_living_process_has_claimed_is_left_to_it(
    delivery: Delivery, other: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["down"]
    await delivery.tick()
    await other.engine.lease.heartbeat()
    assert await other.engine.recovery.retake() == 0
    await delivery.engine.lease.leave()
    assert await other.engine.recovery.retake() == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("minutes", [-5, -1, 1, 5])
async def test_no_system_clock_makes_a_living_process_dead(
    delivery: Delivery, other: Delivery, channels: Channels, clock: Clock, minutes: int
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["down"]
    await delivery.tick()
    clock.forward(minutes=minutes)  # as that of another machine, or as one that was set
    await other.engine.lease.heartbeat()
    assert await other.engine.recovery.retake() == 0
    clock.forward(minutes=minutes)
    await other.engine.lease.heartbeat()
    assert await other.engine.recovery.retake() == 0


async def test_a_dead_process_is_seen_behind_many_own_postponed_runs(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    for channel in (10, 11, 12):
        await delivery.subscribe(order(channel))
    clock.now = MONDAY_NINE
    channels.faults = ["down"] * 3
    await delivery.tick()
    mine, runs = delivery.engine.lease.process, delivery.stores.runs
    (run,) = await delivery.history(3)
    assert await runs.retake(run, "dead")
    assert [run.digest_id for run in await runs.orphans([], mine, limit=1)] == [3]


async def test_a_process_that_was_stopped_too_long_sends_nothing(
    delivery: Delivery, channels: Channels, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    lease, loop = delivery.engine.lease, asyncio.get_running_loop()
    term = await lease.renew()
    made = await delivery.engine.editions.build(digest, MONDAY_NINE)
    later = loop.time() + LEASE_SECONDS + 1
    with monkeypatch.context() as patch:
        patch.setattr(loop, "time", lambda: later)
        assert not lease.held(term)
        # It says again that it lives; what it had claimed before may be another's by now.
        assert await lease.renew() == term + 1
        assert not lease.held(term)
        assert made.document is not None
        run = await claimed_run(delivery, digest, made.document)
        end = await delivery.engine.sender.deliver(
            run, digest.order.target, made.document, term, fresh=True
        )
        assert end == "lost"
        assert channels.sends == 0
        assert await delivery.engine.recovery.retake() == 1  # its own, which nobody works on
        await delivery.engine.executor.settle()
    assert len(channels.dedup_keys(10)) == 1


async def claimed_run(delivery: Delivery, digest: Digest, document: PreparedEdition) -> Run:
    """The run of a slot that this process has claimed."""
    plan = RunPlan(
        slot=MONDAY_NINE,
        kind="scheduled",
        number=1,
        compared_with=digest.baseline,
        version="2026.09.05.1",
        late=False,
        parts=1,
        document=DOCUMENT.dump_json(document).decode(),
        give_up_at=MONDAY_NINE + timedelta(hours=6),
    )
    run = await delivery.stores.claims.claim(
        digest, plan, (), MONDAY_NINE + DAY, delivery.engine.lease.process, at=MONDAY_NINE
    )
    assert run is not None
    return run
