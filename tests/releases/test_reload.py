"""Reloads without Discord: what goes live, what does not, who follows, what digests then tell."""

import asyncio
import io
import shutil
import signal
import sys
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.digests.interfaces import EditionMeta, PreparedEdition
from bot.domain.data.faults import unpacked_faults
from bot.domain.digests.edition import Edition
from bot.domain.digests.subscription import Order
from bot.domain.release import Release
from bot.exit_codes import OK
from bot.releases.proposal import Busy, Live, MovedOn, Proposal, Same, Unknown
from bot.releases.reader import DATA_WORKER, DatasetReader, InvalidDataset
from bot.releases.reload import Reload
from bot.releases.reload_triggers import ReloadOutcome, reload_from_shell
from bot.releases.startup import open_release
from bot.storage.database import Database, StorageError, migrate, open_database
from bot.storage.processes import ProcessStore
from bot.storage.releases import Deed, ReleaseStore
from bot.storage.tables import releases
from tests.digests.delivery_harness import (
    MONDAY_NINE,
    Channels,
    Clock,
    Delivery,
    PlainRenderer,
    build_delivery,
    order,
)
from tests.malformed import small_real, spoiled
from tests.small import small_files, write_small

ALICE = 7
ONE = "2026.09.01.1"
"""The version of the first start."""


@dataclass
class RecordingRenderer(PlainRenderer):
    """Keeps the editions that it lays out."""

    editions: list[Edition] = field(default_factory=list[Edition])

    def edition(
        self, release: Release, edition: Edition, order: Order, digest_id: int, meta: EditionMeta
    ) -> PreparedEdition:
        self.editions.append(edition)
        return super().edition(release, edition, order, digest_id, meta)


@dataclass
class Process:
    """One process: its live release, its reload, its delivery."""

    release: Release
    reload: Reload
    delivery: Delivery
    renderer: RecordingRenderer

    async def load(self, measures: int, folder: Path) -> str:
        """Makes that many measures live from disk; the version."""
        write_small(folder, measures)
        offer = await self.reload.from_disk(force=True)
        assert isinstance(offer, Proposal), offer
        return await self.apply(offer)

    async def back(self, version: str) -> str:
        """Goes back to a version."""
        offer = await self.reload.from_release(version)
        assert isinstance(offer, Proposal), offer
        return await self.apply(offer)

    async def apply(self, offer: Proposal) -> str:
        done = await self.reload.apply(offer, Deed(ALICE, "reload"))
        assert isinstance(done, Live)
        return done.version

    async def edition(self) -> Edition:
        """The next edition of the one digest, posted a day later."""
        self.delivery.clock.forward(days=1)
        before = len(self.renderer.editions)
        await self.delivery.tick()
        assert len(self.renderer.editions) == before + 1
        return self.renderer.editions[-1]


@pytest.fixture(scope="module")
def reader() -> Iterator[DatasetReader]:
    """One process that reads all that these tests have read."""
    kept = DatasetReader(DATA_WORKER, persistent=True)
    yield kept
    kept.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with three measures."""
    return write_small(tmp_path / "data", 3)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 9, 1, tzinfo=UTC))


@pytest.fixture
async def databases(database_url: str) -> AsyncIterator[tuple[Database, Database]]:
    """One database as two processes have it open."""
    await migrate(database_url)
    async with open_database(database_url) as one, open_database(database_url) as two:
        yield one, two


async def begin(database: Database, folder: Path, clock: Clock, reader: DatasetReader) -> Process:
    """A process that has just started."""
    store = ReleaseStore(database)
    release = await open_release(store, folder, clock())

    def swap(new: Release) -> None:
        process.release = new

    reload = Reload(store, folder, lambda: process.release, swap, clock, reader)
    delivery = build_delivery(database, lambda: process.release, Channels(), clock)
    renderer = RecordingRenderer()
    delivery.engine.editions._renderer = renderer  # pyright: ignore[reportPrivateUsage] # to look at editions
    reload.after.append(delivery.engine.editions.remember)
    process = Process(release, reload, delivery, renderer)
    return process


@pytest.fixture
async def one(
    databases: tuple[Database, Database], folder: Path, clock: Clock, reader: DatasetReader
) -> Process:
    """A process that has run for some days, in the morning before digests are due."""
    process = await begin(databases[0], folder, clock, reader)
    clock.now = MONDAY_NINE - timedelta(days=1)
    return process


@pytest.fixture
async def two(
    databases: tuple[Database, Database],
    folder: Path,
    clock: Clock,
    reader: DatasetReader,
    one: Process,
) -> Process:
    """Another one on the same database."""
    return await begin(databases[1], folder, clock, reader)


def live(process: Process) -> tuple[str, int]:
    """Version and number of measures."""
    catalogue = process.release.catalogue
    return catalogue.version, len(catalogue.measures)


# -- Going live --


async def test_a_set_goes_live_and_another_process_follows(
    one: Process, two: Process, folder: Path
) -> None:
    assert live(one) == live(two) == (ONE, 3)
    version = await one.load(5, folder)
    assert live(one) == (version, 5)
    assert live(two) == (ONE, 3)
    await two.reload.follow()
    assert live(two) == (version, 5)


async def test_the_bot_builds_no_index_itself(
    one: Process, two: Process, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: object) -> None:
        raise AssertionError("built in the bot")

    monkeypatch.setattr("bot.domain.search.index.build_index_data", build)
    version = await one.load(5, folder)
    await two.reload.follow()
    assert live(one) == live(two) == (version, 5)
    assert two.release.index.search(two.release.index.parse("measure"))


async def test_of_two_at_once_one_goes_live(one: Process, two: Process, folder: Path) -> None:
    write_small(folder, 5)
    first = await one.reload.from_disk()
    write_small(folder, 6)
    second = await two.reload.from_disk()
    assert isinstance(first, Proposal)
    assert isinstance(second, Proposal)
    done = await asyncio.gather(
        one.reload.apply(first, Deed(ALICE, "reload")),
        two.reload.apply(second, Deed(ALICE, "reload")),
    )
    assert sum(isinstance(each, Live) for each in done) == 1
    [late] = [each for each in done if isinstance(each, MovedOn)]
    await one.reload.follow()
    await two.reload.follow()
    assert live(one) == live(two)
    assert live(one)[0] == late.version


async def test_a_look_for_what_others_made_live_keeps_nobody_from_a_reload(one: Process) -> None:
    _, first, second = await asyncio.gather(
        one.reload.follow(), one.reload.from_disk(), one.reload.from_disk()
    )
    assert (first, second) == (Same(ONE), Busy()), "only another reload does"
    assert await one.reload.from_disk() == Same(ONE)


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


async def test_what_is_live_or_unknown_is_no_offer(one: Process) -> None:
    assert await one.reload.from_disk() == Same(ONE)
    assert await one.reload.from_release(ONE) == Same(ONE)
    assert await one.reload.from_release("2020.01.01.1") == Unknown("2020.01.01.1")


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


async def test_a_restart_needs_no_disk(
    one: Process,
    folder: Path,
    databases: tuple[Database, Database],
    clock: Clock,
    reader: DatasetReader,
) -> None:
    files = small_files(6)["measures.yaml"]
    sent = await one.reload.from_upload("measures.yaml", files)
    assert isinstance(sent, Proposal)
    version = await one.apply(sent)
    empty(folder)
    again = await begin(databases[1], folder, clock, reader)
    assert live(again) == (version, 6)
    more = await again.reload.from_upload("measures.yaml", small_files(7)["measures.yaml"])
    assert isinstance(more, Proposal)


async def test_readings_that_do_not_come_along_stay(one: Process, folder: Path) -> None:
    (folder / "derived").mkdir()
    (folder / "derived" / "pinyin.json").write_text('{"补": "bu", "贴": "tie"}', "utf-8")
    await one.load(4, folder)
    assert one.release.names.measures.complete("butie")
    whole = await one.reload.from_upload("set.zip", zipped(small_files(5)))
    assert isinstance(whole, Proposal)
    await one.apply(whole)
    assert one.release.names.measures.complete("butie")


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


# -- What digests then tell --


def told(edition: Edition) -> dict[str, str]:
    """Each record that is told of, and what became of it; "again" for one that only comes back."""
    return {
        change.record.id: "again" if change.record.id in edition.returned else change.kind
        for change in edition.changes
    }


async def test_forward_back_and_forward_announces_once(one: Process, folder: Path) -> None:
    await one.delivery.subscribe(order())
    later = await one.load(4, folder)
    assert told(await one.edition()) == {"m-4": "new"}
    await one.back(ONE)
    assert told(await one.edition()) == {"m-4": "withdrawn"}
    assert await one.back(later) == later
    assert told(await one.edition()) == {"m-4": "again"}
    assert told(await one.edition()) == {}


async def test_what_a_bad_release_took_away_does_not_come_back_as_new(
    one: Process, folder: Path
) -> None:
    await one.delivery.subscribe(order())
    await one.load(2, folder)
    assert told(await one.edition()) == {"m-3": "withdrawn"}
    await one.back(ONE)
    assert told(await one.edition()) == {"m-3": "again"}


async def test_a_rollback_between_two_editions_tells_nothing(one: Process, folder: Path) -> None:
    await one.delivery.subscribe(order())
    await one.load(4, folder)
    await one.back(ONE)
    assert told(await one.edition()) == {}


async def test_what_was_never_announced_is_new_after_a_detour(one: Process, folder: Path) -> None:
    await one.delivery.subscribe(order())
    later = await one.load(4, folder)
    await one.back(ONE)
    await one.back(later)
    assert told(await one.edition()) == {"m-4": "new"}


async def test_a_repaired_set_does_not_announce_its_records_again(
    one: Process, folder: Path
) -> None:
    await one.delivery.subscribe(order())
    await one.load(1, folder)
    assert told(await one.edition()) == {"m-2": "withdrawn", "m-3": "withdrawn"}
    await one.load(5, folder)
    assert told(await one.edition()) == {"m-2": "again", "m-3": "again", "m-4": "new", "m-5": "new"}


# -- What is wrong --


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


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def test_the_set_that_is_spoiled_is_sound() -> None:
    assert len(small_real()) > 5


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
