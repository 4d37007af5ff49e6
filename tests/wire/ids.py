"""Helpers for Discord's JSON, and new ids (snowflakes)."""

import itertools
import time
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

DISCORD_EPOCH_MS = 1420070400000
_serial = itertools.count(1)


def rows(holder: Mapping[str, Any], key: str) -> list[Json]:
    """The list of objects under a key; empty where Discord's JSON has none or null."""
    return holder.get(key) or list[Json]()


def part(holder: Mapping[str, Any] | None, key: str) -> Json:
    """The object under a key; empty where there is none or null."""
    return (holder or {}).get(key) or Json()


def snowflake(*, shard: int = 0, shards: int = 1) -> int:
    """A new id, never given before in this process, whose server falls to `shard` of `shards`."""
    milliseconds = int(time.time() * 1000) - DISCORD_EPOCH_MS
    milliseconds += (shard - milliseconds) % shards
    return milliseconds << 22 | next(_serial) & 0x3FFFFF
