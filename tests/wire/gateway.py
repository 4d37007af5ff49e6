"""The Gateway, version 10: sessions, shards, heartbeats, resuming, and what is sent over them."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.wire.connection import Connection, compressor
from tests.wire.faults import drop
from tests.wire.ids import Json, snowflake
from tests.wire.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT = 0, 1, 2, 6, 7
INVALID_SESSION, HELLO, ACK = 9, 10, 11
PRIVILEGED_INTENTS = 1 << 1 | 1 << 8 | 1 << 15
BACKLOG = 500
"""Events stored for a session that resumes."""
RESUMABLE_SECONDS = 60.0


@dataclass(eq=False)
class Session:
    """What a bot got by identifying; it outlives a lost connection for a while."""

    shard: int
    shards: int
    token: str
    connection: Connection | None
    id: str = field(default_factory=lambda: f"session-{snowflake()}")
    sequence: int = 0
    ready_at: float = -1.0
    lost_at: float | None = None
    backlog: deque[tuple[int, str, Json]] = field(
        default_factory=lambda: deque[tuple[int, str, Json]](maxlen=BACKLOG)
    )

    async def dispatch(self, event: str, data: Json) -> None:
        """Sends an event, or stores it for the resume."""
        self.sequence += 1
        self.backlog.append((self.sequence, event, data))
        if self.connection is not None:
            await self.connection.send(DISPATCH, data, self.sequence, event)

    async def replay(self, after: int) -> None:
        """Sends again what came after that sequence number, then RESUMED."""
        assert self.connection is not None
        for seq, event, data in list(self.backlog):
            if seq > after:
                await self.connection.send(DISPATCH, data, seq, event)
        await self.dispatch("RESUMED", {})

    def serves(self, guild_id: int | None) -> bool:
        """Whether events of that server (None: direct messages) belong to this shard."""
        return self.shard == (0 if guild_id is None else (guild_id >> 22) % self.shards)


@dataclass
class GatewayRules:
    """What tests may change about the gateway; applies to new connections."""

    heartbeat_ms: int = 41_250
    accept_resumes: bool = True
    privileged_intents: bool = False
    dead: bool = False
    """Every new connection is cut."""
    refuses: int | None = None
    """The close code that every IDENTIFY gets."""
    silent: int = 0
    """So many IDENTIFY get no answer."""
    reconnect_requests: int = 0
    """So many connections are asked to reconnect (opcode 7) instead of being greeted."""


class Gateway:
    """Every session of every bot process."""

    def __init__(self, world: World, tokens: set[str], url: Callable[[], str]) -> None:
        self._world = world
        self._tokens = tokens
        self._url = url
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self.rules = GatewayRules()
        self.attempts = 0
        """Connections that were opened or tried."""
        self.identified = 0
        """How often a bot identified."""
        self.identities: list[Json] = []
        """The content of each IDENTIFY, without the token."""
        self.resumed = 0
        """Times a bot resumed a session."""

    def live(self) -> list[Session]:
        """The sessions with an open connection."""
        return [s for s in self._sessions.values() if s.connection is not None]

    async def dispatch(self, event: str, data: Json, guild_id: int | None) -> int:
        """Sends an event to the shard it belongs to; how many connected sessions got it."""
        meant = [s for s in self._sessions.values() if s.serves(guild_id)]
        reached = sum(s.connection is not None for s in meant)
        for session in meant:
            await session.dispatch(event, data)
        return reached

    async def frame(self, content: str | bytes, shard: int = 0) -> None:
        """Sends a frame with that content to a shard, whatever it means."""
        for session in self.live():
            if session.shard == shard and session.connection is not None:
                await session.connection.frame(content)

    async def reconnect(self) -> None:
        """Asks every connected bot to reconnect (opcode 7)."""
        for connection in [s.connection for s in self.live()]:
            if connection is not None:
                await connection.send(RECONNECT)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Tells every connected bot that its session is invalid (opcode 9)."""
        for session in self.live():
            if session.connection is not None:
                await session.connection.send(INVALID_SESSION, resumable)
            if not resumable:
                self._sessions.pop(session.id, None)

    async def close(self, code: int) -> None:
        """Closes every connection with that code."""
        await asyncio.gather(*(connection.close(code) for connection in self._connections))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection from HELLO to its end."""
        self.attempts += 1
        if self.rules.dead:
            return drop(request)
        socket = web.WebSocketResponse(compress=False, max_msg_size=0, timeout=1.0)
        await socket.prepare(request)
        connection = Connection(socket, compressor(request.query.get("compress")))
        self._connections.add(connection)
        try:
            if self.rules.reconnect_requests:
                self.rules.reconnect_requests -= 1
                await connection.send(RECONNECT)
            else:
                await connection.send(HELLO, {"heartbeat_interval": self.rules.heartbeat_ms})
            await self._listen(socket, connection)
        finally:
            self._connections.discard(connection)
            self._disconnected(connection)
        return socket

    async def _listen(self, socket: web.WebSocketResponse, connection: Connection) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                return
            try:
                received: Json = json.loads(message.data)
            except ValueError:
                await connection.close(4002)
                return
            await self._receive(connection, received["op"], received.get("d"))

    async def _receive(self, connection: Connection, op: int, data: Any) -> None:
        if op == HEARTBEAT:
            await connection.send(ACK)
        elif op == IDENTIFY:
            await self._identify(connection, data)
        elif op == RESUME:
            await self._resume(connection, data)
        elif all(s.connection is not connection for s in self._sessions.values()):
            await connection.close(4003)

    async def _identify(self, connection: Connection, data: Json) -> None:
        shard, shards = data.get("shard", (0, 1))
        if self.rules.silent:
            self.rules.silent -= 1
            return
        self.identities.append({k: v for k, v in data.items() if k != "token"})
        if refusal := self._refusal(data, shard, shards):
            await connection.close(refusal)
            return
        self._drop_expired()
        session = Session(shard, shards, data["token"], connection)
        self.identified += 1
        self._sessions[session.id] = session
        await self._send_ready(session)

    def _refusal(self, data: Json, shard: int, shards: int) -> int | None:
        """The close code that an IDENTIFY deserves, if any."""
        if self.rules.refuses:
            return self.rules.refuses
        if data["token"] not in self._tokens:
            return 4004
        if not 0 <= shard < shards:
            return 4010
        privileged = data["intents"] & PRIVILEGED_INTENTS
        return 4014 if privileged and not self.rules.privileged_intents else None

    async def _send_ready(self, session: Session) -> None:
        guilds = [g for g in self._world.guilds.values() if g.joined and session.serves(g.id)]
        app, bot = self._world.app, self._world.bot
        ready: Json = {
            "v": 10,
            "user": bot.as_user() | {"verified": True, "mfa_enabled": True, "flags": 0},
            "guilds": [{"id": str(g.id), "unavailable": True} for g in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._url(),
            "shard": [session.shard, session.shards],
            "application": {"id": str(app.id), "flags": 0},
        }
        await session.dispatch("READY", ready)
        for guild in guilds:
            if guild.joined and guild.available:
                await session.dispatch("GUILD_CREATE", guild.as_created(bot))
        session.ready_at = time.monotonic()

    async def _resume(self, connection: Connection, data: Json) -> None:
        session = self._sessions.get(data["session_id"])
        if session is None or data["token"] != session.token or not self.rules.accept_resumes:
            await connection.send(INVALID_SESSION, data=False)
            return
        session.connection, session.lost_at = connection, None
        self.resumed += 1
        await session.replay(data["seq"])

    def _disconnected(self, connection: Connection) -> None:
        """A session outlives its connection, to be resumed, unless the bot gave it up."""
        for session in [s for s in self._sessions.values() if s.connection is connection]:
            session.connection, session.lost_at = None, time.monotonic()
            if connection.given_up:
                del self._sessions[session.id]

    def _drop_expired(self) -> None:
        oldest = time.monotonic() - RESUMABLE_SECONDS
        self._sessions = {
            i: s for i, s in self._sessions.items() if s.lost_at is None or s.lost_at > oldest
        }
