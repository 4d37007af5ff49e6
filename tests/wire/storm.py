"""Faults that hurt: channels that die for good, and a storm of everything at random."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from aiohttp import web

from tests.wire.changes import Changes
from tests.wire.faults import Act, drop, error, too_many
from tests.wire.journal import Call

Death = Literal["deleted", "forbidden", "hidden"]
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
DEATHS: tuple[Death, ...] = get_args(Death)
KINDS: tuple[Kind, ...] = get_args(Kind)
_LATE: tuple[Kind, ...] = ("error_after", "dropped_after")
_SENDING = ("send_messages", "send_messages_in_threads")


def kill(changes: Changes, how: Death) -> Act:
    """An act for `Planned`: the call's channel dies, and the call is answered accordingly."""
    return lambda request: die(changes, how, request)


async def die(changes: Changes, how: Death, request: web.Request) -> None:
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


class Storm:
    """A fault for `Wire.faults`: each call of the routes is hit, or not, as the dice fall.

    `rates` are chances by kind, together at most 1. `counts` tells what was done, by kind, and
    under "calm" how many calls of the routes passed untouched.
    """

    def __init__(
        self,
        changes: Changes,
        dice: random.Random,
        rates: Mapping[str, float],
        *,
        routes: Sequence[tuple[str, str]] = (("POST", "/messages"),),
        retry_after: float = 0.05,
        slowness: float = 0.05,
    ) -> None:
        if unknown := sorted(set(rates) - set(KINDS)):
            raise ValueError(f"no kind {unknown[0]!r}; there are: {', '.join(KINDS)}")
        self._changes, self._dice = changes, dice
        self._rates, self._routes = dict(rates), routes
        self._retry_after, self._slowness = retry_after, slowness
        self._late: dict[Call, Kind] = {}
        self.counts: Counter[str] = Counter()

    async def before(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """The answer of a fault that keeps the call from having its effect."""
        if not any(call.method == m and path in call.path for m, path in self._routes):
            return None
        kind = self._drawn()
        self.counts[kind or "calm"] += 1
        if kind in _LATE:
            self._late[call] = kind
            return None
        return await self._strike(kind, request) if kind else None

    async def after(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """The answer of a fault that comes once the call has had its effect."""
        kind = self._late.pop(call, None)
        return await self._strike(kind, request) if kind else None

    def _drawn(self) -> Kind | None:
        roll = self._dice.random()
        for kind in KINDS:
            if (roll := roll - self._rates.get(kind, 0.0)) < 0:
                return kind
        return None

    async def _strike(self, kind: Kind, request: web.Request) -> web.StreamResponse | None:
        if kind in ("dropped_before", "dropped_after"):
            return drop(request)
        if kind in ("limited", "limited_globally"):
            return too_many(self._retry_after, "user" if kind == "limited" else "global")
        if kind == "slow":
            await asyncio.sleep(self._slowness * self._dice.random())
            return None
        if kind in ("deleted", "forbidden", "hidden"):
            return await die(self._changes, kind, request)
        return error(500 if kind == "error_after" else int(kind[-3:]), 0, "the storm")
