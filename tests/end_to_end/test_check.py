"""/little-giant check over real sockets, and what a real restart leaves of it: nothing."""

from pathlib import Path

from tests.end_to_end.program import DATA, TOKEN, started
from tests.wire import Wire

FIRM = {"title": "specialised", "revenue": "5000万", "rd": "1.2m", "years": "5", "rights": "3"}


def left_in(folder: Path) -> bytes:
    """All that the bot wrote: database, output, whatever else."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_a_check_before_and_after_a_restart(tmp_path: Path) -> None:
    async with Wire(token=TOKEN) as wire:
        settings = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": wire.api_url, "DATA_DIR": DATA}
        with started(tmp_path, "run", **settings) as bot:
            await bot.until(lambda: bool(wire.gateway.live()))
            await wire.ready(since=bot.began)
            form = await wire.invoke("little-giant check")
            assert form.type == 9
            assert form.latency < 1
            result = await wire.submit(form, FIRM)
            assert result.ephemeral
            assert "about 300,000 yuan a year at your revenue" in result.text
            second = await wire.click(result, "More")
            assert second.type == 9
            after = await wire.submit(second, {"main_share": "95", "debt": "seventeenish"})
            assert (after.type, after.ephemeral) == (7, True)
            assert "Not understood: Debt ratio at the end of last year" in after.text.replace(
                "*", ""
            )
            assert await bot.stop() == 0
        assert b"seventeenish" not in left_in(tmp_path)
        with started(tmp_path, "run", **settings) as bot:
            await wire.ready(since=bot.began)
            gone = await wire.click(after, "Every requirement")
            assert "lost when the bot restarts" in gone.text
            again = await wire.click(gone, "Start over")
            assert (await wire.submit(again, FIRM)).ephemeral
            assert await bot.stop() == 0
