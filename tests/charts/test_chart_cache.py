"""Charts: drawn once in the worker process, cached, removed; and what a failure does."""

import asyncio
import os
import subprocess
import sys
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.charts import renderer_process as drawing
from bot.charts.cache import MAX_PICTURE, ChartCache, Outcome
from bot.charts.renderer_process import COMMAND, ChartRenderer, NotDrawnError
from bot.charts.specs import Bar, Bars, Panel
from bot.storage.chart_files import ChartFolder, chart_folder_of

PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
"""A picture of one pixel."""
DRAWER = f"""
import os, sys, time
from pathlib import Path
from bot.worker_process import serve

def draw(head, attachments):
    plan = attachments[0].decode()
    with open(sys.argv[1], "a") as seen:
        print(os.getpid(), *sorted(os.environ), file=seen)
    if "die" in plan:
        os._exit(3)
    if "hang" in plan:
        time.sleep(60)
    if "refuse" in plan:
        return {{"error": "too odd a plan"}}, []
    return {{}}, [{PNG!r} if "nonsense" not in plan else b"nonsense"]

sys.exit(serve(draw))
"""
"""A process that draws one pixel, and notes each time that it was asked."""


def bars(title: str = "Zones") -> Bars:
    row = Bar(label="Pudong", value=3, said="3")
    return Bars(title=title, panels=(Panel(rows=(row,)),), foot="Data 1")


class ChartSetup:
    """Pictures over a folder, drawn by DRAWER."""

    def __init__(self, folder: Path, seconds: float = 5.0) -> None:
        self.folder = folder / "pictures"
        self.seen = folder / "seen"
        self.ended: list[Outcome] = []
        command = (sys.executable, "-c", DRAWER, str(self.seen))
        self.renderer = ChartRenderer(self.folder, command, seconds)
        self.pictures = ChartCache(ChartFolder(self.folder), self.renderer)
        self.pictures.ended = self.ended.append

    async def draw(self, title: str = "Zones", version: str = "2026.09.01.1") -> bytes:
        plan = bars(title)
        return await self.pictures.draw(self.pictures.name(version, "zl-en", plan), plan)

    @property
    def asked(self) -> list[list[str]]:
        """The drawing process's id and the names in its environment, for each drawing."""
        return [line.split() for line in self.seen.read_text().splitlines()]

    @property
    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
async def charts(tmp_path: Path) -> AsyncIterator[ChartSetup]:
    charts = ChartSetup(tmp_path)
    yield charts
    await charts.pictures.close()


# -- Once --


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


# -- Kept --


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


# -- Where it fails --


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


async def test_a_process_that_was_killed_while_idle_is_replaced(charts: ChartSetup) -> None:
    await charts.draw()
    os.kill(int(charts.asked[0][0]), 9)
    await asyncio.sleep(0.1)
    assert await charts.draw("another") == PNG
    assert charts.ended == ["drawn", "drawn"]


# -- The process --


async def test_it_ends_when_idle_and_comes_back(
    charts: ChartSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "IDLE_SECONDS", 0.05)
    await charts.draw()
    await asyncio.sleep(0.2)
    assert not is_running(int(charts.asked[0][0]))
    await charts.draw("another")
    assert len({line[0] for line in charts.asked}) == 2


async def test_closing_waits_for_no_chart_and_starts_no_process(charts: ChartSetup) -> None:
    drawing = [asyncio.create_task(charts.draw(title)) for title in ("hang", "a", "b")]
    while not charts.seen.exists():  # noqa: ASYNC110 - another process makes it
        await asyncio.sleep(0.01)
    async with asyncio.timeout(4):  # the chart that hangs would take five seconds
        await charts.pictures.close()
    done = await asyncio.gather(*drawing, return_exceptions=True)
    assert {type(each) for each in done} == {NotDrawnError}
    assert len(charts.asked) == 1


async def test_it_is_given_no_secret(charts: ChartSetup, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is called: only what is known to be harmless goes on."""
    secrets = {"DISCORD_TOKEN", "DATABASE_URL", "POSTGRES_PASSWORD", "A_NAME_OF_ANY_KIND"}
    for name in (*secrets, "TZ"):
        monkeypatch.setenv(name, "UTC")
    await charts.draw()
    names = charts.asked[0]
    assert "TZ" in names
    assert not secrets & set(names)


def test_the_real_one_ends_when_the_bot_does() -> None:
    """Its input ends with the process that holds the other end."""
    ended = subprocess.run(COMMAND, input=b"", capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (0, b"")


BOT = """
import asyncio, sys
from pathlib import Path
import bot.app
from bot.charts.renderer_process import ChartRenderer
from bot.charts.cache import ChartCache
from bot.charts.specs import CHART_SPEC
from bot.storage.chart_files import ChartFolder

async def main() -> None:
    folder, plan = Path(sys.argv[1]), CHART_SPEC.validate_json(sys.argv[2])
    pictures = ChartCache(ChartFolder(folder), ChartRenderer(folder))
    drawn = await pictures.draw(pictures.name("1", "zl-zh", plan), plan)
    await pictures.close()
    print(len(drawn), sorted({"matplotlib", "numpy", "PIL"} & sys.modules.keys()))

asyncio.run(main())
"""


def test_the_bot_itself_loads_nothing_of_what_draws(tmp_path: Path) -> None:
    """In a process of its own: other tests draw in this one."""
    plan = bars("园区与集群").model_dump_json()
    command = [sys.executable, "-c", BOT, str(tmp_path), plan]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    size, loaded = ended.stdout.split(maxsplit=1)
    assert 1_000 < int(size) < MAX_PICTURE
    assert loaded == "[]\n"


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_nobody_but_the_owner_reads_the_pictures(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir(0o755)
    ChartFolder(folder).keep("1-a.png", PNG)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "1-a.png").stat().st_mode & 0o077 == 0
