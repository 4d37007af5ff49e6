"""Every fault at random while many digests are due: each is delivered once, or suspended."""

import asyncio
import random
from collections import Counter, deque
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.soak.stand import ACCELERATED, BOT, Stand, open_stand
from tests.soak.verdict import Finding, judge_storm
from tests.wire import RandomFaults
from tests.wire.rate_limits import RateLimits

RATES: Mapping[str, float] = {
    "limited": 0.02,
    "limited_globally": 0.003,
    "error_500": 0.02,
    "error_502": 0.02,
    "error_503": 0.03,
    "error_after": 0.03,
    "slow": 0.05,
    "dropped_before": 0.02,
    "dropped_after": 0.03,
    "deleted": 0.003,
    "forbidden": 0.003,
    "hidden": 0.003,
}
FIERCE: Mapping[str, float] = {
    kind: rate * (3 if kind in ("deleted", "forbidden", "hidden") else 1)
    for kind, rate in RATES.items()
}
"""For a short run, so that some of every kind happens."""
ROUTES = (("POST", "/messages"), ("POST", "/threads"), ("GET", "/messages"), ("GET", "/threads"))
"""Posts and publications, forums' posts, and what is looked for."""
RATE = 45
"""Requests a second of all processes; Discord allows 50."""

_BEAT, _USUAL, _LATE = 0.02, 0.005, 0.08
"""Seconds between two looks at whether the stand-in is late, by how much it always is, and how
late within the last looks counts: 50 calls a second at a rate of 45 are five too many in 0.11 s."""


async def run_storm(
    folder: Path,
    deliveries: int,
    dice: random.Random,
    *,
    url: str | None = None,
    processes: int = 1,
    accelerated: bool = False,
    seconds: float = 1800.0,
) -> Finding:
    """So many digests at once; `accelerated`: with a tenth of the waits before a retry."""
    async with open_stand(folder, deliveries, url=url) as stand:
        wire, module = stand.wire, ACCELERATED if accelerated else BOT
        wire.rate_limits.limit(50)
        storm = RandomFaults(wire, dice, FIERCE if accelerated else RATES, routes=ROUTES)
        wire.faults.append(storm)
        async with _watching(wire.rate_limits) as refusals:
            for _ in range(processes):
                stand.start(module=module, DIGEST_RATE=RATE)
            await stand.settled(seconds)
        wire.faults.clear()
        wrong = await stand.stop()
        finding = await judge_storm(stand, refusals["the bot's"])
        finding.wrong += wrong
        if refusals:
            finding.notes.append(f"429 of the pace: {dict(refusals)}")
        finding.faults.update(storm.counts)
        finding.notes.append(_told(stand))
        return finding


@asynccontextmanager
async def _watching(pace: RateLimits) -> AsyncGenerator[Counter[str]]:
    """Counts the refusals of the pace meanwhile, by whose they are.

    On a busy machine the stand-in may stand still; what waited for it then comes all at once, and
    it refuses what the bot had spaced well.
    """
    refusals = Counter[str]()
    looking = asyncio.create_task(_look(pace, refusals))
    try:
        yield refusals
    finally:
        looking.cancel()


async def _look(pace: RateLimits, refusals: Counter[str]) -> None:
    loop, known = asyncio.get_running_loop(), 0
    lags = deque[float](maxlen=round(1.5 / _BEAT))
    while True:
        wanted = loop.time() + _BEAT
        await asyncio.sleep(_BEAT)
        lags.append(max(0.0, loop.time() - wanted - _USUAL))
        whose = "the stand-in's" if sum(lags) > _LATE else "the bot's"
        if pace.refused.total() > known:
            refusals[whose] += pace.refused.total() - known
            known = pace.refused.total()


def _told(stand: Stand) -> str:
    pace, statuses = stand.wire.rate_limits, stand.wire.requests.statuses
    answers = ", ".join(f"{status}: {times}" for status, times in sorted(statuses.items()))
    return f"busiest second {pace.busiest()} requests; answers {answers}"
