"""The process that draws charts: its failures, its end, and what it is not given."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.charts import renderer_process as drawing
from bot.charts.cache import MAX_PICTURE
from bot.charts.renderer_process import COMMAND, NotDrawnError
from tests.charts.chart_setup import PNG, ChartSetup, bars


async def test_a_process_that_was_killed_while_idle_is_replaced(charts: ChartSetup) -> None:
    await charts.draw()
    os.kill(int(charts.asked[0][0]), 9)
    await asyncio.sleep(0.1)
    assert await charts.draw("another") == PNG
    assert charts.ended == ["drawn", "drawn"]


async def test_the_process_ends_when_idle_and_comes_back(
    charts: ChartSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "IDLE_SECONDS", 0.05)
    await charts.draw()
    await asyncio.sleep(0.2)
    assert not is_running(int(charts.asked[0][0]))
    await charts.draw("another")
    assert len({line[0] for line in charts.asked}) == 2


async def test_closing_waits_for_no_chart_and_starts_no_process(charts: ChartSetup) -> None:
    drawing = [asyncio.create_task(charts.draw("hang"))]
    async with asyncio.timeout(60):
        while not charts.seen.exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.01)
    drawing += [asyncio.create_task(charts.draw(title)) for title in ("a", "b")]
    async with asyncio.timeout(4):  # the chart that hangs would take five seconds
        await charts.pictures.close()
    done = await asyncio.gather(*drawing, return_exceptions=True)
    assert {type(each) for each in done} == {NotDrawnError}
    assert len(charts.asked) == 1


async def test_the_process_is_given_no_secret(
    charts: ChartSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it is called: only what is known to be harmless goes on."""
    secrets = {"DISCORD_TOKEN", "DATABASE_URL", "POSTGRES_PASSWORD", "A_NAME_OF_ANY_KIND"}
    for name in (*secrets, "TZ"):
        monkeypatch.setenv(name, "UTC")
    await charts.draw()
    names = charts.asked[0]
    assert "TZ" in names
    assert not secrets & set(names)


def test_the_real_process_ends_when_the_bot_does() -> None:
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
