"""The garbage collector looks at everything when nobody waits, and at what is young otherwise."""

import asyncio
import gc
import sys
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bot.gc_tuning import IdleCollector, in_background, in_background_after


class Now:
    """A clock, and how long nobody has asked anything."""

    def __init__(self) -> None:
        self.moment = 1_000.0
        self.idle = 0.0


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def collector(now: Now) -> IdleCollector:
    return IdleCollector(lambda: now.idle, lambda: now.moment)


@pytest.fixture
def python_as_it_was() -> Iterator[None]:
    """What a test changes of Python's collector is changed back."""
    thresholds, enabled = gc.get_threshold(), gc.isenabled()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    if not enabled:
        gc.disable()


@pytest.mark.parametrize(
    ("passed", "idle", "collects"),
    [
        (10.0, 100.0, False),
        (299.0, 100.0, False),
        (301.0, 0.2, False),
        (301.0, 1.5, True),
        (899.0, 0.2, False),
        (901.0, 0.2, True),
    ],
)
async def test_it_collects_every_few_minutes_when_nobody_waits(
    collector: IdleCollector, now: Now, passed: float, idle: float, collects: bool
) -> None:
    now.moment += passed
    now.idle = idle
    assert await collector.collect_if_due() == collects
    assert not await collector.collect_if_due(), "not twice"


async def test_garbage_in_cycles_is_gone_after_a_look(collector: IdleCollector, now: Now) -> None:
    ends: list[str] = []

    class Knot:
        def __init__(self) -> None:
            self.own = self

        def __del__(self) -> None:
            ends.append("gone")

    gc.disable()
    try:
        Knot()
        now.moment += 301
        now.idle = 2
        assert await collector.collect_if_due()
    finally:
        gc.enable()
    assert ends == ["gone"]


@pytest.mark.usefixtures("python_as_it_was")
async def test_python_itself_never_looks_at_everything(collector: IdleCollector) -> None:
    collector.begin()
    before = gc.get_stats()[2]["collections"]
    kept = [[[n] for n in range(100)] for _ in range(20_000)]
    assert gc.get_stats()[2]["collections"] == before
    assert len(kept) == 20_000
    assert gc.isenabled()


async def test_a_thread_works_quietly_and_all_is_as_before() -> None:
    before = gc.get_threshold(), sys.getswitchinterval()
    assert await in_background(lambda: gc.get_threshold()[2] > 1_000_000) is True
    assert (gc.get_threshold(), sys.getswitchinterval()) == before


async def test_a_failure_in_the_background_is_logged() -> None:
    async def at_once() -> None:
        pass

    def fail() -> None:
        raise RuntimeError("no index")

    with capture_logs() as logs:
        async with in_background_after(at_once, fail, lambda: None):
            await asyncio.sleep(0.1)
    (entry,) = logs
    assert (entry["event"], entry["exc_info"]) == ("background work failed", True)
