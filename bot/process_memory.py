"""What this process takes of its machine, and how it gives freed memory back."""

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
"""Bytes from which a piece is mapped alone, and goes back when it is freed: data sets, packed."""
TRIM_SECONDS: Final = 60
_GROWTH_MB: Final = 8.0
"""So much more than after the last trim, and it is worth another one."""


def memory_mb() -> float | None:
    """Memory in use in MB (resident); None where the system does not say."""
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
        """Trims where memory has grown since the last trim; whether it did."""
        if self._trim is None or (self._memory() or 0.0) < self._after + _GROWTH_MB:
            return False
        await asyncio.to_thread(self._trim, 0)
        self._after = self._memory() or 0.0
        return True
