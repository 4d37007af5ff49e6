"""Freed memory goes back to the system: where it has grown, and not again and again."""

import sys
from itertools import chain, repeat

import pytest

from bot.process_memory import MemoryTrimmer, memory_mb


def is_glibc() -> bool:
    """Whether the C library is the one that keeps what is freed."""
    import ctypes

    return sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_trim")


@pytest.mark.skipif(not is_glibc(), reason="the C library is not glibc")
async def test_it_trims_only_what_has_grown() -> None:
    readings = chain([100.0, 107.0, 120.0, 104.0, 111.0, 113.0], repeat(105.0))
    trimmer = MemoryTrimmer(lambda: next(readings))
    assert not await trimmer.trim(), "107 is near 100"
    assert await trimmer.trim(), "120 is far above 100; 104 are left"
    assert not await trimmer.trim(), "111 is near 104"
    assert await trimmer.trim(), "113 is far above 104"


@pytest.mark.skipif(not is_glibc(), reason="the C library is not glibc")
async def test_freed_memory_is_given_back() -> None:
    trimmer = MemoryTrimmer()
    kept = [bytes(50_000) for _ in range(2_000)]
    del kept[:-1]  # the last one at the top keeps all below it
    before = memory_mb()
    assert await trimmer.trim()
    after = memory_mb()
    assert before is not None
    assert after is not None
    assert before - after > 50
