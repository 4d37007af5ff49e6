"""Digests that fall due while the database is unavailable: posted once afterwards, or missed."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.pool import Pool
from structlog.testing import capture_logs

from bot.digests.interfaces import OutgoingMessage, SendResult
from bot.domain.digests.subscription import Cause, Target, dedup_key_of
from bot.domain.release import Release
from bot.storage.database import Database, StorageError, migrate, open_database
from tests.conftest import fresh_database
from tests.digests.delivery_harness import (
    MONDAY_NINE,
    Channels,
    Clock,
    Delivery,
    build_delivery,
    order,
)

DAY = timedelta(days=1)
LARGE = 40
"""Parts of an edition that does not fit into the pages that there are."""


class Proxy:
    """Stands before a server of PostgreSQL; closed, it is as if the server were gone."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self.port = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        """Takes connections, always at the same port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Cuts all connections and takes no more."""
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._host, self._port)
        self._writers |= {writer, back}
        for source, target in ((reader, back), (there, writer)):
            task = asyncio.create_task(_pump(source, target))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
    target.transport.abort()


Begin = Callable[[], contextlib.AbstractAsyncContextManager[None]]


@dataclass
class Trial:
    """A process on a database that can be made unavailable."""

    delivery: Delivery
    database: Database
    outage: Begin


@asynccontextmanager
async def everywhere(database: Database, before: str, after: str) -> AsyncGenerator[None]:
    """On every connection that there can be: what stands for a full disk, a read-only file."""
    for statement in (before, after):
        async with AsyncExitStack() as stack:
            for _ in range(3):
                connection = await stack.enter_async_context(database.reading())
                await connection.execute(text(statement))
        if statement == before:
            yield


@asynccontextmanager
async def read_only(database: Database) -> AsyncGenerator[None]:
    """Also the connections that replace those that failed."""

    def opened(connection: Any, _record: object) -> None:
        connection.cursor().execute("PRAGMA query_only=ON")

    event.listen(Pool, "connect", opened)
    try:
        async with everywhere(database, "PRAGMA query_only=ON", "PRAGMA query_only=OFF"):
            yield
            event.remove(Pool, "connect", opened)
    finally:
        if event.contains(Pool, "connect", opened):
            event.remove(Pool, "connect", opened)


@asynccontextmanager
async def locked(database: Database, file: Path) -> AsyncGenerator[None]:
    """Another process holds the lock for writing; nobody here waits for it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        async with everywhere(database, "PRAGMA busy_timeout=1", "PRAGMA busy_timeout=5000"):
            yield
            another.rollback()


@asynccontextmanager
async def full(database: Database, file: Path) -> AsyncGenerator[None]:
    """The file may not grow, and has no room left."""
    with closing(sqlite3.connect(file, isolation_level=None)) as another:
        another.execute("VACUUM")
    pages = "PRAGMA max_page_count="
    async with everywhere(database, f"{pages}1", f"{pages}1000000"):
        yield


@asynccontextmanager
async def gone(proxy: Proxy) -> AsyncGenerator[None]:
    """The server is away."""
    await proxy.close()
    yield
    await proxy.open()


@pytest.fixture(
    params=["locked", "full", "read-only", pytest.param("gone", marks=pytest.mark.postgresql)]
)
async def trial(
    request: pytest.FixtureRequest, tmp_path: Path, live: Release, channels: Channels, clock: Clock
) -> AsyncIterator[Trial]:
    file = tmp_path / "little-giant.db"
    async with AsyncExitStack() as stack:
        if request.param == "gone":
            # Each trial has its own: the digests of another would be posted as well.
            server = request.getfixturevalue("postgres_server")
            url = make_url(stack.enter_context(fresh_database(server)))
            await migrate(url.render_as_string(hide_password=False))
            proxy = Proxy(str(url.host), url.port or 5432)
            await proxy.open()
            stack.push_async_callback(proxy.close)
            address = url.set(host="127.0.0.1", port=proxy.port).render_as_string(
                hide_password=False
            )
        else:
            proxy = Proxy("", 0)
            address = f"sqlite+aiosqlite:///{file}"
        database = await stack.enter_async_context(open_database(address))
        delivery = build_delivery(database, live, channels, clock)
        outages: dict[str, Begin] = {
            "locked": lambda: locked(database, file),
            "full": lambda: full(database, file),
            "read-only": lambda: read_only(database),
            "gone": lambda: gone(proxy),
        }
        if request.param == "full":
            delivery.renderer.parts = LARGE
        yield Trial(delivery, database, outages[request.param])


async def attempts(delivery: Delivery) -> None:
    """What the clockwork does meanwhile: it tries, and goes on."""
    for _ in range(3):
        with contextlib.suppress(StorageError):
            await delivery.tick()
        with contextlib.suppress(StorageError):
            await delivery.engine.scheduler.sweep()


async def test_what_falls_due_meanwhile_is_posted_once_and_says_that_it_is_late(
    trial: Trial, channels: Channels, clock: Clock
) -> None:
    delivery = trial.delivery
    numbers = [(await delivery.subscribe(order(channel))).id for channel in (10, 11, 12)]
    with capture_logs() as logs:
        async with trial.outage():
            clock.now = MONDAY_NINE
            await attempts(delivery)
            assert channels.messages == {}
            clock.now = MONDAY_NINE + timedelta(hours=3)
            await attempts(delivery)
        for _ in range(3):
            await delivery.tick()
            await delivery.engine.scheduler.sweep()
            await delivery.engine.executor.settle()
    for number, channel in zip(numbers, (10, 11, 12), strict=True):
        marks = channels.dedup_keys(channel)
        assert marks == [
            dedup_key_of(number, MONDAY_NINE, n + 1) for n in range(delivery.renderer.parts)
        ]
        (run,) = await delivery.history(number)
        assert (run.state, run.late) == ("sent", True)
        assert (await delivery.digest(number)).next_run_at == MONDAY_NINE + DAY
    said = [log["event"] for log in logs if log["log_level"] == "error"]
    assert said == ["database unavailable"], "once, for the whole of it"


async def test_what_falls_due_more_than_half_the_interval_before_the_end_is_missed(
    trial: Trial, channels: Channels, clock: Clock
) -> None:
    delivery = trial.delivery
    digest = await delivery.subscribe(order())
    async with trial.outage():
        clock.now = MONDAY_NINE
        await attempts(delivery)
        clock.now = MONDAY_NINE + timedelta(hours=13)
    await delivery.tick()
    assert channels.messages == {}
    (run,) = await delivery.history(digest.id)
    assert (run.state, run.cause) == ("missed", Cause("too-late"))
    clock.now = MONDAY_NINE + DAY
    await delivery.tick()
    assert list(channels.messages) == [10]
    assert channels.dedup_keys(10) == [
        dedup_key_of(digest.id, clock.now, n + 1) for n in range(delivery.renderer.parts)
    ]


async def test_a_run_that_was_on_its_way_ends_once(
    trial: Trial, channels: Channels, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The post is made, its end cannot be written: afterwards it is not made again."""
    delivery = trial.delivery
    digest = await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    poster = delivery.engine.sender._poster  # pyright: ignore[reportPrivateUsage]
    send = poster.send
    async with AsyncExitStack() as stack:

        async def last(
            target: Target, letter: OutgoingMessage, into: int | None = None
        ) -> SendResult:
            outcome = await send(target, letter, into)
            if len(channels.dedup_keys(10)) == delivery.renderer.parts:
                await stack.enter_async_context(trial.outage())
            return outcome

        monkeypatch.setattr(poster, "send", last)
        with contextlib.suppress(StorageError):
            await delivery.tick()
        await delivery.engine.executor.settle()
    monkeypatch.undo()
    await delivery.tick()
    await delivery.engine.recovery.retake()
    await delivery.engine.executor.settle()
    assert len(channels.dedup_keys(10)) == delivery.renderer.parts
    assert [run.state for run in await delivery.history(digest.id)] == ["sent"]
