"""The cached search index: used for the data it was made from, and ignored otherwise."""

import stat
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.search.index_data import IndexData
from bot.storage import index_cache
from bot.storage.index_cache import IndexCache, index_cache_of, index_key
from tests.small import small_release

KEY = index_key(b"a document", b"its files")


@pytest.fixture(scope="module")
def data() -> IndexData:
    return small_release("2026.09.01.1").index.data


@pytest.fixture
def cache(tmp_path: Path) -> IndexCache:
    return IndexCache(tmp_path / "index.bin")


def test_a_stored_index_is_read_back(cache: IndexCache, data: IndexData) -> None:
    cache.put(KEY, data)
    assert cache.get(KEY) == data


@pytest.mark.parametrize(
    ("document", "files"),
    [
        (b"another document", b"its files"),
        (b"a document", b"others"),
        (b"a documentits", b" files"),
    ],
)
def test_other_data_has_another_index(
    cache: IndexCache, data: IndexData, document: bytes, files: bytes
) -> None:
    cache.put(KEY, data)
    assert cache.get(index_key(document, files)) is None


def test_another_program_has_another_index(
    cache: IndexCache, data: IndexData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put(KEY, data)
    (tmp_path / "search.py").write_text("changed")
    monkeypatch.setattr(index_cache, "_SOURCES", (tmp_path,))
    index_cache._program_hash.cache_clear()  # pyright: ignore[reportPrivateUsage]
    changed = index_key(b"a document", b"its files")
    index_cache._program_hash.cache_clear()  # pyright: ignore[reportPrivateUsage]
    assert cache.get(changed) is None


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (0, None),  # another key: the file belongs to another data set
        (40, "checksum does not match"),
        (70, "checksum does not match"),
        (-1, "checksum does not match"),
    ],
)
def test_a_damaged_file_is_logged_and_written_again(
    tmp_path: Path, data: IndexData, place: int, reason: str | None
) -> None:
    file = tmp_path / "index.bin"
    cache = IndexCache(file)
    cache.put(KEY, data)
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    with capture_logs() as log:
        assert cache.get(KEY) is None
    assert [line["reason"] for line in log] == ([reason] if reason else [])
    cache.put(KEY, data)
    assert cache.get(KEY) == data


@pytest.mark.parametrize(
    ("length", "reason"),
    [(0, "incomplete"), (40, "incomplete"), (64, "incomplete"), (500, "checksum does not match")],
)
def test_a_truncated_file_is_logged(
    tmp_path: Path, data: IndexData, length: int, reason: str
) -> None:
    file = tmp_path / "index.bin"
    cache = IndexCache(file)
    cache.put(KEY, data)
    file.write_bytes(file.read_bytes()[:length])
    with capture_logs() as log:
        assert cache.get(KEY) is None
    assert [(line["event"], line["reason"]) for line in log] == [
        ("cached search index unusable; rebuilt", reason)
    ]


def test_a_file_that_cannot_be_read_is_logged(tmp_path: Path) -> None:
    with capture_logs() as log:
        assert IndexCache(tmp_path).get(KEY) is None
    assert [line["log_level"] for line in log] == ["warning"]


def test_only_the_owner_may_read_it_and_no_other_file_is_left(
    tmp_path: Path, data: IndexData
) -> None:
    IndexCache(tmp_path / "index.bin").put(KEY, data)
    [file] = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_logged(tmp_path: Path, data: IndexData) -> None:
    cache = IndexCache(tmp_path / "gone" / "index.bin")
    with capture_logs() as log:
        cache.put(KEY, data)
    assert [line["event"] for line in log] == ["search index not cached"]
    assert cache.get(KEY) is None


def test_a_large_index_is_not_cached(
    cache: IndexCache, data: IndexData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_cache, "MAX_DOCUMENTS", 2)
    cache.put(KEY, data)
    assert cache.get(KEY) is None


@pytest.mark.parametrize(
    ("url", "has"),
    [
        ("sqlite+aiosqlite:///some/bot.db", True),
        ("sqlite+aiosqlite://", False),
        ("postgresql+asyncpg://bot@localhost/bot", False),
    ],
)
def test_it_is_next_to_an_sqlite_file(url: str, has: bool) -> None:
    assert (index_cache_of(url) is not None) == has
