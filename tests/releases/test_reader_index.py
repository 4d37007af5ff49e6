"""The worker builds the search index, so that a reload neither blocks answers nor leaves gaps."""

import pytest

from bot.domain.data.serialization import pack
from bot.domain.release import build_release
from bot.releases.reader import DatasetReader
from bot.storage import index_cache
from bot.storage.index_cache import packed_index, unpacked_index
from tests.small import small_release


async def test_the_index_of_the_worker_is_the_one_built_here(reader: DatasetReader) -> None:
    release = small_release("2026.09.01.1")
    dataset, readings = release.catalogue.dataset, {"沪": "hu"}
    built = build_release("2026.09.01.1", dataset, readings)
    found = await reader.index(pack(dataset), readings)
    assert found == built.index.data
    shown = build_release("2026.09.01.1", dataset, readings, found)
    question = shown.index.parse("guarantee")
    assert shown.index.search(question) == built.index.search(built.index.parse("guarantee"))


async def test_a_set_that_cannot_be_read_has_no_index(reader: DatasetReader) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        await reader.index(b"no data set", {})


async def test_a_worker_that_fails_leaves_the_index_to_the_bot() -> None:
    reader = DatasetReader(("false",))
    assert await reader.index(pack(small_release("2026.09.01.1").catalogue.dataset), {}) is None


def test_a_huge_index_is_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    data = small_release("2026.09.01.1").index.data
    packed = packed_index(data)
    assert packed is not None
    assert unpacked_index(packed) == data
    monkeypatch.setattr(index_cache, "MAX_DOCUMENTS", len(data.phrases) - 2)
    assert packed_index(data) is None
