"""Digests of the real bot over real sockets: on time, once each, and what is said of trouble."""

import asyncio
import json
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.program import TOKEN, Program, assert_one_sentence, run, started
from tests.end_to_end.seeded_database import SeededDatabase, seed_database
from tests.wire import Wire
from tests.wire.channels import FORUM, NEWS

MARK = re.compile(r"LG-[A-Z2-7]{12}")
PARTS = 3
"""Messages of an edition that tells of 30 new measures."""


@pytest.fixture
async def seeded(tmp_path: Path) -> SeededDatabase:
    """A database without digests."""
    return await seed_database(tmp_path / "seeded")


def settings_for(wire: Wire, seeded: SeededDatabase, **more: object) -> dict[str, object]:
    """What the bot is started with."""
    token = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": wire.api_url}
    return {**seeded.settings, **token, **more}


def calm(bot: Program) -> None:
    """Fails where the bot's log holds a fault of its own."""
    assert "Traceback" not in bot.err, bot.err
    assert "[error" not in bot.err, bot.err


# ------------------------------------------------------------------ on time


async def test_the_first_part_comes_at_its_slot_and_not_before(
    wire: Wire, seeded: SeededDatabase
) -> None:
    slot = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=6)
    await seeded.subscribe([wire.world.channel], slot)
    with started(seeded.folder, "run", **settings_for(wire, seeded)) as bot:
        await wire.until(lambda: bool(wire.messages(wire.world.channel)), 20)
        sent = datetime.fromisoformat(wire.messages(wire.world.channel)[0]["timestamp"])
        assert sent >= slot  # how soon afterwards is measured in tests/benchmarks
        await seeded.settled()
        assert await bot.stop() == 0
        calm(bot)
    (runs,) = (await seeded.runs()).values()
    assert [(run.state, run.slot) for run in runs] == [("sent", slot)]


async def test_every_kind_of_channel_gets_its_edition(wire: Wire, seeded: SeededDatabase) -> None:
    guild = wire.world.guild
    news, forum = guild.add("news", NEWS), guild.add("forum", FORUM)
    thread = guild.add_thread(wire.world.channel, "thread")
    thread.archive(archived=True)
    await seeded.subscribe([wire.world.channel, news, forum, thread])
    with started(seeded.folder, "run", **settings_for(wire, seeded)) as bot:
        await wire.until(lambda: len(wire.published(news)) == PARTS, 20)
        await wire.until(lambda: bool(wire.threads_of(forum)), 10)
        (post,) = wire.threads_of(forum)
        for place in (wire.world.channel, news, thread, post):
            await wire.until(lambda place=place: len(wire.messages(place)) == PARTS, 10)
        assert not MARK.search(post.name)
        assert all(MARK.search(json.dumps(m["components"])) for m in wire.messages(post))
        assert not any(MARK.search(text) for text in wire.texts(post))
        assert not thread.archived
        crossposts = wire.requests.matching("POST", "/crosspost")
        assert [call.path for call in crossposts] == [
            f"/channels/{news.id}/messages/{m['id']}/crosspost" for m in wire.messages(news)
        ]
        assert all(m["mention_everyone"] is False for m in wire.messages(news))
        await seeded.settled()
        assert await bot.stop() == 0
        calm(bot)
    assert all(run.state == "sent" for runs in (await seeded.runs()).values() for run in runs)


# ------------------------------------------------------------------ one process on SQLite


async def test_a_second_process_on_one_sqlite_file_is_refused(
    wire: Wire, seeded: SeededDatabase, tmp_path: Path
) -> None:
    settings = settings_for(wire, seeded)
    with started(seeded.folder, "run", **settings) as bot:
        await bot.until(lambda: bool(wire.gateway.live()))
        refused = await asyncio.to_thread(run, tmp_path, "run", **settings)
        assert refused.code == 69
        assert_one_sentence(refused.err)
        assert "in use by another running bot" in refused.err
        migrated = await asyncio.to_thread(run, tmp_path, "migrate", **settings)
        assert migrated.code == 69  # no command changes the file under a running bot
        bot.kill()
        with started(seeded.folder, "run", **settings) as again:
            began = time.monotonic()
            await wire.ready(since=began)
            assert await again.stop() == 0
