"""An opening that fails or is cancelled leaves neither thread nor connection."""

import asyncio
import gc
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from bot.storage.database import migrate, open_database
from bot.storage.dialects import SqliteConnections
from tests.storage.opening import refusal, sqlite_url


def lasting_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.is_alive()}


async def test_no_thread_outlives_a_failed_opening(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("not a database" * 100)
    before = lasting_threads()
    await refusal(sqlite_url(tmp_path / "a.db"))
    assert ended(lasting_threads() - before)


def test_a_failed_opening_is_over_before_its_loop_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    url = make_url(f"sqlite+aiosqlite:///{tmp_path}")  # a folder

    async def attempt() -> None:
        with pytest.raises(sqlite3.OperationalError):
            await SqliteConnections(url).open()

    for _ in range(50):  # a thread that is not waited for fails in every third or fourth
        asyncio.run(attempt())
    assert failed == []


async def test_no_thread_outlives_an_opening_that_is_cancelled(tmp_path: Path) -> None:
    """Cancelled after every number of turns of the event loop that an opening can take."""
    before = lasting_threads()
    turns, finished = 0, False
    while not finished:
        task = asyncio.create_task(migrate(sqlite_url(tmp_path / f"{turns}.db")))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        finished = not task.cancelled() or turns > 60
        turns += 5
    assert ended(lasting_threads() - before)


def test_an_opening_whose_loop_ends_leaves_no_connection_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", left.append)
    url = make_url(sqlite_url(tmp_path / "a.db"))

    async def broken_off(turns: int) -> None:
        opening = asyncio.create_task(SqliteConnections(url).open())
        for _ in range(turns):
            await asyncio.sleep(0)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.gather(opening, return_exceptions=True)

    for turns in range(6):
        asyncio.run(broken_off(turns))
    gc.collect()
    assert left == []


def test_an_opening_that_is_over_after_its_loop_leaves_no_connection_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled twice while the driver still opens the file, as by a stop on a busy machine."""
    failed: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    began, may_end = threading.Event(), threading.Event()
    opened: list[Noted] = []

    def slow(*arguments: Any, **options: Any) -> sqlite3.Connection:
        began.set()
        assert may_end.wait(10)
        opened.append(connect(*arguments, **options, factory=Noted))
        return opened[-1]

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", slow)
    before = lasting_threads()

    async def broken_off() -> None:
        opening = asyncio.create_task(
            SqliteConnections(make_url(sqlite_url(tmp_path / "a.db"))).open()
        )
        await asyncio.to_thread(began.wait, 10)
        for _ in range(2):
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0)
        await asyncio.wait([opening])

    asyncio.run(broken_off())
    may_end.set()
    assert ended(lasting_threads() - before)
    assert [connection.closed for connection in opened] == [True]
    assert failed == []


class Noted(sqlite3.Connection):
    """Knows whether it was closed."""

    closed = False

    def close(self) -> None:
        super().close()
        self.closed = True


async def test_closing_ends_connections_in_use(tmp_path: Path) -> None:
    before = lasting_threads()
    async with open_database(sqlite_url(tmp_path / "a.db")) as database:
        transaction = database.reading()
        await transaction.__aenter__()
        await database.close()
        assert ended(lasting_threads() - before)


def ended(threads: set[threading.Thread]) -> bool:
    for thread in threads:
        thread.join(5)
    return not any(thread.is_alive() for thread in threads)
