"""Lets go of a large release piece by piece.

Where the last reference to one goes, Python takes all of it apart in one breath: a second for a
hundred times the data, in which nobody is answered.
"""

import asyncio
import sys
from typing import Any, Final, cast

import structlog

from bot.domain.release import Release

log = structlog.stdlib.get_logger()

LARGE: Final = 5_000
"""Documents; a release with fewer is gone in some milliseconds."""
WAIT_SECONDS: Final = 10.0
"""Between two looks whether the last answer from it has ended."""
_LOOKS: Final = 90
_PIECE: Final = 50


def is_large(release: Release) -> bool:
    """Whether letting go of it at once would be felt."""
    return len(release.index.documents) > LARGE


async def let_go(release: Release) -> None:
    """Returns once the release is taken apart, or is left to Python since somebody keeps it."""
    for _ in range(_LOOKS):
        await asyncio.sleep(WAIT_SECONDS)
        probe = object()  # held as the release would be if nobody else held it
        if sys.getrefcount(release) <= sys.getrefcount(probe):
            break
    else:
        log.info("old data set still in use", version=release.catalogue.version)
        return
    parts: list[Any] = [
        release.index,
        release.names,
        release.catalogue.dataset,
        release.catalogue,
    ]
    del release
    await asyncio.to_thread(take_apart, parts)


def take_apart(parts: list[Any]) -> None:
    """Takes what the parts hold out of them, so that other threads go on meanwhile."""
    while parts:
        inner = cast("dict[str, object]", vars(parts.pop(0)))
        while inner:
            _empty(inner.popitem()[1])


def _empty(value: object) -> None:
    """Takes a collection's members out, a few at a time."""
    if isinstance(value, dict):
        found = cast("dict[object, object]", value)
        while found:
            found.popitem()
    elif isinstance(value, list | tuple):
        rest = [*cast("list[object]", value)]
        if isinstance(value, list):
            value.clear()
        del value
        while rest:
            del rest[-_PIECE:]
