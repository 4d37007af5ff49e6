"""What those who watch the bot are told of digests: how many, how late, how they ended."""

import asyncio
from datetime import timedelta

import pytest

from bot.digests import backlog
from bot.digests.backlog import Backlog
from bot.digests.interfaces import Refused
from bot.domain.digests.subscription import Cause
from bot.monitoring.readiness import punctual
from bot.storage.database import StorageError
from tests.digests.delivery_harness import MONDAY_NINE, Channels, Clock, Delivery, order
from tests.figures import figures

DAY = timedelta(days=1)


async def test_a_digest_that_nobody_claims_for_two_minutes_is_told(
    delivery: Delivery, clock: Clock
) -> None:
    await delivery.subscribe(order(10))
    await delivery.subscribe(order(11), MONDAY_NINE + timedelta(minutes=1))
    seen = await delivery.engine.backlog.look()
    assert (seen.states, seen.due, seen.overdue) == ({"active": 2}, 0, timedelta())
    clock.now = MONDAY_NINE + timedelta(minutes=2)
    seen = await delivery.engine.backlog.look()
    assert (seen.due, seen.overdue) == (2, timedelta(minutes=2))
    assert punctual(seen).ok
    clock.forward(seconds=1)
    late = punctual(await delivery.engine.backlog.look())
    assert not late.ok
    assert late.reason == "2 due and unclaimed, the oldest for 121 seconds."
    await delivery.tick()
    seen = await delivery.engine.backlog.look()
    assert (seen.due, seen.overdue, punctual(seen).ok) == (0, timedelta(), True)


async def test_a_claimed_digest_is_not_overdue_however_long_it_takes(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    channels.faults = ["down"]
    clock.now = MONDAY_NINE
    await delivery.tick()
    clock.forward(hours=25)  # its next slot has passed, and the run of the last one is open
    assert (await delivery.engine.backlog.look()).due == 0
    assert await delivery.stores.queue.oldest_due(clock.now) is None


async def test_runs_are_counted_by_end_and_the_first_post_by_its_lateness(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    delivery.renderer.parts = 2
    digest = await delivery.subscribe(order())
    channels.faults = ["ok", "down", "ok", Refused(Cause("no-access"))]
    clock.now = MONDAY_NINE + timedelta(seconds=7)
    await delivery.tick()
    clock.forward(minutes=1)
    await delivery.tick()
    clock.now = MONDAY_NINE + 3 * DAY
    await delivery.tick()
    clock.forward(minutes=1)
    await delivery.engine.dispatcher.run_now(await delivery.digest(digest.id))
    await delivery.engine.executor.settle()
    found = figures(delivery.metrics.render())
    ends = {key: n for key, n in found.items() if key.startswith("runs_total")}
    assert ends == {
        "runs_total|put-off": 1,
        "runs_total|sent": 2,
        "runs_total|missed": 2,
        "runs_total|suspended": 1,
    }
    assert found["digest_lateness_seconds_count"] == 1
    assert found["digest_lateness_seconds_sum"] == 7


async def test_a_database_that_hangs_is_told_and_asked_only_once(
    delivery: Delivery, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answer = 0, asyncio.Event()

    async def hang(_now: object) -> None:
        nonlocal asked
        asked += 1
        await answer.wait()

    monkeypatch.setattr(backlog, "TIMEOUT_SECONDS", 0.01)
    monkeypatch.setattr(delivery.stores.queue, "oldest_due", hang)
    watching = Backlog(delivery.stores.digests, delivery.stores.queue, clock)
    for _ in range(3):
        with pytest.raises(StorageError, match="does not answer"):
            await watching.look()
    assert asked == 1
    monkeypatch.setattr(backlog, "TIMEOUT_SECONDS", 5.0)
    answer.set()
    assert (await watching.look()).due == 0
    answer.clear()
    look = asyncio.create_task(watching.look())
    await asyncio.sleep(0)
    await watching.close()
    with pytest.raises(asyncio.CancelledError):
        await look
