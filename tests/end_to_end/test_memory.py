"""Memory under mixed traffic and reloads: judged by what stays from round to round.

The short form of `python -m tests.soak --only memory`.
"""

import random
import sys
from pathlib import Path

import pytest

from tests.soak.memory import run_by_rounds

ROUNDS, CONVERSATIONS = 4, 40
MOST_MIB = 10.0
"""More in each round. A release that stays takes 30 MiB; caches that fill take 3."""
MOST_BLOCKS = 0.03
"""More of Python's objects in each round, as a share of all. A release is a quarter of them."""


@pytest.mark.skipif(sys.platform != "linux", reason="the bot weighs itself as Linux does")
async def test_memory_does_not_grow_with_reloads_and_traffic(tmp_path: Path) -> None:
    weights, finding = await run_by_rounds(
        tmp_path / "world", random.Random(1), rounds=ROUNDS, conversations=CONVERSATIONS
    )
    first, *_, last = weights
    assert [weight.old_releases for weight in weights] == [0] * ROUNDS
    assert last.answers > ROUNDS * CONVERSATIONS
    assert (last.mib - first.mib) / (ROUNDS - 1) < MOST_MIB, finding.notes
    assert (last.blocks / first.blocks - 1) / (ROUNDS - 1) < MOST_BLOCKS, finding.notes
