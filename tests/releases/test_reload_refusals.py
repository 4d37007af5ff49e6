"""Sets and releases that are wrong change nothing, and are located."""

import asyncio
import signal
import zlib
from pathlib import Path

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.domain.data.faults import unpacked_faults
from bot.releases.proposal import Proposal
from bot.releases.reader import DATA_WORKER, DatasetReader, InvalidDataset
from bot.storage.database import Database
from bot.storage.tables import releases
from tests.malformed import small_real, spoiled
from tests.releases.reloading import ONE, Process, empty, live


@pytest.mark.parametrize(
    ("written", "instead"),
    [(b"300000", b"-5"), (b'packages\t{"id":"ten"', b'packages\t{"id":"two"')],
    ids=["a sum below nothing", "a package that is not there"],
)
async def test_a_release_with_what_is_no_longer_allowed_is_no_offer(
    one: Process, folder: Path, databases: tuple[Database, Database], written: bytes, instead: bytes
) -> None:
    await one.load(4, folder)
    async with databases[0].writing() as connection:
        packed = await connection.scalar(
            select(releases.c.document).where(releases.c.version == ONE)
        )
        assert packed is not None
        spoiled = zlib.compress(zlib.decompress(packed).replace(written, instead))
        await connection.execute(
            update(releases).where(releases.c.version == ONE).values(document=spoiled)
        )
    found = await one.reload.from_release(ONE)
    assert isinstance(found, InvalidDataset)
    assert [str(fault) for fault in found.faults] == [
        f"release {ONE}:1: -: document: the stored release is unreadable"
    ]


async def test_spoiled_sets_change_nothing_and_are_located(one: Process, folder: Path) -> None:
    """Forty of what `python -m tests.soak` does by the thousand."""
    before, release = live(one), one.release
    with capture_logs() as log:
        for seed in range(40):
            empty(folder)
            for name, content in spoiled(seed).items():
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(content)
            found = await one.reload.from_disk()
            if isinstance(found, Proposal):
                continue  # what was spoiled was a comment, or the end of a word
            assert isinstance(found, InvalidDataset)
            assert found.count == len(list(unpacked_faults(found.packed)))
            assert all(fault.file and fault.line >= 1 and fault.message for fault in found.faults)
    assert live(one) == before
    assert one.release is release
    assert log == []


async def test_the_set_that_is_spoiled_is_sound(tmp_path: Path, reader: DatasetReader) -> None:
    for name, content in small_real().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert not isinstance(await reader.folder(tmp_path), InvalidDataset)


async def test_a_reader_that_is_killed_is_told(one: Process, folder: Path) -> None:
    kept = DatasetReader(DATA_WORKER, persistent=True)
    await kept.folder(folder)
    process = kept._worker._process  # pyright: ignore[reportPrivateUsage] # to kill it
    assert process is not None
    process.send_signal(signal.SIGSTOP)  # it takes the order and answers nothing
    reading = asyncio.create_task(kept.folder(folder))
    await asyncio.sleep(0.1)
    process.kill()
    found = await reading
    assert isinstance(found, InvalidDataset)
    assert "exceeds the parser's limits" in found.faults[0].message
    assert not isinstance(await kept.folder(folder), InvalidDataset)
    kept.close()
