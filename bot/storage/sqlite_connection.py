"""One SQLite connection and its thread, which ends with the connection closed in every case."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from threading import Thread
from typing import Any, cast

import aiosqlite


class SqliteConnection(aiosqlite.Connection):
    """Closes also what is opened after all, and tells when its thread has ended.

    aiosqlite does not wait for its thread where opening fails, and where opening is cancelled it
    forgets the connection that the thread is about to make. Where the event loop is closed
    meanwhile, its thread breaks off at the first answer, before it closes anything.
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
        """Closes, behind all that the thread has to do before."""
        cast("Any", self)._tx.put_nowait((None, self._close_made))  # untyped
        self.stopping = cast("Any", super()).stop()  # its future is untyped
        return self.stopping

    def _close_made(self) -> None:
        if self._made is not None:
            self._made.close()
