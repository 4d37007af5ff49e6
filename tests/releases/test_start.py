"""Starts on a database that has a release already: what the folder holds decides what runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.data.faults import Fault, fault_message
from bot.domain.data.loader import read_dataset
from bot.domain.data.serialization import pack
from bot.releases.reader import ReadResult, faulty
from bot.releases.startup import DataError, open_release, read_here
from bot.storage.database import open_database
from bot.storage.index_cache import IndexCache
from bot.storage.releases import ReleaseContent, ReleaseStore
from tests.small import small_files, write_small

NOW = datetime(2026, 9, 1, tzinfo=UTC)
RUNS_ON = "data set on disk unreadable or invalid; running on the stored release"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'little-giant.db'}"


def impossible(folder: Path) -> None:
    """Gives every figure of the folder a date that no calendar has."""
    file = folder / "measures.yaml"
    file.write_bytes(file.read_bytes().replace(b"qualifier:", b"as_of: 2025-02-30\n    qualifier:"))


async def test_an_impossible_date_keeps_the_stored_release_and_warns(
    url: str, folder: Path
) -> None:
    async with open_database(url) as database:
        store = ReleaseStore(database)
        first = await open_release(store, folder, NOW)
        impossible(folder)
        with capture_logs() as log:
            again = await open_release(store, folder, NOW)
    assert again.catalogue.version == first.catalogue.version
    [line] = log
    assert (line["event"], line["log_level"]) == (RUNS_ON, "warning")
    assert line["version"] == first.catalogue.version
    assert "has 3 faults, the first at measures.yaml:" in line["reason"]
    assert "'2025-02-30' is not a valid date" in line["reason"]
    assert "`python -m bot check-data` lists all" in line["reason"]


async def test_a_folder_that_is_gone_keeps_the_stored_release_and_warns(
    url: str, folder: Path, tmp_path: Path
) -> None:
    async with open_database(url) as database:
        store = ReleaseStore(database)
        first = await open_release(store, folder, NOW)
        with capture_logs() as log:
            again = await open_release(store, tmp_path / "gone", NOW)
    assert again.catalogue.version == first.catalogue.version
    assert [line["event"] for line in log] == [RUNS_ON]


async def test_a_cached_index_is_read_for_the_first_question(
    url: str, folder: Path, tmp_path: Path
) -> None:
    cache = IndexCache(tmp_path / "index.bin")
    async with open_database(url) as database:
        store = ReleaseStore(database)
        first = await open_release(store, folder, NOW, cache=cache)
        later = await open_release(store, folder, NOW, cache=cache)
    assert later._catalogue is None, "a known data set is read when needed"  # pyright: ignore[reportPrivateUsage]
    (tmp_path / "index.bin").write_bytes((tmp_path / "index.bin").read_bytes()[:-1])
    with capture_logs() as log:
        with ThreadPoolExecutor(4) as threads:
            found = {each.result() for each in [threads.submit(later.prepare) for _ in range(8)]}
        assert len(found) == 1, "threads that ask at once share one"
    assert [line["event"] for line in log] == ["cached search index unusable; rebuilt"]
    assert later.index.data == first.index.data
    assert cache.get(index_key_of(cache)) == first.index.data, "written again"


def index_key_of(cache: IndexCache) -> bytes:
    """The key under which the cache's file holds its index."""
    return cache._file.read_bytes()[:32]  # pyright: ignore[reportPrivateUsage]


async def test_what_cannot_be_drawn_does_not_go_live_at_a_start(url: str, folder: Path) -> None:
    async def read(_: Path) -> ReadResult:
        return faulty(Fault("measures.yaml", 2, "m-1", "card", fault_message("cannot be drawn")))

    async with open_database(url) as database:
        store = ReleaseStore(database)
        with pytest.raises(DataError, match="m-1: card: cannot be drawn"):
            await open_release(store, folder, NOW, read)
        first = await open_release(store, folder, NOW, read_here)
        assert first.catalogue.version == "2026.09.01.1"
        same = await open_release(store, folder, NOW, read)
        assert same.catalogue.version == "2026.09.01.1", "an unchanged set is not read again"


async def test_a_stored_release_that_is_not_allowed_any_more_gives_way_to_the_disk(
    url: str, folder: Path
) -> None:
    dataset, _ = read_dataset(small_files(3))
    assert dataset is not None
    cut = pack(dataset)[:-4]
    async with open_database(url) as database:
        store = ReleaseStore(database)
        content = ReleaseContent("of an older program", cut, {}, None, ())
        await store.publish(content, at=NOW, today=NOW.date())
        with capture_logs() as log:
            release = await open_release(store, folder, NOW)
        assert len(release.catalogue.measures) == 3
        assert release.catalogue.version == await store.active_version() == "2026.09.01.2"
        assert [line["event"] for line in log] == ["data set activated"]
        broken = ReleaseContent("broken again", cut, {}, None, ())
        await store.publish(broken, at=NOW, today=NOW.date())
        impossible(folder)
        with pytest.raises(DataError, match=r"The stored release 2026.09.01.3 cannot be read"):
            await open_release(store, folder, NOW)
        write_small(folder, 3)
        with capture_logs() as log:
            back = await open_release(store, folder, NOW)
        assert len(back.catalogue.measures) == 3
        assert "stored release unreadable; using the data set on disk" in [
            line["event"] for line in log
        ]


async def test_a_later_start_takes_the_index_from_its_file(
    url: str, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "index.bin"
    async with open_database(url) as database:
        store = ReleaseStore(database)
        first = await open_release(store, folder, NOW, cache=IndexCache(file))
        whole = file.read_bytes()
        key, marked = whole[:32], first.index.data._replace(words={"marked": 1})
        IndexCache(file).put(key, marked)
        later = await open_release(store, folder, NOW, cache=IndexCache(file))
        assert later.index.data == marked, "it was not built again"
        file.write_bytes(whole[:-1])
        again = await open_release(store, folder, NOW, cache=IndexCache(file))
    assert again.index.data == first.index.data
    assert IndexCache(file).get(key) == first.index.data, "a broken file is written again"


async def test_a_reload_leaves_no_index_of_the_release_before(
    url: str, folder: Path, tmp_path: Path
) -> None:
    cache = IndexCache(tmp_path / "index.bin")
    async with open_database(url) as database:
        store = ReleaseStore(database)
        first = await open_release(store, folder, NOW, cache=cache)
        write_small(folder, 5)
        second = await open_release(store, folder, NOW, cache=cache)
    assert len(second.index.data.phrases) > len(first.index.data.phrases)
    assert len(second.index.data.phrases) == len(second.index.documents) + 1
