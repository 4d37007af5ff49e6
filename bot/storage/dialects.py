"""Everything that differs between SQLite and PostgreSQL."""

import asyncio
import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any, TypeAlias

import aiosqlite
from sqlalchemy import URL, Connection, Table, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.database_options import converted
from bot.storage.async_engine import AsyncConnection, AsyncEngine, create_async_engine
from bot.storage.errors import StorageError
from bot.storage.postgresql_connections import PostgresqlConnections
from bot.storage.sqlite_connection import SqliteConnection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

SQLITE_BUSY_SECONDS = 5.0
SQLITE_STOP_SECONDS = 2.0
POSTGRESQL_CONNECT_SECONDS = 10.0
POSTGRESQL_STATEMENT_SECONDS = 30.0
"""The longest wait for the answer to a statement: a server that vanished never answers."""
POSTGRESQL_IDLE_SECONDS = 10
"""How long a stopped process can hold the locks of a transaction."""
POSTGRESQL_LOCK_SECONDS = 2
"""The longest wait for a locked row."""
POSTGRESQL_STALLED_SECONDS = 15
"""After so long the others end the session of a process that stopped within a statement; the
server's own limits do not apply while it waits for the rest of a statement."""
POSTGRESQL_NAME = "little-giant"
"""The name of the bot's sessions at the server."""
MIGRATION_LOCK = 7_126_403_551
"""Any number, the same in all processes: PostgreSQL's lock around a migration."""

Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


def insert_for(dialect: str, table: Table) -> Insert:
    """An INSERT that knows `on_conflict_do_update` and `on_conflict_do_nothing`."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a start on SQLite goes without

    return postgresql.insert(table)


def is_sqlite(url: URL) -> bool:
    """True for an SQLite database, in a file or in memory."""
    return url.get_backend_name() == "sqlite"


def is_in_memory(url: URL) -> bool:
    """True for an SQLite database in memory, which ends with its connection."""
    return is_sqlite(url) and url.database in (None, "", ":memory:")


class SqliteConnections:
    """Opens SQLite connections, and always ends their threads.

    aiosqlite gives every connection a thread that keeps the process alive; the pool does not close
    connections that are in use or fail to open.
    """

    def __init__(self, url: URL) -> None:
        arguments, options = url.get_dialect()().create_connect_args(url)
        self._path = str(arguments[0])
        self._options: dict[str, Any] = {"timeout": SQLITE_BUSY_SECONDS, **options}
        # The driver begins nothing by itself, `_begin_sqlite` does.
        self._options["isolation_level"] = None
        self._opened: list[aiosqlite.Connection] = []
        self._opening: set[asyncio.Future[aiosqlite.Connection]] = set()
        self._closed = False

    async def open(self) -> aiosqlite.Connection:
        """A new connection that enforces foreign keys and writes ahead.

        Raises StorageError once the database is closed: nobody would close the connection.
        """
        if self._closed:
            raise StorageError(f"The database {self._path} is closed.")
        connection = await self._open_unless_cancelled()
        connection.text_factory = _text
        await (await connection.execute("PRAGMA foreign_keys=ON")).close()
        # In KiB: the rows are few, and each connection has its own cache.
        await (await connection.execute("PRAGMA cache_size=-512")).close()
        await _write_ahead(connection)
        return connection

    async def _open_unless_cancelled(self) -> aiosqlite.Connection:
        def connect() -> sqlite3.Connection:
            return sqlite3.connect(self._path, **self._options)

        async def wait() -> aiosqlite.Connection:
            connection = SqliteConnection(connect)
            try:
                await connection
            except BaseException:
                if connection.stopping is not None:
                    await connection.stopping
                raise
            self._opened = [*filter(_is_open, self._opened), connection]
            return connection

        opening = asyncio.ensure_future(wait())
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            await (await opening).close()
            raise

    def are_open(self) -> bool:
        """Whether any connection is open."""
        return any(map(_is_open, self._opened))

    async def close(self) -> None:
        """Closes open connections, and those being opened."""
        self._closed = True
        await asyncio.gather(*self._opening, return_exceptions=True)
        closing = [connection.close() for connection in self._opened if _is_open(connection)]
        with contextlib.suppress(TimeoutError):
            # Each thread ends after its present task, even later than that.
            everything = asyncio.gather(*closing, return_exceptions=True)
            await asyncio.wait_for(everything, SQLITE_STOP_SECONDS)
        self._opened.clear()


def _text(stored: bytes) -> str:
    """A stored text; other bytes than UTF-8 would otherwise make all rows of a query unreadable."""
    return stored.decode(errors="backslashreplace")


async def _write_ahead(connection: aiosqlite.Connection) -> None:
    # The file keeps this mode. While several processes open a new file, SQLite refuses the change
    # without waiting; then another process, or the next connection, makes it.
    try:
        await (await connection.execute("PRAGMA journal_mode=WAL")).close()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise


def _is_open(connection: aiosqlite.Connection) -> bool:
    try:
        connection.in_transaction  # noqa: B018 - raises ValueError once closed
    except ValueError:
        return False
    return True


def postgresql_engine(
    url: URL, connections: PostgresqlConnections, *, migrating: bool
) -> AsyncEngine:
    """An engine for PostgreSQL that has not connected yet.

    `migrating`: a statement may take any time, as it waits for another process that migrates.
    """
    options = converted("postgresql", url.query)
    seconds = options.pop("command_timeout", POSTGRESQL_STATEMENT_SECONDS)
    engine = create_async_engine(
        url,
        pool_size=5,
        max_overflow=5,
        pool_timeout=10,
        pool_pre_ping=True,  # after a restart of the server no command fails
        hide_parameters=True,
        connect_args={
            "timeout": POSTGRESQL_CONNECT_SECONDS,
            **options,
            "command_timeout": None if migrating else seconds,
            "server_settings": {
                "application_name": POSTGRESQL_NAME,
                "idle_in_transaction_session_timeout": f"{POSTGRESQL_IDLE_SECONDS}s",
                "lock_timeout": f"{POSTGRESQL_LOCK_SECONDS}s",
            },
        },
    )
    event.listen(engine.sync_engine, "connect", connections.opened)
    event.listen(engine.sync_engine, "handle_error", _drop_silent)
    return engine


def _drop_silent(context: ExceptionContext) -> None:
    # Else the rollback would wait for the server as long again.
    if isinstance(context.original_exception, TimeoutError):
        context.is_disconnect = True


def sqlite_engine(url: URL, connections: SqliteConnections) -> AsyncEngine:
    """An engine for SQLite that has not connected yet."""
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        # In memory, a second connection would be a second database.
        pool_size=1 if is_in_memory(url) else 3,
        max_overflow=0,
        pool_timeout=10,
        hide_parameters=True,
        async_creator=connections.open,
    )
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    event.listen(engine.sync_engine, "handle_error", _drop_read_only)
    return engine


def _drop_read_only(context: ExceptionContext) -> None:
    # A connection opened while the file was read-only stays read-only afterwards. Only this one
    # is dropped: earlier ones can still write.
    code = getattr(context.original_exception, "sqlite_errorcode", 0)
    if code & 0xFF == sqlite3.SQLITE_READONLY:
        context.is_disconnect = True
        context.invalidate_pool_on_disconnect = False


def _begin_sqlite(connection: Connection) -> None:
    # A writing transaction takes the lock at its first statement: one that began by reading would
    # be refused without waiting if another wrote in between.
    kind = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {kind}")


async def require_writable(connection: AsyncConnection) -> None:
    """Raises where an SQLite file is read-only: BEGIN IMMEDIATE does not."""
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql("DELETE FROM alembic_version WHERE version_num IS NULL")


async def set_foreign_keys(connection: AsyncConnection, *, on: bool) -> None:
    """Turns SQLite's foreign keys on or off; has an effect only outside a transaction."""
    driver = (await connection.get_raw_connection()).driver_connection
    if isinstance(driver, aiosqlite.Connection):
        await (await driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")).close()


_END_STALLED = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = :name AND usename = current_user AND datname = current_database()"
    " AND state = 'active' AND wait_event = 'ClientRead'"
    " AND state_change < clock_timestamp() - make_interval(secs => :seconds)"
)


async def end_stalled(connection: AsyncConnection) -> None:
    """Ends sessions of stopped processes that hold locks; on SQLite there is only one process."""
    if connection.dialect.name != "sqlite":
        limits = {"name": POSTGRESQL_NAME, "seconds": POSTGRESQL_STALLED_SECONDS}
        await connection.execute(_END_STALLED, limits)


async def lock_for_migration(connection: AsyncConnection) -> None:
    """Waits until no other process migrates; locked until the transaction ends.

    On SQLite a writing transaction excludes all others already.
    """
    if connection.dialect.name != "sqlite":
        await connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
