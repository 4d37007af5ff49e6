"""The open database: one transaction at a time for reading or writing, faults as sentences."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Table, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage import dialects
from bot.storage.database_url import file_of, make_room, place_of, read_url
from bot.storage.errors import (
    RowLockedError,
    StorageError,
    foreign_database,
    is_outage,
    newer_schema,
    told,
)
from bot.storage.file_access import make_private, tighten
from bot.storage.file_guard import FileGuard
from bot.storage.lock import held_alone
from bot.storage.migrations import HEAD
from bot.storage.outage import Outage
from bot.storage.sqlite_file import COMPANIONS, is_our_schema, require_ours

__all__ = ["Database", "RowLockedError", "StorageError", "migrate", "open_database"]


class Database:
    """Gives connections inside a transaction; every outage comes out as `StorageError`."""

    def __init__(self, url: URL) -> None:
        self.place = place_of(url)
        """The file, or host, port and name: what may be shown."""
        self._connections = (
            dialects.SqliteConnections(url)
            if dialects.is_sqlite(url)
            else dialects.PostgresqlConnections()
        )
        self._engine = _engine(url, self._connections)
        file = file_of(url)
        self._guard = FileGuard(file, self._connections.are_open) if file else None
        self.outage = Outage(self.place)

    @property
    def migrates_itself(self) -> bool:
        """True for SQLite: one process owns the file. A server is migrated by its operator."""
        return isinstance(self._connections, dialects.SqliteConnections)

    def insert(self, table: Table) -> dialects.Insert:
        """An INSERT into `table` that can say what happens on a conflict."""
        return dialects.insert_for(self._engine.dialect.name, table)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncConnection]:
        """A connection in a transaction that only reads."""
        async with self._transaction(writes=False) as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncConnection]:
        """A connection in a transaction that is kept at the end, or undone by an exception."""
        async with self._transaction(writes=True) as connection:
            yield connection

    @asynccontextmanager
    async def _transaction(self, *, writes: bool) -> AsyncGenerator[AsyncConnection]:
        try:
            self._check_files()
            async with self._engine.connect() as connection:
                self._check_files()
                await connection.execution_options(writes=writes)
                async with connection.begin():
                    yield connection
        except Exception as error:
            if not isinstance(error, StorageError) and not is_outage(error):
                raise
            raised = error if isinstance(error, StorageError) else told(self.place, error)
            if not isinstance(raised, RowLockedError):
                self.outage.failed(str(raised), writes=writes)
            if raised is error:
                raise
            raise raised from error
        self.outage.succeeded(writes=writes)

    def _check_files(self) -> None:
        if self._guard is not None:
            self._guard.check()

    async def start(self, *, migrating: bool) -> bool:
        """Checks that the database is usable, and migrates it where asked and due.

        Gives whether it was migrated. `StorageError` where it cannot be used as it is.
        """
        try:
            await self._try_connect()
            migrated = await self._start(migrating=migrating)
        except (SQLAlchemyError, OSError) as error:
            raise told(self.place, error) from error
        except Exception as error:
            if is_outage(error):  # the driver's own, not wrapped by SQLAlchemy
                raise told(self.place, error) from error
            raise
        if self._guard is not None:
            self._guard.begin()
        return migrated

    async def _try_connect(self) -> None:
        """Connects once; what the driver makes nothing of comes out as `StorageError`."""
        try:
            async with self._engine.connect():
                pass
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            raise told(self.place, error) from error

    async def _start(self, *, migrating: bool) -> bool:
        async with self._engine.connect() as connection:
            # Writes: a read-only or locked file shows now, not at the first save.
            await connection.execution_options(writes=True)
            async with connection.begin():
                found = await _schema(connection)
                if found:
                    await dialects.require_writable(connection)
            if found and not is_our_schema(found):
                raise foreign_database(self.place)
            if found > HEAD:
                raise newer_schema(self.place, found)
            if found == HEAD:
                return False
            if not migrating:
                raise StorageError(
                    f"The database {self.place} has schema {found or 'none'} where this program "
                    f"needs {HEAD}; run python -m bot migrate first."
                )
            return await _migrate(connection)

    async def close(self) -> None:
        """Closes all connections, also those still in use."""
        try:
            await self._engine.dispose()
        finally:
            await self._connections.close()


@asynccontextmanager
async def open_database(url: str, *, alone: bool = False) -> AsyncGenerator[Database]:
    """The database, ready: an SQLite file is created and migrated, a server only checked.

    `alone`: an SQLite file is held for this process, and one that another holds is refused.
    `StorageError`, one sentence, where it is not to be had. Closed on every way out.
    """
    parsed = read_url(url)
    file = file_of(parsed)
    if file is not None:
        make_room(file)
        require_ours(file)
    with held_alone(file if alone else None):
        keep_private(file)
        database = _built(parsed)
        try:
            await database.start(migrating=database.migrates_itself)
            yield database
        finally:
            await database.close()


async def migrate(url: str) -> bool:
    """Brings the schema to the newest step; gives whether there was anything to do.

    Safe while other processes do the same.
    """
    parsed = read_url(url)
    if (file := file_of(parsed)) is not None:
        make_room(file)
        require_ours(file)
    keep_private(file)
    database = _built(parsed)
    try:
        return await database.start(migrating=True)
    finally:
        await database.close()


def _built(url: URL) -> Database:
    try:
        return Database(url)
    except (SQLAlchemyError, TypeError, ValueError) as error:
        raise told(place_of(url), error) from error


async def _schema(connection: AsyncConnection) -> str:
    """The number of the schema, empty for a new database."""
    if not await connection.run_sync(_has_schema):
        return ""
    found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    return str(found or "")


def _has_schema(connection: Connection) -> bool:
    return inspect(connection).has_table("alembic_version")


async def _migrate(connection: AsyncConnection) -> bool:
    # Rebuilding a table on SQLite would otherwise take the rows that point at it along.
    await dialects.set_foreign_keys(connection, on=False)
    async with connection.begin():
        await dialects.lock_for_migration(connection)
        due = await _schema(connection) != HEAD  # another process may have been faster
        if due:
            from bot.storage.migrations.upgrade import upgrade  # noqa: PLC0415 - slow, rarely due

            await connection.run_sync(upgrade)
    await dialects.set_foreign_keys(connection, on=True)
    return due


def keep_private(file: Path | None) -> None:
    """Nobody but the owner may read the database; SQLite gives its companions the same rights."""
    if file is not None:
        make_private(file, f"The database {file}")
        for ending in COMPANIONS:
            tighten(Path(f"{file}{ending}"))


def _engine(
    url: URL, connections: dialects.SqliteConnections | dialects.PostgresqlConnections
) -> AsyncEngine:
    if isinstance(connections, dialects.SqliteConnections):
        return dialects.sqlite_engine(url, connections)
    return dialects.postgresql_engine(url, connections)
