"""A process that stands still in the middle of a statement keeps no lock for long."""

import asyncio
import socket
import struct
from datetime import UTC, datetime

import pytest
from sqlalchemy import make_url

from bot.storage import dialects
from bot.storage.database import StorageError, migrate, open_database
from bot.storage.processes import ProcessStore

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
PROTOCOL = 196_608
"""Version 3.0 of PostgreSQL's wire protocol."""


class Half:
    """A session that holds a row and stops between the two halves of its next statement."""

    def __init__(self, url: str) -> None:
        place = make_url(url)
        self._socket = socket.create_connection((place.host or "", place.port or 5432))
        words = {"user": place.username, "database": place.database}
        words |= {"application_name": dialects.POSTGRESQL_NAME}
        told = b"".join(f"{name}\0{value}\0".encode() for name, value in words.items())
        body = struct.pack("!I", PROTOCOL) + told + b"\0"
        self._socket.sendall(struct.pack("!I", len(body) + 4) + body)
        self._until_ready()

    def say(self, kind: bytes, body: bytes) -> None:
        self._socket.sendall(kind + struct.pack("!I", len(body) + 4) + body)

    def query(self, sql: str) -> None:
        self.say(b"Q", sql.encode() + b"\0")
        self._until_ready()

    def begin_statement(self) -> None:
        """Parse and Flush, where Bind, Execute and Sync would follow."""
        self.say(b"P", b"\0SELECT 1\0\0\0")
        self.say(b"H", b"")
        assert self._socket.recv(1) == b"1", "not parsed"

    def _until_ready(self) -> None:
        with self._socket.makefile("rb") as answers:
            while (kind := answers.read(1)) != b"Z":
                (length,) = struct.unpack("!I", answers.read(4))
                body = answers.read(length - 4)
                assert kind != b"E", body
            answers.read(5)

    def close(self) -> None:
        self._socket.close()


async def test_who_stands_still_within_a_statement_is_cut_off(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialects, "POSTGRESQL_STALLED_SECONDS", 0)
    monkeypatch.setattr(dialects, "POSTGRESQL_LOCK_SECONDS", 0.2)
    await migrate(postgres_url)
    async with open_database(postgres_url) as database:
        processes = ProcessStore(database)
        await processes.beat("other", at=NOON)
        still = await asyncio.to_thread(Half, postgres_url)
        try:
            await asyncio.to_thread(still.query, "BEGIN; UPDATE processes SET seen_at = now()")
            await asyncio.to_thread(still.begin_statement)
            with pytest.raises(StorageError, match="is locked by another process"):
                await processes.leave("other")
            await processes.beat("mine", at=NOON)
            await processes.leave("other")
            beats = await processes.heartbeats(at=NOON)
            assert ("mine" in beats, "other" in beats) == (True, False)
        finally:
            still.close()
