"""Watches of the real bot over real sockets: one message for each change, whatever happens."""

import asyncio
from pathlib import Path
from signal import SIGKILL

import pytest

from tests.end_to_end.program import TOKEN, started
from tests.end_to_end.seeded_database import SeededDatabase, seed_database
from tests.small import write_small
from tests.wire import Wire

KILLABLE = ("-m", "tests.end_to_end.killable")
CHANGED = "A measure that you watch has changed"
MEASURES = 4


@pytest.fixture
async def seeded(tmp_path: Path) -> SeededDatabase:
    """A small data set, and a database without digests."""
    return await seed_database(tmp_path / "seeded", new=MEASURES - 3)


def settings_for(wire: Wire, seeded: SeededDatabase) -> dict[str, object]:
    """What the bot is started with."""
    return {**seeded.settings, "DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": wire.api_url}


def told(wire: Wire) -> list[str]:
    """The messages to the member that tell of a change."""
    return [
        text for text in wire.texts(wire.world.dm_channel(wire.world.member)) if CHANGED in text
    ]


async def watch(wire: Wire, seeded: SeededDatabase) -> str:
    """The member watches a measure of a bot that then is stopped; the answer's words."""
    with started(seeded.folder, "run", **settings_for(wire, seeded)) as bot:
        await wire.ready(20)
        reply = await wire.invoke("watch add", {"measure": "m-1"})
        assert await bot.stop() == 0
        assert "Traceback" not in bot.err
        return str(reply.text)


@pytest.mark.parametrize(("step", "when"), [("claim", "after"), ("finish", "before")])
async def test_killed_around_the_message_it_arrives_once(
    wire: Wire, seeded: SeededDatabase, step: str, when: str
) -> None:
    assert "You are now watching this" in await watch(wire, seeded)
    assert len(wire.dms(wire.world.member)) == 1
    write_small(seeded.data, MEASURES, amount=500_000)
    # The test message went another way: the first call of each step is that of the change.
    with started(seeded.folder, *KILLABLE, step, when, "1", **settings_for(wire, seeded)) as bot:
        assert await bot.wait_for_exit() == -SIGKILL
    assert len(told(wire)) == (step != "claim")
    with started(seeded.folder, "run", **settings_for(wire, seeded)) as bot:
        await bot.until(lambda: len(told(wire)) == 1)
        await seeded.settled()
        assert await bot.stop() == 0
        assert "Traceback" not in bot.err
    (message,) = told(wire)
    assert "300,000 yuan → no more than 500,000 yuan" in message.replace("**", "")
    assert len(wire.dms(wire.world.member)) == 2


async def test_closed_messages_suspend_and_the_next_command_makes_up_for_it(
    wire: Wire, seeded: SeededDatabase
) -> None:
    await watch(wire, seeded)
    write_small(seeded.data, MEASURES, amount=500_000)
    wire.closed_dms.add(wire.world.member)
    with started(seeded.folder, "run", **settings_for(wire, seeded)) as bot:
        await wire.ready(20, since=bot.began)
        async with asyncio.timeout(60):
            while "1 watch is suspended" not in (listed := await wire.invoke("watch list")).text:
                assert bot.code is None
                await asyncio.sleep(0.6)  # a person may ask only so often
        assert "turn on Direct Messages" in listed.text
        wire.closed_dms.clear()
        await wire.invoke("watch add", {"measure": "m-1"})
        await bot.until(lambda: len(told(wire)) == 1)
        again = await wire.invoke("watch list")
        assert "suspended" not in again.text
        stop = wire.dms(wire.world.member)[-1]
        place = wire.world.dm()
        assert "no longer watch" in (await wire.click(stop, "Stop watching", where=place)).text
        assert await bot.stop() == 0
        assert "Traceback" not in bot.err
