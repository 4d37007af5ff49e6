"""The scheduler's own loop."""

import asyncio

import pytest
from structlog.testing import capture_logs

from tests.digests.delivery_harness import Delivery


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
            await asyncio.sleep(0.1)
    assert [each["event"] for each in logs] == ["delivery loop failed"]
