"""A database as the first release of the program left it: its schema, and rows in every table."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from alembic import command
from sqlalchemy import Connection, MetaData, RowMapping, insert, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.domain.data.dataset import Dataset
from bot.storage.migrations.upgrade import config_for
from tests.small import small_release

FIRST = "0001"
NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
OLD, ACTIVE = "2025.06.30.1", "2025.07.01.2"


def _with_english_names(dataset: Dataset) -> Dataset:
    """The sources had no other names then."""
    sources = (
        source.model_copy(update={"title_zh": source.title, "publisher_zh": source.publisher})
        for source in dataset.sources
    )
    return dataset.model_copy(update={"sources": tuple(sources)})


def _document(dataset: Dataset) -> str:
    """The data set as the first release stored it."""
    later = {"sources": {"__all__": {"title_zh", "publisher_zh"}}}
    return dataset.model_dump_json(exclude=later)


DATASETS: Mapping[str, Dataset] = {
    version: _with_english_names(small_release(version, measures).catalogue.dataset)
    for version, measures in ((OLD, 3), (ACTIVE, 40))
}
"""The data set of each release in it, as today's program is to read it."""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

ROWS: Rows = {
    "preferences": [
        {
            "user_id": number,
            "lang": lang,
            "timezone": zone,
            "updated_at": NOON,
            "revision": revision,
        }
        for revision, (number, lang, zone) in enumerate(
            [(7, "zh", None), (8, "en", "Asia/Urumqi"), (2**63 - 1, None, "Europe/Berlin")], 1
        )
    ],
    "command_sync": [
        {
            "application_id": 2**63 - 1,
            "scope": "global",
            "hash": "a" * 64,
            "commands": [{"name": "ask", "name_localizations": {"zh-CN": "问"}}],
            "synced_at": NOON,
        }
    ],
    "releases": [
        {
            "version": version,
            "content_hash": version.ljust(64, "0"),
            "document": _document(dataset),
            "counts": dataset.counts(),
            "created_at": NOON,
            "created_by": author,
        }
        for (version, dataset), author in zip(DATASETS.items(), (None, 7), strict=True)
    ],
    "active_release": [{"slot": 1, "version": ACTIVE, "activated_at": NOON}],
    "revisions": [{"name": "preferences-saved", "value": 3}],
}
"""What people, the bot and its operator had left there, in an order that the keys allow."""
CONVERTED = {"releases": {"document"}}
"""Columns whose form a later step changed: what they say is looked at by who reads them."""


async def build(url: str) -> None:
    """Makes the tables of the first release in an empty database, and fills them."""

    def fill(connection: Connection) -> None:
        command.upgrade(config_for(connection), FIRST)
        tables = _reflected(connection).tables
        assert set(tables) == {*ROWS, "alembic_version"}, "each table has rows here"
        for name, rows in ROWS.items():
            connection.execute(insert(tables[name]), list(rows))

    await _within(url, fill)


async def rows(url: str) -> Rows:
    """What is in the columns of the first release now, without those that were converted."""
    found: dict[str, Sequence[Mapping[str, Any]]] = {}

    def read(connection: Connection) -> None:
        tables = _reflected(connection).tables
        for name, old in expected().items():
            table = tables[name]
            query = select(*(table.c[column] for column in old[0]))
            ordered = query.order_by(*table.primary_key.columns)
            found[name] = [_in_utc(row) for row in connection.execute(ordered).mappings()]

    await _within(url, read)
    return found


def expected() -> Rows:
    """What `rows` must give, whatever the schema."""
    return {
        name: [
            {column: row[column] for column in row if column not in CONVERTED.get(name, set())}
            for row in old
        ]
        for name, old in ROWS.items()
    }


def _in_utc(row: RowMapping) -> dict[str, Any]:
    return {
        str(column): value.replace(tzinfo=UTC)
        if isinstance(value, datetime) and value.tzinfo is None
        else value
        for column, value in row.items()
    }


def _reflected(connection: Connection) -> MetaData:
    metadata = MetaData()
    metadata.reflect(connection)
    return metadata


async def _within(url: str, work: Callable[[Connection], None]) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(work)
    await engine.dispose()
