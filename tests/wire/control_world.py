"""The verbs of the control interface that read and change the world, and plan its faults.

read {channel} · threads {channel} · dms {user} · counts {}
world {do, ...}, where ids are numbers or strings, and `names` are permissions:
  add_guilds {count, name, joined} · join, leave, outage {guild}
  add_channel {guild, name, kind, tags, require_tag} · delete_channel {channel}
  change_channel {channel, fields} · add_thread {channel, name} · say {channel, text, user}
  deny, allow {channel, names, role} · add_role {guild, name, names, mentionable}
  change_role {guild, role, allow, deny, mentionable} · give, take {guild, role}
  dms {user, closed}
settings {nonce_seconds, revives_threads}
fault {method, path, act, times, late, delay}; act is {do: refuse, status, code, message},
  {do: limited, retry_after, scope}, {do: drop | untouched | deleted | forbidden | hidden}
storm {seed, rates, routes, retry_after, slowness}; without rates it ends · calm {}: no faults
pace {per_second, bucket: {calls, seconds}, forget}; null takes a limit away
"""

import random
from collections.abc import Awaitable, Callable
from typing import Any

from tests.wire.channels import Channel
from tests.wire.faults import Act, Planned, drop, limited, refuse, untouched
from tests.wire.guilds import Guild, Role
from tests.wire.ids import Json, part
from tests.wire.people import Person
from tests.wire.storm import DEATHS, Storm, kill
from tests.wire.wire import Wire


class WorldVerbs:
    """The verbs, over one `Wire`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._storm: Storm | None = None

    def verbs(self) -> dict[str, Callable[[Json], Awaitable[Any]]]:
        """Every verb by name."""
        own = (self.read, self.threads, self.dms, self.counts, self.world, self.settings)
        return {
            verb.__name__: verb for verb in (*own, self.fault, self.storm, self.calm, self.pace)
        }

    async def read(self, asked: Json) -> Json:
        """The messages of a channel, oldest first, their words, and the ids of those published."""
        channel, wire = self._channel(asked), self._wire
        published = [m["id"] for m in wire.published(channel)]
        told: Json = {"messages": wire.messages(channel), "texts": wire.texts(channel)}
        return told | {"published": published, "deleted": channel.deleted}

    async def threads(self, asked: Json) -> list[Json]:
        """The threads of a channel, each with all its words."""
        threads = self._wire.threads_of(self._channel(asked))
        return [t.as_json() | {"texts": self._wire.texts(t)} for t in threads]

    async def dms(self, asked: Json) -> list[Json]:
        """The direct messages of a person, by name."""
        return self._wire.dms(self._person(asked))

    async def counts(self, _: Json) -> Json:
        """Posts, calls by status, faults met, and what the pace refused."""
        wire = self._wire
        planned = [f for f in wire.faults if isinstance(f, Planned)]
        return {
            "messages": sum(len(c.messages) for c in wire.world.channels.values()),
            "statuses": {str(k): n for k, n in wire.requests.statuses.items()},
            "met": [len(fault.met) for fault in planned],
            "storm": dict(self._storm.counts) if self._storm else {},
            "refused": dict(wire.pace.refused),
            "arrivals": len(wire.pace.arrivals),
            "busiest": wire.pace.busiest(),
        }

    async def settings(self, asked: Json) -> Json:
        """Changes settings of the posts."""
        posts = self._wire.posts
        posts.nonce_seconds = asked.get("nonce_seconds", posts.nonce_seconds)
        posts.revives_threads = asked.get("revives_threads", posts.revives_threads)
        return {}

    async def fault(self, asked: Json) -> Json:
        """Plans a fault."""
        kept = {k: asked[k] for k in ("times", "late", "delay") if k in asked}
        act = self._act(part(asked, "act"))
        self._wire.faults.append(Planned(asked["method"], asked["path"], act, **kept))
        return {}

    def _act(self, told: Json) -> Act:
        do, given = told["do"], {k: v for k, v in told.items() if k != "do"}
        plain: dict[str, Act] = {"drop": drop, "untouched": untouched}
        made: dict[str, Callable[..., Act]] = {"refuse": refuse, "limited": limited}
        if do in plain:
            return plain[do]
        if do in made:
            return made[do](**given)
        if do not in DEATHS:
            raise ValueError(f"no act {do!r}; there are: {', '.join((*plain, *made, *DEATHS))}")
        return kill(self._wire, do)

    async def storm(self, asked: Json) -> Json:
        """Begins a storm in place of an earlier one, or ends it."""
        if self._storm in self._wire.faults:
            self._wire.faults.remove(self._storm)
        if rates := part(asked, "rates"):
            kept = {k: asked[k] for k in ("retry_after", "slowness") if k in asked}
            if "routes" in asked:
                kept["routes"] = [tuple(route) for route in asked["routes"]]
            self._storm = Storm(self._wire, random.Random(asked.get("seed", 0)), rates, **kept)
            self._wire.faults.append(self._storm)
        return {}

    async def calm(self, _: Json) -> Json:
        """Ends every fault."""
        self._wire.faults.clear()
        return {}

    async def pace(self, asked: Json) -> Json:
        """Sets or lifts the rate limits."""
        pace = self._wire.pace
        if "per_second" in asked:
            pace.limit(asked["per_second"])
        if "bucket" in asked:
            pace.bucket(**(asked["bucket"] or dict[str, Any](calls=None)))
        if asked.get("forget"):
            pace.forget()
        return {}

    async def world(self, asked: Json) -> Json:
        """One change of the world; the answer names what is new by its id."""
        changes: dict[str, Callable[[Json], Awaitable[Json | None]]] = {
            "add_guilds": self._add_guilds,
            "add_channel": self._add_channel,
            "add_thread": self._add_thread,
            "add_role": self._add_role,
            "change_channel": self._change_channel,
            "change_role": self._change_role,
            "delete_channel": self._delete_channel,
            "say": self._say,
            "dms": self._close_dms,
        }
        do = asked["do"]
        if do in ("deny", "allow"):
            await self._overwrite(asked)
        elif do in ("join", "leave", "outage"):
            await getattr(self._wire, do)(self._guild(asked))
        elif do in ("give", "take"):
            await getattr(self._wire, do)(self._role(asked))
        else:
            return await changes[do](asked) or {}
        return {}

    async def _add_guilds(self, asked: Json) -> Json:
        world, joined = self._wire.world, asked.get("joined", True)
        channels: list[str] = []
        for number in range(asked.get("count", 1)):
            guild = world.add_guild(f"{asked.get('name', 'guild')} {number}", joined=joined)
            channels.append(str(guild.add("general").id))
        return {"channels": channels}

    async def _add_channel(self, asked: Json) -> Json:
        given = {k: asked[k] for k in ("kind", "tags", "require_tag") if k in asked}
        channel = await self._wire.add_channel(self._guild(asked), asked["name"], **given)
        return channel.as_json()

    async def _add_thread(self, asked: Json) -> Json:
        return (await self._wire.add_thread(self._channel(asked), asked["name"])).as_json()

    async def _add_role(self, asked: Json) -> Json:
        loud, names = asked.get("mentionable", False), asked.get("names", ())
        guild = self._guild(asked)
        return (await self._wire.add_role(guild, asked["name"], *names, mentionable=loud)).as_json()

    async def _change_channel(self, asked: Json) -> None:
        await self._wire.change_channel(self._channel(asked), **asked["fields"])

    async def _change_role(self, asked: Json) -> None:
        given = {k: asked[k] for k in ("allow", "deny", "mentionable") if k in asked}
        await self._wire.change_role(self._role(asked), **given)

    async def _delete_channel(self, asked: Json) -> None:
        await self._wire.delete_channel(self._channel(asked))

    async def _say(self, asked: Json) -> Json:
        return self._wire.say(self._channel(asked), asked["text"], self._person(asked))

    async def _close_dms(self, asked: Json) -> None:
        closed = self._wire.closed_dms
        (closed.add if asked.get("closed", True) else closed.discard)(self._person(asked))

    async def _overwrite(self, asked: Json) -> None:
        channel, names = self._channel(asked), asked["names"]
        target = self._role(asked | {"guild": channel.guild_id}) if "role" in asked else None
        await getattr(self._wire, asked["do"])(channel, *names, target=target)

    def _channel(self, asked: Json) -> Channel:
        return self._wire.world.channels[int(asked["channel"])]

    def _guild(self, asked: Json) -> Guild:
        world = self._wire.world
        return world.guilds[int(asked.get("guild", world.guild.id))]

    def _role(self, asked: Json) -> Role:
        return self._guild(asked).roles[int(asked["role"])]

    def _person(self, asked: Json) -> Person:
        world = self._wire.world
        return {p.name: p for p in world.people.values()}[asked.get("user", "member")]
