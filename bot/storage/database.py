"""The open database: transactions for reading or writing, failures as sentences."""

from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    ColumnElement,
    DateTime,
    Select,
    Table,
    UpdateBase,
    func,
    inspect,
    literal,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.storage import dialects
from bot.storage.async_engine import AsyncConnection
from bot.storage.column_types import UtcDateTime
from bot.storage.database_url import file_of, location_of, prepare_folder, read_url, require_file
from bot.storage.errors import (
    MISREAD,
    RowLockedError,
    StorageError,
    foreign_database,
    is_outage,
    newer_schema,
    storage_error,
)
from bot.storage.file_access import exclusive_lock, make_private, restrict_to_owner
from bot.storage.file_guard import FileGuard
from bot.storage.migrations import NEWEST_SCHEMA
from bot.storage.outage import Outage
from bot.storage.postgresql_connections import PostgresqlConnections
from bot.storage.sqlite_file import COMPANIONS, is_our_schema, require_ours

__all__ = ["Database", "RowLockedError", "StorageError", "migrate", "open_database"]


class Database:
    """Provides connections within a transaction; every outage becomes a `StorageError`."""

    def __init__(self, url: URL, *, migrating: bool = False, locked: bool = False) -> None:
        """`migrating`: for a migration alone, whose statements may take any time.

        `locked`: this process has the lock of the SQLite file.
        """
        self.place = location_of(url)
        """The file, or host, port and name: what may be shown."""
        if dialects.is_sqlite(url):
            self._connections = dialects.SqliteConnections(url)
            self._engine = dialects.sqlite_engine(url, self._connections)
        else:
            self._connections = PostgresqlConnections()
            self._engine = dialects.postgresql_engine(url, self._connections, migrating=migrating)
        file = file_of(url)
        are_open = self._connections.are_open
        self._guard = FileGuard(file, are_open, locked=locked) if file else None
        self.outage = Outage(self.place)

    @property
    def migrates_itself(self) -> bool:
        """True for SQLite: one process owns the file. A server is migrated by its operator."""
        return isinstance(self._connections, dialects.SqliteConnections)

    def time(self, at: datetime) -> ColumnElement[datetime]:
        """The time that all processes share: the server's own; on SQLite `at`."""
        if self.migrates_itself:
            return literal(at, UtcDateTime())
        return func.clock_timestamp(type_=DateTime(timezone=True))

    def insert(self, table: Table) -> dialects.Insert:
        """An INSERT into `table` that can say what happens on a conflict."""
        return dialects.insert_for(self._engine.dialect.name, table)

    def upsert(
        self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]
    ) -> dialects.Insert:
        """An INSERT that changes the values of the row with that key, where there is one."""
        inserted = self.insert(table).values(**key, **values)
        return inserted.on_conflict_do_update(index_elements=[*key], set_=values)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncConnection]:
        """A connection in a transaction that only reads."""
        async with self._transaction(writes=False) as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncConnection]:
        """A connection in a transaction that is committed at the end, or undone by an exception."""
        async with self._transaction(writes=True) as connection:
            yield connection

    async def rows(self, wanted: Select[*tuple[Any, ...]]) -> Sequence[Any]:
        """What a SELECT finds."""
        async with self.reading() as connection:
            return (await connection.execute(wanted)).all()

    async def row(self, wanted: Select[*tuple[Any, ...]]) -> Any:
        """The only row that a SELECT finds; None where it finds nothing."""
        async with self.reading() as connection:
            return (await connection.execute(wanted)).one_or_none()

    async def scalar(self, wanted: Select[*tuple[Any, ...]]) -> Any:
        """The first value that a SELECT finds; None where it finds nothing."""
        async with self.reading() as connection:
            return await connection.scalar(wanted)

    async def change(self, statement: UpdateBase) -> int:
        """Executes one INSERT, UPDATE or DELETE; returns how many rows it changed."""
        async with self.writing() as connection:
            return (await connection.execute(statement)).rowcount

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
            raised = error if isinstance(error, StorageError) else storage_error(self.place, error)
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
        """Checks that the database is usable, and migrates it where that is requested and due.

        Returns whether it was migrated. `StorageError` where it cannot be used as it is.
        """
        try:
            await self._try_connect()
            migrated = await self._start(migrating=migrating)
        except Exception as error:
            # Some are the driver's own, not wrapped by SQLAlchemy.
            if isinstance(error, SQLAlchemyError | OSError) or is_outage(error):
                raise storage_error(self.place, error) from error
            raise
        if self._guard is not None:
            self._guard.begin()
        return migrated

    async def _try_connect(self) -> None:
        """Connects once; what the driver does not understand becomes an `AddressError`."""
        try:
            async with self._engine.connect():
                pass
        except MISREAD as error:
            raise storage_error(self.place, error) from error

    async def _start(self, *, migrating: bool) -> bool:
        async with self._engine.connect() as connection:
            # Writes: a read-only or locked file fails now, not at the first save.
            await connection.execution_options(writes=True)
            async with connection.begin():
                found = await _schema(connection)
                if found:
                    await dialects.require_writable(connection)
            if found and not is_our_schema(found):
                raise foreign_database(self.place)
            if found > NEWEST_SCHEMA:
                raise newer_schema(self.place, found)
            if found == NEWEST_SCHEMA:
                return False
            if not migrating:
                advice = (
                    "restart the bot, which migrates it"
                    if self.migrates_itself
                    else "run python -m bot migrate first"
                )
                raise StorageError(
                    f"The database {self.place} has schema {found or 'none'} where this program "
                    f"needs {NEWEST_SCHEMA}; {advice}."
                )
            return await _migrate(connection)

    async def close(self) -> None:
        """Closes all connections, also those still in use."""
        try:
            await self._engine.dispose()
        finally:
            await self._connections.close()


class Store:
    """Rows of one kind in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def _first_moment(
        self, column: Column[Any], *conditions: ColumnElement[bool]
    ) -> datetime | None:
        """The earliest time in a column; SQLite may hold a value that is no datetime."""
        wanted = select(column).where(column.is_not(None), *conditions).order_by(column).limit(20)
        found = [row[0] for row in await self._database.rows(wanted)]
        return next((moment for moment in found if isinstance(moment, datetime)), None)


@asynccontextmanager
async def open_database(
    url: str, *, alone: bool = False, migrating: bool = True
) -> AsyncGenerator[Database]:
    """The database, ready: an SQLite file is created and migrated, a server only checked.

    `alone`: an SQLite file is locked for this process, and refused where another has the lock.
    `migrating=False`: a file is only checked too; an older bot may use it.
    `StorageError`, one sentence, where it is unavailable. Always closed at the end.
    """
    with _prepared(url, alone=alone, creating=migrating) as parsed:
        database = _create(parsed, locked=alone)
        try:
            await database.start(migrating=migrating and database.migrates_itself)
            yield database
        finally:
            await database.close()


async def migrate(url: str) -> bool:
    """Migrates to the newest schema; whether there was anything to do.

    A server may be in use; a file that a bot uses is refused with a `StorageError`.
    """
    with _prepared(url, alone=True, creating=True) as parsed:
        database = _create(parsed, migrating=True)
        try:
            return await database.start(migrating=True)
        finally:
            await database.close()


@contextmanager
def _prepared(url: str, *, alone: bool, creating: bool) -> Generator[URL]:
    """The address of a database that may be opened; see `open_database`."""
    parsed = read_url(url)
    file = file_of(parsed)
    if file is not None:
        (prepare_folder if creating else require_file)(file)
        require_ours(file)
    with exclusive_lock(file if alone else None):
        keep_private(file)
        yield parsed


def _create(url: URL, *, migrating: bool = False, locked: bool = False) -> Database:
    try:
        return Database(url, migrating=migrating, locked=locked)
    except (SQLAlchemyError, *MISREAD) as error:
        raise storage_error(location_of(url), error) from error


async def _schema(connection: AsyncConnection) -> str:
    """The number of the schema, empty for a new database."""
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
        return ""
    found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    return str(found or "")


async def _migrate(connection: AsyncConnection) -> bool:
    # Rebuilding a table on SQLite would otherwise delete the rows that refer to it.
    await dialects.set_foreign_keys(connection, on=False)
    async with connection.begin():
        await dialects.lock_for_migration(connection)
        due = await _schema(connection) != NEWEST_SCHEMA  # another process may have been faster
        if due:
            from bot.storage.migrations.upgrade import upgrade  # noqa: PLC0415 - slow, rarely due

            await connection.run_sync(upgrade)
    await dialects.set_foreign_keys(connection, on=True)
    return due


def keep_private(file: Path | None) -> None:
    """Lets only the owner read the database; SQLite gives its companions the same mode."""
    if file is not None:
        make_private(file, f"The database {file}")
        for ending in COMPANIONS:
            restrict_to_owner(Path(f"{file}{ending}"))
