"""The memory of this process, and how it returns freed memory to the system."""

import asyncio
import ctypes
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")
_ARENA_MAX: Final = -8
_MMAP_THRESHOLD: Final = -3
"""M_ARENA_MAX and M_MMAP_THRESHOLD of glibc's malloc.h."""
_ARENAS: Final = 1
"""Each keeps free memory of its own."""
_MAPPED: Final = 128 << 10
"""Larger blocks, such as packed data sets, are mapped one by one and returned when freed."""
TRIM_SECONDS: Final = 60
_GROWTH_MB: Final = 8.0
"""Growth since the last trim from which another one pays."""


def memory_mb() -> float | None:
    """Resident memory in MB; None if the system does not report it."""
    try:
        lines = _STATUS.read_text("ascii", errors="replace").splitlines()
    except OSError:
        return None
    sizes = [line.split()[1] for line in lines if line.startswith("VmRSS:")]
    return int(sizes[0]) / 1024 if sizes else None


class MemoryTrimmer:
    """Returns freed memory to the system: glibc keeps it, most of it after a reload."""

    def __init__(self, memory: Callable[[], float | None] = memory_mb) -> None:
        """Limits glibc's arenas, so call it before threads start. `memory` gives what is in use."""
        self._memory = memory
        self._after = memory() or 0.0
        libc = ctypes.CDLL(None) if sys.platform == "linux" else None
        self._trim = getattr(libc, "malloc_trim", None)  # musl has none
        if libc is not None and self._trim is not None:
            libc.mallopt(_ARENA_MAX, _ARENAS)
            libc.mallopt(_MMAP_THRESHOLD, _MAPPED)  # else glibc raises it to 32 MB by itself

    async def trim(self) -> bool:
        """Trims if memory has grown since the last trim; returns whether it did."""
        if self._trim is None or (self._memory() or 0.0) < self._after + _GROWTH_MB:
            return False
        await asyncio.to_thread(self._trim, 0)
        self._after = self._memory() or 0.0
        return True
