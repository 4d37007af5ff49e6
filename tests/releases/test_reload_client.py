"""The shell asks for a reload: who was killed is not waited for long, who lives is."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.releases import reload_client
from bot.releases.reload_client import ask_reload
from bot.storage.database import StorageError, migrate, open_database
from bot.storage.processes import ProcessStore
from bot.storage.reload_requests import RequestStore

BEATEN_SECONDS = 0.3
"""Instead of those seconds in which a process has to say that it lives."""


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def _quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reload_client, "BEATEN_SECONDS", BEATEN_SECONDS)
    monkeypatch.setattr(reload_client, "_LOOK", 0.02)


async def test_a_process_that_was_killed_is_not_waited_for(database_url: str) -> None:
    await migrate(database_url)
    async with open_database(database_url) as database:
        await ProcessStore(database).beat("killed", at=now() - timedelta(seconds=20))
        with pytest.raises(StorageError, match="answered within"):
            async with asyncio.timeout(60):  # the longest that a living one is waited for: 60
                await ask_reload(database_url, now, force=False)
        assert await RequestStore(database).take(now() - timedelta(minutes=5)) is None


async def test_a_process_that_lives_is_waited_for(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reload_client, "BEATEN_SECONDS", 1.0)  # a busy machine needs a while to ask
    await migrate(database_url)
    async with open_database(database_url) as database:
        processes, requests = ProcessStore(database), RequestStore(database)
        await processes.beat("busy", at=now() - timedelta(seconds=20))
        asked = asyncio.create_task(ask_reload(database_url, now, force=False))
        await asyncio.wait([asked], timeout=0.5)
        await processes.beat("busy", at=now())
        await asyncio.wait([asked], timeout=1.5)
        taken = await requests.take(now() - timedelta(minutes=5))
        assert taken is not None
        await requests.answer(taken.id, {"code": 0, "lines": ["new: a"], "sentence": "Live."})
        assert await asked == (0, ["new: a"], "Live.")
