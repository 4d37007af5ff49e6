"""The search index in its file: used for the data it was made of, and passed over else."""

import stat
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.search.index_data import IndexData
from bot.storage import index_cache
from bot.storage.index_cache import IndexCache, index_cache_of, index_key
from tests.small import small_release

KEY = index_key(b"a document", {"小": "xiao"})


@pytest.fixture(scope="module")
def data() -> IndexData:
    return small_release("2026.09.01.1").index.data


@pytest.fixture
def cache(tmp_path: Path) -> IndexCache:
    return IndexCache(tmp_path / "index.bin")


def test_what_is_kept_comes_back(cache: IndexCache, data: IndexData) -> None:
    cache.keep(KEY, data)
    assert cache.get(KEY) == data


@pytest.mark.parametrize(
    ("document", "readings"),
    [(b"another document", {"小": "xiao"}), (b"a document", {"小": "siao"}), (b"a document", {})],
)
def test_other_data_has_another_index(
    cache: IndexCache, data: IndexData, document: bytes, readings: dict[str, str]
) -> None:
    cache.keep(KEY, data)
    assert cache.get(index_key(document, readings)) is None


def test_another_program_has_another_index(
    cache: IndexCache, data: IndexData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.keep(KEY, data)
    (tmp_path / "search.py").write_text("changed")
    monkeypatch.setattr(index_cache, "_MODULES", tmp_path)
    index_cache._program.cache_clear()  # pyright: ignore[reportPrivateUsage]
    changed = index_key(b"a document", {"小": "xiao"})
    index_cache._program.cache_clear()  # pyright: ignore[reportPrivateUsage]
    assert cache.get(changed) is None


@pytest.mark.parametrize("place", [0, 40, 70, 1_000, -1])
def test_a_spoiled_file_is_passed_over_and_written_again(
    tmp_path: Path, data: IndexData, place: int
) -> None:
    file = tmp_path / "index.bin"
    cache = IndexCache(file)
    cache.keep(KEY, data)
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    assert cache.get(KEY) is None
    cache.keep(KEY, data)
    assert cache.get(KEY) == data


@pytest.mark.parametrize("length", [0, 10, 40, 64, 500])
def test_a_file_without_its_end_is_passed_over(
    tmp_path: Path, data: IndexData, length: int
) -> None:
    file = tmp_path / "index.bin"
    cache = IndexCache(file)
    cache.keep(KEY, data)
    file.write_bytes(file.read_bytes()[:length])
    assert cache.get(KEY) is None


def test_nobody_else_may_read_it_and_nothing_is_left_beside_it(
    tmp_path: Path, data: IndexData
) -> None:
    IndexCache(tmp_path / "index.bin").keep(KEY, data)
    [file] = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_told_in_the_log(
    tmp_path: Path, data: IndexData
) -> None:
    cache = IndexCache(tmp_path / "gone" / "index.bin")
    with capture_logs() as log:
        cache.keep(KEY, data)
    assert [line["event"] for line in log] == ["search index not saved"]
    assert cache.get(KEY) is None


def test_a_large_index_is_not_kept(
    cache: IndexCache, data: IndexData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_cache, "MOST_DOCUMENTS", 2)
    cache.keep(KEY, data)
    assert cache.get(KEY) is None


@pytest.mark.parametrize(
    ("url", "has"),
    [
        ("sqlite+aiosqlite:///some/bot.db", True),
        ("sqlite+aiosqlite://", False),
        ("postgresql+asyncpg://bot@localhost/bot", False),
    ],
)
def test_it_stands_beside_an_sqlite_file(url: str, has: bool) -> None:
    assert (index_cache_of(url) is not None) == has
