"""A web of many hosts, all served by one local server; a clock that nobody waits for."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any, TypeAlias

from aiohttp import TCPConnector, web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.source_check.fetcher import HostLimiter, PageFetcher, new_session
from bot.source_check.page_reader import PageReader
from bot.source_check.robots import Robots

Handler: TypeAlias = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
UNKNOWN = "unknown.example"
"""A host that no name server knows."""


class Resolver(AbstractResolver):
    """Every name but one is this machine's."""

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        if host == UNKNOWN:
            raise OSError(None, "DNS lookup failed")
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        pass


@dataclass
class Clock:
    """Seconds that pass only while somebody sleeps."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list[float])

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class Web:
    """The pages, by path; robots.txt, by host; and what was asked for."""

    port: int = 0
    pages: dict[str, Handler] = field(default_factory=dict[str, Handler])
    robots: dict[str, web.Response] = field(default_factory=dict[str, web.Response])
    asked: list[tuple[str, str, float]] = field(default_factory=list[tuple[str, str, float]])
    """Host, path and time of each request."""
    agents: set[str] = field(default_factory=set[str])
    clock: Clock = field(default_factory=Clock)

    def url(self, path: str, host: str = "shine.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def page(self, path: str, text: str | bytes, **given: Any) -> str:
        """Puts a page there; gives its address."""
        body = text if isinstance(text, bytes) else text.encode()
        headers = {"Content-Type": given.pop("content_type", "text/html")}

        async def answer(_: web.BaseRequest) -> web.Response:
            return web.Response(body=body, headers=headers, **given)

        self.pages[path] = answer
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        async def answer(_: web.BaseRequest) -> web.Response:
            return web.Response(status=status, headers={"Location": to})

        self.pages[path] = answer
        return self.url(path)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        host = request.host.partition(":")[0]
        self.asked.append((host, request.path, self.clock()))
        self.agents.add(request.headers["User-Agent"])
        if request.path == "/robots.txt":
            return self.robots.get(host) or web.Response(status=404)
        handler = self.pages.get(request.path)
        return await handler(request) if handler else web.Response(status=404)

    @asynccontextmanager
    async def reader(self, seconds: float = 30.0) -> AsyncGenerator[PageReader]:
        """A reader of these pages; it waits at most so many seconds for an answer."""
        async with new_session("little-giant/test", TCPConnector(resolver=Resolver())) as session:
            fetcher = PageFetcher(session, HostLimiter(self.clock, self.clock.sleep), seconds)
            yield PageReader(fetcher, Robots(fetcher))


@asynccontextmanager
async def local_web(tls: SSLContext | None = None) -> AsyncGenerator[Web]:
    """An empty web that is served while the block lasts."""
    found = Web()
    runner = web.ServerRunner(
        web.Server(found.handle, handler_cancellation=True), shutdown_timeout=0.1
    )
    await runner.setup()
    listener = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await listener.start()
    found.port = runner.addresses[0][1]
    try:
        yield found
    finally:
        await runner.cleanup()
