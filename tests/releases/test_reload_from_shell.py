"""`python -m bot reload`: what running processes follow, and when it does nothing."""

import asyncio
import sys
from pathlib import Path

import pytest

from bot.exit_codes import OK
from bot.releases.reader import DATA_WORKER, DatasetReader
from bot.releases.reload_triggers import ReloadOutcome, reload_from_shell
from bot.storage.database import Database, StorageError
from bot.storage.processes import ProcessStore
from tests.digests.delivery_harness import Clock
from tests.releases.reloading import ONE, Process, live
from tests.small import write_small


async def from_shell(url: str, folder: Path, clock: Clock) -> ReloadOutcome:
    """A reload from a process of its own."""
    return await reload_from_shell(url, folder, DatasetReader(DATA_WORKER), clock, force=False)


async def test_the_shell_makes_a_set_live_and_running_processes_follow(
    one: Process,
    two: Process,
    folder: Path,
    databases: tuple[Database, Database],
    database_url: str,
    clock: Clock,
) -> None:
    write_small(folder, 4)
    await ProcessStore(databases[0]).beat("one", at=clock())
    done = await from_shell(database_url, folder, clock)
    assert (done.code, done.lines) == (OK, ["new: m-4"])
    assert "it replaces" in done.sentence
    await asyncio.gather(one.reload.follow(), two.reload.follow())
    assert live(one) == live(two)
    assert live(one)[1] == 4
    again = await from_shell(database_url, folder, clock)
    assert (again.code, again.lines) == (OK, []), again


async def test_an_interrupted_reload_of_the_shell_ends_and_blocks_no_other(
    one: Process,
    folder: Path,
    databases: tuple[Database, Database],
    database_url: str,
    clock: Clock,
    tmp_path: Path,
) -> None:
    write_small(folder, 4)
    await ProcessStore(databases[0]).beat("one", at=clock())
    begun = tmp_path / "begun"
    hangs = f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(600)"
    reader = DatasetReader((sys.executable, "-c", hangs))
    work = reload_from_shell(database_url, folder, reader, clock, force=False)
    reload = asyncio.create_task(work)
    while not begun.exists():  # noqa: ASYNC110 - another process makes it
        await asyncio.sleep(0.01)
    reload.cancel()
    await asyncio.wait({reload})
    assert reload.cancelled()
    assert (await from_shell(database_url, folder, clock)).lines == ["new: m-4"]


async def test_without_a_running_bot_the_shell_does_not_reload(
    one: Process, folder: Path, database_url: str, clock: Clock
) -> None:
    write_small(folder, 4)
    with pytest.raises(StorageError, match="No running bot uses the database"):
        await from_shell(database_url, folder, clock)
    await one.reload.follow()
    assert live(one) == (ONE, 3)
