"""The control interface over HTTP, for a stand-in in its own process.

Every verb is POST /control/VERB with a JSON object; what a person could not do is a 400, a bot
that does not answer is a 504, each with {"error": ...}.

ready {seconds, since} · commands {scope} · requests {method, path} · state {} · forget {}
invoke {command, options, user, where, locale} · autocomplete {command, option, typed, options}
message_command {command, text} · click {reply, button, values} · submit {reply, values}
load {jobs, count, width | per_second} · gateway {do: reconnect | invalidate | close, code}
gateway {do: frame, text, shard} · gateway {do: event, event, data, guild}
Further verbs, of channels, the world, faults and rate limits, are listed in `world_verbs.py`.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.wire.commands import NotOfferedError
from tests.wire.faults import answer
from tests.wire.ids import Json
from tests.wire.load_generator import at_rate, in_flight, jobs_from
from tests.wire.reply import Reply, UnansweredError
from tests.wire.server import Wire
from tests.wire.world_verbs import WorldVerbs

Verb = Callable[[Json], Awaitable[Any]]


class Control:
    """The verbs, over one `Wire`; replies are known by the id of their interaction."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._replies: dict[str, Reply] = {}
        self._verbs: dict[str, Verb] = {
            verb.__name__: verb
            for verb in (
                self.ready,
                self.commands,
                self.requests,
                self.state,
                self.forget,
                self.invoke,
                self.autocomplete,
                self.message_command,
                self.click,
                self.submit,
                self.load,
                self.gateway,
            )
        } | WorldVerbs(wire).verbs()
        wire.app.add_routes([web.post("/control/{verb}", self._handle)])

    async def _handle(self, request: web.Request) -> web.Response:
        verb = self._verbs.get(request.match_info["verb"])
        if verb is None:
            return answer({"error": f"no such verb; there are: {', '.join(self._verbs)}"}, 404)
        try:
            return answer(await verb(await request.json() if request.can_read_body else {}))
        except (NotOfferedError, LookupError, TypeError, ValueError) as error:
            return answer({"error": str(error) or repr(error)}, 400)
        except (UnansweredError, TimeoutError) as error:
            return answer({"error": str(error) or "time is up"}, 504)

    async def ready(self, args: Json) -> Json:
        """When the bot was ready: {at}, in time.monotonic() seconds of this machine."""
        since = args.get("since", 0.0)
        return {"at": await self._wire.ready(args.get("seconds", 10.0), since=since)}

    async def commands(self, args: Json) -> list[Json]:
        """The commands of a scope: "global" or a server's id."""
        return self._wire.commands(args.get("scope", "global"))

    async def requests(self, args: Json) -> list[Json]:
        """The recorded calls; tokens left out."""
        calls = self._wire.requests.matching(args.get("method"), args.get("path", ""))
        return [
            {"method": c.method, "path": c.path, "status": c.status, "json": c.json} for c in calls
        ]

    async def state(self, _: Json) -> Json:
        """Sessions, counts, and the ids a caller may need."""
        world, gateway = self._wire.world, self._wire.gateway
        return {
            "shards": sorted(s.shard for s in gateway.live()),
            "identified": gateway.identified,
            "resumed": gateway.resumed,
            "requests": len(self._wire.requests),
            "guild": str(world.guild.id),
            "channel": str(world.channel.id),
            "people": {p.name: str(p.id) for p in world.people.values()},
        }

    async def forget(self, _: Json) -> Json:
        """Forgets commands, calls and replies, as for an application never registered."""
        self._wire.command_registry.clear()
        self._wire.requests.clear()
        self._replies.clear()
        return {}

    async def invoke(self, args: Json) -> Json:
        """The reply to a slash command."""
        options = args.get("options")
        return self._shown(await self._wire.invoke(args["command"], options, **self._who(args)))

    async def autocomplete(self, args: Json) -> list[Json]:
        """The choices of an option."""
        command, option, typed = (args["command"], args["option"], args.get("typed", ""))
        others = args.get("options")
        return await self._wire.autocomplete(command, option, typed, others, **self._who(args))

    async def message_command(self, args: Json) -> Json:
        """The reply to a message command on a new message with that text."""
        command, text = args["command"], args["text"]
        return self._shown(await self._wire.message_command(command, text, **self._who(args)))

    async def click(self, args: Json) -> Json:
        """The reply to a click on an earlier reply."""
        reply = self._replies[args["reply"]]
        return self._shown(await self._wire.click(reply, args["button"], args.get("values")))

    async def submit(self, args: Json) -> Json:
        """The reply to a form."""
        return self._shown(await self._wire.submit(self._replies[args["reply"]], args["values"]))

    async def load(self, args: Json) -> Json:
        """Many commands at once, and their latencies in milliseconds."""
        jobs, count = list(jobs_from(args["jobs"])), args["count"]
        if "per_second" in args:
            return (await at_rate(self._wire, jobs, count, args["per_second"])).as_json()
        return (await in_flight(self._wire, jobs, count, args.get("width", 8))).as_json()

    async def gateway(self, args: Json) -> Json:
        """A disturbance of every connection, or something odd for one."""
        gateway = self._wire.gateway
        if args["do"] == "reconnect":
            await gateway.reconnect()
        elif args["do"] == "invalidate":
            await gateway.invalidate()
        elif args["do"] == "frame":
            await gateway.frame(args["text"], args.get("shard", 0))
        elif args["do"] == "event":
            await self._wire.dispatch(args["event"], args["data"], args.get("guild"))
        else:
            await gateway.close(args.get("code", 4000))
        return {}

    def _who(self, args: Json) -> dict[str, Any]:
        """Person (by name), place (here, dm, elsewhere, private) and locale of a verb."""
        world = self._wire.world
        people = {p.name: p for p in world.people.values()}
        places = {p.__name__: p for p in (world.here, world.dm, world.elsewhere, world.private)}
        return {
            "user": people[args["user"]] if "user" in args else None,
            "where": places[args["where"]]() if "where" in args else None,
            "locale": args.get("locale"),
        }

    def _shown(self, reply: Reply) -> Json:
        key = str(reply.interaction.id)
        self._replies[key] = reply
        message = reply.interaction.original
        shown: Json = {"reply": key, "type": reply.type, "data": reply.data, "message": message}
        return shown | {"text": reply.text if message else "", "ms": reply.latency * 1000}
