"""Charts are drawn once, kept as files, and swept with their data version."""

import asyncio
import os
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.charts.cache import ChartCache
from bot.charts.renderer_process import NotDrawnError
from bot.storage.chart_files import ChartFolder, chart_folder_of
from tests.charts.chart_setup import PNG, ChartSetup, bars


async def test_who_ask_at_once_have_it_drawn_once(charts: ChartSetup) -> None:
    found = await asyncio.gather(*(charts.draw() for _ in range(5)))
    assert set(found) == {PNG}
    assert len(charts.asked) == 1
    assert charts.ended == ["drawn"]


async def test_one_who_goes_away_takes_nothing_from_the_others(charts: ChartSetup) -> None:
    first, second = (asyncio.create_task(charts.draw()) for _ in range(2))
    await asyncio.sleep(0.01)
    first.cancel()
    assert await second == PNG
    assert len(charts.asked) == 1


async def test_after_a_restart_it_is_found_again(charts: ChartSetup, tmp_path: Path) -> None:
    await charts.draw()
    again = ChartSetup(tmp_path)
    assert await again.draw() == PNG
    assert again.ended == ["cached"]
    assert len(charts.asked) == 1


async def test_other_data_and_another_version_are_other_pictures(charts: ChartSetup) -> None:
    for title, version in (("Zones", "2026.09.01.1"), ("Park", "2026.09.01.1"), ("Zones", "2")):
        await charts.draw(title, version)
    assert len(charts.asked) == 3
    assert len({line[0] for line in charts.asked}) == 1, "one process draws them all"


async def test_another_renderer_draws_again(
    charts: ChartSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = charts.pictures.name("1", "zl-en", bars())

    def of_tomorrow(_library: str) -> str:
        return "99"

    monkeypatch.setattr("bot.charts.cache.version_of", of_tomorrow)
    other = ChartCache(ChartFolder(charts.folder), charts.renderer)
    assert other.name("1", "zl-en", bars()) != before


async def test_a_new_data_version_sweeps_the_pictures_of_others(charts: ChartSetup) -> None:
    await charts.draw(version="2026.09.01.1")
    await charts.draw(version="2026.09.01.10")
    (charts.folder / "broken-off.part").touch()
    (charts.folder / "fontlist.json").touch()
    charts.pictures.follow("2026.09.01.10")
    await charts.pictures.close()
    swept = charts.files
    assert swept.pop() == "fontlist.json"
    assert [name.split("-")[0] for name in swept] == ["2026.09.01.10"]


def test_the_oldest_go_where_all_are_too_large(tmp_path: Path) -> None:
    folder = ChartFolder(tmp_path, most=3 * len(PNG))
    for number in range(5):
        folder.keep(f"1-{number}.png", PNG)
        os.utime(tmp_path / f"1-{number}.png", (number, number))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1-2.png", "1-3.png", "1-4.png"]


async def test_a_damaged_file_is_drawn_again(charts: ChartSetup) -> None:
    await charts.draw()
    (name,) = charts.files
    for damaged in (b"", PNG[:-5], b"nonsense"):
        (charts.folder / name).write_bytes(damaged)
        assert await charts.draw() == PNG
        assert (charts.folder / name).read_bytes() == PNG
    assert charts.ended == ["drawn"] * 4


async def test_a_folder_that_cannot_be_written_is_told_once(charts: ChartSetup) -> None:
    charts.folder.touch()  # no folder can be there
    with capture_logs() as logs:
        for _ in range(3):
            assert await charts.draw() == PNG
    assert charts.ended == ["drawn"] * 3
    assert [entry["event"] for entry in logs] == ["charts not saved"]
    charts.pictures.follow("1")  # nothing to sweep, and nothing fails


@pytest.mark.parametrize("name", ["../little-giant.db", "..", "", "/etc/passwd", "a/b.png", "a.db"])
def test_what_is_no_name_of_a_picture_is_not_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / "little-giant.db").write_bytes(PNG)
    (tmp_path / "pictures").mkdir()
    assert ChartFolder(tmp_path / "pictures").get(name) is None


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite+aiosqlite:////data/bot.db", "/data/pictures"),
        ("sqlite+aiosqlite:///var/little-giant.db", "var/pictures"),
        ("postgresql+asyncpg://bot:secret@db/bot", "var/pictures"),
        ("sqlite+aiosqlite://", "var/pictures"),
    ],
)
def test_the_folder_is_next_to_the_database(url: str, folder: str) -> None:
    assert chart_folder_of(url) == Path(folder).absolute()


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("die", "ended"),
        ("hang", "took longer"),
        ("refuse", "too odd a plan"),
        ("nonsense", "8 bytes"),
    ],
)
async def test_a_failure_is_told_and_the_next_picture_is_drawn(
    tmp_path: Path, title: str, reason: str
) -> None:
    charts = ChartSetup(tmp_path, seconds=0.5 if title == "hang" else 20)
    with capture_logs() as logs:
        for _ in range(2):  # nothing of a failure is kept
            with pytest.raises(NotDrawnError, match=reason):
                await charts.draw(title)
    assert [entry["event"] for entry in logs] == ["chart not drawn"] * 2
    charts.renderer.seconds = 20  # a busy machine takes a while to start a process
    assert await charts.draw() == PNG
    assert charts.ended == ["failed", "failed", "drawn"]
    await charts.pictures.close()


def test_nobody_but_the_owner_reads_the_pictures(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir(0o755)
    ChartFolder(folder).keep("1-a.png", PNG)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "1-a.png").stat().st_mode & 0o077 == 0
