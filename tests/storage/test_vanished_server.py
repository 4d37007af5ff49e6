"""A PostgreSQL server that vanishes without a word: every wait for it ends."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from structlog.testing import capture_logs

from bot.storage import dialects
from bot.storage.database import StorageError, migrate, open_database
from bot.storage.migrations import NEWEST_SCHEMA
from bot.storage.processes import ProcessStore

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)


class Path:
    """The way to the server; while it is cut, bytes get lost and no connection is closed."""

    def __init__(self, url: str) -> None:
        self._server = make_url(url)
        self._handling: set[asyncio.Task[None]] = set()
        self.cut = False

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[str]:
        """The address of the database by this way."""
        listening = await asyncio.start_server(self._handle, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        try:
            yield self._server.set(host="127.0.0.1", port=port).render_as_string(
                hide_password=False
            )
        finally:
            listening.close()
            for task in self._handling:
                task.cancel()
            await asyncio.gather(*self._handling, return_exceptions=True)

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handling.add(task)
        place = self._server.host, self._server.port or 5432
        there, back = await asyncio.open_connection(*place)
        with contextlib.closing(writer), contextlib.closing(back):
            ways = asyncio.gather(self._pump(reader, back), self._pump(there, writer))
            with contextlib.suppress(OSError):
                await ways

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        lost = False
        while piece := await source.read(65_536):
            lost = lost or self.cut  # for good: TCP never skips a byte
            if not lost:
                target.write(piece)
                await target.drain()
        if not lost:
            target.close()


async def test_a_server_that_vanishes_is_an_outage(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialects, "POSTGRESQL_STATEMENT_SECONDS", 1.0)
    await migrate(postgres_url)
    path = Path(postgres_url)
    async with path.open() as url, open_database(url) as database:
        database.outage.logs = True
        processes = ProcessStore(database)
        await processes.beat("mine", at=NOON)
        with capture_logs() as logs:
            path.cut = True
            async with asyncio.timeout(20):
                with pytest.raises(StorageError, match="it does not answer"):
                    await processes.beat("mine", at=NOON)
        assert [log["event"] for log in logs] == ["database unavailable"]
        path.cut = False
        await processes.leave("mine")


async def test_a_server_that_vanishes_within_a_transaction_is_an_outage(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialects, "POSTGRESQL_STATEMENT_SECONDS", 1.0)
    await migrate(postgres_url)
    path = Path(postgres_url)
    async with path.open() as url, open_database(url) as database:

        async def transaction() -> None:
            async with asyncio.timeout(20), database.writing() as connection:
                await connection.exec_driver_sql("SELECT 1")
                path.cut = True
                await connection.exec_driver_sql("SELECT 1")

        with pytest.raises(StorageError, match="it does not answer"):
            await transaction()
        path.cut = False
        await ProcessStore(database).heartbeats(at=NOON)


async def test_a_migration_waits_as_long_as_it_takes(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialects, "POSTGRESQL_STATEMENT_SECONDS", 0.2)
    await migrate(postgres_url)
    engine = create_async_engine(postgres_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as raw:
        await raw.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
        await raw.exec_driver_sql(f"SELECT pg_advisory_lock({dialects.MIGRATION_LOCK})")
        migrating = asyncio.create_task(migrate(postgres_url))
        await asyncio.sleep(1)
        assert not migrating.done()
        await raw.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{NEWEST_SCHEMA}'")
        await raw.exec_driver_sql(f"SELECT pg_advisory_unlock({dialects.MIGRATION_LOCK})")
        assert not await migrating, "the other process was faster"


async def test_the_system_probes_a_silent_connection(postgres_url: str) -> None:
    await migrate(postgres_url)
    async with open_database(postgres_url) as database, database.reading() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        opened = driver._transport.get_extra_info("socket")
        assert opened.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        if hasattr(socket, "TCP_KEEPIDLE"):
            assert opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 15
