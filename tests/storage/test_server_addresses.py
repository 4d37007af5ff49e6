"""Database servers that are down, drop connections, or have an invalid address."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

from bot.storage.database import StorageError, migrate, open_database
from tests.storage.opening import refusal


def wrong(postgres_url: str, part: str) -> str:
    url = make_url(postgres_url)
    changed = {
        "host": url.set(host="host.invalid", password="hunter2"),
        "port": url.set(port=1, password="hunter2"),
        "user": url.set(username="somebody", password="hunter2"),
        "database": url.set(database="no_such_database", password="hunter2"),
    }
    return changed[part].render_as_string(hide_password=False)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("host", "cannot be reached: its host is unknown"),
        ("port", "cannot be reached; check host and port"),
        ("user", "refuses"),
        ("database", "/no_such_database does not exist; create it first"),
    ],
)
async def test_an_unreachable_or_refusing_server_is_named_without_its_password(
    postgres_url: str, part: str, expected: str
) -> None:
    sentence = await refusal(wrong(postgres_url, part))
    assert expected in sentence
    assert "hunter2" not in sentence


async def test_a_server_that_drops_its_connections_is_used_again(postgres_url: str) -> None:
    await migrate(postgres_url)
    async with open_database(postgres_url) as database, open_database(postgres_url) as other:
        cut = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

        async def cut_off() -> None:
            async with database.reading() as connection:
                await connection.execute(text("SELECT 1"))
                async with other.reading() as killer:
                    await killer.execute(cut)
                await connection.execute(text("SELECT 1"))

        with pytest.raises(StorageError, match=r"lost its connection|was stopped"):
            await cut_off()
        async with database.reading() as connection:
            assert await connection.scalar(text("SELECT 1")) == 1


async def test_an_address_that_is_none_is_not_repeated() -> None:
    sentence = await refusal("postgresql+asyncpg://me:hunter2@host:port/name")
    assert sentence == "DATABASE_URL is not the address of a database."


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://u:secret@127.0.0.1:1/n?bogus=secret",
        "postgresql+asyncpg://u:secret@127.0.0.1:1/n?ssl=bogus",
        "postgresql+asyncpg://u:secret@127.0.0.1:1/n?prepared_statement_cache_size=many",
        "sqlite+aiosqlite:///{folder}/a.db?timeout=long",
        "sqlite+aiosqlite:///{folder}/a.db?detect_types=many",
    ],
)
async def test_an_option_that_the_driver_refuses_is_told_without_the_password(
    tmp_path: Path, url: str
) -> None:
    sentence = await refusal(url.format(folder=tmp_path))
    assert "cannot be used" in sentence
    assert "secret" not in sentence


async def test_closing_cuts_off_what_a_server_still_answers(postgres_url: str) -> None:
    await migrate(postgres_url)
    async with open_database(postgres_url) as database:
        transaction = database.reading()
        connection = await transaction.__aenter__()
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await database.close()
        assert driver.is_closed()
