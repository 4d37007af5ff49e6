"""The open database: one transaction at a time for reading or writing, faults as sentences."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Table, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage import dialects
from bot.storage.faults import StorageError, is_outage, told
from bot.storage.lock import held_alone
from bot.storage.migrations import HEAD

__all__ = ["Database", "StorageError", "migrate", "open_database"]


class Database:
    """Gives connections inside a transaction; every outage comes out as `StorageError`."""

    def __init__(self, url: URL) -> None:
        self.place = _place(url)
        """The file, or host, port and name: what may be shown."""
        self._file = _file(url)
        self._identity: tuple[int, int] | None = None
        self._threads = dialects.SqliteConnections(url) if dialects.is_sqlite(url) else None
        self._engine = _engine(url, self._threads)

    @property
    def migrates_itself(self) -> bool:
        """True for SQLite: one process owns the file. A server is migrated by its operator."""
        return self._threads is not None

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
        self._require_file()
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(writes=writes)
                async with connection.begin():
                    yield connection
        except Exception as error:
            if is_outage(error):
                raise told(self.place, error) from error
            raise

    async def start(self, *, migrating: bool) -> bool:
        """Checks that the database is usable, and migrates it where asked and due.

        Gives whether it was migrated. `StorageError` where it cannot be used as it is.
        """
        try:
            migrated = await self._start(migrating=migrating)
        except (SQLAlchemyError, OSError) as error:
            raise told(self.place, error) from error
        except Exception as error:
            if is_outage(error):  # the driver's own, not wrapped by SQLAlchemy
                raise told(self.place, error) from error
            raise
        self._identity = _identity(self._file)
        return migrated

    async def _start(self, *, migrating: bool) -> bool:
        async with self._engine.connect() as connection:
            # Writes: a read-only or locked file shows now, not at the first save.
            await connection.execution_options(writes=True)
            async with connection.begin():
                found = await _schema(connection)
            if found > HEAD:
                raise StorageError(
                    f"The database {self.place} was written by a newer version of this program "
                    f"(schema {found}, this program knows {HEAD}); update the program."
                )
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
            if self._threads is not None:
                await self._threads.close()

    def _require_file(self) -> None:
        # A deleted file stays writable for those who hold it open: all would seem well until
        # the next start, and nothing would have been kept.
        if self._identity is not None and _identity(self._file) != self._identity:
            raise StorageError(
                f"The database file {self.place} was deleted or replaced while the program runs; "
                "stop it, put the file back or restore a backup, and start again."
            )


@asynccontextmanager
async def open_database(url: str, *, alone: bool = False) -> AsyncGenerator[Database]:
    """The database, ready: an SQLite file is created and migrated, a server only checked.

    `alone`: an SQLite file is held for this process, and one that another holds is refused.
    `StorageError`, one sentence, where it is not to be had. Closed on every way out.
    """
    parsed = _parsed(url)
    file = _file(parsed)
    if file is not None:
        _make_room(file)
    with held_alone(file if alone else None):
        database = Database(parsed)
        try:
            await database.start(migrating=database.migrates_itself)
            yield database
        finally:
            await database.close()


async def migrate(url: str) -> bool:
    """Brings the schema to the newest step; gives whether there was anything to do.

    Safe while other processes do the same.
    """
    parsed = _parsed(url)
    if (file := _file(parsed)) is not None:
        _make_room(file)
    database = Database(parsed)
    try:
        return await database.start(migrating=True)
    finally:
        await database.close()


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


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        pass  # raised outside the handler: the error holds the whole address
    raise StorageError("DATABASE_URL is not the address of a database.")


def _engine(url: URL, threads: dialects.SqliteConnections | None) -> AsyncEngine:
    if threads is not None:
        return dialects.sqlite_engine(url, threads)
    return dialects.postgresql_engine(url)


def _place(url: URL) -> str:
    if dialects.is_sqlite(url):
        return "in memory" if dialects.is_in_memory(url) else str(url.database)
    return f"{url.host or 'localhost'}:{url.port or 5432}/{url.database}"


def _file(url: URL) -> Path | None:
    """The file of an SQLite database, none for a server, in memory or as SQLite's own URI."""
    named = dialects.is_sqlite(url) and not dialects.is_in_memory(url)
    return Path(str(url.database)).absolute() if named and "uri" not in url.query else None


def _make_room(file: Path) -> None:
    if file.is_dir():
        raise StorageError(f"The database {file} is a folder; expected the path of a file.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder {file.parent} for the database cannot be made: {error.strerror}."
        ) from error


def _identity(file: Path | None) -> tuple[int, int] | None:
    """Which file it is, whatever its name: (0, 0) when there is none."""
    if file is None:
        return None
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return (found.st_dev, found.st_ino)
