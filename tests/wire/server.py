"""The stand-in for tests: start it, point a bot at it, act as a person, read the replies."""

import asyncio
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.wire.changes import Changes
from tests.wire.channel_messages import ChannelMessages
from tests.wire.channel_routes import ChannelRoutes
from tests.wire.commands import MESSAGE_MENU, CommandRegistry, NotOfferedError, menu_data
from tests.wire.component_input import SELECTS, chosen, clickable, submitted
from tests.wire.faults import Fault
from tests.wire.gateway import Gateway
from tests.wire.guilds import Guild
from tests.wire.ids import Json
from tests.wire.inspection import Inspection
from tests.wire.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DEFERRED_UPDATE,
    SUBMIT,
    Interaction,
    OpenInteractions,
    interaction_json,
)
from tests.wire.messages import FileStore, Upload, blank_message
from tests.wire.payload_limits import walk
from tests.wire.people import Person
from tests.wire.rate_limits import RateLimits
from tests.wire.reply import Reply, UnansweredError
from tests.wire.request_log import RequestLog
from tests.wire.rest import BASE, Rest, recording
from tests.wire.threads import Threads
from tests.wire.world import Place, World

TOKEN = "wire-token"
DEADLINE = 3.0
"""Seconds within which Discord wants the first answer to an interaction."""


class Wire(Changes, Inspection):
    """Discord's API on 127.0.0.1: `async with Wire() as wire`, then start a bot on `wire.api_url`.

    Settings may be changed at any time: `tokens` (those accepted), `forbidden_guilds` (403 for
    their commands), `faults`, `rate_limits`,
    `channel_messages` (nonces), `closed_dms`, `shards`
    (recommended number), `gateway.rules`, `world`.
    """

    def __init__(self, *, token: str = TOKEN, shards: int = 1, port: int = 0) -> None:
        self.world = World()
        self.tokens = {token}
        self.shards = shards
        self.requests = RequestLog()
        self.faults: list[Fault] = []
        self.forbidden_guilds: set[int] = set()
        self.rate_limits = RateLimits()
        self.file_store = FileStore(lambda: self.origin)
        self.command_registry = CommandRegistry(self.world)
        self.interactions = OpenInteractions(self.world.bot, self.file_store, DEADLINE)
        self.channel_messages = ChannelMessages(self.world, self.file_store)
        self.closed_dms = self.channel_messages.closed_dms
        self.threads = Threads(self.world, self.channel_messages)
        self.gateway = Gateway(self.world, self.tokens, lambda: self.gateway_url)
        self._port = port
        self._changed = asyncio.Event()
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[recording(self)], client_max_size=30 << 20)
        app.add_routes(Rest(self).routes() + ChannelRoutes(self).routes())
        app.add_routes([web.get("/gateway/", self.gateway.handle)])
        app.on_response_prepare.append(self._note)
        return app

    async def _note(self, *_: object) -> None:
        self.touch()

    def touch(self) -> None:
        """Wakes all waiters in `until`."""
        self._changed.set()

    @property
    def origin(self) -> str:
        """The address without a path: http://127.0.0.1:PORT."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        """The base of every REST call, for DISCORD_API_URL."""
        return self.origin + BASE

    @property
    def gateway_url(self) -> str:
        """The gateway's address, as GET /gateway/bot names it."""
        return f"ws://127.0.0.1:{self._port}/gateway/"

    @property
    def app(self) -> web.Application:
        """The aiohttp application, to add routes before the start."""
        return self._runner.app

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None
    ) -> None:
        await self.gateway.close(1001)
        await self._runner.cleanup()

    def commands(self, scope: str | int | Guild = "global") -> list[Json]:
        """The commands registered globally or for one server."""
        if isinstance(scope, Guild):
            scope = scope.id
        return self.command_registry.scope(None if scope == "global" else int(scope))

    async def until(self, holds: Callable[[], bool], seconds: float = 30.0) -> None:
        """Returns once `holds()`; looks again at every call of the bot and every 20 ms."""
        async with asyncio.timeout(seconds):
            while not holds():
                self._changed.clear()
                try:
                    await asyncio.wait_for(self._changed.wait(), 0.02)
                except TimeoutError:
                    continue

    async def ready(self, seconds: float = 30.0, *, since: float = 0.0) -> float:
        """When every shard was connected and the commands known, in time.monotonic() seconds.

        Only sessions that began after `since` count. Raises TimeoutError.
        """
        await self.until(lambda: self._ready_at(since) is not None, seconds)
        return self._ready_at(since) or 0.0

    def _ready_at(self, since: float) -> float | None:
        sessions = [s for s in self.gateway.live() if s.ready_at >= since]
        put_at = self.command_registry.put_at
        missing = {n for s in sessions for n in range(s.shards)} - {s.shard for s in sessions}
        if not sessions or missing or put_at is None:
            return None
        return max(put_at if put_at >= since else 0.0, *(s.ready_at for s in sessions))

    async def invoke(
        self,
        command: str,
        options: Mapping[str, Any] | None = None,
        *,
        user: Person | None = None,
        where: Place | None = None,
        locale: str | None = None,
    ) -> Reply:
        """The first answer to a slash command, named in full ("funding show")."""
        person, place = user or self.world.member, where or self.world.here()
        found = self.command_registry.find(command, place)
        self.command_registry.check(found.command, person, place)
        given_input = self.command_registry.fill(found, options or {}, person, place)
        self._add_attachments(given_input.data, given_input.uploads)
        return await self._send(Interaction(COMMAND, person, place, given_input.data), locale)

    async def autocomplete(
        self,
        command: str,
        option: str,
        typed: str,
        others: Mapping[str, Any] | None = None,
        *,
        user: Person | None = None,
        where: Place | None = None,
        locale: str | None = None,
    ) -> list[Json]:
        """The choices {name, value} offered for what is typed so far in one option."""
        person, place = user or self.world.member, where or self.world.here()
        found = self.command_registry.find(command, place)
        if not any(o["name"] == option and o.get("autocomplete") for o in found.options):
            raise NotOfferedError(f"{option!r} of {command!r} has no autocomplete")
        given = {**(others or {}), option: typed}
        given_input = self.command_registry.fill(found, given, person, place, focused=option)
        reply = await self._send(Interaction(AUTOCOMPLETE, person, place, given_input.data), locale)
        return reply.choices

    async def message_command(
        self,
        command: str,
        target: str | Json,
        *,
        user: Person | None = None,
        where: Place | None = None,
        locale: str | None = None,
    ) -> Reply:
        """The first answer to a message command on a message, or on a new one with that text."""
        person, place = user or self.world.member, where or self.world.here()
        found = self.command_registry.find(command, place, MESSAGE_MENU)
        self.command_registry.check(found.command, person, place)
        if isinstance(target, str):
            target = blank_message(person, place.channel, target)
        return await self._send(
            Interaction(COMMAND, person, place, menu_data(found, target)), locale
        )

    async def click(
        self,
        reply: Reply | Json,
        button: str,
        values: list[str] | None = None,
        *,
        user: Person | None = None,
        where: Place | None = None,
        locale: str | None = None,
    ) -> Reply:
        """The answer to a click on a button, or to `values` chosen in a select.

        `reply` may also be a message, `button` is a custom id or a label.
        """
        message = reply.message if isinstance(reply, Reply) else reply
        clicked = clickable(message, button)
        data: Json = {"custom_id": clicked["custom_id"], "id": clicked["id"]}
        data["component_type"] = clicked["type"]
        if clicked["type"] in SELECTS:
            data["values"] = chosen(clicked, values or [])
        return await self._send(
            self._follow_up(COMPONENT, reply, message, data, user, where), locale
        )

    async def submit(
        self,
        form: Reply,
        values: Mapping[str, Any],
        *,
        user: Person | None = None,
        locale: str | None = None,
    ) -> Reply:
        """The answer to a form, filled in by custom id: text, a list (selects), a bool (boxes)."""
        if "title" not in form.data:
            raise NotOfferedError("that reply is no form")
        known = {p["custom_id"] for p in walk(form.data["components"]) if "custom_id" in p}
        if unknown := sorted(set(values) - known):
            raise NotOfferedError(f"no field {unknown[0]!r}; there are: {', '.join(sorted(known))}")
        uploads: dict[str, Upload] = {}
        parts = [submitted(c, values, uploads) for c in form.data["components"]]
        data: Json = {"custom_id": form.data["custom_id"], "components": parts}
        self._add_attachments(data, uploads)
        source = form.interaction.source
        return await self._send(self._follow_up(SUBMIT, form, source, data, user, None), locale)

    def _follow_up(
        self,
        kind: int,
        reply: Reply | Json,
        source: Json | None,
        data: Json,
        user: Person | None,
        where: Place | None,
    ) -> Interaction:
        """An interaction that starts from an earlier one, by default by the same person."""
        before = reply.interaction if isinstance(reply, Reply) else None
        person = user or (before.person if before else self.world.member)
        place = where or (before.place if before else self.world.here())
        return Interaction(kind, person, place, data, source)

    def begin(self, interaction: Interaction, locale: str | None = None) -> Json:
        """The INTERACTION_CREATE object of an exchange whose token is now valid."""
        self.interactions.open(interaction)
        place = interaction.place
        permissions = self.world.bot_permissions(place.channel) if "guild" in place.installs else 0
        language = locale or interaction.person.locale
        return interaction_json(interaction, self.world.app.id, language, permissions)

    async def _send(self, interaction: Interaction, locale: str | None) -> Reply:
        payload = self.begin(interaction, locale)
        await self.deliver(interaction, payload)
        reply = Reply(interaction)
        if reply.type == DEFERRED_UPDATE and interaction.source is None:
            raise NotOfferedError("the bot updates a message where there is none")
        return reply

    async def deliver(self, interaction: Interaction, payload: Json) -> None:
        """Sends the interaction and waits for its answer. Raises UnansweredError."""
        guild = interaction.place.guild
        interaction.sent_at = time.monotonic()
        shard_of = guild.id if guild else None
        if not await self.gateway.dispatch("INTERACTION_CREATE", payload, shard_of):
            raise UnansweredError("no connected bot serves that place")
        try:
            async with asyncio.timeout(self.interactions.deadline):
                await interaction.answered.wait()
        except TimeoutError:
            name = interaction.data.get("name") or interaction.data.get("custom_id")
            raise UnansweredError(
                f"{name!r}: no answer within {self.interactions.deadline} s"
            ) from None

    def _add_attachments(self, data: Json, uploads: Mapping[str, Upload]) -> None:
        """Makes uploaded files readable at their address, and part of `resolved`."""
        files = {i: self.file_store.add(u, i) | {"ephemeral": True} for i, u in uploads.items()}
        if files:
            data.setdefault("resolved", {})["attachments"] = files
