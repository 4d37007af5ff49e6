"""The verbs of the control interface that read and change the world, and plan its faults.

read {channel} · threads {channel} · dms {user} · counts {}
world {do, ...}, where ids are numbers or strings, and `names` are permissions:
  add_guilds {count, name, joined} · join, leave, outage {guild}
  add_channel {guild, name, kind, tags, require_tag} · delete_channel {channel}
  change_channel {channel, fields} · add_thread {channel, name}
  write_message {channel, text, user}
  deny, allow {channel, names, role} · add_role {guild, name, names, mentionable}
  change_role {guild, role, allow, deny, mentionable} · give_role, take_role {guild, role}
  dms {user, closed}
settings {nonce_seconds, revives_threads}
fault {method, path, act, times, late, delay}; act is {do: refuse, status, code, message},
  {do: rate_limited, retry_after, scope},
  {do: drop | delay_only | deleted | forbidden | hidden}
random_faults {seed, rates, routes, retry_after, slowness}; without rates they end
clear_faults {}: no faults
rate_limits {per_second, bucket: {calls, seconds}, reset}; null removes a limit
"""

import random
from collections.abc import Awaitable, Callable
from typing import Any

from tests.wire.channels import Channel
from tests.wire.faults import Act, PlannedFault, delay_only, drop, rate_limited, refuse
from tests.wire.guilds import Guild, Role
from tests.wire.ids import Json, part
from tests.wire.people import Person
from tests.wire.random_faults import CHANNEL_LOSSES, RandomFaults, kill_channel
from tests.wire.server import Wire


class WorldVerbs:
    """The verbs, over one `Wire`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._random: RandomFaults | None = None

    def verbs(self) -> dict[str, Callable[[Json], Awaitable[Any]]]:
        """Every verb by name."""
        own = (self.read, self.threads, self.dms, self.counts, self.world, self.settings)
        return {
            verb.__name__: verb
            for verb in (*own, self.fault, self.random_faults, self.clear_faults, self.rate_limits)
        }

    async def read(self, args: Json) -> Json:
        """The messages of a channel, oldest first, their words, and the ids of those published."""
        channel, wire = self._channel(args), self._wire
        published = [m["id"] for m in wire.published(channel)]
        payload: Json = {"messages": wire.messages(channel), "texts": wire.texts(channel)}
        return payload | {"published": published, "deleted": channel.deleted}

    async def threads(self, args: Json) -> list[Json]:
        """The threads of a channel, each with all its words."""
        threads = self._wire.threads_of(self._channel(args))
        return [t.as_json() | {"texts": self._wire.texts(t)} for t in threads]

    async def dms(self, args: Json) -> list[Json]:
        """The direct messages of a person, by name."""
        return self._wire.dms(self._person(args))

    async def counts(self, _: Json) -> Json:
        """Posts, calls by status, planned faults that occurred, and refused calls."""
        wire = self._wire
        planned = [f for f in wire.faults if isinstance(f, PlannedFault)]
        return {
            "messages": sum(len(c.messages) for c in wire.world.channels.values()),
            "statuses": {str(k): n for k, n in wire.requests.statuses.items()},
            "planned": [len(fault.calls) for fault in planned],
            "random": dict(self._random.counts) if self._random else {},
            "refused": dict(wire.rate_limits.refused),
            "arrivals": len(wire.rate_limits.arrivals),
            "busiest": wire.rate_limits.busiest(),
        }

    async def settings(self, args: Json) -> Json:
        """Changes settings of the messages."""
        posts = self._wire.channel_messages
        posts.nonce_seconds = args.get("nonce_seconds", posts.nonce_seconds)
        posts.revives_threads = args.get("revives_threads", posts.revives_threads)
        return {}

    async def fault(self, args: Json) -> Json:
        """Plans a fault."""
        kept = {k: args[k] for k in ("times", "late", "delay") if k in args}
        act = self._act(part(args, "act"))
        self._wire.faults.append(PlannedFault(args["method"], args["path"], act, **kept))
        return {}

    def _act(self, payload: Json) -> Act:
        do, given = payload["do"], {k: v for k, v in payload.items() if k != "do"}
        plain: dict[str, Act] = {"drop": drop, "delay_only": delay_only}
        made: dict[str, Callable[..., Act]] = {"refuse": refuse, "rate_limited": rate_limited}
        if do in plain:
            return plain[do]
        if do in made:
            return made[do](**given)
        if do not in CHANNEL_LOSSES:
            raise ValueError(
                f"no act {do!r}; there are: {', '.join((*plain, *made, *CHANNEL_LOSSES))}"
            )
        return kill_channel(self._wire, do)

    async def random_faults(self, args: Json) -> Json:
        """Starts random faults, replacing earlier ones, or ends them."""
        if self._random in self._wire.faults:
            self._wire.faults.remove(self._random)
        if rates := part(args, "rates"):
            kept = {k: args[k] for k in ("retry_after", "slowness") if k in args}
            if "routes" in args:
                kept["routes"] = [tuple(route) for route in args["routes"]]
            self._random = RandomFaults(
                self._wire, random.Random(args.get("seed", 0)), rates, **kept
            )
            self._wire.faults.append(self._random)
        return {}

    async def clear_faults(self, _: Json) -> Json:
        """Ends every fault."""
        self._wire.faults.clear()
        return {}

    async def rate_limits(self, args: Json) -> Json:
        """Sets or lifts the rate limits."""
        limits = self._wire.rate_limits
        if "per_second" in args:
            limits.limit(args["per_second"])
        if "bucket" in args:
            limits.bucket(**(args["bucket"] or dict[str, Any](calls=None)))
        if args.get("reset"):
            limits.reset()
        return {}

    async def world(self, args: Json) -> Json:
        """One change of the world; the answer names what is new by its id."""
        changes: dict[str, Callable[[Json], Awaitable[Json | None]]] = {
            "add_guilds": self._add_guilds,
            "add_channel": self._add_channel,
            "add_thread": self._add_thread,
            "add_role": self._add_role,
            "change_channel": self._change_channel,
            "change_role": self._change_role,
            "delete_channel": self._delete_channel,
            "write_message": self._write_message,
            "dms": self._close_dms,
        }
        do = args["do"]
        if do in ("deny", "allow"):
            await self._overwrite(args)
        elif do in ("join", "leave", "outage"):
            await getattr(self._wire, do)(self._guild(args))
        elif do in ("give_role", "take_role"):
            await getattr(self._wire, do)(self._role(args))
        else:
            return await changes[do](args) or {}
        return {}

    async def _add_guilds(self, args: Json) -> Json:
        world, joined = self._wire.world, args.get("joined", True)
        channels: list[str] = []
        for number in range(args.get("count", 1)):
            guild = world.add_guild(f"{args.get('name', 'guild')} {number}", joined=joined)
            channels.append(str(guild.add("general").id))
        return {"channels": channels}

    async def _add_channel(self, args: Json) -> Json:
        given = {k: args[k] for k in ("kind", "tags", "require_tag") if k in args}
        channel = await self._wire.add_channel(self._guild(args), args["name"], **given)
        return channel.as_json()

    async def _add_thread(self, args: Json) -> Json:
        return (await self._wire.add_thread(self._channel(args), args["name"])).as_json()

    async def _add_role(self, args: Json) -> Json:
        loud, names = args.get("mentionable", False), args.get("names", ())
        guild = self._guild(args)
        return (await self._wire.add_role(guild, args["name"], *names, mentionable=loud)).as_json()

    async def _change_channel(self, args: Json) -> None:
        await self._wire.change_channel(self._channel(args), **args["fields"])

    async def _change_role(self, args: Json) -> None:
        given = {k: args[k] for k in ("allow", "deny", "mentionable") if k in args}
        await self._wire.change_role(self._role(args), **given)

    async def _delete_channel(self, args: Json) -> None:
        await self._wire.delete_channel(self._channel(args))

    async def _write_message(self, args: Json) -> Json:
        return self._wire.write_message(self._channel(args), args["text"], self._person(args))

    async def _close_dms(self, args: Json) -> None:
        closed = self._wire.closed_dms
        (closed.add if args.get("closed", True) else closed.discard)(self._person(args))

    async def _overwrite(self, args: Json) -> None:
        channel, names = self._channel(args), args["names"]
        target = self._role(args | {"guild": channel.guild_id}) if "role" in args else None
        await getattr(self._wire, args["do"])(channel, *names, target=target)

    def _channel(self, args: Json) -> Channel:
        return self._wire.world.channels[int(args["channel"])]

    def _guild(self, args: Json) -> Guild:
        world = self._wire.world
        return world.guilds[int(args.get("guild", world.guild.id))]

    def _role(self, args: Json) -> Role:
        return self._guild(args).roles[int(args["role"])]

    def _person(self, args: Json) -> Person:
        world = self._wire.world
        return {p.name: p for p in world.people.values()}[args.get("user", "member")]
