"""How long shards wait before they connect or identify, and what is told of odd events."""

import random
from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from bot.discord_client.dropped_events import DropLog, fault_of
from bot.discord_client.gateway import Backoff
from bot.discord_client.identify_limiter import DAY, IdentifyLimiter
from bot.metrics import Metrics
from tests.figures import figures


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


# -- Back-off --


def test_waits_double_up_to_half_a_minute() -> None:
    longest = Backoff(draw=lambda: 1.0)
    shortest = Backoff(draw=lambda: 0.0)
    expected = [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    assert [longest.delay() for _ in expected] == expected
    assert [shortest.delay() for _ in expected] == [wait / 2 for wait in expected]
    assert {longest.delay() for _ in range(5_000)} == {30.0}


@pytest.mark.parametrize(("health", "starts_again"), [(59.9, False), (60.0, True), (9e9, True)])
def test_a_minute_of_health_starts_from_the_beginning(health: float, starts_again: bool) -> None:
    clock = Clock()
    backoff = Backoff(clock=clock, draw=lambda: 1.0)
    for _ in range(9):
        backoff.delay()
    backoff.connected()
    clock.now += health
    assert backoff.delay() == (0.0 if starts_again else 30.0)


def test_an_attempt_that_never_connected_is_no_health() -> None:
    clock = Clock()
    backoff = Backoff(clock=clock, draw=lambda: 1.0)
    for _ in range(9):
        backoff.delay()
        clock.now += 3_600
    assert backoff.delay() == 30.0


# -- Identifies --


async def identifies(limiter: IdentifyLimiter, clock: Clock, seconds: float) -> list[float]:
    """When a shard identified that wants to all the time."""
    end, at = clock.now + seconds, list[float]()
    while clock.now < end:
        async with limiter.turn(0):
            pass
        at.append(clock.now)
    return at


def most_in_a_day(at: list[float]) -> int:
    return max(sum(start <= one < start + DAY for one in at[n:]) for n, start in enumerate(at))


async def test_a_session_refused_for_days_never_costs_a_thousand_identifies() -> None:
    clock = Clock()
    limiter = IdentifyLimiter(Metrics(), clock=clock, sleep=clock.sleep)
    with capture_logs() as log:
        at = await identifies(limiter, clock, 3 * DAY)
    assert 900 <= most_in_a_day(at) < 1_000
    assert min(later - earlier for earlier, later in pairwise(at)) == 5.0
    scarce = [line for line in log if "are scarce" in line["event"]]
    assert 1 <= len(scarce) <= 3


@pytest.mark.parametrize(("left", "reset"), [(251, 7_200.0), (200, 80_000.0), (60, 600.0)])
async def test_what_discord_leaves_lasts_until_its_reset(left: int, reset: float) -> None:
    clock = Clock()
    limiter = IdentifyLimiter(Metrics(), clock=clock, sleep=clock.sleep)
    limiter.learn(1_000, left, reset, 1)
    at = await identifies(limiter, clock, reset - 1)
    before = [one for one in at if one < 1_000.0 + reset]
    assert 0 < len(before) < left


async def test_none_left_means_waiting_for_the_reset() -> None:
    clock = Clock()
    limiter = IdentifyLimiter(Metrics(), clock=clock, sleep=clock.sleep)
    limiter.learn(1_000, 0, 300.0, 1)
    async with limiter.turn(0):
        pass
    assert clock.now == 1_300.0
    assert limiter.used == 1


async def test_shards_of_different_groups_need_not_wait_for_each_other() -> None:
    clock = Clock()
    metrics = Metrics()
    limiter = IdentifyLimiter(metrics, clock=clock, sleep=clock.sleep)
    limiter.learn(1_000, 1_000, 86_400.0, 2)
    for shard in (0, 1):
        async with limiter.turn(shard):
            pass
    assert clock.now == 1_000.0
    for shard in (2, 3):
        async with limiter.turn(shard):
            pass
    assert clock.now == 1_005.0
    assert figures(metrics.render())["gateway_identifies_total"] == 4


async def test_a_turn_that_came_to_nothing_is_not_counted() -> None:
    clock = Clock()
    limiter = IdentifyLimiter(Metrics(), clock=clock, sleep=clock.sleep)
    limiter.learn(1_000, 300, 86_400.0, 1)
    for _ in range(2_000):
        with pytest.raises(ConnectionError):
            async with limiter.turn(0):
                raise ConnectionError
    async with limiter.turn(0):
        pass
    assert limiter.used == 1
    assert clock.now == 1_000.0 + 2_000 * 5


# -- What is told --


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:  # noqa: BLE001 - it is what was asked for
        return caught


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (KeyError("attachment_size_limit"), "attachment_size_limit"),
        (KeyError("what I typed, word by word"), ""),
        (KeyError(1234), ""),
        (ValueError("what I typed"), ""),
    ],
)
def test_a_fault_names_the_field_and_nothing_that_was_typed(error: Exception, key: str) -> None:
    fault = fault_of(raised(error))
    assert (fault.error, fault.key) == (type(error).__name__, key)
    assert fault.at.startswith("test_gateway_limits.py:")
    assert "typed" not in str(fault)


def test_one_line_a_minute_for_each_kind_with_a_count() -> None:
    clock, metrics, error = Clock(), Metrics(), raised(KeyError("role"))
    drops = DropLog(metrics, clock=clock)
    with capture_logs() as log:
        for _ in range(5):
            drops.dropped("GUILD_ROLE_CREATE", error)
            drops.dropped("GUILD_ROLE_UPDATE", error)
        clock.now += 60
        drops.dropped("GUILD_ROLE_CREATE", error)
    assert [(line["type"], line.get("suppressed", 0)) for line in log] == [
        ("GUILD_ROLE_CREATE", 0),
        ("GUILD_ROLE_UPDATE", 0),
        ("GUILD_ROLE_CREATE", 4),
    ]
    assert figures(metrics.render())["gateway_dropped_total|GUILD_ROLE_CREATE"] == 6


def test_ever_new_kinds_do_not_fill_the_log() -> None:
    drops, dice = DropLog(Metrics(), clock=Clock()), random.Random(1)
    with capture_logs() as log:
        for _ in range(2_000):
            drops.dropped("frame", KeyError(f"k{dice.getrandbits(60)}"))
    assert len(log) == 200
