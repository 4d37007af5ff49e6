"""An SQLite connection that always closes and ends its thread."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from threading import Thread
from typing import Any, cast

import aiosqlite


class SqliteConnection(aiosqlite.Connection):
    """Also closes a connection that opens late, and reports when its thread has ended.

    aiosqlite does not wait for its thread where opening fails; where opening is cancelled, it loses
    the connection that the thread is about to make; and where the event loop is closed, its thread
    ends at the first answer, before it closes anything.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self.stopping: asyncio.Future[Any] | None = None
        self._made: sqlite3.Connection | None = None

        def make() -> sqlite3.Connection:
            self._made = connect()
            return self._made

        super().__init__(make, iter_chunk_size=64)
        serve = cast("Any", self)._thread.run  # untyped
        self._thread = Thread(target=self._serve, args=(serve,))

    def _serve(self, serve: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits for an answer
            serve()
        self._close_made()

    def stop(self) -> asyncio.Future[Any] | None:
        """Closes after the thread's earlier tasks."""
        cast("Any", self)._tx.put_nowait((None, self._close_made))  # untyped
        self.stopping = cast("Any", super()).stop()  # its future is untyped
        return self.stopping

    def _close_made(self) -> None:
        if self._made is not None:
            self._made.close()
