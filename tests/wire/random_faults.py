"""Random faults, and channels that become unavailable for good."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from aiohttp import web

from tests.wire.changes import Changes
from tests.wire.faults import Act, drop, error, rate_limit_response
from tests.wire.request_log import Call

ChannelLoss = Literal["deleted", "forbidden", "hidden"]
Kind = Literal[
    "limited",
    "limited_globally",
    "error_500",
    "error_502",
    "error_503",
    "error_after",
    "slow",
    "dropped_before",
    "dropped_after",
    "deleted",
    "forbidden",
    "hidden",
]
"""`error_after` and `dropped_after` come once the call has had its effect."""
CHANNEL_LOSSES: tuple[ChannelLoss, ...] = get_args(ChannelLoss)
KINDS: tuple[Kind, ...] = get_args(Kind)
_LATE: tuple[Kind, ...] = ("error_after", "dropped_after")
_SENDING = ("send_messages", "send_messages_in_threads")


def kill_channel(changes: Changes, how: ChannelLoss) -> Act:
    """An act for `PlannedFault`: the call's channel dies, and the call is answered accordingly."""
    return lambda request: make_unavailable(changes, how, request)


async def make_unavailable(changes: Changes, how: ChannelLoss, request: web.Request) -> None:
    """Deletes, forbids (50013), hides (50001) for good the call's channel; closes a person's."""
    channel = changes.world.channel_by_id(int(request.match_info.get("channel", 0)))
    if channel is None:
        return
    if channel.recipient is not None:
        changes.closed_dms.add(channel.recipient)
    elif how == "deleted":
        await changes.delete_channel(channel)
    else:
        await changes.deny(channel, *(_SENDING if how == "forbidden" else ("view_channel",)))


class RandomFaults:
    """A fault for `Wire.faults`: each call of the routes gets a fault, or none, at random.

    `rates` are chances by kind, together at most 1. `counts` has what was done, by kind, and
    under "none" how many calls of the routes passed untouched.
    """

    def __init__(
        self,
        changes: Changes,
        rng: random.Random,
        rates: Mapping[str, float],
        *,
        routes: Sequence[tuple[str, str]] = (("POST", "/messages"),),
        retry_after: float = 0.05,
        slowness: float = 0.05,
    ) -> None:
        if unknown := sorted(set(rates) - set(KINDS)):
            raise ValueError(f"no kind {unknown[0]!r}; there are: {', '.join(KINDS)}")
        self._changes, self._rng = changes, rng
        self._rates, self._routes = dict(rates), routes
        self._retry_after, self._slowness = retry_after, slowness
        self._late_faults: dict[Call, Kind] = {}
        self.counts: Counter[str] = Counter()

    async def before(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """The answer of a fault that prevents the call's effect."""
        if not any(call.method == m and path in call.path for m, path in self._routes):
            return None
        kind = self._random_kind()
        self.counts[kind or "none"] += 1
        if kind in _LATE:
            self._late_faults[call] = kind
            return None
        return await self._apply(kind, request) if kind else None

    async def after(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """The answer of a fault that comes once the call has had its effect."""
        kind = self._late_faults.pop(call, None)
        return await self._apply(kind, request) if kind else None

    def _random_kind(self) -> Kind | None:
        roll = self._rng.random()
        for kind in KINDS:
            if (roll := roll - self._rates.get(kind, 0.0)) < 0:
                return kind
        return None

    async def _apply(self, kind: Kind, request: web.Request) -> web.StreamResponse | None:
        if kind in ("dropped_before", "dropped_after"):
            return drop(request)
        if kind in ("limited", "limited_globally"):
            return rate_limit_response(self._retry_after, "user" if kind == "limited" else "global")
        if kind == "slow":
            await asyncio.sleep(self._slowness * self._rng.random())
            return None
        if kind in ("deleted", "forbidden", "hidden"):
            return await make_unavailable(self._changes, kind, request)
        return error(500 if kind == "error_after" else int(kind[-3:]), 0, "random fault")
