"""The scheduler's own loop."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.digests.interfaces import SendResult
from tests.digests.delivery_harness import (
    MONDAY_NINE,
    Channels,
    Clock,
    Delivery,
    RecordingPoster,
    order,
)


async def test_a_loop_that_ends_by_a_fault_is_logged(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("no timer")

    scheduler = delivery.engine.scheduler
    monkeypatch.setattr(scheduler, "_schedule", fail)
    scheduler.go()
    with capture_logs() as logs:
        async with scheduler.running():
            await asyncio.sleep(1)  # it begins with a few queries
    assert [each["event"] for each in logs] == ["delivery loop failed"]


async def test_every_job_is_due_at_once_when_the_system_clock_was_set_back(
    delivery: Delivery, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.digests.scheduler.CLOCK_SECONDS", 0.01)
    ran, begun = asyncio.Event(), asyncio.Event()

    async def job() -> None:
        ran.set()

    async def retake() -> int:
        begun.set()
        return 0

    scheduler = delivery.engine.scheduler
    scheduler.add_job(job, 3_600)
    monkeypatch.setattr(delivery.engine.recovery, "retake", retake)  # once the jobs are planned
    async with scheduler.running():
        scheduler.go()
        await asyncio.wait_for(begun.wait(), 5)
        clock.forward(hours=-1)
        await asyncio.wait_for(ran.wait(), 5)


async def test_a_digest_is_posted_when_the_system_clock_reaches_it_by_a_step(
    delivery: Delivery, channels: Channels, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.digests.scheduler.CLOCK_SECONDS", 0.01)
    await delivery.subscribe(order())
    armed, posted = asyncio.Event(), asyncio.Event()
    next_at, send = delivery.engine.dispatcher.next_at, RecordingPoster.send

    async def next_seen() -> datetime | None:
        found = await next_at()
        asyncio.get_running_loop().call_soon(armed.set)  # when the timer is set for it
        return found

    async def send_seen(*given: Any) -> SendResult:
        posted.set()
        return await send(*given)

    monkeypatch.setattr(delivery.engine.dispatcher, "next_at", next_seen)
    monkeypatch.setattr(RecordingPoster, "send", send_seen)
    scheduler = delivery.engine.scheduler
    async with scheduler.running():
        scheduler.go()
        await asyncio.wait_for(armed.wait(), 5)
        clock.now = MONDAY_NINE
        await asyncio.wait_for(posted.wait(), 5)
    assert len(channels.dedup_keys(10)) == 1
