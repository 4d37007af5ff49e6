"""From the first release's database to today's: everything is kept, and there is no way back."""

import pytest

from bot.domain.data.serialization import unpack
from bot.storage.database import StorageError, migrate, open_database
from bot.storage.migrations import NEWEST_SCHEMA
from bot.storage.preferences import PreferenceStore
from bot.storage.releases import ReleaseStore
from tests.storage import first_release as first


@pytest.fixture
async def old_url(database_url: str) -> str:
    """The address of the first release's database, with content."""
    await first.build(database_url)
    return database_url


async def test_every_row_of_the_first_release_is_kept(old_url: str) -> None:
    assert await first.rows(old_url) == first.expected()
    assert await migrate(old_url)
    assert await first.rows(old_url) == first.expected()
    assert not await migrate(old_url)


async def test_the_program_reads_what_the_first_release_wrote(old_url: str) -> None:
    await migrate(old_url)
    async with open_database(old_url) as database:
        releases = ReleaseStore(database)
        for version, dataset in first.DATASETS.items():
            release = await releases.get(version)
            assert release is not None
            assert unpack(release.document) == dataset
        assert await releases.active_version() == first.ACTIVE
        preferences = await PreferenceStore(database).saved_after(0)
        assert {row.user_id: (row.lang, row.timezone) for row in preferences} == {
            row["user_id"]: (row["lang"], row["timezone"]) for row in first.ROWS["preferences"]
        }


async def test_a_start_upgrades_a_file_but_not_a_server(old_url: str) -> None:
    if old_url.startswith("sqlite"):
        async with open_database(old_url):
            assert await first.rows(old_url) == first.expected()
        return
    with pytest.raises(StorageError) as refused:
        async with open_database(old_url):
            pass
    assert f"has schema {first.FIRST} where this program needs {NEWEST_SCHEMA}" in str(
        refused.value
    )
