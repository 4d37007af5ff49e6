"""The rate limiter: an even pace, and requests that a person waits for before a fan-out."""

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import pytest

from bot.digests.rate_limiter import (
    PERSONS_IN_A_ROW,
    RateLimiter,
    TooLateError,
    may_go,
    person_waits,
)

RATE = 40.0


class Timer:
    """What `call_later` gives."""

    def cancel(self) -> None:
        """Does nothing: no timer here is called off."""


@dataclass
class VirtualTime:
    """The event loop's clock and timers; `run` jumps from one timer to the next."""

    now: float = 1000.0
    count: int = 0
    timers: list[tuple[float, int, Callable[[], None]]] = field(
        default_factory=list[tuple[float, int, Callable[[], None]]]
    )

    def call_later(self, seconds: float, callback: Callable[..., None], *args: object) -> Timer:
        self.count += 1
        heapq.heappush(self.timers, (self.now + seconds, self.count, partial(callback, *args)))
        return Timer()

    async def run(self, until: float = float("inf")) -> None:
        """Lets time pass until then, or until nobody waits for it."""
        await _settle()
        while self.timers and self.timers[0][0] <= until:
            self.now, _, callback = heapq.heappop(self.timers)
            callback()
            await _settle()


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
async def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualTime:
    clock, loop = VirtualTime(), asyncio.get_running_loop()
    monkeypatch.setattr(loop, "time", lambda: clock.now)
    monkeypatch.setattr(loop, "call_later", clock.call_later)
    return clock


@dataclass
class Requests:
    """Who asked for a turn, and when each had it."""

    rate_limiter: RateLimiter
    clock: VirtualTime
    gone: list[tuple[str, float]] = field(default_factory=list[tuple[str, float]])
    tasks: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]])

    async def ask(self, name: str, *, person: bool = False) -> None:
        """Asks for a turn in a task of its own."""

        async def request() -> None:
            person_waits.set(person)
            await self.rate_limiter.turn()
            self.gone.append((name, self.clock.now))

        self.tasks.append(asyncio.create_task(request()))
        await _settle()

    @property
    def names(self) -> list[str]:
        """Who went, in order."""
        return [name for name, _ in self.gone]


@pytest.fixture
def requests(clock: VirtualTime) -> Requests:
    return Requests(RateLimiter(RATE), clock)


async def test_a_person_goes_before_the_64_requests_of_a_fan_out(
    requests: Requests, clock: VirtualTime
) -> None:
    for number in range(64):
        await requests.ask(f"post {number}")
    await requests.ask("Alice", person=True)
    await requests.ask("Ming", person=True)
    await clock.run()
    posts = [f"post {number}" for number in range(64)]
    assert requests.names == [posts[0], "Alice", "Ming", *posts[1:]]
    gaps = [after - before for (_, before), (_, after) in pairwise(requests.gone[1:])]
    assert gaps == pytest.approx([1 / RATE] * 64)


async def test_a_crowd_of_persons_does_not_stop_a_fan_out(
    requests: Requests, clock: VirtualTime
) -> None:
    for number in range(3):
        await requests.ask(f"post {number}")
    for number in range(30):
        await requests.ask(f"person {number}", person=True)
    await clock.run()
    turns = [at for at, name in enumerate(requests.names) if name.startswith("post")]
    assert turns == [0, PERSONS_IN_A_ROW + 1, 2 * PERSONS_IN_A_ROW + 2]
    persons = [name for name in requests.names if name.startswith("person")]
    assert persons == [f"person {number}" for number in range(30)]


async def test_a_task_started_for_a_person_goes_first_too(
    requests: Requests, clock: VirtualTime
) -> None:
    for number in range(3):
        await requests.ask(f"post {number}")
    person_waits.set(True)

    async def write() -> None:
        await requests.rate_limiter.turn()
        requests.gone.append(("write", clock.now))

    task = asyncio.create_task(write())
    await clock.run()
    await task
    assert requests.names == ["post 0", "write", "post 1", "post 2"]


async def test_a_block_holds_up_all_and_frees_them_one_by_one(
    requests: Requests, clock: VirtualTime
) -> None:
    await requests.ask("first")
    for number in range(3):
        await requests.ask(f"post {number}")
    requests.rate_limiter.block(5.0)
    await requests.ask("Alice", person=True)
    await clock.run(until=1004.9)
    assert requests.names == ["first"]
    await clock.run()
    assert requests.names == ["first", "Alice", "post 0", "post 1", "post 2"]
    assert requests.gone[1][1] == pytest.approx(1005.0)
    assert requests.gone[-1][1] == pytest.approx(1005.0 + 3 / RATE)


async def test_turns_that_nobody_took_are_not_saved_up(
    requests: Requests, clock: VirtualTime
) -> None:
    await requests.ask("first")
    clock.now += 60
    for number in range(4):
        await requests.ask(f"post {number}")
    await clock.run()
    moments = [moment for _, moment in requests.gone[1:]]
    # A quarter of a space is made up for where a timer was late, never more.
    assert moments[-1] - moments[0] == pytest.approx(2.75 / RATE)


async def test_who_gives_up_waiting_holds_up_nobody(requests: Requests, clock: VirtualTime) -> None:
    for number in range(4):
        await requests.ask(f"post {number}")
    requests.tasks[2].cancel()
    await clock.run()
    assert requests.names == ["post 0", "post 1", "post 3"]
    assert requests.gone[2][1] - requests.gone[1][1] == pytest.approx(1 / RATE)


async def test_a_turn_that_comes_too_late_is_none() -> None:
    token = may_go.set(lambda: False)
    with pytest.raises(TooLateError):
        await RateLimiter(1_000.0).turn()
    may_go.reset(token)
    await RateLimiter(1_000.0).turn()
