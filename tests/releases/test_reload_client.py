"""The shell requests a reload: a killed process is not waited for, a living one is."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.releases import reload_client
from bot.releases.reload_client import request_reload
from bot.storage.database import StorageError, migrate, open_database
from bot.storage.processes import ProcessStore
from bot.storage.reload_requests import RequestStore


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def _quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reload_client, "_POLL_SECONDS", 0.02)


async def test_without_a_running_process_nothing_is_requested(database_url: str) -> None:
    await migrate(database_url)
    with pytest.raises(StorageError, match="No running bot uses the database"):
        await request_reload(database_url, now, force=False)


async def test_a_killed_process_is_not_waited_for(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reload_client, "TAKEN_SECONDS", 0.3)
    await migrate(database_url)
    async with open_database(database_url) as database:
        await ProcessStore(database).beat("killed", at=now() - timedelta(seconds=20))
        with pytest.raises(StorageError, match="answered within"):
            await request_reload(database_url, now, force=False)
        assert await RequestStore(database).take(now() - timedelta(minutes=5)) is None


async def test_a_process_that_took_the_request_is_waited_for(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reload_client, "TAKEN_SECONDS", 5.0)
    await migrate(database_url)
    async with open_database(database_url) as database:
        processes, requests = ProcessStore(database), RequestStore(database)
        await processes.beat("busy", at=now() - timedelta(seconds=20))
        requested = asyncio.create_task(request_reload(database_url, now, force=False))
        while (taken := await requests.take(now() - timedelta(minutes=5))) is None:  # noqa: ASYNC110 - a row
            await asyncio.sleep(0.01)
        await asyncio.wait([requested], timeout=0.1)
        assert not requested.done()
        await requests.finish(taken.id, {"code": 0, "lines": ["new: a"], "sentence": "Live."})
        assert await requested == (0, ["new: a"], "Live.")
